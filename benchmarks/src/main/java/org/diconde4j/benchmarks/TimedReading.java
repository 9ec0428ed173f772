package org.diconde4j.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * One benchmark of reading in a fresh JVM, by the processor time of its thread: on a machine that others use too, time on
 * the clock says little.
 */
public final class TimedReading {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long WARM_UP = 1_000_000_000;
    private static final long BATCH = 40_000_000;
    private static final int BATCHES = 21;

    private final Operation operation;
    /** What was read last; without it, the compiler might find that nobody wants it. */
    private volatile Object last = "";

    private interface Operation {
        Object run() throws Exception;
    }

    private TimedReading(Operation operation) {
        this.operation = operation;
    }

    /**
     * Prints microseconds and bytes of one operation, the median of batches.
     *
     * @param args a method of {@link ReadBenchmark}, the UID of a transfer syntax, the reader, and the peer's jars
     * @throws Exception if reading fails
     */
    public static void main(String[] args) throws Exception {
        ReadBenchmark benchmark = new ReadBenchmark();
        benchmark.syntax = args[1];
        benchmark.reader = args[2];
        benchmark.dcm4che = args[3];
        benchmark.prepare();
        try {
            new TimedReading(operation(benchmark, args[0])).measure();
        } finally {
            benchmark.delete();
        }
    }

    private static Operation operation(ReadBenchmark benchmark, String name) {
        return switch (name) {
            case "ctHeader" -> benchmark::ctHeader;
            case "ctHeaderOfFile" -> benchmark::ctHeaderOfFile;
            case "nestedWhole" -> benchmark::nestedWhole;
            case "nestedDelimited" -> benchmark::nestedDelimited;
            default -> throw new IllegalArgumentException("no benchmark of reading is called " + name);
        };
    }

    private void measure() throws Exception {
        int size = 1;
        for (long spent = 0; spent < WARM_UP; ) {
            long time = batch(size);
            spent += time;
            size = time < BATCH ? size * 2 : Math.max(1, size / 2);
        }
        double[] micros = new double[BATCHES];
        long allocated = THREAD.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < BATCHES; i++) {
            micros[i] = batch(size) / 1e3 / size;
        }
        long bytes = THREAD.getCurrentThreadAllocatedBytes() - allocated;
        System.out.println(Ratios.median(micros));
        System.out.println((double) bytes / BATCHES / size);
    }

    private long batch(int size) throws Exception {
        long start = THREAD.getCurrentThreadCpuTime();
        for (int i = 0; i < size; i++) {
            last = operation.run();
        }
        return THREAD.getCurrentThreadCpuTime() - start;
    }
}
