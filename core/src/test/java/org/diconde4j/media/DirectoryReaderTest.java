package org.diconde4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.media.RawDirectory.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryReaderTest {
    private static final String TWO_FILES = """
            PATIENT
             STUDY
              SERIES
               IMAGE A/B
               IMAGE C
            """;

    private final List<String> deviations = new ArrayList<>();
    private final DirectoryReader reader = DirectoryReader.lenient().withDeviations(d -> deviations.add(d.problem()));

    private String outline(RawDirectory directory) throws IOException {
        return Outline.of(reader.read(directory.open()));
    }

    private static String refusal(RawDirectory directory) {
        DicomParseException e = catchThrowableOfType(
                DicomParseException.class, () -> DirectoryReader.strict().read(directory.open()));
        return e == null ? "accepted" : String.valueOf(e.getMessage());
    }

    // ---- the tree

    @Test
    void follows_offsets_from_the_root_down() throws IOException {
        RawDirectory directory = RawDirectory.withFiles("A\\B", "C");

        assertThat(outline(directory)).isEqualTo(TWO_FILES);
        assertThat(deviations).isEmpty();
        assertThat(refusal(directory)).isEqualTo("accepted");
        assertThat(reader.read(directory.open()).fileSetId()).isEqualTo("TEST");
    }

    @Test
    void records_may_stand_in_any_order() throws IOException {
        assertThat(outline(RawDirectory.of(
                        3,
                        0,
                        new Record(-1, -1, "PALETTE"),
                        new Record(-1, -1, 0xFFFF, "IMAGE", "C"),
                        new Record(1, -1, 0xFFFF, "IMAGE", "A\\B"),
                        new Record(0, 5, "PATIENT"),
                        new Record(-1, 2, "SERIES"),
                        new Record(-1, 4, "STUDY"))))
                .isEqualTo(TWO_FILES + "PALETTE\n");
        assertThat(deviations).isEmpty();
    }

    @Test
    void a_directory_without_records_is_empty() throws IOException {
        RawDirectory empty = RawDirectory.of(-1, -1);

        assertThat(reader.read(empty.open()).records()).isEmpty();
        assertThat(refusal(empty)).isEqualTo("accepted");
    }

    @Test
    void a_record_that_is_not_in_use_is_left_out_with_all_below_it_but_its_siblings_stay() throws IOException {
        assertThat(outline(RawDirectory.of(
                        0,
                        2,
                        new Record(2, 1, 0, "PATIENT", null),
                        new Record(-1, -1, "STUDY"),
                        new Record(-1, -1, "PATIENT"))))
                .isEqualTo("PATIENT\n");
        assertThat(deviations).containsExactly("1 records are reached by no offset and left out");
    }

    @Test
    void the_file_of_a_shared_record_is_that_of_the_retired_record_it_leads_to() throws IOException {
        byte[] bytes = RawDirectory.of(
                        0,
                        0,
                        new Record(-1, -1, 0xFFFF, "IMAGE", "        "),
                        new Record(-1, -1, 0xFFFF, "MRDR", "A\\B"))
                .bytes();
        int fileId = RawDirectory.FIRST_RECORD + 8 + 12 + 10 + 12 + 8 + 6;
        long mrdr = RawDirectory.FIRST_RECORD + 8 + 12 + 10 + 12 + 8 + 6 + 8 + 8;
        bytes[fileId + 2] = 0x04; // (0004,1504) MRDR Directory Record Offset instead of Referenced File ID
        bytes[fileId + 3] = 0x15;
        bytes[fileId + 4] = 'U';
        bytes[fileId + 5] = 'P';
        bytes[fileId + 5] = 'L';
        for (int i = 0; i < 4; i++) {
            bytes[fileId + 8 + i] = (byte) (mrdr >>> 8 * i);
            bytes[fileId + 12 + i] = 0;
        }

        assertThat(Outline.of(reader.read(new ByteArrayInputStream(bytes)))).isEqualTo("IMAGE A/B\n");
    }

    // ---- offsets that lie

    @Test
    void offsets_in_a_circle_end_where_they_come_round() throws IOException {
        RawDirectory circle = RawDirectory.of(0, 1, new Record(1, -1, "PATIENT"), new Record(0, 0, "PATIENT"));

        assertThat(outline(circle)).isEqualTo("PATIENT\nPATIENT\n");
        assertThat(deviations).contains("a record is reached by two offsets, or in a circle");
        assertThat(refusal(circle)).contains("circle").contains("offset " + RawDirectory.FIRST_RECORD);
    }

    @Test
    void records_below_two_others_belong_to_the_first() throws IOException {
        assertThat(outline(RawDirectory.of(
                        0, 1, new Record(1, 2, "PATIENT"), new Record(-1, 2, "PATIENT"), new Record(-1, -1, "STUDY"))))
                .isEqualTo("PATIENT\n STUDY\nPATIENT\n");
        assertThat(deviations).containsExactly("a record is reached by two offsets, or in a circle");
    }

    @Test
    void offsets_that_are_all_wrong_by_the_same_number_are_put_right() throws IOException {
        RawDirectory edited = RawDirectory.withFiles("A\\B", "C").bent(offset -> offset - 14);

        assertThat(outline(edited)).isEqualTo(TWO_FILES);
        assertThat(deviations).containsExactly("all offsets are wrong by 14");
        assertThat(refusal(edited)).contains("wrong by 14");
    }

    @Test
    void offsets_into_the_middle_of_records_are_not_followed_and_the_order_of_the_records_counts() throws IOException {
        RawDirectory middle = RawDirectory.withFiles("A\\B", "C").bent(offset -> offset + offset % 7 + 1);

        assertThat(outline(middle)).isEqualTo(TWO_FILES);
        assertThat(deviations).contains("offsets lead nowhere; the records are taken in their order");
        assertThat(refusal(middle)).contains("lead nowhere");
    }

    @Test
    void offsets_that_are_missing_are_made_up_for_by_the_order_of_the_records() throws IOException {
        RawDirectory none = RawDirectory.withFiles("A\\B", "C").bent(offset -> 0);

        assertThat(outline(none)).isEqualTo(TWO_FILES);
        assertThat(deviations).contains("no offset leads to the records of the root; they are taken in their order");
    }

    @Test
    void where_neither_offsets_nor_order_make_sense_what_is_reached_stays() throws IOException {
        RawDirectory torn = RawDirectory.of(
                        1, 1, new Record(-1, -1, "IMAGE"), new Record(-1, 2, "PATIENT"), new Record(-1, -1, "STUDY"))
                .bent(offset -> offset == RawDirectory.FIRST_RECORD + 8 + 12 + 10 + 12 + 14 ? offset : 4_000_000_000L);

        assertThat(outline(torn)).isEqualTo("PATIENT\n");
        assertThat(deviations)
                .contains("the offset of the records below leads to none")
                .contains("2 records are reached by no offset and left out");
    }

    @Test
    void records_nested_deeper_than_the_limit_are_refused() {
        Record[] chain = new Record[100];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = new Record(-1, i + 1 < chain.length ? i + 1 : -1, "PRIVATE");
        }

        assertThatThrownBy(() -> outline(RawDirectory.of(0, 0, chain)))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("records are nested deeper than 64");
    }

    @Test
    void more_records_than_the_limit_are_refused_before_they_are_kept() {
        ReadLimits few = new ReadLimits(64, 20, 1 << 20, 1 << 20, 10, 1 << 20, 100);

        assertThatThrownBy(() -> DirectoryReader.lenient()
                        .withLimits(few)
                        .read(RawDirectory.withFiles("A", "B", "C").open()))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("more than 20 elements");
    }

    // ---- names of files

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..\\..\\ETC\\PASSWD",
                "DICOM\\..\\..\\X",
                ".\\X",
                "\\ETC\\PASSWD",
                "\\\\SERVER\\SHARE",
                "DICOM\\\\X",
                "DICOM\\",
                "C:\\WINDOWS",
                "X:STREAM",
                "DICOM/../../X",
                "/ETC/PASSWD",
                "A\\NUL",
                "A\\con.dcm",
                "COM1",
                "LPT9.TXT",
                "A\\X\u0000Y",
                "A\\X\u001BY",
                "A\\X.",
            })
    void a_name_that_could_lead_out_of_the_file_set_is_refused_whatever_the_reader(String fileId) throws IOException {
        RawDirectory hostile = RawDirectory.withFiles("FINE", fileId);

        DicomParseException e = catchThrowableOfType(DicomParseException.class, () -> reader.read(hostile.open()));
        assertThat(e).hasMessageContaining("the File ID").hasMessageContaining("is refused");
        assertThat(e.tag()).isEqualTo(Tag.ReferencedFileID);
        assertThat(e.offset()).isEqualTo(hostile.offset(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dicom\\im0001",
                "IMAGES\\A_NAME_OF_MORE_THAN_16_CHARACTERS",
                "IM0001.DCM",
                "A\\B\\C\\D\\E\\F\\G\\H\\I"
            })
    void a_name_that_the_standard_does_not_allow_but_real_media_have_is_reported(String fileId) throws IOException {
        RawDirectory directory = RawDirectory.withFiles(fileId);

        assertThat(outline(directory)).endsWith("IMAGE " + fileId.replace('\\', '/') + "\n");
        assertThat(deviations)
                .singleElement()
                .asString()
                .startsWith("a File ID has up to 8 names of up to 8 characters");
        assertThat(refusal(directory)).contains("a File ID has up to 8 names");
    }

    @Test
    void a_descriptor_outside_of_the_file_set_is_refused_too() throws IOException {
        String bytes = new String(RawDirectory.of(-1, -1).bytes(), StandardCharsets.ISO_8859_1);
        String descriptor = bytes.replace("\4\0\60\21CS\4\0TEST", "\4\0\101\21CS\4\0..\\A"); // (0004,1141)

        assertThat(descriptor).isNotEqualTo(bytes);
        assertThatThrownBy(
                        () -> reader.read(new ByteArrayInputStream(descriptor.getBytes(StandardCharsets.ISO_8859_1))))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("the File ID \"..\\A\" is refused")
                .hasMessageContaining("FileSetDescriptorFileID");
    }

    // ---- other files

    @Test
    void another_dicom_file_is_refused_as_no_dicomdir() throws IOException {
        byte[] bytes = RawDirectory.of(-1, -1).bytes();
        byte[] ct = java.util.Arrays.copyOf(bytes, RawDirectory.META);
        ct[128 + 4 + 12 + 8 + 15] = '4'; // 1.2.840.10008.1.4.10

        assertThatThrownBy(() -> reader.read(new ByteArrayInputStream(ct)))
                .isInstanceOf(DicomParseException.class)
                .hasMessageContaining("no DICOMDIR: expected Media Storage Directory Storage, found 1.2.840.10008.");
    }
}
