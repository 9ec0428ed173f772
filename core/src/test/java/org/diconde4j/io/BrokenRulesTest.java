package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.io.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.diconde4j.io.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.diconde4j.io.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

/** Data sets that break PS3.5 in ways that devices do: what is read of each, what is reported, and strict refusal. */
class BrokenRulesTest {
    private static final String ITEM = "FEFF00E0";
    private static final String ITEM_END = "FEFF0DE0 00000000";
    private static final String SEQUENCE_END = "FEFFDDE0 00000000";
    private static final String SQ = "08001011 5351 0000"; // Referenced Study Sequence, a length to follow
    private static final String UID_12 = "08005511 5549 0400 312E3200"; // Referenced SOP Instance UID 1.2
    private static final String ID_A = "10002000 4C4F 0200 4120"; // Patient ID A
    private static final String JPEG = UID.JPEGBaseline8Bit;

    private final List<String> deviations = new ArrayList<>();

    /** Reads leniently, expects one deviation of the given text, and that a strict reader refuses for it. */
    private Dataset deviating(String problem, TransferSyntax syntax, String... hex) throws IOException {
        byte[] bytes = Bytes.of(hex);
        deviations.clear();
        Dataset dataset = DicomReader.lenient()
                .withDeviations(d -> deviations.add(d.problem()))
                .readDataset(new ByteArrayInputStream(bytes), syntax);
        assertThat(deviations).anyMatch(d -> d.contains(problem));
        assertThatThrownBy(() -> DicomReader.strict().readDataset(new ByteArrayInputStream(bytes), syntax))
                .isInstanceOf(DicomParseException.class);
        return dataset;
    }

    private Dataset explicit(String problem, String... hex) throws IOException {
        return deviating(problem, EXPLICIT_VR_LITTLE_ENDIAN, hex);
    }

    private Dataset implicit(String problem, String... hex) throws IOException {
        return deviating(problem, IMPLICIT_VR_LITTLE_ENDIAN, hex);
    }

    private static void assertStudyAndId(Dataset dataset) {
        assertThat(dataset.items(Tag.ReferencedStudySequence)).hasSize(1);
        assertThat(dataset.items(Tag.ReferencedStudySequence).get(0).string(Tag.ReferencedSOPInstanceUID))
                .isEqualTo("1.2");
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
    }

    // ---- representations

    @Test
    void blanks_or_zeros_for_a_representation_leave_that_of_the_dictionary() throws IOException {
        for (String forgotten : List.of("2020", "0000", "3F3F")) {
            Dataset dataset = explicit(
                    "expected a value representation",
                    "08001800 5549 0400 312E3300",
                    "10001000 " + forgotten + " 0400 41424344",
                    ID_A);
            assertThat(dataset.get(Tag.PatientName).vr()).as(forgotten).isEqualTo(VR.PN);
            assertThat(dataset.string(Tag.PatientName)).isEqualTo("ABCD");
            assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        }
    }

    @Test
    void a_representation_that_nobody_knows_may_have_a_short_or_a_long_length() throws IOException {
        for (String length : List.of("0400", "0000 04000000")) {
            Dataset dataset = explicit("unknown value representation OX", "10001000 4F58" + length + "41424344", ID_A);
            assertThat(dataset.string(Tag.PatientName)).as(length).isEqualTo("ABCD");
            assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        }
    }

    @Test
    void bytes_that_should_be_reserved_are_passed_over_or_are_the_length() throws IOException {
        assertThat(explicit("the two bytes after representation UT", "08001800 5554 FFFF 04000000 312E3300", ID_A)
                        .string(Tag.PatientID))
                .isEqualTo("A");
        Dataset dataset = explicit("which is the length", "09001011 554E 0400 01020304", ID_A);
        assertThat(dataset.get(0x00091110).bytes()).containsExactly(1, 2, 3, 4);
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
    }

    @Test
    void a_number_in_another_representation_than_the_dictionarys_is_read_as_it_stands() throws IOException {
        Dataset dataset = explicit("expected representation US, found UL", "28001000 554C 0400 00020000");
        assertThat(dataset.integer(Tag.Rows, 0)).isEqualTo(512);
        assertThat(explicit("expected representation US, found OB", "28001000 4F42 0000 02000000 0002")
                        .get(Tag.Rows)
                        .bytes())
                .containsExactly(0, 2);
        // text in another representation of text is of another edition
        assertThat(DicomReader.strict()
                        .readDataset(
                                new ByteArrayInputStream(Bytes.of("10002000 5348 0200 4120")),
                                EXPLICIT_VR_LITTLE_ENDIAN)
                        .string(Tag.PatientID))
                .isEqualTo("A");
    }

    @Test
    void implicit_items_in_an_explicit_data_set() throws IOException {
        assertStudyAndId(explicit(
                "expected a value representation",
                SQ + "14000000",
                ITEM + "0C000000",
                "08005511 04000000 312E3200",
                ID_A));
        assertStudyAndId(
                explicit( // the sequence itself as well
                        "expected a value representation",
                        "08000800 4353 0000",
                        "08001011 FFFFFFFF",
                        ITEM + "FFFFFFFF",
                        "08005511 04000000 312E3200",
                        ITEM_END,
                        SEQUENCE_END,
                        ID_A));
    }

    @Test
    void explicit_items_in_an_implicit_data_set() throws IOException {
        assertStudyAndId(implicit(
                "expected no value representation",
                "08000800 00000000",
                "08001011 14000000",
                ITEM + "0C000000",
                UID_12,
                "10002000 02000000 4120"));
        assertStudyAndId(implicit(
                "expected no value representation",
                "08000800 00000000",
                SQ + "FFFFFFFF",
                ITEM + "FFFFFFFF",
                UID_12,
                ITEM_END,
                SEQUENCE_END,
                "10002000 02000000 4120"));
    }

    @Test
    void explicit_items_in_un() throws IOException {
        for (String length : List.of("FFFFFFFF", "14000000")) {
            Dataset dataset = explicit(
                    "expected no value representation",
                    "08001011 554E 0000" + length,
                    ITEM + "0C000000",
                    UID_12,
                    length.startsWith("FF") ? SEQUENCE_END : "",
                    ID_A);
            assertStudyAndId(dataset);
        }
    }

    // ---- lengths

    @Test
    void odd_lengths() throws IOException {
        Dataset dataset = explicit("a length is even, found 3", "08001800 5549 0300 312E33", ID_A);
        assertThat(dataset.string(Tag.SOPInstanceUID)).isEqualTo("1.3");
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
    }

    @Test
    void thirteen_that_means_ten() throws IOException {
        Dataset dataset = explicit("found 13 where 10 bytes are", "08005000 5348 0D00 31323334353637383930", ID_A);
        assertThat(dataset.string(Tag.AccessionNumber)).isEqualTo("1234567890");
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        assertThat(explicit("a length is even, found 13", "08005000 5348 0D00 31323334353637383930313233", ID_A)
                        .string(Tag.AccessionNumber))
                .isEqualTo("1234567890123");
    }

    @Test
    void a_value_longer_than_its_item_where_sense_stands_behind_the_value() throws IOException {
        assertStudyAndId(explicit("the value is believed", SQ + "10000000", ITEM + "08000000", UID_12, ID_A));
    }

    @Test
    void a_value_longer_than_its_item_where_sense_stands_behind_the_item() throws IOException {
        assertStudyAndId(explicit(
                "the item is believed", SQ + "14000000", ITEM + "0C000000", "08005511 5549 0900 312E3200", ID_A));
    }

    @Test
    void a_sequence_longer_than_its_items() throws IOException {
        assertStudyAndId(explicit("the sequence ends", SQ + "28000000", ITEM + "0C000000", UID_12, ID_A));
    }

    @Test
    void a_sequence_shorter_than_its_items() throws IOException {
        assertStudyAndId(explicit("the item is believed", SQ + "0E000000", ITEM + "0C000000", UID_12, ID_A));
    }

    @Test
    void undefined_length_where_the_representation_has_none() throws IOException {
        Dataset text =
                explicit("UT cannot have undefined length", "09001011 5554 0000 FFFFFFFF 41424344", SEQUENCE_END, ID_A);
        assertThat(text.string(0x00091110)).isEqualTo("ABCD");
        assertThat(text.string(Tag.PatientID)).isEqualTo("A");
    }

    @Test
    void fragments_outside_of_pixel_data() throws IOException {
        Dataset dataset = explicit(
                "OB cannot have undefined length",
                "09001011 4F42 0000 FFFFFFFF",
                ITEM + "00000000",
                ITEM + "02000000 0102",
                SEQUENCE_END,
                ID_A);
        assertThat(dataset.get(0x00091110).fragments().count()).isEqualTo(2);
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
    }

    @Test
    void items_in_a_representation_that_has_none() throws IOException {
        Dataset dataset = explicit(
                "OB cannot have undefined length",
                "09001011 4F42 0000 FFFFFFFF",
                ITEM + "FFFFFFFF",
                UID_12,
                ITEM_END,
                SEQUENCE_END,
                ID_A);
        assertThat(dataset.items(0x00091110)).hasSize(1);
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
    }

    // ---- delimiters

    @Test
    void an_item_of_defined_length_with_a_delimiter() throws IOException {
        assertStudyAndId(explicit(
                "an item of defined length has a delimiter",
                SQ + "FFFFFFFF",
                ITEM + "14000000",
                UID_12,
                ITEM_END,
                SEQUENCE_END,
                ID_A));
        assertStudyAndId(explicit(
                "a delimiter stands where there is nothing to delimit",
                SQ + "FFFFFFFF",
                ITEM + "0C000000",
                UID_12,
                ITEM_END,
                SEQUENCE_END,
                ID_A));
    }

    @Test
    void one_delimiter_in_place_of_the_other() throws IOException {
        assertStudyAndId(explicit(
                "expected the delimiter of an item",
                SQ + "FFFFFFFF",
                ITEM + "FFFFFFFF",
                UID_12,
                SEQUENCE_END,
                SEQUENCE_END,
                ID_A));
        assertStudyAndId(explicit(
                "the delimiter of a sequence is missing",
                SQ + "FFFFFFFF",
                ITEM + "FFFFFFFF",
                UID_12,
                ITEM_END,
                ITEM_END,
                ID_A));
    }

    @Test
    void a_missing_sequence_delimiter() throws IOException {
        assertStudyAndId(
                explicit("the delimiter of a sequence is missing", SQ + "FFFFFFFF", ITEM + "0C000000", UID_12, ID_A));
    }

    @Test
    void delimiters_missing_at_the_end_of_the_input() throws IOException {
        Dataset dataset = explicit(
                "the input ends early: the delimiter of a sequence",
                ID_A,
                "40003001 5351 0000 FFFFFFFF",
                ITEM + "FFFFFFFF",
                UID_12);
        assertThat(dataset.items(0x00400130)).hasSize(1);
        assertThat(deviations).anyMatch(d -> d.contains("the input ends early: the delimiter of an item is missing"));
    }

    @Test
    void only_what_can_have_lost_something_at_its_end_is_cut_off() throws IOException {
        assertThat(cutOff(SQ + "FFFFFFFF", ITEM + "0C000000", UID_12)).isTrue(); // no delimiter
        assertThat(cutOff(ID_A, "10")).isTrue(); // of (0010,....)
        assertThat(cutOff(ID_A, "100040")).isTrue();
        assertThat(cutOff(ID_A, "080018")).isFalse(); // a group that was passed
        assertThat(cutOff(ID_A, "000000")).isFalse();
        assertThat(cutOff(SQ + "FFFFFFFF", ITEM + "0C000000", UID_12, ID_A)).isFalse(); // another element follows
    }

    private static boolean cutOff(String... hex) throws IOException {
        List<Deviation> found = new ArrayList<>();
        DicomReader.lenient()
                .withDeviations(found::add)
                .readDataset(new ByteArrayInputStream(Bytes.of(hex)), EXPLICIT_VR_LITTLE_ENDIAN);
        return found.stream().anyMatch(Deviation::cutOff);
    }

    @Test
    void delimiters_with_a_length() throws IOException {
        assertStudyAndId(explicit(
                "a delimiter has length 0, found 16",
                SQ + "FFFFFFFF",
                ITEM + "FFFFFFFF",
                UID_12,
                "FEFF0DE0 10000000",
                SEQUENCE_END,
                ID_A));
        assertStudyAndId(explicit(
                "a delimiter has length 0, found 5",
                SQ + "FFFFFFFF",
                ITEM + "0C000000",
                UID_12,
                "FEFFDDE0 05000000",
                ID_A));
    }

    // ---- sequences

    @Test
    void an_item_whose_sequence_has_no_header_is_passed_over() throws IOException {
        String problem = "found an item outside of a sequence; its 12 bytes are passed over";
        Dataset dataset = explicit(problem, ITEM + "0C000000", UID_12, ID_A);
        assertThat(dataset.size()).isEqualTo(1);
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
        assertStudyAndId(
                explicit(problem, SQ + "28000000", ITEM + "20000000", UID_12, ITEM + "0C000000", UID_12, ID_A));
        for (String noEnd : List.of("00000000", "FFFFFFFF", "0D000000", "00FFFF00")) {
            assertThatThrownBy(() -> explicit("", ID_A, ITEM + noEnd, UID_12, ID_A))
                    .isInstanceOf(DicomParseException.class)
                    .hasMessageContaining("found an item outside of a sequence");
        }
    }

    @Test
    void items_in_the_other_byte_order() throws IOException {
        Dataset dataset = explicit(
                "in the other byte order", SQ + "14000000", "FFFEE000 0000000C", "00081155 5549 0004 312E3200", ID_A);
        assertStudyAndId(dataset);
    }

    @Test
    void a_known_sequence_that_holds_no_items() throws IOException {
        Dataset dataset =
                implicit("the value is kept as bytes", "08001011 08000000 4142434445464748", "10002000 02000000 4120");
        assertThat(dataset.get(Tag.ReferencedStudySequence).bytes()).isEqualTo("ABCDEFGH".getBytes());
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
    }

    // ---- group lengths

    @Test
    void a_wrong_group_length() throws IOException {
        Dataset dataset = explicit(
                "group 0008 should end at offset 30",
                "08000000 554C 0400 12000000",
                "08001800 5549 0400 312E3300",
                ID_A);
        assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
    }

    // ---- pixel data

    @Test
    void pixel_data_of_the_other_kind() throws IOException {
        assertThat(deviating("in fragments (PS3.5 A.4)", TransferSyntax.of(JPEG), "E07F1000 4F42 0000 02000000 0102")
                        .get(Tag.PixelData)
                        .bytes())
                .containsExactly(1, 2);
        Dataset dataset = explicit(
                "has a defined length",
                "E07F1000 4F42 0000 FFFFFFFF",
                ITEM + "00000000",
                ITEM + "02000000 0102",
                SEQUENCE_END);
        assertThat(dataset.get(Tag.PixelData).fragments().count()).isEqualTo(2);
    }

    @Test
    void fragments_without_their_delimiter() throws IOException {
        String fragments = "E07F1000 4F42 0000 FFFFFFFF" + ITEM + "00000000" + ITEM + "02000000 0102";
        assertThat(deviating(
                                "the input ends early: the delimiter of the fragments is missing",
                                TransferSyntax.of(JPEG),
                                fragments)
                        .get(Tag.PixelData)
                        .fragments()
                        .count())
                .isEqualTo(2);
        Dataset dataset = deviating(
                "the delimiter of the fragments is missing",
                TransferSyntax.of(JPEG),
                fragments,
                "FCFFFCFF 4F42 0000 02000000 0000");
        assertThat(dataset.get(Tag.PixelData).fragments().count()).isEqualTo(2);
        assertThat(dataset.contains(Tag.DataSetTrailingPadding)).isTrue();
    }

    @Test
    void a_fragment_of_odd_length() throws IOException {
        Dataset dataset = deviating(
                "a fragment has an even length",
                TransferSyntax.of(JPEG),
                "E07F1000 4F42 0000 FFFFFFFF",
                ITEM + "00000000",
                ITEM + "01000000 01",
                SEQUENCE_END);
        assertThat(dataset.get(Tag.PixelData).fragments().length(1)).isEqualTo(1);
    }

    // ---- the end

    @Test
    void padding_and_junk_behind_the_data_set() throws IOException {
        String pixels = "E07F1000 4F57 0000 02000000 0102";
        for (String junk : List.of(
                "00",
                "0000000000000000000000",
                "00".repeat(5000),
                "00".repeat(2000) + "01",
                "FF",
                "FF".repeat(700),
                "0A",
                Bytes.hex("-- end of file; made by a program\n".getBytes()),
                "010203",
                "93817250AB44CD0099887766554433221100")) {
            Dataset dataset = explicit("bytes are passed over", pixels, junk);
            assertThat(dataset.get(Tag.PixelData).bytes()).as(junk).containsExactly(1, 2);
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(implicit("bytes are passed over", "10002000 02000000 4120", "E07F1000 02000000 0102", junk)
                            .size())
                    .as(junk)
                    .isEqualTo(2);
        }
    }

    @Test
    void an_element_cut_off_in_its_header_is_no_junk() {
        assertThatThrownBy(() -> DicomReader.lenient()
                        .readDataset(
                                new ByteArrayInputStream(Bytes.of(ID_A, "10003000 4441")), EXPLICIT_VR_LITTLE_ENDIAN))
                .hasMessageContaining("the input ends early: expected 8 bytes, found 6");
    }

    // ---- announced and actual encoding

    @Test
    void every_encoding_announced_as_every_other() throws IOException {
        String[] encodings = {
            "08001800 5549 0400 312E3300" + ID_A,
            "00080018 5549 0004 312E3300 00100020 4C4F 0002 4120",
            "08001800 04000000 312E3300 10002000 02000000 4120",
            "00080018 00000004 312E3300 00100020 00000002 4120", // ACR-NEMA on a big endian machine
            deflated("08001800 5549 0400 312E3300" + ID_A)
        };
        TransferSyntax[] announced = {
            EXPLICIT_VR_LITTLE_ENDIAN,
            EXPLICIT_VR_BIG_ENDIAN,
            IMPLICIT_VR_LITTLE_ENDIAN,
            null,
            TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
        };
        for (int actual = 0; actual < encodings.length; actual++) {
            for (int said = 0; said < announced.length; said++) {
                if (said != actual && announced[said] != null) {
                    Dataset dataset = deviating("the data set looks like", announced[said], encodings[actual]);
                    assertThat(dataset.string(Tag.SOPInstanceUID))
                            .as("%d as %d", actual, said)
                            .isEqualTo("1.3");
                    assertThat(dataset.string(Tag.PatientID)).isEqualTo("A");
                }
            }
        }
    }

    private static String deflated(String hex) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            deflater.write(Bytes.of(hex));
        }
        return Bytes.hex(out.toByteArray());
    }

    @Test
    void a_deflated_data_set_in_a_zlib_wrapper_or_with_junk_behind_it() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(Bytes.of(ID_A));
        }
        TransferSyntax deflated = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
        assertThat(deviating("no zlib header", deflated, Bytes.hex(out.toByteArray()))
                        .string(Tag.PatientID))
                .isEqualTo("A");
        assertThat(deviating("more bytes", deflated, deflated(ID_A), "0A0B0C0D").string(Tag.PatientID))
                .isEqualTo("A");
    }

    @Test
    void words_of_pixel_data_in_big_endian_order_in_ges_private_syntax() throws IOException {
        TransferSyntax ge = TransferSyntax.of("1.2.840.113619.5.2");
        byte[] bytes = Bytes.of("28001000 02000000 0201", "E07F1000 04000000 01020304");
        for (DicomReader reader : List.of(
                DicomReader.strict(),
                DicomReader.strict()
                        .withBulkFrom(4)
                        .withBulkIn((offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) length)))) {
            Dataset dataset = reader.readDataset(new ByteArrayInputStream(bytes), ge);
            assertThat(dataset.integer(Tag.Rows, 0)).isEqualTo(258);
            assertThat(dataset.get(Tag.PixelData).bytes()).containsExactly(2, 1, 4, 3);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(dataset, ge, out);
            assertThat(out.toByteArray()).isEqualTo(bytes);
        }
    }
}
