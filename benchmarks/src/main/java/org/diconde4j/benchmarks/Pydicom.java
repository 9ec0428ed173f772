package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** pydicom as a peer: timed within one Python process, after the first reading has warmed it up. */
final class Pydicom {
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    /** Prints the best time of structure alone, and that of a walk which makes each element what it is. */
    private static final String SCRIPT = """
            import io, sys, time
            import pydicom
            data = open(sys.argv[1], 'rb').read()
            def read():
                return pydicom.dcmread(io.BytesIO(data))
            def walk():
                for element in read().iterall():
                    pass
            for task in (read, walk):
                task()
                times = []
                for i in range(int(sys.argv[2])):
                    start = time.process_time()
                    task()
                    times.append(time.process_time() - start)
                print(min(times) * 1e6)
            print(pydicom.__version__)
            """;

    private Pydicom() {}

    static void report(byte[] file, double micros) throws IOException, InterruptedException {
        List<String> times = times(file, 15);
        if (times.isEmpty()) {
            Ratios.print("pydicom: peer not given (python3 with pydicom)");
            return;
        }
        double read = Double.parseDouble(times.get(0));
        double walk = Double.parseDouble(times.get(1));
        Ratios.print(
                "the same in pydicom %s: %.0f us, ratio %.0fx; with each element made %.0f us, ratio %.0fx",
                times.get(2), read, read / micros, walk, walk / micros);
    }

    /** Microseconds of both tasks and the version; nothing where there is no pydicom. */
    static List<String> times(byte[] file, int repetitions) throws IOException, InterruptedException {
        Path input = Files.write(Files.createTempFile("diconde4j-benchmark", ".dcm"), file);
        try {
            for (String python : PYTHONS) {
                List<String> lines = run(python, input, repetitions);
                if (lines.size() == 3) {
                    return lines;
                }
            }
            return List.of();
        } finally {
            Files.delete(input);
        }
    }

    private static List<String> run(String python, Path input, int repetitions) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            python, "-W", "ignore", "-c", SCRIPT, input.toString(), Integer.toString(repetitions))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output.lines().toList() : List.of();
        } catch (IOException e) {
            return List.of(); // no such program
        }
    }
}
