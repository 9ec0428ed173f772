package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.dict.UID;
import org.junit.jupiter.api.Test;

/**
 * Damaged input does no harm: a reader refuses it with {@link DicomParseException}, or gives something that can be
 * walked, dumped and written; in bounded time and memory. How many inputs: system property {@code
 * diconde4j.mutations}.
 */
class MutationTest {
    private static final int COUNT = Integer.getInteger("diconde4j.mutations", 20_000);
    private static final long SEED = Long.getLong("diconde4j.mutationSeed", 20_240_315);
    private static final ReadLimits LIMITS = new ReadLimits(16, 20_000, 1 << 16, 1 << 18, 1000, 1 << 20, 200);

    private final Random random = new Random(SEED);

    @Test
    void damaged_files_are_refused_or_read_but_do_no_harm() throws IOException {
        List<byte[]> seeds = seeds();
        int read = 0;
        long slowest = 0;
        long most = 0;
        for (int i = 0; i < COUNT; i++) {
            byte[] input = mutated(seeds.get(random.nextInt(seeds.size())), seeds);
            long allocated = allocated();
            long start = System.nanoTime();
            read += tryToRead(input, i) ? 1 : 0;
            slowest = Math.max(slowest, System.nanoTime() - start);
            most = Math.max(most, allocated() - allocated);
        }
        assertThat(read).isBetween(COUNT / 100, COUNT);
        assertThat(most).as("bytes allocated for one input").isLessThan(64L << 20);
        assertThat(slowest).as("nanoseconds for one input").isLessThan(2_000_000_000L);
    }

    private boolean tryToRead(byte[] input, int i) {
        DicomReader reader = DicomReader.lenient().withLimits(LIMITS);
        reader = i % 3 == 0 ? reader.withTruncatedInput() : reader;
        reader = i % 5 == 0 ? reader.withoutBulk().withBulkFrom(64) : reader;
        try {
            DicomObject object = reader.read(new ByteArrayInputStream(input));
            walk(object.dataset());
            DicomDump.standard().write(object, new StringBuilder());
            DicomWriter.writeDataset(object.dataset(), object.transferSyntax(), OutputStream.nullOutputStream());
            if (i % 16 == 0) {
                DicomJson.inline().read(DicomJson.inline().toString(object.dataset()));
            }
            return true;
        } catch (DicomParseException | IOException | java.io.UncheckedIOException e) {
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(
                    "input " + i + " of seed " + SEED + ": "
                            + java.util.HexFormat.of().formatHex(input),
                    e);
        }
    }

    private static void walk(Dataset dataset) {
        for (Element element : dataset) {
            element.strings();
            element.items().forEach(MutationTest::walk);
            try {
                element.doubles();
            } catch (org.diconde4j.data.ValueException e) {
                // documented
            }
        }
    }

    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean bean
                ? bean.getCurrentThreadAllocatedBytes()
                : 0;
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        String[] syntaxes = {
            UID.ImplicitVRLittleEndian,
            UID.ExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian,
            UID.DeflatedExplicitVRLittleEndian
        };
        for (int seed = 0; seed < 40; seed++) {
            Dataset dataset = new RandomDatasets(seed).next();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String syntax = syntaxes[seed % 4];
            DicomWriter.write(
                    new DicomObject(FileMeta.of("1.2", "1.3", syntax), TransferSyntax.of(syntax), 0, dataset), out);
            seeds.add(out.toByteArray());
        }
        return seeds;
    }

    private byte[] mutated(byte[] original, List<byte[]> seeds) {
        byte[] input = original.clone();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            int at = random.nextInt(10) == 0
                    ? random.nextInt(input.length)
                    : Math.min(input.length - 1, 132 + random.nextInt(Math.max(1, input.length - 132)));
            switch (random.nextInt(8)) {
                case 0 -> input[at] = (byte) random.nextInt();
                case 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> input = Arrays.copyOf(input, Math.max(1, at));
                case 3 -> fill(input, at, 4, (byte) 0xFF);
                case 4 -> fill(input, at, 4, (byte) 0);
                case 5 -> put(input, at, random.nextBoolean() ? DataSetParser.ITEM : DataSetParser.SEQUENCE_DELIMITER);
                case 6 -> {
                    byte[] other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length);
                    int length = Math.min(random.nextInt(200), Math.min(other.length - from, input.length - at));
                    System.arraycopy(other, from, input, at, length);
                }
                default -> {
                    int gone = Math.min(random.nextInt(20), input.length - at - 1);
                    byte[] shorter = Arrays.copyOf(input, input.length - gone);
                    System.arraycopy(input, at + gone, shorter, at, shorter.length - at);
                    input = shorter;
                }
            }
        }
        return input;
    }

    private static void fill(byte[] bytes, int at, int count, byte value) {
        Arrays.fill(bytes, at, Math.min(bytes.length, at + count), value);
    }

    private static void put(byte[] bytes, int at, int tag) {
        byte[] le = {(byte) (tag >> 16), (byte) (tag >> 24), (byte) tag, (byte) (tag >> 8)};
        System.arraycopy(le, 0, bytes, at, Math.min(4, bytes.length - at));
    }
}
