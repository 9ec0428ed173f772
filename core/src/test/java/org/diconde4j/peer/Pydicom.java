package org.diconde4j.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * pydicom and its sample files. Where it is not installed the test is skipped, or fails if the system property
 * {@code diconde4j.peers} is {@code required}: the convention of net-tck, which core's own tests cannot depend on.
 */
public final class Pydicom {
    private static final String DIRECTORY =
            "import os, pydicom.data; print(os.path.dirname(os.path.abspath(pydicom.data.__file__)))";

    private Pydicom() {}

    /** The folder with test_files and charset_files. */
    public static Path data() {
        return Path.of(run(interpreter(), "-c", DIRECTORY).strip());
    }

    /** All sample files, in order. */
    public static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("test_files", "charset_files")) {
            try (Stream<Path> found = Files.walk(data().resolve(folder))) {
                found.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }

    /** Runs a script and gives what it prints. */
    public static String script(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(interpreter(), "-W", "ignore", "-c", script));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Runs a script in a folder, with the files as its arguments. */
    public static void scriptIn(Path folder, String script, Collection<Path> files) {
        List<String> arguments = new ArrayList<>();
        files.forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        script("import os; os.chdir(" + "'" + folder + "')\n" + script, arguments.toArray(String[]::new));
    }

    private static String interpreter() {
        for (String python : List.of("/usr/bin/python3", "python3")) {
            try {
                run(python, "-c", DIRECTORY);
                return python;
            } catch (IllegalStateException e) {
                // the next may have it
            }
        }
        String reason = "needs pydicom, which is not installed (Debian: apt-get install python3-pydicom)";
        return "required".equals(System.getProperty("diconde4j.peers"))
                ? Assertions.fail(reason)
                : Assumptions.abort(reason);
    }

    private static String run(String... command) {
        try {
            Path errors = Files.createTempFile("pydicom", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(command[0] + " failed: " + Files.readString(errors));
                }
                return output;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new IllegalStateException(command[0] + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
