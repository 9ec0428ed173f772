package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that run in a JVM of their own, with the class path of this one. */
final class FreshJvm {
    private FreshJvm() {}

    /** What the program prints, by lines. */
    static List<String> run(Class<?> program, String... args) throws IOException, InterruptedException {
        return run(List.of(), program, args);
    }

    /** The same with options for the JVM. */
    static List<String> run(List<String> options, Class<?> program, String... args)
            throws IOException, InterruptedException {
        Process process = start(options, program, args);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(program.getSimpleName() + " ended with " + process.exitValue());
        }
        return output.lines().toList();
    }

    /** The process, whose errors are printed where ours are. */
    static Process start(List<String> options, Class<?> program, String... args) throws IOException {
        return start(System.getProperty("java.class.path"), options, program, args);
    }

    /** The same of another build. */
    static Process start(String classPath, List<String> options, Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
