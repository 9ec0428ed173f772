package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.io.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.diconde4j.io.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.diconde4j.io.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.diconde4j.data.Bytes;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PS3.5 7 and annex A byte by byte, both ways. */
class GoldenBytesTest {
    record Golden(String name, Dataset dataset, TransferSyntax syntax, String... hex) {
        byte[] bytes() {
            return Bytes.of(hex);
        }

        @Override
        public String toString() {
            return name + " in " + syntax.name();
        }
    }

    private static Golden implicit(String name, Dataset dataset, String... hex) {
        return new Golden(name, dataset, IMPLICIT_VR_LITTLE_ENDIAN, hex);
    }

    private static Golden explicit(String name, Dataset dataset, String... hex) {
        return new Golden(name, dataset, EXPLICIT_VR_LITTLE_ENDIAN, hex);
    }

    private static Golden big(String name, Dataset dataset, String... hex) {
        return new Golden(name, dataset, EXPLICIT_VR_BIG_ENDIAN, hex);
    }

    private static Dataset one(int tag, String... values) {
        return Dataset.builder().set(tag, values).build();
    }

    static Stream<Golden> values() {
        Dataset id = one(Tag.PatientID, "SN1");
        Dataset uid = one(Tag.SOPInstanceUID, "1.2");
        Dataset rows = one(Tag.Rows, "258");
        Dataset pixels = Dataset.builder()
                .setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4})
                .build();
        return Stream.of(
                //                tag       length    value, padded with a space
                implicit("LO", id, "10002000", "04000000", "534E3120"),
                //                tag       VR   length value
                explicit("LO", id, "10002000", "4C4F", "0400", "534E3120"),
                big("LO", id, "00100020", "4C4F", "0004", "534E3120"),
                //                                          value, padded with NUL
                explicit("UI", uid, "08001800", "5549", "0400", "312E3200"),
                explicit("US", rows, "28001000", "5553", "0200", "0201"),
                big("US", rows, "00280010", "5553", "0002", "0102"),
                implicit("US", rows, "28001000", "02000000", "0201"),
                //                tag         VR     reserved length  value in words
                explicit("OW", pixels, "E07F1000", "4F57", "0000", "04000000", "01020304"),
                big("OW", pixels, "7FE00010", "4F57", "0000", "00000004", "02010403"),
                implicit("OW", pixels, "E07F1000", "04000000", "01020304"),
                explicit("AT", one(Tag.FrameIncrementPointer, "00181063"), "28000900", "4154", "0400", "18006310"),
                big("AT", one(Tag.FrameIncrementPointer, "00181063"), "00280009", "4154", "0004", "00181063"),
                explicit("FL", one(Tag.SelectorFLValue, "1.5"), "72007600", "464C", "0400", "0000C03F"),
                big("FL", one(Tag.SelectorFLValue, "1.5"), "00720076", "464C", "0004", "3FC00000"),
                explicit("FD", one(Tag.SelectorFDValue, "-2"), "72007400", "4644", "0800", "00000000000000C0"),
                big("FD", one(Tag.SelectorFDValue, "-2"), "00720074", "4644", "0008", "C000000000000000"),
                explicit("SS", one(Tag.SelectorSSValue, "-2"), "72007E00", "5353", "0200", "FEFF"),
                big("SL", one(Tag.SelectorSLValue, "-2"), "0072007C", "534C", "0004", "FFFFFFFE"),
                explicit("UL", one(Tag.SelectorULValue, "4294967295"), "72007800", "554C", "0400", "FFFFFFFF"),
                explicit(
                        "SV",
                        one(Tag.SelectorSVValue, "-2"),
                        "72008200",
                        "5356",
                        "0000",
                        "08000000",
                        "FEFFFFFFFFFFFFFF"),
                big("UV", one(Tag.SelectorUVValue, "1"), "00720083", "5556", "0000", "00000008", "0000000000000001"),
                explicit("UT", one(Tag.SelectorUTValue, "a\\b"), "72007000", "5554", "0000", "04000000", "615C6220"),
                explicit("UC", one(Tag.SelectorUCValue, "a", "b"), "72006F00", "5543", "0000", "04000000", "615C6220"),
                explicit("UR", one(Tag.SelectorURValue, "a"), "72007100", "5552", "0000", "02000000", "6120"),
                explicit("DS", one(Tag.PatientWeight, "1.5", "2"), "10003010", "4453", "0600", "312E355C3220"),
                explicit("PN", one(Tag.PatientName, "A^B"), "10001000", "504E", "0400", "415E4220"),
                explicit("empty", Dataset.builder().setEmpty(Tag.StudyDate).build(), "08002000", "4441", "0000"),
                explicit(
                        "sequence of defined length",
                        Dataset.builder()
                                .setItems(Tag.ReferencedStudySequence, uid, Dataset.empty())
                                .build(),
                        "08001011",
                        "5351",
                        "0000",
                        "1C000000", // (0008,1110) SQ, 28 bytes
                        "FEFF00E0",
                        "0C000000", // item, 12 bytes
                        "08001800",
                        "5549",
                        "0400",
                        "312E3200",
                        "FEFF00E0",
                        "00000000"), // item, empty
                implicit(
                        "sequence of defined length",
                        Dataset.builder()
                                .setItems(Tag.ReferencedStudySequence, uid)
                                .build(),
                        "08001011",
                        "14000000",
                        "FEFF00E0",
                        "0C000000",
                        "08001800",
                        "04000000",
                        "312E3200"),
                big(
                        "sequence of defined length",
                        Dataset.builder()
                                .setItems(Tag.ReferencedStudySequence, uid)
                                .build(),
                        "00081110",
                        "5351",
                        "0000",
                        "00000014",
                        "FFFEE000",
                        "0000000C",
                        "00080018",
                        "5549",
                        "0004",
                        "312E3200"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void is_written_as_the_standard_says(Golden golden) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(golden.dataset, golden.syntax, out);
        assertThat(Bytes.hex(out.toByteArray())).isEqualTo(Bytes.hex(golden.bytes()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void is_read_as_the_standard_says(Golden golden) throws IOException {
        Dataset dataset = DicomReader.strict().readDataset(new ByteArrayInputStream(golden.bytes()), golden.syntax);
        assertThat(dataset.sameContent(golden.dataset)).isTrue();
    }

    static Stream<Golden> encodings() {
        Dataset none = Dataset.empty();
        return Stream.of(
                explicit(
                        "sequence and items of undefined length",
                        none,
                        "08001011",
                        "5351",
                        "0000",
                        "FFFFFFFF",
                        "FEFF00E0",
                        "FFFFFFFF",
                        "08001800",
                        "5549",
                        "0400",
                        "312E3200",
                        "FEFF0DE0",
                        "00000000",
                        "FEFFDDE0",
                        "00000000"),
                explicit(
                        "sequence of undefined length with an item of defined length",
                        none,
                        "08001011",
                        "5351",
                        "0000",
                        "FFFFFFFF",
                        "FEFF00E0",
                        "0C000000",
                        "08001800",
                        "5549",
                        "0400",
                        "312E3200",
                        "FEFFDDE0",
                        "00000000"),
                explicit(
                        "sequence of defined length with items of both kinds",
                        none,
                        "08001011",
                        "5351",
                        "0000",
                        "24000000",
                        "FEFF00E0",
                        "FFFFFFFF",
                        "08001800",
                        "5549",
                        "0400",
                        "312E3200",
                        "FEFF0DE0",
                        "00000000",
                        "FEFF00E0",
                        "00000000"),
                implicit(
                        "sequence of undefined length inside of an item of defined length",
                        none,
                        "40003001",
                        "2C000000",
                        "FEFF00E0",
                        "24000000",
                        "40000801",
                        "FFFFFFFF",
                        "FEFF00E0",
                        "0C000000",
                        "08000001",
                        "04000000",
                        "41424344",
                        "FEFFDDE0",
                        "00000000"),
                explicit("a known element as UN", none, "10002000", "554E", "0000", "04000000", "534E3120"),
                big("numbers as UN are little endian", none, "00280010", "554E", "0000", "00000002", "0201"),
                explicit(
                        "a known sequence as UN, its items implicit",
                        none,
                        "08001011",
                        "554E",
                        "0000",
                        "14000000",
                        "FEFF00E0",
                        "0C000000",
                        "08001800",
                        "04000000",
                        "312E3200"),
                big(
                        "an unknown sequence as UN of undefined length, its items implicit little endian",
                        none,
                        "00091001",
                        "554E",
                        "0000",
                        "FFFFFFFF",
                        "FEFF00E0",
                        "0A000000",
                        "28001000",
                        "02000000",
                        "0201",
                        "FEFFDDE0",
                        "00000000"),
                new Golden(
                        "encapsulated pixel data",
                        none,
                        TransferSyntax.of(UID.JPEGBaseline8Bit),
                        "E07F1000",
                        "4F42",
                        "0000",
                        "FFFFFFFF",
                        "FEFF00E0",
                        "00000000",
                        "FEFF00E0",
                        "04000000",
                        "FFD8FFD9",
                        "FEFFDDE0",
                        "00000000"),
                explicit(
                        "a private block",
                        none,
                        "09001000",
                        "4C4F",
                        "0400",
                        "41434D45",
                        "09000110",
                        "5348",
                        "0200",
                        "4120"),
                explicit("trailing padding", none, "FCFFFCFF", "4F42", "0000", "04000000", "00000000"),
                implicit("trailing padding", none, "FCFFFCFF", "04000000", "00000000"),
                explicit(
                        "group length",
                        none,
                        "08000000",
                        "554C",
                        "0400",
                        "0C000000",
                        "08001800",
                        "5549",
                        "0400",
                        "312E3200"));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void what_was_read_is_written_the_same_way(Golden golden) throws IOException {
        Dataset dataset = DicomReader.strict().readDataset(new ByteArrayInputStream(golden.bytes()), golden.syntax);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset, golden.syntax, out);
        assertThat(Bytes.hex(out.toByteArray())).isEqualTo(Bytes.hex(golden.bytes()));
    }

    @Test
    void un_is_presented_as_what_the_dictionary_knows() throws IOException {
        byte[] bytes = Bytes.of("00280010", "554E", "0000", "00000002", "0201", "00280011", "5553", "0002", "0102");
        Dataset dataset = DicomReader.strict().readDataset(new ByteArrayInputStream(bytes), EXPLICIT_VR_BIG_ENDIAN);
        Element rows = dataset.get(Tag.Rows);
        assertThat(rows.vr()).isEqualTo(VR.US);
        assertThat(rows.isEncodedAsUN()).isTrue();
        assertThat(rows.ints()).containsExactly(258);
        assertThat(dataset.get(Tag.Columns).isEncodedAsUN()).isFalse();
        assertThat(dataset.integer(Tag.Columns, 0)).isEqualTo(258);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataset(dataset.toBuilder().build(), EXPLICIT_VR_LITTLE_ENDIAN, out);
        assertThat(Bytes.hex(out.toByteArray()))
                .isEqualTo("28001000" + "554E0000" + "02000000" + "0201" + "28001100" + "55530200" + "0201");
    }

    @Test
    void a_length_that_the_representation_cannot_express_is_written_as_un() throws IOException {
        Dataset dataset = Dataset.builder()
                .set(Tag.PatientComments, "x".repeat(70_000))
                .setLongs(Tag.SelectorUSValue, VR.US, new long[40_000])
                .build();
        for (TransferSyntax syntax : new TransferSyntax[] {EXPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_BIG_ENDIAN}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(dataset, syntax, out);
            Dataset again = DicomReader.strict().readDataset(new ByteArrayInputStream(out.toByteArray()), syntax);
            assertThat(again.sameContent(dataset)).isTrue();
            assertThat(again.get(Tag.PatientComments).isEncodedAsUN()).isTrue();
        }
    }

    @Test
    void a_file_begins_with_preamble_prefix_and_meta_information() {
        byte[] bytes = DicomWriter.preambleAndMeta(FileMeta.of("1.2", "1.2.3", UID.ExplicitVRLittleEndian));
        assertThat(Bytes.hex(bytes))
                .startsWith("00".repeat(128)
                        + "4449434D" // DICM
                        + "02000000554C0400"); // (0002,0000) UL
        int length = bytes[140] & 0xFF;
        assertThat(length).isEqualTo(bytes.length - 144);
    }
}
