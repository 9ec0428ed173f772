package org.diconde4j.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Programs of others. */
final class Programs {
    private Programs() {}

    /**
     * Finds a program.
     *
     * @param folder where it should be; null for the folders of the path
     * @param name the program
     * @return null, said on the console, if it is not there
     */
    static @Nullable Path find(@Nullable String folder, String name) {
        String path = folder != null ? folder : System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator)) {
            Path candidate = Path.of(directory, name);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        Ratios.print("%s: not installed in %s", name, path);
        return null;
    }

    /** Runs a program to its end, DCMTK's without waiting for more to send. */
    static void run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TCP_NODELAY", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command.get(0) + " ended with " + process.exitValue() + ": " + said);
        }
    }
}
