package org.diconde4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

class DicomDumpTest {
    private static String dump(Dataset dataset) throws IOException {
        StringBuilder out = new StringBuilder();
        DicomDump.standard().write(dataset, out);
        return out.toString();
    }

    @Test
    void shows_value_length_multiplicity_keyword_and_diconde_name() throws IOException {
        assertThat(dump(Dataset.builder().set(Tag.PatientID, "SN-17").build()))
                .isEqualTo("(0010,0020) LO [SN-17]" + " ".repeat(36) + " # 6, 1 PatientID · ComponentIDNumber\n");
        assertThat(dump(Dataset.builder().set(Tag.ImageType, "A", "B").build()))
                .contains("CS [A\\B] ")
                .contains("# 4, 2 ImageType");
        assertThat(dump(Dataset.builder()
                        .set(Tag.SOPClassUID, UID.CTImageStorage)
                        .build()))
                .contains("[1.2.840.10008.5.1.4.1.1.2] = CT Image Storage");
        assertThat(dump(Dataset.builder().setEmpty(Tag.StudyDate).build()))
                .contains("DA (no value)")
                .contains("# 0, 0 StudyDate");
    }

    @Test
    void indents_items_below_their_sequence() throws IOException {
        Dataset dataset = Dataset.builder()
                .setItems(
                        Tag.ReferencedStudySequence,
                        Dataset.builder()
                                .set(Tag.ReferencedSOPInstanceUID, "1.2")
                                .build(),
                        Dataset.empty())
                .build();
        assertThat(dump(dataset).lines().map(line -> line.replaceAll(" +#.*", "")))
                .containsExactly(
                        "(0008,1110) SQ 2 items",
                        "  (FFFE,E000) item 1",
                        "    (0008,1155) UI [1.2]",
                        "  (FFFE,E000) item 2, empty");
    }

    @Test
    void shows_bytes_in_the_units_of_their_representation_shortened() throws IOException {
        byte[] pixels = new byte[1000];
        pixels[0] = 0x34;
        pixels[1] = 0x12;
        assertThat(dump(Dataset.builder().setBytes(Tag.PixelData, VR.OW, pixels).build()))
                .startsWith("(7FE0,0010) OW 1234\\0000\\")
                .contains("…");
        BulkData passed = new BulkData(null, 132, 70_000, false);
        assertThat(dump(Dataset.builder()
                        .set(Element.of(Tag.PixelData, VR.OW, passed))
                        .build()))
                .contains("70000 bytes at offset 132, passed over");
    }

    @Test
    void shows_the_first_of_many_numbers_in_decimal_and_counts_all_of_them() throws IOException {
        int[] table = IntStream.range(0, 4096).map(i -> 16 * i).toArray();
        assertThat(dump(Dataset.builder().set(Tag.LUTData, table).build()))
                .startsWith("(0028,3006) US 0\\16\\32\\48\\64\\80\\")
                .contains("\\272… #")
                .contains("# 8192, 4096 LUTData");
        byte[] bigEndian = new byte[8192];
        bigEndian[1] = 16;
        BulkData elsewhere = new BulkData((offset, length) -> new ByteArrayInputStream(bigEndian), 0, 8192, true);
        assertThat(dump(Dataset.builder()
                        .set(Element.of(Tag.LUTData, VR.US, elsewhere))
                        .build()))
                .startsWith("(0028,3006) US 16\\0\\0\\")
                .contains("# 8192, 4096 LUTData");
        String contour = "-12.5\\7\\".repeat(1000) + "3";
        assertThat(dump(Dataset.builder()
                        .setBytes(Tag.ContourData, VR.DS, contour.getBytes(StandardCharsets.US_ASCII))
                        .build()))
                .contains("[-12.5\\7\\-12.5\\")
                .contains(", 2001 ContourData");
    }

    @Test
    void shows_all_of_a_long_text_where_it_is_asked_to() throws IOException {
        StringBuilder out = new StringBuilder();
        String text = "long text ".repeat(1000) + "end";
        DicomDump.standard()
                .withValuesUpTo(20_000)
                .write(Dataset.builder().set(Tag.TextValue, text).build(), out);
        assertThat(out.toString()).contains("[" + text + "]");
    }

    @Test
    void shows_floating_point_pixels_as_numbers() throws IOException {
        byte[] pixels = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.25f)
                .putFloat(-1e-7f)
                .array();
        assertThat(dump(Dataset.builder()
                        .setBytes(Tag.FloatPixelData, VR.OF, pixels)
                        .build()))
                .startsWith("(7FE0,0008) OF 0.25\\-1.0E-7 ")
                .contains("# 8, 1 FloatPixelData");
    }

    @Test
    void can_do_nothing_to_a_terminal() throws IOException {
        String text = dump(Dataset.builder()
                .set(Tag.PatientComments, "a\u001B[31mred\r\n\u009B2J\u202Eevil\u0007\u2028")
                .build());
        assertThat(text).contains("a\\u001B[31mred\\r\\n\\u009B2J\\u202Eevil\\u0007\\u2028");
        assertThat(text.replace("\n", "").chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void names_private_creators() throws IOException {
        Dataset dataset = Dataset.builder()
                .set(0x00090010, VR.LO, "ACME")
                .setBytes(0x00091001, VR.UN, new byte[2])
                .setBytes(0x000B1001, VR.UN, new byte[2])
                .set(0x00110010, VR.LO, "astm.org/diconde/iod/Component")
                .set(0x00111030, VR.DS, "2.5")
                .build();
        assertThat(dump(dataset))
                .contains("private creator")
                .contains("private of ACME")
                .contains("Thickness of astm.org/diconde/iod/Component")
                .contains("private, without creator");
    }

    @Test
    void begins_with_the_file_meta_information() throws IOException {
        Dataset meta = FileMeta.of(UID.CTImageStorage, "1.2", UID.ImplicitVRLittleEndian);
        DicomObject object = DicomReader.lenient().read(new ByteArrayInputStream(DicomWriter.preambleAndMeta(meta)));
        StringBuilder out = new StringBuilder();
        DicomDump.standard().write(object, out);
        assertThat(out)
                .startsWith("# File Meta Information\n(0002,0000) UL ")
                .contains("# Data set at offset")
                .contains("Implicit VR Little Endian");
    }

    @Test
    void shows_only_the_beginning_of_a_long_text() throws IOException {
        assertThat(dump(Dataset.builder()
                        .set(Tag.TextValue, VR.UT, "x".repeat(100_000))
                        .build()))
                .hasSizeLessThan(200)
                .contains("xxx…]");
    }
}
