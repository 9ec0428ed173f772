package org.diconde4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.diconde4j.archive.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is a module-info, it is right: an archive opens with those modules on the module path. */
class ModulePathTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What the other JVM runs, from the class path, as most applications would. */
    static final class Application {
        private Application() {}

        public static void main(String[] args) {
            try (Archive archive = Archive.open(Path.of(args[0]))) {
                System.out.println(Archive.class.getModule() + " found "
                        + archive.find().studies().count());
            }
        }
    }

    @Test
    void an_archive_opens_with_modules_on_the_module_path_and_hibernate_on_the_class_path(@TempDir Path directory)
            throws Exception {
        List<String> modulePath = new ArrayList<>();
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            boolean module = entry.matches(".*(slf4j-api|jackson-core|tink)[^/]*") || isOurModule(entry);
            (module ? modulePath : classPath).add(entry);
        }
        Path output = directory.resolve("output.txt");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        String.join(File.pathSeparator, modulePath),
                        "--add-modules",
                        "org.diconde4j.archive,org.diconde4j.storage.fs",
                        "--class-path",
                        String.join(File.pathSeparator, classPath),
                        Application.class.getName(),
                        directory.resolve("archive").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();

        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("it ends within %s, having said: %s", LIMIT, said).isTrue();
        assertThat(said).contains("module org.diconde4j.archive found 0");
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static boolean isOurModule(String entry) throws Exception {
        Path path = Path.of(entry);
        if (Files.isDirectory(path)) {
            return Files.exists(path.resolve("module-info.class"));
        }
        if (!path.getFileName().toString().startsWith("diconde4j")) {
            return false;
        }
        try (ZipFile jar = new ZipFile(path.toFile())) {
            return jar.getEntry("module-info.class") != null;
        }
    }
}
