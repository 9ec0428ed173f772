package org.diconde4j.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: who may know whom. */
class ArrowsTest {
    /** Each module, and those that its main classes may use. An arrow that stands here was decided; add none to pass. */
    private static final Map<String, Set<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("core", Set.of());
        ARROWS.put("net", Set.of("core"));
        ARROWS.put("net-tck", Set.of("core"));
        ARROWS.put("codec", Set.of("core"));
        ARROWS.put("render", Set.of("core"));
        ARROWS.put("storage-spi", Set.of("core"));
        ARROWS.put("storage-tck", Set.of("storage-spi", "core"));
        ARROWS.put("storage-fs", Set.of("storage-spi", "core"));
        ARROWS.put("storage-jdbc", Set.of("storage-spi", "core"));
        ARROWS.put("storage-memory", Set.of("storage-spi", "core"));
        ARROWS.put("storage-crypto", Set.of("storage-spi", "core"));
        ARROWS.put("storage-s3", Set.of("storage-spi", "core"));
        ARROWS.put("archive", Set.of("net", "storage-spi", "core"));
        ARROWS.put("web", Set.of("archive", "render", "net", "storage-spi", "core"));
        ARROWS.put("testkit", Set.of("archive", "net", "storage-spi", "core"));
        ARROWS.put("bundle", Set.of("archive"));
        ARROWS.put("cli", Set.of("bundle", "testkit", "web", "render", "archive", "net", "storage-spi", "core"));
        ARROWS.put("examples", Set.of("bundle", "testkit", "web", "render", "archive", "net", "storage-spi", "core"));
    }

    /** Found by ServiceLoader, and imported by nobody. */
    private static final Set<String> PROVIDERS =
            Set.of("codec", "storage-fs", "storage-jdbc", "storage-memory", "storage-crypto", "storage-s3");

    /** May look inside everything. */
    private static final Set<String> FREE = Set.of("benchmarks", "bom");

    /** Not built by {@code mvn -pl cli -am}, so looked at only when they are there. */
    private static final Set<String> BESIDE_CLI = Set.of("examples", "benchmarks");

    private static final Reactor REACTOR = new Reactor();

    private static JavaClasses classes;
    private static Map<String, String> moduleOfClass;

    @BeforeAll
    static void read_the_classes_of_all_modules() {
        List<Path> places = new ArrayList<>();
        for (String module : REACTOR.modules()) {
            Path place = REACTOR.root.resolve(module).resolve("target/classes");
            if (Files.isDirectory(place)) {
                places.add(place);
            }
        }
        classes = new ClassFileImporter().importPaths(places);
        moduleOfClass = new HashMap<>();
        for (JavaClass javaClass : classes) {
            Path file = Path.of(javaClass.getSource().orElseThrow().getUri());
            moduleOfClass.put(
                    javaClass.getName(),
                    REACTOR.root.relativize(file).getName(0).toString());
        }
    }

    @Test
    void every_module_has_its_place_in_the_plan() {
        Set<String> planned = new TreeSet<>(ARROWS.keySet());
        planned.addAll(FREE);

        assertThat(REACTOR.modules()).containsExactlyInAnyOrderElementsOf(planned);
    }

    @Test
    void every_module_with_sources_is_judged() throws IOException {
        for (String module : REACTOR.modules()) {
            if (hasClasses(module) && !BESIDE_CLI.contains(module)) {
                assertThat(moduleOfClass).as("classes of " + module).containsValue(module);
            }
        }
    }

    @Test
    void packages_know_each_other_in_one_direction_only() {
        slices().matching("org.diconde4j.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void classes_use_only_modules_below_theirs() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass javaClass : classes) {
            String from = moduleOfClass.get(javaClass.getName());
            for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                String to = moduleOfClass.get(
                        dependency.getTargetClass().getBaseComponentType().getName());
                if (to != null && !to.equals(from) && !allowed(from, to)) {
                    wrong.add(from + " → " + to + ": " + dependency.getDescription());
                }
            }
        }

        assertThat(wrong).as("arrows that the plan does not have").isEmpty();
    }

    @Test
    void poms_name_only_modules_below_theirs_and_providers_at_run_time() {
        List<String> wrong = new ArrayList<>();
        for (String module : REACTOR.modules()) {
            for (Reactor.Artifact dependency : REACTOR.dependencies(module)) {
                if (dependency.groupId().equals("org.diconde4j")
                        && !dependency.scope().equals("test")) {
                    String to = dependency.artifactId().equals("diconde4j")
                            ? "bundle"
                            : dependency.artifactId().substring("diconde4j-".length());
                    boolean provider =
                            PROVIDERS.contains(to) && dependency.scope().equals("runtime");
                    if (!provider && !allowed(module, to)) {
                        wrong.add(module + " → " + to + " (" + dependency.scope() + ")");
                    }
                }
            }
        }

        assertThat(wrong).as("arrows that the plan does not have").isEmpty();
    }

    @Test
    void no_module_needs_a_desktop() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.diconde4j.render..", "org.diconde4j.benchmarks..") // benchmarks: a peer
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..", "javax.imageio..", "javax.print..")
                .because("java.desktop belongs to render alone")
                .check(classes);
    }

    @Test
    void libraries_leave_standard_output_to_programs() {
        noClasses()
                .that(are(
                        "in a library",
                        c -> !Set.of("cli", "examples", "benchmarks").contains(moduleOfClass.get(c.getName()))))
                .should(ACCESS_STANDARD_STREAMS)
                .check(classes);
    }

    private static boolean allowed(String from, String to) {
        return FREE.contains(from) || ARROWS.getOrDefault(from, Set.of()).contains(to);
    }

    private static boolean hasClasses(String module) throws IOException {
        Path sources = REACTOR.root.resolve(module).resolve("src/main/java");
        if (!Files.isDirectory(sources)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".java") && !name.endsWith("-info.java"));
        }
    }

    private static DescribedPredicate<JavaClass> are(
            String description, java.util.function.Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }
}
