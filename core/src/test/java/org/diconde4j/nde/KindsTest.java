package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.junit.jupiter.api.Test;

/** What is special about each kind of object. */
class KindsTest {
    @Test
    void several_captured_pictures_are_of_the_class_that_their_samples_need() {
        assertThat(capture().bitPixels(1, 9, 2, new BitSet()).build().dataset().string(Tag.SOPClassUID))
                .isEqualTo(UID.MultiFrameSingleBitSecondaryCaptureImageStorage);
        assertThat(capture().pixels(1, 1, new byte[2]).build().dataset().string(Tag.SOPClassUID))
                .isEqualTo(UID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage);
        assertThat(capture().pixels(1, 1, new short[2]).build().dataset().string(Tag.SOPClassUID))
                .isEqualTo(UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage);
        DicomObject colour = capture().colourPixels(1, 1, new byte[6]).build();
        assertThat(colour.dataset().string(Tag.SOPClassUID))
                .isEqualTo(UID.MultiFrameTrueColorSecondaryCaptureImageStorage);
        assertThat(colour.fileMeta().string(Tag.MediaStorageSOPClassUID))
                .isEqualTo(colour.dataset().string(Tag.SOPClassUID));
    }

    private static ImageBuilder capture() {
        return NdeObject.secondaryCaptureMultiFrame();
    }

    @Test
    void bits_are_packed_from_the_lowest_across_lines_and_frames() {
        BitSet bits = new BitSet();
        bits.set(0); // first pixel of frame 1
        bits.set(9); // first pixel of frame 2
        bits.set(17); // last pixel of frame 2

        Dataset picture = capture().bitPixels(3, 3, 2, bits).build().dataset();

        assertThat(picture.get(Tag.PixelData).bytes()).containsExactly(0b1, 0b10, 0b10, 0); // padded to an even length
        assertThat(picture.integer(Tag.BitsAllocated, 0)).isEqualTo(1);
        assertThat(picture.integer(Tag.HighBit, -1)).isZero();
        assertThatThrownBy(() -> capture().bitPixels(1, 1, 1, bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bit 17");
    }

    @Test
    void thermographic_frames_are_told_apart_by_time_and_others_by_labels() {
        Dataset cooling = NdeObject.thermographyMultiFrame()
                .pixels(1, 1, new short[3])
                .frameTime(Duration.ofMillis(5))
                .build()
                .dataset();
        Dataset impedance = NdeObject.eddyCurrentMultiFrame()
                .pixels(1, 1, new short[2])
                .signed()
                .frameLabels("X", "Y")
                .build()
                .dataset();

        assertThat(cooling.string(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.601.4");
        assertThat(cooling.string(Tag.Modality)).isEqualTo("TG");
        assertThat(cooling.string(Tag.FrameIncrementPointer)).isEqualTo("00181063");
        assertThat(cooling.number(Tag.FrameTime, 0)).isEqualTo(5);
        assertThat(impedance.string(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.601.2");
        assertThat(impedance.strings(Tag.FrameLabelVector)).containsExactly("X", "Y");
        assertThat(impedance.integer(Tag.PixelRepresentation, 0)).isEqualTo(1);
    }

    @Test
    void waveforms_have_their_place_on_each_dimension() {
        Dataset scan = NdeObject.ultrasonicWaveform()
                .created(LocalDateTime.of(2026, 3, 17, 9, 0))
                .dimension("Scan axis in mm")
                .dimension("Index axis in mm")
                .waveform(100e6, new short[] {-1, 2}, 0.5, 7)
                .waveform(100e6, new byte[] {1, 2, 3}, 1, 7)
                .build()
                .dataset();

        assertThat(scan.string(Tag.SOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.1.1.601.5");
        assertThat(scan.string(Tag.AcquisitionDateTime)).isEqualTo("20260317090000");
        assertThat(scan.items(Tag.WaveDimensionsDefinitionSequence))
                .extracting(item -> item.string(Tag.WaveDimensionDescription))
                .containsExactly("Scan axis in mm", "Index axis in mm");
        List<Dataset> waveforms = scan.items(Tag.WaveformSequence);
        assertThat(waveforms.get(0).get(Tag.WaveformData).bytes()).containsExactly(-1, -1, 2, 0);
        assertThat(waveforms.get(0).items(Tag.WaveDimensionValuesSequence))
                .extracting(item ->
                        item.get(Tag.DoublePrecisionFloatingPointNumericValue).doubles()[0])
                .containsExactly(0.5, 7.0);
        assertThat(waveforms.get(1).integer(Tag.NumberOfWaveformSamples, 0)).isEqualTo(3);
        assertThat(waveforms.get(1).get(Tag.WaveformData).vr()).isEqualTo(VR.OB);
    }

    @Test
    void a_waveform_without_place_or_samples_is_refused() {
        WaveformBuilder scan = NdeObject.ultrasonicWaveform().dimension("Scan axis");

        assertThatThrownBy(() -> scan.waveform(1e6, new short[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 dimensions");
        assertThatThrownBy(() -> scan.waveform(0, new short[1], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0 Hz");
        assertThatThrownBy(() -> scan.created(LocalDateTime.now()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call waveform(");
    }

    @Test
    void a_model_says_in_which_unit_it_is() {
        InspectionEquipment scanner =
                InspectionEquipment.builder().model("a", "b").serialNumber("c").build();
        Dataset model = NdeObject.stl(new byte[85])
                .equipment(scanner)
                .unit("mm")
                .build()
                .dataset();

        assertThat(model.string(Tag.MIMETypeOfEncapsulatedDocument)).isEqualTo("model/stl");
        assertThat(model.longValue(Tag.EncapsulatedDocumentLength, 0)).isEqualTo(85);
        assertThat(model.items(Tag.MeasurementUnitsCodeSequence).get(0).string(Tag.CodeValue))
                .isEqualTo("mm");
        assertThatThrownBy(() -> NdeObject.obj(new byte[2]).equipment(scanner).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call unit(");
        assertThatThrownBy(() -> NdeObject.mtl(new byte[2]).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Manufacturer");
    }

    @Test
    void a_video_says_how_and_how_much_it_is_compressed() {
        Fragments stream = new Fragments(null, new long[] {0, 0}, new long[] {0, 1000});
        DicomObject video = NdeObject.video()
                .encapsulated(UID.MPEG4HP41, 10, 10, 50, SampleFormat.RGB_8, stream)
                .frameTime(Duration.ofMillis(40))
                .build();

        assertThat(video.transferSyntax().uid()).isEqualTo(UID.MPEG4HP41);
        assertThat(video.dataset().string(Tag.LossyImageCompressionMethod)).isEqualTo("ISO_14496_10");
        assertThat(video.dataset().number(Tag.LossyImageCompressionRatio, 0)).isEqualTo(15);
        assertThat(video.dataset().string(Tag.PhotometricInterpretation)).isEqualTo("YBR_PARTIAL_420");
        assertThatThrownBy(() -> NdeObject.video()
                        .colourPixels(1, 1, new byte[3])
                        .frameTime(Duration.ofMillis(40))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("encapsulated(");
        assertThatThrownBy(() ->
                        NdeObject.video().encapsulated(UID.ExplicitVRLittleEndian, 1, 1, 1, SampleFormat.RGB_8, stream))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Explicit VR Little Endian");
    }

    @Test
    void floating_point_samples_stand_where_the_standard_puts_them() {
        Dataset map = NdeObject.thermography()
                .pixels(1, 1, new double[] {293.15})
                .build()
                .dataset();

        assertThat(map.get(Tag.DoubleFloatPixelData).vr()).isEqualTo(VR.OD);
        assertThat(map.integer(Tag.BitsAllocated, 0)).isEqualTo(64);
        assertThat(map.contains(Tag.PixelData)).isFalse();
    }
}
