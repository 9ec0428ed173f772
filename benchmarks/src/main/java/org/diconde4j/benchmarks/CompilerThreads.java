package org.diconde4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the compilers of a JVM take, as Linux tells it of their threads; 0 for other programs, not a number elsewhere. */
final class CompilerThreads {
    private static final List<String> NAMES = List.of("(C1 CompilerThre)", "(C2 CompilerThre)");
    private static final double MILLISECONDS_OF_A_TICK = 10;

    private CompilerThreads() {}

    /** Milliseconds of processor time so far. */
    static double used(ProcessHandle process) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            return threads.mapToDouble(CompilerThreads::used).sum();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double used(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int end = stat.lastIndexOf(')') + 1;
            if (!NAMES.contains(stat.substring(stat.indexOf('('), end))) {
                return 0;
            }
            String[] fields = stat.substring(end + 1).split(" "); // from the third on, see proc(5)
            return MILLISECONDS_OF_A_TICK * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
        } catch (IOException e) {
            return 0; // it has ended
        }
    }
}
