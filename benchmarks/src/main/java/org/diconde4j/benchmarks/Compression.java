package org.diconde4j.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.diconde4j.archive.compress.CompressedStore;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageProviders;

/** What lossless compression at rest costs and saves: the same store with it and without, by turns, four threads. */
final class Compression {
    private static final List<String> SYNTAXES =
            List.of(UID.JPEGLSLossless, UID.RLELossless, UID.JPEGLosslessSV1, UID.HTJ2KLossless, UID.JPEG2000Lossless);

    private Compression() {}

    static void run(List<String> args) throws Exception {
        Arguments given = new Arguments(args, "dir", "rounds", "objects", "image");
        Path folder = given.newFolder("diconde4j-compression");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        try {
            Ratios.print(
                    "%s; %d processors, load average %.1f; %d threads; compressed, plain, ratio (of the rounds)",
                    LocalDate.now(),
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    StorePair.THREADS);
            int rounds = given.number("rounds", 3);
            int objects = given.number("objects", 40);
            for (String image : CodecImages.names(given.get("image", "CT"))) {
                byte[] slice = firstFrame(CodecImages.image(image));
                for (String syntax : SYNTAXES) {
                    report(folder.resolve(image + syntax), slice, TransferSyntax.of(syntax), rounds, objects);
                }
            }
        } finally {
            StorePair.delete(folder);
        }
    }

    private static void report(Path folder, byte[] bytes, TransferSyntax syntax, int rounds, int objects)
            throws Exception {
        try (ObjectStore with = CompressedStore.writing(open(folder.resolve("compressed")), syntax);
                ObjectStore without = open(folder.resolve("plain"))) {
            String name = Objects.requireNonNull(Dictionary.standard().uid(syntax.uid()), "registered")
                    .keyword();
            Receipt receipt = new StorePair(with, without, rounds).report(name, bytes, objects);
            Receipt.Stored compressed = Objects.requireNonNull(receipt.compressed(), "not compressed");
            Ratios.print(
                    "%s: %d KiB become %d KiB, ratio %.2f",
                    name,
                    receipt.length() >> 10,
                    compressed.length() >> 10,
                    receipt.length() / (double) compressed.length());
        }
    }

    private static ObjectStore open(Path folder) {
        return StorageProviders.openObjects(StorageProviders.uri("fs", folder), OpenOptions.defaults());
    }

    private static byte[] firstFrame(DicomObject object) throws IOException {
        Element pixels = Objects.requireNonNull(object.dataset().get(Tag.PixelData), "pixels");
        byte[] all = pixels.bytes();
        int frames = object.dataset().integer(Tag.NumberOfFrames, 1);
        Dataset one = object.dataset().toBuilder()
                .set(Tag.NumberOfFrames, 1)
                .setBytes(Tag.PixelData, VR.OW, Arrays.copyOf(all, all.length / frames))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream(all.length / frames + 1024);
        DicomWriter.write(new DicomObject(object.fileMeta(), object.transferSyntax(), 0, one), out);
        return out.toByteArray();
    }
}
