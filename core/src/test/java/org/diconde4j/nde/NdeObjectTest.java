package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.junit.jupiter.api.Test;

class NdeObjectTest {
    @Test
    void an_image_describes_its_pixels() {
        Dataset radiograph = NdeObject.digitalRadiograph()
                .pixels(2, 3, new short[] {1, 2, 3, 4, 5, (short) 0xFFFE})
                .bitsStored(14)
                .inverted()
                .pixelSpacing(0.1, 0.1)
                .build()
                .dataset();

        assertThat(radiograph.integer(Tag.Rows, 0)).isEqualTo(2);
        assertThat(radiograph.integer(Tag.Columns, 0)).isEqualTo(3);
        assertThat(radiograph.integer(Tag.BitsAllocated, 0)).isEqualTo(16);
        assertThat(radiograph.integer(Tag.BitsStored, 0)).isEqualTo(14);
        assertThat(radiograph.integer(Tag.HighBit, 0)).isEqualTo(13);
        assertThat(radiograph.string(Tag.PhotometricInterpretation)).isEqualTo("MONOCHROME1");
        assertThat(radiograph.string(Tag.PresentationLUTShape)).isEqualTo("INVERSE");
        assertThat(radiograph.get(Tag.PixelData).vr()).isEqualTo(VR.OW);
        assertThat(radiograph.get(Tag.PixelData).bytes())
                .containsExactly(1, 0, 2, 0, 3, 0, 4, 0, 5, 0, (byte) 0xFE, (byte) 0xFF);
    }

    @Test
    void every_object_says_that_it_is_diconde_and_has_identifiers() {
        DicomObject object = NdeObject.ultrasound().pixels(1, 2, new byte[2]).build();

        assertThat(object.dataset().string(Tag.SoftwareVersions)).isEqualTo("DICONDE21");
        assertThat(object.dataset().string(Tag.PatientSex)).isEqualTo("O");
        assertThat(object.dataset().string(Tag.StudyInstanceUID)).startsWith("2.25.");
        assertThat(object.fileMeta().string(Tag.MediaStorageSOPInstanceUID))
                .isEqualTo(object.dataset().string(Tag.SOPInstanceUID));
        assertThat(object.fileMeta().string(Tag.MediaStorageSOPClassUID)).isEqualTo(UID.UltrasoundImageStorage);
    }

    @Test
    void a_given_source_of_identifiers_makes_objects_reproducible() throws IOException {
        DicomObject first = NdeObject.ctSlice()
                .uids(Uids.seeded(7))
                .pixels(2, 2, new short[4])
                .pixelSpacing(1, 1)
                .build();
        DicomObject second = NdeObject.ctSlice()
                .uids(Uids.seeded(7))
                .pixels(2, 2, new short[4])
                .pixelSpacing(1, 1)
                .build();

        assertThat(Arrays.equals(bytes(first), bytes(second))).isTrue();
        assertThat(Uids.seeded(7).get()).isNotEqualTo(Uids.seeded(8).get());
        assertThat(Uids.random()).hasSizeLessThanOrEqualTo(64).isNotEqualTo(Uids.random());
    }

    @Test
    void slices_of_a_series_share_their_frame_of_reference() {
        ComponentSeries series =
                ComponentSeries.builder().instanceUid(Uids.random()).build();

        String first = slice(series, 0).string(Tag.FrameOfReferenceUID);

        assertThat(slice(series, 0.5).string(Tag.FrameOfReferenceUID)).isEqualTo(first);
    }

    private static Dataset slice(ComponentSeries series, double z) {
        return NdeObject.ctSlice()
                .series(series)
                .pixels(1, 1, new short[1])
                .pixelSpacing(1, 1)
                .slice(0, 0, z, 0.5)
                .build()
                .dataset();
    }

    @Test
    void frames_are_counted_and_labelled() {
        Dataset scan = NdeObject.ultrasoundMultiFrame()
                .pixels(2, 2, new byte[8])
                .build()
                .dataset();

        assertThat(scan.integer(Tag.NumberOfFrames, 0)).isEqualTo(2);
        assertThat(scan.strings(Tag.FrameLabelVector)).containsExactly("FRAME 1", "FRAME 2");
        assertThat(scan.string(Tag.FrameIncrementPointer)).isEqualTo("00182002");
    }

    @Test
    void an_odd_document_keeps_its_length() throws IOException {
        DicomObject report =
                NdeObject.pdf(new byte[] {'%', 'P', 'D'}).title("Report").build();

        Dataset read = DicomReader.strict()
                .read(new ByteArrayInputStream(bytes(report)))
                .dataset();

        assertThat(read.longValue(Tag.EncapsulatedDocumentLength, 0)).isEqualTo(3);
        assertThat(read.get(Tag.EncapsulatedDocument).length()).isEqualTo(4);
        assertThat(read.string(Tag.DocumentTitle)).isEqualTo("Report");
    }

    @Test
    void refuses_samples_that_are_no_whole_frame() {
        assertThatThrownBy(() -> NdeObject.ultrasound().pixels(2, 2, new byte[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 rows and 2 columns")
                .hasMessageContaining("4 bytes")
                .hasMessageContaining("found 5");
    }

    @Test
    void refuses_frames_where_one_is_allowed_and_images_without_pixels() {
        ImageBuilder two = NdeObject.ultrasound().pixels(1, 1, new byte[2]);

        assertThatThrownBy(two::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found pixels of 2");
        assertThatThrownBy(() -> NdeObject.ctSlice().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call pixels(");
    }

    @Test
    void refuses_to_make_up_the_distance_of_pixels_where_it_is_needed() {
        ImageBuilder radiograph = NdeObject.digitalRadiograph().pixels(1, 1, new short[1]);

        assertThatThrownBy(radiograph::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ImagerPixelSpacing")
                .hasMessageContaining("call pixelSpacing(");
    }

    @Test
    void a_radiograph_without_a_window_shows_every_value() {
        Dataset radiograph = NdeObject.digitalRadiograph()
                .pixels(1, 1, new short[1])
                .bitsStored(12)
                .pixelSpacing(0.1, 0.1)
                .build()
                .dataset();

        assertThat(radiograph.number(Tag.WindowCenter, 0)).isEqualTo(2048);
        assertThat(radiograph.number(Tag.WindowWidth, 0)).isEqualTo(4096);
    }

    @Test
    void what_the_caller_sets_wins_over_defaults() {
        Dataset film = NdeObject.secondaryCapture()
                .set(Tag.ConversionType, "DF")
                .set(Tag.PatientSex, "M")
                .colourPixels(1, 1, new byte[3])
                .build()
                .dataset();

        assertThat(film.string(Tag.ConversionType)).isEqualTo("DF");
        assertThat(film.string(Tag.PatientSex)).isEqualTo("M");
        assertThat(film.string(Tag.PhotometricInterpretation)).isEqualTo("RGB");
        assertThat(film.integer(Tag.PlanarConfiguration, -1)).isZero();
    }

    private static byte[] bytes(DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        return out.toByteArray();
    }
}
