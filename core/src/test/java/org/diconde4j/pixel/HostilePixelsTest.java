package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.diconde4j.pixel.Images.attributes;
import static org.diconde4j.pixel.Images.bytes;
import static org.diconde4j.pixel.Images.encapsulated;
import static org.diconde4j.pixel.Images.join;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pixels of attackers, of many threads, and of more than four gigabytes. */
class HostilePixelsTest {
    private static final List<String> SYNTAXES = List.of(
            UID.ExplicitVRLittleEndian,
            UID.JPEGBaseline8Bit,
            UID.JPEG2000,
            UID.RLELossless,
            UID.JPEGXL,
            UID.MPEG2MPML,
            UID.DeflatedImageFrameCompression,
            UID.EncapsulatedUncompressedExplicitVRLittleEndian);
    private static final ReadLimits LIMITS = new ReadLimits(8, 1000, 1 << 20, 1 << 22, 1000, 1 << 22, 100);

    @TempDir
    Path folder;

    @Test
    void throws_nothing_but_what_is_documented() {
        long seed = System.nanoTime();
        int[] refused = new int[1];
        for (int round = 0; round < 3_000; round++) {
            Random random = new Random(seed + round);
            assertThatCode(() -> {
                        try {
                            use(random);
                        } catch (PixelException | IOException e) {
                            refused[0]++;
                        }
                    })
                    .as("seed %d", seed + round)
                    .doesNotThrowAnyException();
        }
        assertThat(refused[0]).isBetween(100, 2_900);
    }

    private static void use(Random random) throws IOException {
        int frames = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(5);
        int[] bits = {0, 1, 8, 12, 16, 32, 64, 65};
        Dataset.Builder attributes = attributes(
                random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(4),
                random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(4),
                frames,
                random.nextInt(5),
                random.nextBoolean() ? "MONOCHROME2" : "YBR_FULL_422",
                bits[random.nextInt(bits.length)],
                random.nextInt(20));
        if (random.nextInt(4) == 0) {
            Images.extended(attributes, offsets(random), offsets(random));
        }
        String syntax = SYNTAXES.get(random.nextInt(SYNTAXES.size()));
        Dataset image;
        if (random.nextInt(4) == 0) {
            image = Images.pixels(attributes, random.nextBoolean() ? VR.OW : VR.OB, item(random));
        } else {
            byte[][] items = new byte[1 + random.nextInt(6)][];
            items[0] = random.nextBoolean() ? new byte[0] : Images.table(offsets(random));
            for (int i = 1; i < items.length; i++) {
                items[i] = item(random);
            }
            image = encapsulated(attributes.build(), items);
        }
        DecodeOptions options = DecodeOptions.DEFAULT.withLimits(LIMITS);
        if (random.nextBoolean()) {
            options = options.withTolerance();
        }
        Frames found = Frames.of(image, TransferSyntax.of(syntax), deviation -> {});
        for (int i = 0; i < Math.min(found.count(), 5); i++) {
            assertThat(found.buffer(i, LIMITS).remaining()).isEqualTo((int) found.length(i));
        }
        try (FrameReader reader = FrameReader.open(found, FrameCodecs.installed(), options)) {
            for (int i = 0; i < Math.min(found.count(), 5); i++) {
                assertThat((long) reader.read(i).remaining())
                        .isEqualTo(reader.description().frameLength());
            }
        }
        TransferSyntax target = TransferSyntax.of(
                random.nextBoolean() ? UID.ExplicitVRBigEndian : UID.EncapsulatedUncompressedExplicitVRLittleEndian);
        DicomObject object = new DicomObject(Dataset.empty(), TransferSyntax.of(syntax), 0, image);
        try (Transcoded transcoded = Transcoder.to(target).withDecoding(options).transcode(object)) {
            DicomWriter.write(transcoded.object(), OutputStream.nullOutputStream());
        }
    }

    private static long[] offsets(Random random) {
        long[] offsets = new long[random.nextInt(6)];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = random.nextInt(4) == 0 ? random.nextLong() : i * 10L;
        }
        return offsets;
    }

    /** What looks like the beginning or the end of a frame, or is nothing. */
    private static byte[] item(Random random) {
        byte[][] parts = {
            bytes(0xFF, 0xD8, 0xFF, 0xDA, 0, 2),
            bytes(0xFF, 0xD9),
            bytes(0xFF, 0x4F, 0xFF, 0x51, 0, 4),
            bytes(0xFF, 0x90, 0, 10, 0, 0, random.nextInt(256), 0, 0, 20, 0, 1),
            bytes(1, 0, 0, 0, 64, 0, 0, 0),
            bytes(0x4B, 4, 2, 0),
            new byte[2 * random.nextInt(9)],
            bytes(random.nextInt(256), random.nextInt(256))
        };
        byte[] item = {};
        for (int i = random.nextInt(4); i >= 0; i--) {
            item = join(item, parts[random.nextInt(parts.length)]);
        }
        return item;
    }

    @Test
    void serves_many_threads_at_once() throws Exception {
        byte[] pixels = new byte[50 * 64 * 64];
        new Random(1).nextBytes(pixels);
        Dataset image = Images.pixels(Images.grey(64, 64, 50), VR.OB, pixels);
        Path file = folder.resolve("threads.dcm");
        try (Transcoded transcoded = Transcoder.to(TransferSyntax.of(UID.DeflatedImageFrameCompression))
                .transcode(new DicomObject(Dataset.empty(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, image))) {
            DicomWriter.write(transcoded.object(), file);
        }
        Frames frames = Frames.of(DicomReader.strict().read(file));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<byte[]>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random order = new Random(thread);
                Callable<byte[]> all = () -> {
                    byte[] together = new byte[pixels.length];
                    try (FrameReader reader =
                            FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT)) {
                        List<Integer> numbers = new ArrayList<>();
                        for (int i = 0; i < 50; i++) {
                            numbers.add(i);
                        }
                        Collections.shuffle(numbers, order);
                        for (int i : numbers) {
                            reader.read(i, ByteBuffer.wrap(together, i * 64 * 64, 64 * 64));
                        }
                    }
                    return together;
                };
                results.add(threads.submit(all));
            }
            for (Future<byte[]> result : results) {
                assertThat(result.get()).isEqualTo(pixels);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void finds_frames_beyond_four_gigabytes_of_a_file() throws IOException {
        long gigabyte = 1L << 30;
        long[] offsets = new long[6];
        long[] lengths = new long[6];
        for (int i = 0; i < 6; i++) {
            offsets[i] = i * (gigabyte + 8);
            lengths[i] = gigabyte;
        }
        Dataset attributes = Images.extended(attributes(32768, 32768, 6, 1, "MONOCHROME2", 8, 8), offsets, lengths)
                .build();
        TransferSyntax syntax = TransferSyntax.of(UID.EncapsulatedUncompressedExplicitVRLittleEndian);
        Path file = folder.resolve("huge.dcm");
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        Dataset meta = FileMeta.of("1.2.840.10008.5.1.4.1.1.7.2", "2.25.17", syntax.uid());
        DicomWriter.write(new DicomObject(meta, syntax, 0, attributes), beginning);
        // Pixel Data, OB, undefined length, an empty offset table
        beginning.writeBytes(bytes(0xE0, 0x7F, 0x10, 0, 'O', 'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF));
        beginning.writeBytes(bytes(0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(beginning.toByteArray()));
            long at = channel.position();
            for (int i = 0; i < 6; i++) {
                ByteBuffer item = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
                item.putInt(0xE000FFFE).putInt((int) gigabyte).put((byte) ('a' + i));
                channel.write(item.flip(), at);
                at += 8 + gigabyte;
            }
            channel.write(ByteBuffer.wrap(bytes(0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0)), at);
        }
        Frames frames = Frames.of(DicomReader.strict().read(file));
        assertThat(frames.location()).isEqualTo(FrameLocation.EXTENDED_OFFSET_TABLE);
        assertThat(frames.count()).isEqualTo(6);
        for (int i = 5; i >= 0; i--) {
            try (InputStream in = frames.open(i)) {
                assertThat(new String(in.readNBytes(1), StandardCharsets.US_ASCII))
                        .isEqualTo("abcdef".substring(i, i + 1));
            }
        }
        assertThat(frames.offset(5)).isGreaterThan(5 * gigabyte);
    }
}
