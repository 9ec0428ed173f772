package org.diconde4j.iod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.RandomDatasets;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.peer.Pydicom;
import org.junit.jupiter.api.Test;

/** Whatever can be read can be validated: without an exception, in bounded time, with a report of bounded size. */
class HostileObjectsTest {
    private static final IodValidator VALIDATOR = IodValidator.standard();
    private static final String[] CLASSES = {
        UID.CTImageStorage,
        UID.EnhancedCTImageStorage,
        UID.DigitalXRayImageStorageForPresentation,
        UID.ComprehensiveSRStorage,
        UID.GrayscaleSoftcopyPresentationStateStorage,
        UID.SegmentationStorage,
        UID.UltrasoundWaveformStorage,
        UID.RTPlanStorage
    };

    @Test
    void random_data_sets_of_any_class_get_a_report() {
        long seed = new Random().nextLong();
        RandomDatasets random = new RandomDatasets(seed);
        for (int i = 0; i < 800; i++) {
            Dataset dataset = random.next().toBuilder()
                    .set(Tag.SOPClassUID, CLASSES[i % CLASSES.length])
                    .build();
            assertThatCode(() -> VALIDATOR.validate(dataset).toString())
                    .as("seed " + seed + ", data set " + i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void mutated_files_get_a_report_if_they_can_be_read() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (Path file : Pydicom.files()) {
            if (Files.size(file) < 20_000) {
                files.add(Files.readAllBytes(file));
            }
        }
        ReadLimits limits = new ReadLimits(64, 100_000, 1 << 20, 1 << 22, 10_000, 1 << 22, 1_100);
        DicomReader reader = DicomReader.lenient().withLimits(limits).withTruncatedInput();
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 800; i++) {
            byte[] bytes = files.get(random.nextInt(files.size())).clone();
            for (int change = random.nextInt(12); change >= 0; change--) {
                bytes[132 + random.nextInt(Math.min(3000, bytes.length - 132))] = (byte) random.nextInt();
            }
            DicomObject object;
            try {
                object = reader.read(new ByteArrayInputStream(bytes));
            } catch (DicomParseException e) {
                continue;
            }
            read++;
            long start = System.nanoTime();
            assertThatCode(() -> VALIDATOR.validate(object).toJson(""))
                    .as("seed " + seed + ", file " + i)
                    .doesNotThrowAnyException();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("seed " + seed + ", file " + i)
                    .isLessThan(Duration.ofSeconds(2));
        }
        assertThat(read).isGreaterThan(200);
    }

    @Test
    void items_deeper_than_anybody_nests_are_left_alone() {
        Dataset deep = Dataset.builder().set(Tag.PatientID, "x").build();
        for (int i = 0; i < 5_000; i++) {
            deep = Dataset.builder()
                    .set(Tag.SOPClassUID, UID.ComprehensiveSRStorage)
                    .setItems(Tag.ContentSequence, deep)
                    .build();
        }

        IodReport report = VALIDATOR.validate(deep);

        assertThat(report.findings()).anyMatch(finding -> finding.rule() == Rule.LIMIT);
    }

    @Test
    void a_report_counts_what_is_wrong_in_every_item_and_lists_it_once() {
        List<Dataset> frames = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            frames.add(Dataset.builder().set(Tag.PatientID, "x").build());
        }
        Dataset many = Dataset.builder()
                .set(Tag.SOPClassUID, UID.EnhancedCTImageStorage)
                .setItems(Tag.PerFrameFunctionalGroupsSequence, frames)
                .build();

        IodReport report = VALIDATOR.validate(many);

        assertThat(report.findings())
                .filteredOn(f -> f.tag() == Tag.PatientID && f.rule() == Rule.NOT_IN_IOD)
                .singleElement()
                .satisfies(f -> assertThat(f.occurrences()).isEqualTo(20_000));
    }

    @Test
    void a_report_ends_after_a_thousand_different_findings() {
        Dataset.Builder many = Dataset.builder();
        for (int i = 0; i < 5_000; i++) {
            many.setBytes(0x00091000 + i, VR.LO, new byte[] {'a', ' '});
        }

        IodReport report = VALIDATOR.validate(many.build());

        assertThat(report.findings()).hasSize(1001).anyMatch(f -> f.rule() == Rule.LIMIT);
    }

    @Test
    void values_in_a_file_are_not_read() {
        BulkData gone = new BulkData(
                (offset, length) -> {
                    throw new IOException("the file is gone");
                },
                0,
                1 << 20,
                false);
        Dataset.Builder bulk = Dataset.builder();
        for (int tag : new int[] {
            Tag.SOPClassUID,
            Tag.SOPInstanceUID,
            Tag.Rows,
            Tag.PatientName,
            Tag.ImageType,
            Tag.NumberOfFrames,
            Tag.FrameIncrementPointer,
            0x00090010,
            0x00091000
        }) {
            bulk.set(Element.of(tag, tag == Tag.SOPClassUID ? VR.UI : VR.LO, gone));
        }

        Dataset dataset = bulk.build();

        assertThatCode(() -> VALIDATOR.validate(dataset)).doesNotThrowAnyException();
    }

    @Test
    void numbers_that_are_none_do_no_harm() {
        for (String number : List.of("1e300", "-1e300", "NaN", "Infinity", "x", "", "99999999999999999999")) {
            Dataset dataset = Dataset.builder()
                    .set(Tag.SOPClassUID, UID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage)
                    .set(Tag.NumberOfFrames, VR.DS, number)
                    .set(Tag.Rows, VR.DS, number)
                    .set(Tag.BitsAllocated, VR.DS, number)
                    .setBytes(Tag.PixelData, VR.OB, new byte[4])
                    .build();

            assertThatCode(() -> VALIDATOR.validate(dataset)).as(number).doesNotThrowAnyException();
        }
    }

    @Test
    void values_cannot_command_a_terminal() {
        Dataset dataset = Dataset.builder()
                .setBytes(Tag.SOPClassUID, VR.UI, "1.2\u001B[2J".getBytes(StandardCharsets.US_ASCII))
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setBytes(Tag.PatientID, VR.LO, "A\u001B[31m\u202E\n".getBytes(StandardCharsets.UTF_8))
                .build();

        String text = VALIDATOR.validate(dataset).toString();

        assertThat(text).contains("\\u001B").doesNotContain("\u001B", "\u202E");
    }
}
