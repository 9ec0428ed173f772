package org.diconde4j.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** DCMTK's commands, on the terms of {@link Pydicom}. */
public final class Dcmtk {
    private Dcmtk() {}

    /** Runs a command such as {@code dcmconv}; gives its exit code. */
    public static int run(String command, Object... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(find(command).toString()));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code > 1) {
            throw new IOException(String.join(" ", words) + " ended with " + code + ": " + said);
        }
        return code;
    }

    /**
     * Runs a command once for each file, for at most 10 seconds, and gives the files in the folder that hold what each
     * printed; nothing of a file that it cannot read.
     */
    public static List<Path> eachOf(List<Path> files, Path folder, String command, String... options)
            throws IOException, InterruptedException {
        String script = "n=0; for f do n=$((n+1)); timeout 10 " + find(command) + " " + String.join(" ", options)
                + " \"$f\" >$n 2>/dev/null </dev/null || : >$n; done";
        List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        files.forEach(file -> words.add(file.toAbsolutePath().toString()));
        int code = new ProcessBuilder(words).directory(folder.toFile()).start().waitFor();
        if (code != 0) {
            throw new IOException(command + " for each file ended with " + code);
        }
        return IntStream.rangeClosed(1, files.size())
                .mapToObj(n -> folder.resolve(String.valueOf(n)))
                .toList();
    }

    private static Path find(String command) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            Path file = Path.of(folder, command);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        String reason = "needs DCMTK's " + command + ", which is not installed (Debian: apt-get install dcmtk)";
        return "required".equals(System.getProperty("diconde4j.peers"))
                ? Assertions.fail(reason)
                : Assumptions.abort(reason);
    }
}
