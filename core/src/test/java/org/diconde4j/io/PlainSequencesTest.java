package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.junit.jupiter.api.Test;

/** Plain sequences are for speed alone: who listens to deviations has each of their elements read by itself. */
class PlainSequencesTest {
    private static final long SEED = 20_261_125;
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final int UNDEFINED = -1;

    private final Random random = new Random(SEED);

    @Test
    void they_give_what_single_elements_give_however_damaged_or_limited_the_input() throws IOException {
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] input = dataset();
            for (int damages = i % 3; damages > 0; damages--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            if (i % 7 == 0) {
                input = Arrays.copyOf(input, random.nextInt(input.length));
            }
            DicomReader plain = reader(i);
            String expected = outcome(plain.withDeviations(deviation -> {}), input);
            read += expected.startsWith("read") ? 1 : 0;
            assertThat(outcome(plain, input))
                    .as("input %d of seed %d: %s", i, SEED, HexFormat.of().formatHex(input))
                    .isEqualTo(expected);
        }
        assertThat(read).isBetween(1_000, 2_000);
    }

    private DicomReader reader(int i) {
        int elements = i % 5 == 0 ? 1 + random.nextInt(40) : 1000;
        int total = i % 5 == 1 ? 1 + random.nextInt(200) : 1 << 20;
        int value = i % 5 == 2 ? 1 + random.nextInt(20) : 1 << 16;
        int depth = i % 5 == 3 ? random.nextInt(3) : 16;
        DicomReader reader =
                DicomReader.lenient().withLimits(new ReadLimits(depth, elements, value, total, 1000, 1 << 20, 200));
        return i % 2 == 0 ? reader : reader.withTruncatedInput();
    }

    /** Elements and sequences by turns, with and without what makes a sequence less than plain. */
    private byte[] dataset() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        element(out, Tag.SpecificCharacterSet, "CS", "ISO_IR 144");
        if (random.nextBoolean()) {
            element(out, Tag.StudyDescription, "LO", "Pr\u00fcfung ");
        }
        sequence(out, Tag.ProcedureCodeSequence, 0);
        sequence(out, Tag.SourceImageSequence, 0);
        element(out, Tag.PatientID, "LO", "SN-1");
        sequence(out, Tag.RequestAttributesSequence, 0);
        if (random.nextInt(10) == 0) {
            element(out, Tag.PatientName, "PN", "late"); // so that values have to move
        }
        return out.toByteArray();
    }

    private void sequence(ByteArrayOutputStream out, int tag, int depth) {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        for (int count = random.nextInt(4); count > 0; count--) {
            byte[] item = item(depth);
            boolean undefined = random.nextBoolean();
            header(items, 0xFFFEE000, undefined ? UNDEFINED : item.length);
            items.writeBytes(item);
            if (undefined) {
                header(items, 0xFFFEE00D, 0);
            }
        }
        boolean undefined = random.nextBoolean();
        tag(out, tag);
        out.writeBytes(new byte[] {'S', 'Q', 0, 0});
        number(out, undefined ? UNDEFINED : items.size(), 4);
        out.writeBytes(items.toByteArray());
        if (undefined) {
            header(out, 0xFFFEE0DD, random.nextInt(30) == 0 ? 2 : 0);
        }
    }

    private byte[] item(int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextInt(10) == 0) {
            element(out, Tag.SpecificCharacterSet, "CS", "ISO_IR 192");
        }
        element(out, Tag.CodeValue, "SH", "V" + random.nextInt(10));
        element(out, Tag.CodeMeaning, "LO", random.nextBoolean() ? "Ri\u00df " : "");
        if (depth < 2 && random.nextInt(4) == 0) {
            sequence(out, Tag.ConceptNameCodeSequence, depth + 1);
        }
        if (random.nextInt(10) == 0) {
            element(out, Tag.CodeValue, "SH", "AGAIN ");
        }
        if (random.nextInt(10) == 0) {
            element(out, Tag.PixelRepresentation, "US", "\1\0");
        }
        return random.nextInt(10) == 0 ? new byte[0] : out.toByteArray();
    }

    private static void element(ByteArrayOutputStream out, int tag, String vr, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        tag(out, tag);
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
        number(out, bytes.length, 2);
        out.writeBytes(bytes);
    }

    private static void header(ByteArrayOutputStream out, int tag, int length) {
        tag(out, tag);
        number(out, length, 4);
    }

    private static void tag(ByteArrayOutputStream out, int tag) {
        number(out, tag >>> 16, 2);
        number(out, tag, 2);
    }

    private static void number(ByteArrayOutputStream out, int number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(number >>> 8 * i);
        }
    }

    private static String outcome(DicomReader reader, byte[] input) throws IOException {
        try {
            Dataset dataset = reader.readDataset(new ByteArrayInputStream(input), EXPLICIT);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(dataset, EXPLICIT, out);
            return "read " + HexFormat.of().formatHex(out.toByteArray()) + ' ' + texts(dataset);
        } catch (DicomParseException e) {
            return "refused: " + e.getMessage();
        }
    }

    /** What the bytes of texts mean depends on the character set around an item. */
    private static List<String> texts(Dataset dataset) {
        List<String> texts = new ArrayList<>();
        dataset.forEach(element -> {
            texts.add(element.tag() + "=" + element.string());
            element.items().forEach(item -> texts.addAll(texts(item)));
        });
        return texts;
    }

    @Test
    void items_are_found_by_several_threads_at_once() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tag(out, Tag.ProcedureCodeSequence);
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            element(item, Tag.CodeValue, "SH", String.format("%02d", i));
            element(item, Tag.CodeMeaning, "LO", "meaning" + i % 10);
            header(items, 0xFFFEE000, item.size());
            items.writeBytes(item.toByteArray());
        }
        out.writeBytes(new byte[] {'S', 'Q', 0, 0});
        number(out, items.size(), 4);
        out.writeBytes(items.toByteArray());
        List<Dataset> read = DicomReader.lenient()
                .readDataset(new ByteArrayInputStream(out.toByteArray()), EXPLICIT)
                .items(Tag.ProcedureCodeSequence);
        List<String> values = IntStream.range(0, 4_000)
                .parallel()
                .mapToObj(i -> read.get(i / 40).string(Tag.CodeValue)
                        + read.get(i / 40).size())
                .toList();
        List<String> expected = IntStream.range(0, 4_000)
                .mapToObj(i -> String.format("%02d2", i / 40))
                .toList();
        assertThat(values).isEqualTo(expected);
    }
}
