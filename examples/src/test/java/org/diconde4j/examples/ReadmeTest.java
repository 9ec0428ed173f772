package org.diconde4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiles the Java snippets of the README, docs/nde.md and docs/values.md, and runs those that are statements, beside the file they name. */
class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PRINTED = Pattern.compile("println\\(.*\\); +// (.*)");
    private static final String IMPORTS = """
            import static org.diconde4j.dict.Tag.*;
            import java.math.*;
            import java.net.URI;
            import java.nio.file.*;
            import java.time.*;
            import org.diconde4j.archive.*;
            import org.diconde4j.archive.delivery.*;
            import org.diconde4j.archive.outbox.*;
            import org.diconde4j.data.*;
            import org.diconde4j.dict.*;
            import org.diconde4j.io.*;
            import org.diconde4j.nde.*;
            import org.diconde4j.net.*;
            import org.diconde4j.net.service.*;
            import org.diconde4j.storage.*;
            import org.diconde4j.testkit.*;
            import org.diconde4j.testkit.samples.*;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.extension.ExtendWith;
            """;

    @TempDir
    Path directory;

    @Test
    void every_snippet_of_the_readme_compiles_and_its_statements_run() throws Exception {
        DicomObject weld = NdeSamples.seeded(17).weldRadiograph();
        DicomWriter.write(weld, directory.resolve("weld-17.dcm"));
        List<String> snippets = snippets("README.md");
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);

        assertThat(runAll(snippets, weld)).isGreaterThanOrEqualTo(3);

        try (var files = Files.walk(directory.resolve("out"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(file).hasSameBinaryContentAs(directory.resolve("weld-17.dcm")));
        }
    }

    @Test
    void the_snippets_on_nde_objects_build_and_read_them() throws Exception {
        DicomObject weld = NdeSamples.seeded(17).weldRadiograph();
        DicomWriter.write(weld, directory.resolve("weld-17.dcm"));

        assertThat(runAll(snippets("docs/nde.md"), weld)).isEqualTo(2);

        assertThat(directory.resolve("scan.dcm")).isNotEmptyFile();
        assertThat(Files.readString(directory.resolve("Snippet1.out")))
                .contains("STEEL [10.0] mm", "KVP: 160 kV", "[CRACK] REJECT");
    }

    @ParameterizedTest
    @CsvSource({"docs/values.md, 3", "docs/workflow.md, 2", "docs/outbox.md, 1"})
    void snippets_give_what_stands_beside_them(String page, int count) throws Exception {
        List<String> snippets = snippets(page);

        assertThat(runAll(snippets, NdeSamples.seeded(17).weldRadiograph())).isEqualTo(count);

        for (int i = 0; i < snippets.size(); i++) {
            List<String> printed = Files.readAllLines(directory.resolve("Snippet" + i + ".out"));
            List<String> promised = PRINTED.matcher(snippets.get(i))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
            assertThat(printed).hasSameSizeAs(promised);
            for (int line = 0; line < printed.size(); line++) {
                assertThat(promised.get(line)).startsWith(printed.get(line));
            }
        }
    }

    /** Compiles all and runs those that are statements; how many those are. */
    private int runAll(List<String> snippets, DicomObject weld) throws Exception {
        int number = 0;
        int run = 0;
        for (String snippet : snippets) {
            String name = "Snippet" + number++;
            boolean isClass = snippet.contains("class ");
            String source = IMPORTS
                    + (isClass
                            ? snippet.replace("public final class", "final class")
                            : "public class " + name + " { public static void main(String[] args) throws Exception {"
                                    + " String studyUid = args[0]; Path outDirectory = Path.of(\"out\");\n" + snippet
                                    + "}}");
            compile(name, source);
            if (!isClass) {
                run(name, weld.dataset().string(org.diconde4j.dict.Tag.StudyInstanceUID, ""));
                run++;
            }
        }
        return run;
    }

    private static List<String> snippets(String page) throws IOException {
        Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("..").resolve(page)));
        List<String> snippets = new ArrayList<>();
        while (matcher.find()) {
            // the port of the snippet may be taken on this machine
            snippets.add(matcher.group(1).replace(".port(11112)", ".port(0)"));
        }
        return snippets;
    }

    private void compile(String name, String source) throws IOException {
        Path file = directory.resolve(name + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-d",
                                    directory.toString(),
                                    "-encoding",
                                    "UTF-8",
                                    "-proc:none"),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as("%s%n%s", source, messages).isTrue();
        }
    }

    private void run(String name, String argument) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path output = directory.resolve(name + ".out");
        Process process = new ProcessBuilder(
                        java,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", // what is logged is not what is printed
                        "-cp",
                        directory + File.pathSeparator + System.getProperty("java.class.path"),
                        name,
                        argument)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", name)
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
