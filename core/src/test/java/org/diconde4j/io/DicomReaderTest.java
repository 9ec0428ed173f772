package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.diconde4j.io.TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
import static org.diconde4j.io.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.diconde4j.io.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.diconde4j.io.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomReaderTest {
    private static final String ITEM = "FEFF00E0";
    private static final String ITEM_END = "FEFF0DE0 00000000";
    private static final String SEQUENCE_END = "FEFFDDE0 00000000";

    private final List<String> deviations = new ArrayList<>();
    private final DicomReader reader = DicomReader.lenient().withDeviations(d -> deviations.add(d.problem()));

    private Dataset explicit(String... hex) throws IOException {
        return reader.readDataset(new ByteArrayInputStream(Bytes.of(hex)), EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private Dataset implicit(String... hex) throws IOException {
        return reader.readDataset(new ByteArrayInputStream(Bytes.of(hex)), IMPLICIT_VR_LITTLE_ENDIAN);
    }

    private DicomParseException failure(String... hex) {
        return catchThrowableOfType(DicomParseException.class, () -> explicit(hex));
    }

    // ---- errors

    @Test
    void an_error_names_the_element_and_its_offset_and_what_was_expected() {
        DicomParseException e = failure("08001800 5549 0400 312E3200", "10002000 4C4F 0800 534E");
        assertThat(e.tag()).isEqualTo(Tag.PatientID);
        assertThat(e.offset()).isEqualTo(12);
        assertThat(e)
                .hasMessage(
                        "the input ends early: expected 8 bytes, found 2 (element (0010,0020) PatientID, offset 12)");
    }

    @Test
    void an_error_in_a_file_names_the_file(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("broken.dcm"), Bytes.of("0800180055490800312E"));
        assertThatThrownBy(() -> DicomReader.lenient().read(file))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("broken.dcm: the input ends early");
    }

    @Test
    void refuses_what_is_no_dicom() {
        for (String text :
                List.of("", "DICM", "Hello, this is no DICOM at all.", "{\"00080018\":{}}", "PK\u0003\u0004....")) {
            assertThatThrownBy(() -> DicomReader.lenient().read(new ByteArrayInputStream(text.getBytes())))
                    .as(text)
                    .isInstanceOf(DicomParseException.class);
        }
    }

    @Test
    void refuses_a_value_that_ends_after_its_item_where_sense_stands_behind_neither() {
        assertThat(failure("08001011 5351 0000 14000000", ITEM, "0C000000", "08001800 5549 0800 312E3200 00000000 01"))
                .hasMessageContaining("ends after the item around it, which has 4 left")
                .extracting(DicomParseException::offset)
                .isEqualTo(20L);
    }

    @Test
    void refuses_something_else_than_an_item_or_the_next_element_in_a_sequence() {
        assertThat(failure("08001011 5351 0000 0A000000", "00001800 6162 00000102 0304"))
                .hasMessageContaining("expected an item (FFFE,E000), found (0000,0018)");
    }

    // ---- limits

    private static DicomReader limited(int depth, int elements, int value, long total) {
        return DicomReader.lenient().withLimits(new ReadLimits(depth, elements, value, total, 10, 1 << 20, 100));
    }

    @Test
    void bounds_the_nesting() {
        String nested = ("08001011 5351 0000 FFFFFFFF" + ITEM + "FFFFFFFF").repeat(10);
        assertThatThrownBy(() -> limited(5, 1000, 1000, 1000)
                        .readDataset(new ByteArrayInputStream(Bytes.of(nested)), EXPLICIT_VR_LITTLE_ENDIAN))
                .hasMessageContaining("nested deeper than 5");
    }

    @Test
    void bounds_nesting_through_values_of_unknown_representation() throws IOException {
        byte[] bytes = Bytes.of("08000100 0000");
        for (int i = 0; i < 200; i++) { // (0008,1110) implicit, in an item, in …
            bytes = concat(Bytes.of("08001011"), length(bytes.length + 8), Bytes.of(ITEM), length(bytes.length), bytes);
        }
        byte[] un = concat(
                Bytes.of("08001011 554E 0000"), length(bytes.length - 8), Arrays.copyOfRange(bytes, 8, bytes.length));
        Dataset dataset = DicomReader.lenient().readDataset(new ByteArrayInputStream(un), EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(dataset.get(Tag.ReferencedStudySequence).vr()).isEqualTo(VR.UN);
    }

    private static byte[] length(int length) {
        return new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)};
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void bounds_the_number_of_elements_and_items() {
        byte[] elements = Bytes.of("08001800 5549 0000".repeat(101));
        assertThatThrownBy(() -> limited(5, 100, 1000, 1000)
                        .readDataset(new ByteArrayInputStream(elements), EXPLICIT_VR_LITTLE_ENDIAN))
                .hasMessageContaining("more than 100 elements");
        byte[] items = Bytes.of("08001011 5351 0000 FFFFFFFF", (ITEM + "00000000").repeat(101));
        assertThatThrownBy(() -> limited(5, 100, 1000, 1000)
                        .readDataset(new ByteArrayInputStream(items), EXPLICIT_VR_LITTLE_ENDIAN))
                .hasMessageContaining("more than 100 elements and items");
    }

    @Test
    void bounds_the_values_kept_in_memory_one_by_one_and_in_all() {
        byte[] one = Bytes.of("E07F1000 4F42 0000 E8030000");
        assertThatThrownBy(() -> limited(5, 100, 999, 5000)
                        .readDataset(new ByteArrayInputStream(one), EXPLICIT_VR_LITTLE_ENDIAN))
                .hasMessageContaining("1000 bytes is over the limit of 999");
        byte[] many = Bytes.of(("10002000 4C4F 0400 41424344").repeat(30));
        assertThatThrownBy(() ->
                        limited(5, 100, 99, 100).readDataset(new ByteArrayInputStream(many), EXPLICIT_VR_LITTLE_ENDIAN))
                .hasMessageContaining("100 bytes in all");
    }

    @Test
    void believes_an_announced_length_only_as_far_as_bytes_arrive() {
        // 1 GiB announced, none there: must fail without taking that much memory
        byte[] bytes = Bytes.of("E07F1000 4F42 0000 00000040");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> DicomReader.lenient()
                            .readDataset(new ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN))
                    .hasMessageContaining("expected 1073741824 bytes, found 0");
        }
    }

    @Test
    void bounds_the_fragments() {
        byte[] bytes = Bytes.of("E07F1000 4F42 0000 FFFFFFFF", (ITEM + "00000000").repeat(11), SEQUENCE_END);
        assertThatThrownBy(() -> limited(5, 100, 999, 5000)
                        .readDataset(new ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN))
                .hasMessageContaining("more than 10 fragments");
    }

    @Test
    void bounds_what_a_deflated_data_set_grows_to() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated =
                new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            deflated.write(Bytes.of("E07F1000 4F42 0000 00000010"));
            deflated.write(new byte[1 << 26]);
        }
        assertThatThrownBy(() -> limited(5, 100, 1 << 30, 1L << 31)
                        .readDataset(new ByteArrayInputStream(out.toByteArray()), DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("grows beyond the limits");
    }

    @Test
    void says_that_a_deflated_data_set_is_damaged_or_ends_early() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(
                Dataset.builder().set(Tag.PatientComments, "x y z ".repeat(50)).build(),
                DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                out);
        byte[] cut = Arrays.copyOf(out.toByteArray(), out.size() - 6);
        assertThatThrownBy(() -> DicomReader.lenient()
                        .readDataset(new ByteArrayInputStream(cut), DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("ends early");
        assertThatThrownBy(() -> DicomReader.lenient()
                        .readDataset(
                                new ByteArrayInputStream(new byte[] {7, 7, 7, 7}), DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("damaged");
    }

    // ---- truncated input

    @Test
    void gives_what_was_read_of_a_truncated_input_on_wish() throws IOException {
        byte[] whole = Bytes.of(
                "08001800 5549 0400 312E3200",
                "08001011 5351 0000 FFFFFFFF",
                ITEM + "FFFFFFFF",
                "08005511 5549 0400 312E3300",
                ITEM_END,
                SEQUENCE_END,
                "10002000 4C4F 0800 534E2D3137202020");
        for (int length = 0; length <= whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Dataset dataset =
                    reader.withTruncatedInput().readDataset(new ByteArrayInputStream(cut), EXPLICIT_VR_LITTLE_ENDIAN);
            assertThat(dataset.contains(Tag.SOPInstanceUID)).isEqualTo(length >= 8);
            assertThat(dataset.contains(Tag.ReferencedStudySequence)).isEqualTo(length >= 24);
            assertThat(dataset.items(Tag.ReferencedStudySequence)).hasSize(length >= 32 ? 1 : 0);
            if (length == 71) {
                assertThat(dataset.string(Tag.PatientID)).isEqualTo("SN-");
            }
        }
        assertThat(deviations).isNotEmpty().allMatch(d -> d.contains("ends early"));
    }

    @Test
    void gives_the_fragments_that_arrived() throws IOException {
        byte[] cut = Bytes.of("E07F1000 4F42 0000 FFFFFFFF", ITEM + "00000000", ITEM + "08000000", "01020304");
        Dataset dataset =
                reader.withTruncatedInput().readDataset(new ByteArrayInputStream(cut), EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(dataset.get(Tag.PixelData).fragments().count()).isEqualTo(2);
        assertThat(dataset.get(Tag.PixelData).fragments().open(1).readAllBytes())
                .containsExactly(1, 2, 3, 4);
    }

    // ---- deviations

    private void assertDeviates(String problem, String... hex) throws IOException {
        explicit(hex);
        assertThat(deviations).singleElement().asString().contains(problem);
        assertThatThrownBy(() -> DicomReader.strict()
                        .readDataset(new ByteArrayInputStream(Bytes.of(hex)), EXPLICIT_VR_LITTLE_ENDIAN))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void reads_elements_out_of_order_and_takes_the_last_of_two() throws IOException {
        Dataset dataset = explicit("10002000 4C4F 0200 4220", "08001800 5549 0400 312E3200", "10002000 4C4F 0200 4120");
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        assertThat(dataset.size()).isEqualTo(2);
        assertThat(deviations).singleElement().asString().contains("tags must ascend");
    }

    @Test
    void reads_an_unknown_representation_as_un_and_one_that_is_none_as_implicit() throws IOException {
        assertDeviates("unknown value representation ZZ", "10002000 5A5A 0000 02000000 4120");
        deviations.clear();
        assertThat(explicit("10002000 02000000 4120", "10003000 4441 0000").string(Tag.PatientID))
                .isEqualTo("A");
        assertThat(deviations).singleElement().asString().contains("expected a value representation");
    }

    @Test
    void ends_a_sequence_of_undefined_length_with_the_item_around_it() throws IOException {
        Dataset dataset = explicit(
                "08001011 5351 0000 1C000000",
                ITEM + "14000000",
                "40003001 5351 0000 FFFFFFFF",
                ITEM + "00000000"); // no sequence delimiter
        assertThat(dataset.items(Tag.ReferencedStudySequence)).hasSize(1);
        assertThat(deviations).singleElement().asString().contains("delimiter of a sequence is missing");
    }

    @Test
    void reads_items_without_their_delimiter() throws IOException {
        Dataset dataset = explicit(
                "08001011 5351 0000 FFFFFFFF",
                ITEM + "FFFFFFFF",
                "08005511 5549 0400 312E3300",
                SEQUENCE_END,
                "10002000 4C4F 0200 4120");
        assertThat(dataset.items(Tag.ReferencedStudySequence)).hasSize(1);
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        assertThat(deviations).singleElement().asString().contains("expected the delimiter of an item");
    }

    @Test
    void clips_an_item_that_is_longer_than_its_sequence() throws IOException {
        Dataset dataset = explicit("08001011 5351 0000 14000000", ITEM + "FF000000", "08005511 5549 0400 312E3300");
        assertThat(dataset.items(Tag.ReferencedStudySequence).get(0).string(Tag.ReferencedSOPInstanceUID))
                .isEqualTo("1.3");
        assertThat(deviations).singleElement().asString().contains("ends after its sequence");
    }

    @Test
    void passes_over_stray_delimiters_and_zeros_at_the_end() throws IOException {
        assertThat(explicit("10002000 4C4F 0200 4120", ITEM_END).size()).isEqualTo(1);
        assertThat(explicit("10002000 4C4F 0200 4120", "00".repeat(3000)).size())
                .isEqualTo(1);
        assertThat(deviations).hasSize(2);
    }

    @Test
    void keeps_un_as_bytes_where_it_does_not_hold_the_sequence_that_the_dictionary_knows() throws IOException {
        Dataset dataset = explicit("08001011 554E 0000 04000000 41424344", "10002000 4C4F 0200 4120");
        assertThat(dataset.get(Tag.ReferencedStudySequence).vr()).isEqualTo(VR.UN);
        assertThat(dataset.get(Tag.ReferencedStudySequence).bytes()).isEqualTo(Bytes.of("41424344"));
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        assertThat(deviations).singleElement().asString().contains("UN of a known sequence");
    }

    @Test
    void text_of_items_in_un_is_in_the_character_set_of_the_data_set() throws IOException {
        Dataset dataset = explicit(
                "08000500 4353 0A00 49534F5F495220313030", // ISO_IR 100
                "08001011 554E 0000 12000000",
                ITEM + "0A000000",
                "10002000 02000000 E920");
        assertThat(dataset.items(Tag.ReferencedStudySequence).get(0).string(Tag.PatientID))
                .isEqualTo("é");
    }

    // ---- what an implicit encoding does not say

    @Test
    void pixel_representation_decides_between_signed_and_unsigned_also_inside_of_items() throws IOException {
        String smallest = "28000601 02000000 FFFF";
        Dataset dataset = implicit(
                "28000301 02000000 0100",
                smallest,
                "28000030 " + "12000000", // Modality LUT Sequence
                ITEM + "0A000000",
                smallest);
        assertThat(dataset.integer(Tag.SmallestImagePixelValue, 0)).isEqualTo(-1);
        assertThat(dataset.items(Tag.ModalityLUTSequence).get(0).integer(Tag.SmallestImagePixelValue, 0))
                .isEqualTo(-1);
        assertThat(implicit("28000301 02000000 0000", smallest).integer(Tag.SmallestImagePixelValue, 0))
                .isEqualTo(65535);
    }

    @Test
    void private_elements_of_old_diconde_files_get_their_representation_by_their_creator() throws IOException {
        byte[] creator = "astm.org/diconde/iod/Component  ".getBytes();
        Dataset dataset = implicit(
                "11001000", Bytes.hex(length(creator.length)), Bytes.hex(creator), "11003010 04000000 322E3520");
        Element thickness = dataset.get("astm.org/diconde/iod/Component", 0x0011, 0x30);
        assertThat(thickness.vr()).isEqualTo(VR.DS);
        assertThat(thickness.doubles()).containsExactly(2.5);
        assertThat(implicit("11001000 04000000 41434D45", "11003010 04000000 322E3520")
                        .get(0x00111030)
                        .vr())
                .isEqualTo(VR.UN);
    }

    // ---- beginnings

    private DicomObject file(String... hex) throws IOException {
        return reader.read(new ByteArrayInputStream(Bytes.of(hex)));
    }

    @Test
    void reads_files_without_preamble_or_meta_information() throws IOException {
        assertThat(file("08001800 5549 0400 312E3200").transferSyntax()).isEqualTo(EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(file("00080018 5549 0004 312E3200").transferSyntax()).isEqualTo(EXPLICIT_VR_BIG_ENDIAN);
        assertThat(file("08001800 04000000 312E3200").transferSyntax()).isEqualTo(IMPLICIT_VR_LITTLE_ENDIAN);
        // ACR-NEMA: a group length first
        assertThat(file("08000000 04000000 0C000000", "08001800 04000000 312E3200")
                        .dataset()
                        .string(Tag.SOPInstanceUID))
                .isEqualTo("1.2");
        // DICM without preamble
        assertThat(file(
                                "4449434D",
                                "02001000 5549 1400",
                                Bytes.hex("1.2.840.10008.1.2.1\0".getBytes()),
                                "08001800 5549 0400 312E3200")
                        .dataset()
                        .string(Tag.SOPInstanceUID))
                .isEqualTo("1.2");
        assertThat(deviations).isNotEmpty();
        assertThatThrownBy(() ->
                        DicomReader.strict().read(new ByteArrayInputStream(Bytes.of("08001800 5549 0400 312E3200"))))
                .isInstanceOf(DicomParseException.class);
    }

    @Test
    void reads_a_data_set_that_is_not_in_the_announced_syntax() throws IOException {
        String explicit = "08001800 5549 0400 312E3200";
        assertThat(implicit(explicit).string(Tag.SOPInstanceUID)).isEqualTo("1.2");
        assertThat(reader.readDataset(new ByteArrayInputStream(Bytes.of(explicit)), EXPLICIT_VR_BIG_ENDIAN)
                        .string(Tag.SOPInstanceUID))
                .isEqualTo("1.2");
        assertThat(explicit("00080018 5549 0004 312E3200").string(Tag.SOPInstanceUID))
                .isEqualTo("1.2");
        assertThat(deviations).hasSize(3).allMatch(d -> d.contains("the data set looks like"));
    }

    @Test
    void deflated_bytes_that_look_like_meta_information_are_none() throws IOException {
        Dataset meta = FileMeta.of(UID.CTImageStorage, "1.2", UID.DeflatedExplicitVRLittleEndian);
        byte[] head = DicomWriter.preambleAndMeta(meta);
        byte[] file = concat(head, Bytes.of("0200 1000")); // deflate: not a valid stream, but must be read as one
        assertThatThrownBy(() -> DicomReader.lenient().read(new ByteArrayInputStream(file)))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("deflated");
    }

    // ---- bulk values

    @Test
    void leaves_bulk_values_in_their_file_and_reads_them_when_asked(@TempDir Path folder) throws IOException {
        byte[] pixels = new byte[100_000];
        Arrays.fill(pixels, (byte) 7);
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPInstanceUID, "1.2")
                .set(Tag.TextValue, VR.UT, "long ".repeat(20_000))
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        Path file = folder.resolve("a.dcm");
        DicomWriter.write(
                new DicomObject(
                        FileMeta.of(UID.CTImageStorage, "1.2", UID.ExplicitVRLittleEndian),
                        EXPLICIT_VR_LITTLE_ENDIAN,
                        0,
                        dataset),
                file);
        Dataset read = DicomReader.lenient().read(file).dataset();
        assertThat(read.get(Tag.PixelData).bulkData()).isNotNull();
        assertThat(read.get(Tag.PixelData).bytes()).isEqualTo(pixels);
        assertThat(read.get(Tag.TextValue).bulkData()).isNotNull();
        assertThat(read.string(Tag.TextValue)).startsWith("long long");
        assertThat(read.sameContent(dataset)).isTrue();
    }

    @Test
    void passes_over_bulk_values_and_stops_where_told() throws IOException {
        byte[] bytes = Bytes.of(
                "10002000 4C4F 0200 4120",
                "E07F1000 4F42 0000 08000000 0000000000000000",
                "FCFFFCFF 4F42 0000 00000000");
        Dataset passed = DicomReader.lenient()
                .withoutBulk()
                .withBulkFrom(8)
                .readDataset(new ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(passed.get(Tag.PixelData).bulkData().offset()).isEqualTo(22);
        assertThatThrownBy(() -> passed.get(Tag.PixelData).open()).isInstanceOf(IOException.class);
        Dataset header = DicomReader.lenient()
                .withStopAt(Tag.PixelData)
                .readDataset(new ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(header.size()).isEqualTo(1);
    }
}
