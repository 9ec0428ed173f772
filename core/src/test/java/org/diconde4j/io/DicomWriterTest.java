package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DicomWriterTest {
    /** May be of any representation. */
    private static final int PRIVATE = 0x00111001;

    private static String hex(Dataset dataset, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset, syntax, out);
        return Bytes.hex(out.toByteArray());
    }

    @Test
    void group_lengths_of_an_edited_data_set_are_those_of_what_is_written() throws IOException {
        Dataset read = DicomReader.strict()
                .readDataset(
                        new ByteArrayInputStream(Bytes.of(
                                "10000000 554C 0400 0A000000", // group length, 10 bytes
                                "10002000 4C4F 0200 4120")),
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Dataset edited = read.toBuilder().set(Tag.PatientID, "ABC").build();
        assertThat(hex(edited, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo("10000000" + "554C0400" + "0C000000" + "10002000" + "4C4F0400" + "41424320");
        assertThat(hex(edited, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN))
                .isEqualTo("00100000" + "554C0004" + "0000000C" + "00100020" + "4C4F0004" + "41424320");
    }

    @Test
    void a_big_endian_value_in_a_file_stays_big_endian_when_the_data_set_around_it_is_edited(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("pixels");
        Files.write(file, Bytes.of("00280010 5553 0002 0102", "7FE00010 4F57 0000 00000004 01020304"));
        Dataset read;
        try (var in = Files.newInputStream(file)) {
            read = DicomReader.strict()
                    .withBulkIn(BulkData.Source.of(file))
                    .withBulkFrom(4)
                    .readDataset(in, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        }
        Dataset edited = read.toBuilder().set(Tag.PatientID, "A").build();
        assertThat(hex(edited, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))
                .isEqualTo("10002000" + "4C4F0200" + "4120" + "28001000" + "55530200" + "0201" //
                        + "E07F1000" + "4F570000" + "04000000" + "02010403");
    }

    @Test
    void fragments_are_copied_from_file_to_file_whatever_their_size(@TempDir Path folder) throws IOException {
        Random random = new Random(5);
        Fragments.Builder places = Fragments.builder().add(0, 0);
        byte[] bytes = new byte[1 << 20];
        random.nextBytes(bytes);
        Path pixels = Files.write(folder.resolve("pixels"), bytes);
        for (long at = 0; at < bytes.length - 100_000; ) {
            int length = random.nextInt(3) == 0 ? 2 * random.nextInt(40_000) : 2 * random.nextInt(200);
            places.add(at, length);
            at += length;
        }
        Dataset dataset = Dataset.builder()
                .set(Element.of(Tag.PixelData, VR.OB, places.build(BulkData.Source.of(pixels))))
                .build();
        Path file = folder.resolve("a.dcm");
        TransferSyntax syntax = TransferSyntax.of(UID.RLELossless);
        DicomWriter.write(new DicomObject(FileMeta.of("1.2", "1.3", syntax.uid()), syntax, 0, dataset), file);
        Path copy = folder.resolve("b.dcm");
        DicomWriter.write(DicomReader.strict().read(file), copy);
        assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
        assertThat(DicomReader.strict().read(copy).dataset().sameContent(dataset))
                .isTrue();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        DicomWriter.write(DicomReader.strict().read(new ByteArrayInputStream(Files.readAllBytes(file))), stream);
        assertThat(stream.toByteArray()).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void fragments_that_stand_in_the_file_otherwise_than_they_are_written_get_items_of_their_own(@TempDir Path folder)
            throws IOException {
        String odd = "FEFF00E0 00000000" + "FEFF00E0 03000000 010203" + "FEFF00E0 02000000 0405" + "FEFFDDE0 00000000";
        String even =
                "FEFF00E0 00000000" + "FEFF00E0 04000000 01020300" + "FEFF00E0 02000000 0405" + "FEFFDDE0 00000000";
        String header = "E07F1000 4F420000 FFFFFFFF";
        Dataset read = fragments(folder.resolve("odd"), header + odd, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(areItems(read)).isFalse();
        assertThat(hex(read, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo((header + even).replace(" ", ""));

        read = fragments(folder.resolve("even"), header + even, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(areItems(read)).isTrue();
        assertThat(hex(read, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo((header + even).replace(" ", ""));

        String big = "7FE00010 4F420000 FFFFFFFF FFFEE000 00000000 FFFEE000 00000002 0405 FFFEE0DD 00000000";
        String little = "E07F1000 4F420000 FFFFFFFF FEFF00E0 00000000 FEFF00E0 02000000 0405 FEFFDDE0 00000000";
        read = fragments(folder.resolve("big"), big, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        assertThat(areItems(read)).isFalse();
        assertThat(hex(read, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)).isEqualTo(little.replace(" ", ""));
        read = fragments(folder.resolve("little"), little, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(hex(read, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)).isEqualTo(big.replace(" ", ""));
    }

    private static Dataset fragments(Path file, String hex, TransferSyntax syntax) throws IOException {
        Files.write(file, Bytes.of(hex));
        try (var in = Files.newInputStream(file)) {
            return DicomReader.lenient().withBulkIn(BulkData.Source.of(file)).readDataset(in, syntax);
        }
    }

    private static boolean areItems(Dataset dataset) {
        return dataset.get(Tag.PixelData).fragments().areItemsInSource();
    }

    @Test
    void the_preamble_is_written_as_it_was_read() throws IOException {
        byte[] tiff = new byte[128];
        tiff[0] = 'I';
        tiff[1] = 'I';
        tiff[2] = 42;
        DicomObject object = new DicomObject(
                Preamble.of(tiff),
                FileMeta.of("1.2", "1.3", UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                Dataset.builder().set(Tag.PatientID, "A").build());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        DicomObject read = DicomReader.strict().read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read.preamble()).isEqualTo(object.preamble()).hasSameHashCodeAs(object.preamble());
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        DicomWriter.write(read, again);
        assertThat(again.toByteArray()).startsWith(tiff).isEqualTo(out.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "OW, 010203, 02010003", // the last byte is the lower half of a word
        "OW, 0102030405, 020104030005",
        "OL, 010203, 00030201",
        "OL, 010203040506, 040302010506", // no unit: as it stands
        "OL, 01020304050607, 0403020100070605",
        "OV, 01020304050607, 0007060504030201",
        "OF, 0102, 0102",
    })
    void numbers_of_an_odd_length_lose_no_byte_in_big_endian_order(VR vr, String value, String expected)
            throws IOException {
        byte[] bytes = Bytes.of(value);
        BulkData bulk = new BulkData(
                (offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) length),
                0,
                bytes.length,
                false);
        for (Element element : List.of(
                Element.of(PRIVATE, vr, bulk),
                Dataset.builder().setBytes(PRIVATE, vr, bytes).build().get(PRIVATE))) {
            Dataset dataset = Dataset.builder()
                    .set(0x00110010, VR.LO, "ACME")
                    .set(element)
                    .build();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(dataset, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, out);
            assertThat(Bytes.hex(out.toByteArray())).endsWith(expected);
            Dataset again = DicomReader.strict()
                    .readDataset(new ByteArrayInputStream(out.toByteArray()), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
            assertThat(again.sameContent(dataset)).isTrue();
            assertThat(again.get(PRIVATE).bytes()).startsWith(bytes);
        }
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        DicomStreamWriter out = DicomStreamWriter.dataset(streamed, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        byte[] more = Arrays.copyOf(bytes, bytes.length + 100);
        more[bytes.length] = 99;
        ByteArrayInputStream in = new ByteArrayInputStream(more);
        out.value(PRIVATE, vr, in, bytes.length);
        out.finish();
        assertThat(Bytes.hex(streamed.toByteArray())).endsWith(expected);
        assertThat(in.read()).as("what stands behind the value is not taken").isEqualTo(99);
    }

    @Test
    void long_numbers_of_an_odd_length_come_back_from_big_endian_order() throws IOException {
        byte[] bytes = new byte[(1 << 13) * 3 + 1];
        new Random(7).nextBytes(bytes);
        for (VR vr : new VR[] {VR.OW, VR.OL, VR.OV, VR.OB}) {
            for (int length = bytes.length - 8; length <= bytes.length; length++) {
                Dataset dataset = Dataset.builder()
                        .set(0x00110010, VR.LO, "ACME")
                        .setBytes(PRIVATE, vr, Arrays.copyOf(bytes, length))
                        .build();
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                DicomWriter.writeDataset(dataset, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, out);
                Dataset again = DicomReader.strict()
                        .readDataset(
                                new ByteArrayInputStream(out.toByteArray()), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
                assertThat(again.sameContent(dataset))
                        .as("%s of %d bytes", vr, length)
                        .isTrue();
            }
        }
    }
}
