package org.diconde4j.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.Transcoder;
import org.diconde4j.render.Rendering;

/**
 * How long pictures take of a 3,000² radiograph with noise, each time from opening the file to the last byte of the PNG, on
 * one thread; the file is in the operating system's memory.
 */
final class Drawings {
    private static final List<String> SYNTAXES =
            List.of(UID.ExplicitVRLittleEndian, UID.JPEGLSLossless, UID.JPEG2000Lossless, UID.HTJ2KLossless);
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 6;

    private Drawings() {}

    /** One picture. */
    private interface Wish {
        Rendering of(Rendering plain);
    }

    static void run(List<String> args) throws Exception {
        Arguments given = new Arguments(args, "dir", "rounds");
        int rounds = given.number("rounds", 9);
        Path folder = given.newFolder("diconde4j-pictures");
        Ratios.print(
                "%s; %d processors, load average %.1f, %s; milliseconds, medians of %d rounds",
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("java.vm.version"),
                rounds);
        Path stored = folder.resolve("native.dcm");
        Path encoded = folder.resolve("encoded.dcm");
        try {
            DicomWriter.write(CodecImages.image(CodecImages.names("DR").get(0)), stored);
            for (String syntax : SYNTAXES) {
                TransferSyntax target = TransferSyntax.of(syntax);
                boolean isStored = syntax.equals(UID.ExplicitVRLittleEndian);
                if (!isStored) {
                    Files.deleteIfExists(encoded);
                    Transcoder.to(target).transcode(stored, encoded);
                }
                Path file = isStored ? stored : encoded;
                Ratios.print("%n%s", target.name());
                report("thumbnail, 256 × 256, auto-window", file, rounds, plain -> plain.size(256, 256));
                report(
                        "1,024 × 1,024, window",
                        file,
                        rounds,
                        plain -> plain.window(30000, 40000).size(1024, 1024));
                report(
                        "512 × 512 of it in full size",
                        file,
                        rounds,
                        plain -> plain.window(30000, 40000).region(1200, 1300, 512, 512));
            }
        } finally {
            Files.deleteIfExists(stored);
            Files.deleteIfExists(encoded);
            Files.delete(folder);
        }
    }

    private static void report(String what, Path file, int rounds, Wish wish) throws IOException {
        List<Double> clock = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        int bytes = 0;
        for (int round = 0; round < WARM_UP + rounds; round++) {
            long began = System.nanoTime();
            long used = THREAD.getCurrentThreadCpuTime();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            wish.of(Rendering.of(DicomReader.lenient().read(file))).png(out);
            bytes = out.size();
            if (round >= WARM_UP) {
                clock.add((System.nanoTime() - began) / 1e6);
                processor.add((THREAD.getCurrentThreadCpuTime() - used) / 1e6);
            }
        }
        Ratios.print(
                "%-40s %8.1f of the processor, %8.1f by the clock, %,10d bytes",
                what, median(processor), median(clock), bytes);
    }

    private static double median(List<Double> figures) {
        return Ratios.median(figures.stream().mapToDouble(x -> x).toArray());
    }
}
