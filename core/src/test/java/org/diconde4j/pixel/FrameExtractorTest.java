package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.FrameExtractionException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that become an instance of their own (PS3.4 Y.3). */
class FrameExtractorTest {
    private static final int COUNT = 6;

    /** Six frames of 2 by 3 pixels, every byte of a frame its number from 1 on. */
    private static Dataset.Builder image() {
        byte[] pixels = new byte[COUNT * 6];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (1 + i / 6);
        }
        return Images.grey(2, 3, COUNT)
                .set(Tag.SOPClassUID, UID.UltrasoundMultiFrameImageStorage)
                .set(Tag.SOPInstanceUID, "1.2.3.4")
                .set(Tag.StudyInstanceUID, "1.2")
                .set(Tag.SeriesInstanceUID, "1.2.3")
                .setBytes(Tag.PixelData, VR.OB, pixels);
    }

    /** Functional groups that have nothing but what is said of the content of each frame, counted from 0. */
    private static List<Dataset> groups(IntFunction<Dataset.Builder> content) {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> Dataset.builder()
                        .setItems(Tag.FrameContentSequence, content.apply(i).build())
                        .build())
                .toList();
    }

    private static DicomObject object(Dataset dataset, TransferSyntax syntax) {
        Dataset meta =
                FileMeta.of(dataset.string(Tag.SOPClassUID, ""), dataset.string(Tag.SOPInstanceUID, ""), syntax.uid());
        return new DicomObject(meta, syntax, 0, dataset);
    }

    private static DicomObject object(Dataset dataset) {
        return object(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    /** As a receiver has it: written and read. */
    private static DicomObject extract(DicomObject source, FrameList list) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(FrameExtractor.extract(source, list), out);
        return DicomReader.strict().read(new ByteArrayInputStream(out.toByteArray()));
    }

    /** The number that each frame consists of. */
    private static List<Integer> numbers(DicomObject object) throws IOException {
        Frames frames = Frames.of(object);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < frames.count(); i++) {
            try (var in = frames.open(i)) {
                byte[] bytes = in.readAllBytes();
                for (byte b : bytes) {
                    assertThat(b).isEqualTo(bytes[0]);
                }
                assertThat(bytes).hasSize(6);
                numbers.add((int) bytes[0]);
            }
        }
        return numbers;
    }

    private static void refused(Dataset image, FrameList list, Reason reason) {
        assertThatThrownBy(() -> FrameExtractor.extract(object(image), list))
                .isInstanceOfSatisfying(
                        FrameExtractionException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.ImplicitVRLittleEndian,
                UID.ExplicitVRLittleEndian,
                UID.ExplicitVRBigEndian,
                UID.DeflatedExplicitVRLittleEndian,
                UID.EncapsulatedUncompressedExplicitVRLittleEndian
            })
    void the_frames_that_were_asked_for_are_an_instance_in_the_same_encoding(String syntax) throws IOException {
        DicomObject source = object(image().build());
        source = Transcoder.to(TransferSyntax.of(syntax)).transcode(source).object();
        DicomObject made = extract(source, FrameList.simple(2, 3, 6));
        assertThat(made.transferSyntax().uid()).isEqualTo(syntax);
        assertThat(numbers(made)).containsExactly(2, 3, 6);
        assertThat(made.dataset().string(Tag.NumberOfFrames)).isEqualTo("3");
    }

    @Test
    void words_of_big_endian_pixels_stay_words() throws IOException {
        Dataset words = image().set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 16)
                .set(Tag.HighBit, 15)
                .set(Tag.Columns, 1)
                .set(Tag.NumberOfFrames, "9")
                .setBytes(Tag.PixelData, VR.OW, bytes(36))
                .build();
        DicomObject source = Transcoder.to(TransferSyntax.of(UID.ExplicitVRBigEndian))
                .transcode(object(words))
                .object();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DicomWriter.write(source, file);
        DicomObject read = DicomReader.strict().read(new ByteArrayInputStream(file.toByteArray()));
        DicomObject made = extract(read, FrameList.simple(2));
        assertThat(Frames.of(made).open(0).readAllBytes()).containsExactly(4, 5, 6, 7);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void the_instance_is_a_new_one_of_the_same_class_and_series_and_says_where_it_comes_from() throws IOException {
        DicomObject source = object(image().build());
        DicomObject first = extract(source, FrameList.calculated(1, 6, 2));
        Dataset made = first.dataset();
        assertThat(numbers(first)).containsExactly(1, 3, 5);
        assertThat(made.string(Tag.SOPClassUID)).isEqualTo(UID.UltrasoundMultiFrameImageStorage);
        assertThat(made.string(Tag.SeriesInstanceUID)).isEqualTo("1.2.3");
        assertThat(made.string(Tag.SOPInstanceUID)).startsWith("2.25.").hasSizeLessThanOrEqualTo(64);
        assertThat(first.fileMeta().string(Tag.MediaStorageSOPInstanceUID)).isEqualTo(made.string(Tag.SOPInstanceUID));
        Dataset extraction = made.items(Tag.FrameExtractionSequence).get(0);
        assertThat(extraction.string(Tag.MultiFrameSourceSOPInstanceUID)).isEqualTo("1.2.3.4");
        assertThat(extraction.get(Tag.CalculatedFrameList).longs()).containsExactly(1, 6, 2);
        Dataset equipment = made.items(Tag.ContributingEquipmentSequence).get(0);
        assertThat(equipment.items(Tag.PurposeOfReferenceCodeSequence).get(0).string(Tag.CodeValue))
                .isEqualTo("109105");

        assertThat(extract(source, FrameList.calculated(1, 6, 2)).dataset().string(Tag.SOPInstanceUID))
                .as("the same frames are the same instance")
                .isEqualTo(made.string(Tag.SOPInstanceUID));
        Dataset second = extract(first, FrameList.simple(3)).dataset();
        assertThat(second.string(Tag.SOPInstanceUID)).isNotEqualTo(made.string(Tag.SOPInstanceUID));
        assertThat(second.items(Tag.FrameExtractionSequence)).hasSize(2);
        assertThat(second.items(Tag.ContributingEquipmentSequence)).hasSize(2);
    }

    @Test
    void what_is_said_of_each_frame_is_said_of_those_that_are_left() throws IOException {
        Dataset source = image().setItems(
                        Tag.PerFrameFunctionalGroupsSequence,
                        groups(i -> Dataset.builder().setLongs(Tag.DimensionIndexValues, VR.UL, i + 1)))
                .set(Tag.FrameLabelVector, "a", "b", "c", "d", "e", "f")
                .set(Tag.RotationVector, 1, 1, 2, 2, 3, 3)
                .set(Tag.RepresentativeFrameNumber, 4)
                .set(Tag.ConcatenationUID, "1.2.9")
                .set(0x00090010, VR.LO, "ACME")
                .set(0x00091001, VR.LO, "secret")
                .set(0x00190010, VR.LO, "astm.org/diconde/iod/NdeGeometry")
                .set(0x00191001, VR.LO, "kept")
                .build();
        Dataset made = extract(object(source), FrameList.simple(2, 5)).dataset();
        assertThat(made.items(Tag.PerFrameFunctionalGroupsSequence).stream()
                        .map(g -> g.items(Tag.FrameContentSequence).get(0).integer(Tag.DimensionIndexValues, 0)))
                .containsExactly(2, 5);
        assertThat(made.strings(Tag.FrameLabelVector)).containsExactly("b", "e");
        assertThat(made.get(Tag.RotationVector).longs()).containsExactly(1, 3);
        assertThat(made.contains(Tag.RepresentativeFrameNumber)).isFalse();
        assertThat(made.contains(Tag.ConcatenationUID)).isFalse();
        assertThat(made.contains(0x00091001)).isFalse();
        assertThat(made.contains(0x00090010)).isFalse();
        assertThat(made.string(0x00191001)).isEqualTo("kept");
    }

    @Test
    void frames_are_found_by_time_and_keep_their_times() throws IOException {
        Dataset cine = image().set(Tag.FrameTime, VR.DS, "40")
                .set(Tag.FrameDelay, VR.DS, "100")
                .set(Tag.FrameIncrementPointer, Tag.FrameTime)
                .build();
        DicomObject made =
                extract(object(cine), FrameList.timeRange(0.14, 0.26)); // at 0.10, 0.14, 0.18, 0.22, 0.26, 0.30 s
        assertThat(numbers(made)).containsExactly(2, 3, 4, 5);
        assertThat(made.dataset().number(Tag.FrameDelay, 0)).isEqualTo(140);
        assertThat(made.dataset().number(Tag.FrameTime, 0)).isEqualTo(40);
        assertThat(made.dataset()
                        .items(Tag.FrameExtractionSequence)
                        .get(0)
                        .get(Tag.TimeRange)
                        .doubles())
                .containsExactly(0.14, 0.26);

        Dataset every = extract(object(cine), FrameList.calculated(1, 6, 2)).dataset();
        assertThat(every.number(Tag.FrameTime, 0)).isEqualTo(80);
        Dataset uneven = extract(object(cine), FrameList.simple(1, 2, 5)).dataset();
        assertThat(uneven.contains(Tag.FrameTime)).isFalse();
        assertThat(uneven.strings(Tag.FrameTimeVector)).containsExactly("0", "40", "120");
        assertThat(uneven.get(Tag.FrameIncrementPointer).longs()).containsExactly(Tag.FrameTimeVector);

        Dataset vector = image().set(Tag.FrameTimeVector, VR.DS, "0", "10", "20", "30", "40", "50")
                .build();
        assertThat(numbers(extract(object(vector), FrameList.timeRange(0.03, 0.1))))
                .containsExactly(3, 4, 5);
    }

    @Test
    @Timeout(5)
    void a_vector_of_many_times_takes_no_longer_than_it_is_long() throws IOException {
        Dataset hostile = image().set(
                        Tag.FrameTimeVector,
                        VR.DS,
                        Collections.nCopies(20_000, "40").toArray(String[]::new))
                .build();
        assertThat(numbers(extract(object(hostile), FrameList.simple(2)))).containsExactly(2);
    }

    @Test
    void frames_that_say_their_moment_are_found_by_it() throws IOException {
        List<Dataset> groups =
                groups(i -> Dataset.builder().set(Tag.FrameReferenceDateTime, VR.DT, "2026010112000" + i + ".5"));
        Dataset enhanced = image().set(Tag.ContentDate, VR.DA, "20260101")
                .set(Tag.ContentTime, VR.TM, "120000")
                .setItems(Tag.PerFrameFunctionalGroupsSequence, groups)
                .build();
        assertThat(numbers(extract(object(enhanced), FrameList.timeRange(1, 3.5))))
                .containsExactly(2, 3, 4);
    }

    @Test
    void frames_that_are_not_there_are_passed_over_unless_none_is() throws IOException {
        assertThat(numbers(extract(object(image().build()), FrameList.simple(5, 6, 7, 1_000_000_000L))))
                .containsExactly(5, 6);
        assertThat(numbers(extract(object(image().build()), FrameList.calculated(5, 6, 1, 100, 0xFFFFFFFFL, 1))))
                .containsExactly(5, 6);
        refused(image().build(), FrameList.simple(7), Reason.NOT_FOUND);
        refused(image().set(Tag.FrameTime, VR.DS, "40").build(), FrameList.timeRange(9, 10), Reason.NOT_FOUND);
    }

    @Test
    void what_cannot_be_taken_apart_is_refused_with_its_reason() {
        refused(image().build(), FrameList.timeRange(0, 1), Reason.NO_TIMES);
        refused(image().remove(Tag.NumberOfFrames).build(), FrameList.simple(1), Reason.NO_FRAMES);
        refused(image().remove(Tag.PixelData).build(), FrameList.simple(1), Reason.NO_FRAMES);
        Dataset bits = image().set(Tag.BitsAllocated, 1)
                .set(Tag.BitsStored, 1)
                .set(Tag.HighBit, 0)
                .setBytes(Tag.PixelData, VR.OB, new byte[6])
                .build();
        refused(bits, FrameList.simple(1), Reason.UNABLE);
    }

    @Test
    void a_list_that_the_standard_does_not_allow_is_none() {
        for (long[] wrong : new long[][] {{}, {0}, {2, 2}, {3, 2}, {-1}, {1L << 32}}) {
            assertThatThrownBy(() -> FrameList.simple(wrong)).hasMessageContaining("SimpleFrameList: expected");
        }
        for (long[] wrong : new long[][] {{}, {1, 2}, {1, 2, 0}, {2, 1, 1}, {0, 2, 1}, {1, 3, 1, 3, 4, 1}}) {
            assertThatThrownBy(() -> FrameList.calculated(wrong)).hasMessageContaining("CalculatedFrameList: expected");
        }
        assertThatThrownBy(() -> FrameList.timeRange(2, 1)).hasMessageContaining("TimeRange: expected");
        assertThatThrownBy(() -> FrameList.timeRange(Double.NaN, 1)).isInstanceOf(FrameExtractionException.class);
        assertThatThrownBy(() -> FrameList.of(Dataset.empty())).hasMessageContaining("expected one of");
        Dataset two = Dataset.builder()
                .setLongs(Tag.SimpleFrameList, VR.UL, 1)
                .setDoubles(Tag.TimeRange, VR.FD, 0, 1)
                .build();
        assertThatThrownBy(() -> FrameList.of(two)).hasMessageContaining("found 2");
        assertThat(FrameList.of(Dataset.builder()
                                .setLongs(Tag.SimpleFrameList, VR.UL, 1, 4)
                                .build())
                        .toString())
                .isEqualTo("SimpleFrameList [1, 4]");
    }

    @Test
    void frames_are_read_as_people_write_them() {
        assertThat(FrameList.parse("1, 5-9,20-100/20").toString())
                .isEqualTo("CalculatedFrameList [1, 1, 1, 5, 9, 1, 20, 100, 20]");
        for (String wrong : new String[] {"", "1,", "a", "3-1", "5,1", "1-2-3", "1/2", "99999999999"}) {
            assertThatThrownBy(() -> FrameList.parse(wrong)).as(wrong).isInstanceOf(FrameExtractionException.class);
        }
    }

    @Test
    void a_compressed_frame_stays_as_it_is_and_a_video_is_not_divided() throws IOException {
        DicomObject video = object(image().build(), TransferSyntax.of(UID.MPEG2MPML));
        DicomObject encapsulated = Transcoder.to(TransferSyntax.of(UID.EncapsulatedUncompressedExplicitVRLittleEndian))
                .transcode(object(image().build()))
                .object();
        DicomObject stream = object(encapsulated.dataset(), video.transferSyntax());
        assertThatThrownBy(() -> FrameExtractor.extract(stream, FrameList.simple(1)))
                .isInstanceOfSatisfying(
                        FrameExtractionException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNABLE));
        DicomObject jpegLs = object(encapsulated.dataset(), TransferSyntax.of(UID.JPEGLSLossless));
        assertThat(numbers(extract(jpegLs, FrameList.simple(4)))).containsExactly(4);
    }
}
