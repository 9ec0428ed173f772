package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.junit.jupiter.api.Test;

class VolumeBuilderTest {
    private static VolumeBuilder ct() {
        return described(NdeObject.enhancedCt());
    }

    private static VolumeBuilder described(VolumeBuilder volume) {
        return volume.equipment(InspectionEquipment.builder()
                        .model("Tomolab", "Cone 225")
                        .serialNumber("TL-0098")
                        .build())
                .created(LocalDateTime.of(2026, 3, 17, 9, 0))
                .pixelSpacing(0.5, 0.25)
                .stack(-1, -2, 3, 0.5, 0.6);
    }

    @Test
    void slices_share_what_is_the_same_and_have_their_own_place_and_number() {
        Dataset volume = ct().pixels(1, 2, new short[6])
                .rescale(0.02, -5, "1/M")
                .realWorld(0.02, -5, "1/m", "ATTENUATION")
                .build()
                .dataset();

        Dataset shared = volume.items(Tag.SharedFunctionalGroupsSequence).get(0);
        Dataset measures = shared.items(Tag.PixelMeasuresSequence).get(0);
        assertThat(measures.strings(Tag.PixelSpacing)).containsExactly("0.5", "0.25");
        assertThat(measures.number(Tag.SliceThickness, 0)).isEqualTo(0.6);
        assertThat(measures.number(Tag.SpacingBetweenSlices, 0)).isEqualTo(0.5);
        assertThat(shared.items(Tag.PixelValueTransformationSequence).get(0).string(Tag.RescaleType))
                .isEqualTo("1/M");
        Dataset mapping = shared.items(Tag.RealWorldValueMappingSequence).get(0);
        assertThat(mapping.get(Tag.RealWorldValueLastValueMapped).vr()).isEqualTo(VR.US);
        assertThat(mapping.integer(Tag.RealWorldValueLastValueMapped, 0)).isEqualTo(65535);
        assertThat(volume.integer(Tag.NumberOfFrames, 0)).isEqualTo(3);
        List<Dataset> frames = volume.items(Tag.PerFrameFunctionalGroupsSequence);
        assertThat(frames).hasSize(3);
        assertThat(frames.get(2).items(Tag.PlanePositionSequence).get(0).strings(Tag.ImagePositionPatient))
                .containsExactly("-1", "-2", "4");
        assertThat(frames.get(2)
                        .items(Tag.FrameContentSequence)
                        .get(0)
                        .get(Tag.DimensionIndexValues)
                        .ints())
                .containsExactly(1, 3);
        assertThat(volume.items(Tag.DimensionIndexSequence))
                .extracting(index -> index.string(Tag.DimensionIndexPointer))
                .containsExactly("00209056", "00209057");
    }

    @Test
    void a_frame_may_have_a_place_of_its_own() {
        Dataset volume = ct().pixels(1, 1, new short[2])
                .perFrame(frame -> Dataset.builder()
                        .setItems(
                                Tag.PlanePositionSequence,
                                Dataset.builder()
                                        .setDoubles(Tag.ImagePositionPatient, 0, 0, frame * frame)
                                        .build())
                        .build())
                .build()
                .dataset();

        assertThat(volume.items(Tag.PerFrameFunctionalGroupsSequence)
                        .get(1)
                        .items(Tag.PlanePositionSequence)
                        .get(0)
                        .strings(Tag.ImagePositionPatient))
                .containsExactly("0", "0", "1");
    }

    @Test
    void frames_from_a_source_are_asked_for_one_by_one_when_the_object_is_written() throws IOException {
        List<Integer> asked = new ArrayList<>();
        DicomObject volume = ct().pixels(2, 2, 3, SampleFormat.GREY_16, frame -> {
                    asked.add(frame);
                    return FrameSource.bytes(new short[] {(short) frame, 1, 2, 3});
                })
                .build();
        assertThat(asked).isEmpty();

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(volume, out);

        assertThat(asked).containsExactly(0, 1, 2);
        Dataset read = DicomReader.strict()
                .read(new ByteArrayInputStream(out.toByteArray()))
                .dataset();
        assertThat(read.get(Tag.PixelData).bytes())
                .containsExactly(
                        0, 0, 1, 0, 2, 0, 3, 0, // frame 0
                        1, 0, 1, 0, 2, 0, 3, 0, // frame 1
                        2, 0, 1, 0, 2, 0, 3, 0); // frame 2
    }

    @Test
    void a_frame_of_the_wrong_size_is_an_error_that_says_which() {
        DicomObject volume = ct().pixels(2, 2, 3, SampleFormat.GREY_16, frame -> new byte[frame == 1 ? 7 : 8])
                .build();

        assertThatThrownBy(() -> DicomWriter.write(volume, new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("frame 1")
                .hasMessageContaining("7 bytes, expected 8");
    }

    @Test
    void a_volume_beyond_4_GiB_has_a_fragment_for_each_frame_and_an_extended_offset_table() throws IOException {
        int frame = 2 * 1001 * 1001;
        DicomObject volume = ct().pixels(1001, 1001, 2200, SampleFormat.GREY_16, index -> {
                    byte[] bytes = new byte[frame];
                    bytes[0] = (byte) index;
                    return bytes;
                })
                .build();

        Dataset dataset = volume.dataset();
        assertThat(volume.transferSyntax().uid()).isEqualTo(UID.EncapsulatedUncompressedExplicitVRLittleEndian);
        assertThat(volume.fileMeta().string(Tag.TransferSyntaxUID)).isEqualTo("1.2.840.10008.1.2.1.98");
        Fragments fragments = dataset.get(Tag.PixelData).fragments();
        assertThat(fragments.count()).isEqualTo(2201);
        assertThat(fragments.length(0)).isZero();
        long[] table = dataset.get(Tag.ExtendedOffsetTable).longs();
        assertThat(table[2199]).isEqualTo(2199L * (8 + frame)).isGreaterThan(0xFFFFFFFFL);
        assertThat(dataset.get(Tag.ExtendedOffsetTableLengths).longs()).containsOnly(frame);
        try (InputStream in = fragments.open(2200)) {
            assertThat(in.read()).isEqualTo(2199 & 0xFF);
            assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(frame - 1);
        }
    }

    @Test
    void floating_point_beyond_what_an_element_holds_is_refused() {
        assertThatThrownBy(() -> ct().pixels(2000, 2000, 300, SampleFormat.FLOAT, index -> new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4800000000");
    }

    @Test
    void a_parametric_map_of_floating_point_values_keeps_their_bits() {
        Dataset map = described(NdeObject.parametricMap())
                .pixels(1, 2, new float[] {-0.5f, Float.NaN})
                .realWorld(1, 0, "g/cm3", "DENSITY")
                .window(0, 2)
                .build()
                .dataset();

        assertThat(map.get(Tag.FloatPixelData).bytes())
                .containsExactly(
                        0,
                        0,
                        0,
                        (byte) 0xBF, // -0.5
                        0,
                        0,
                        (byte) 0xC0,
                        0x7F); // NaN
        assertThat(map.integer(Tag.BitsAllocated, 0)).isEqualTo(32);
        assertThat(map.contains(Tag.BitsStored)).isFalse();
        assertThat(map.contains(Tag.PixelRepresentation)).isFalse();
        assertThat(map.contains(Tag.PixelData)).isFalse();
    }

    @Test
    void what_nobody_has_measured_is_not_made_up() {
        VolumeBuilder noEquipment =
                NdeObject.enhancedCt().created(LocalDateTime.now()).pixels(1, 1, new short[1]);
        VolumeBuilder noUnit = described(NdeObject.parametricMap()).pixels(1, 1, new short[1]);
        VolumeBuilder noPlace = NdeObject.enhancedCt()
                .equipment(InspectionEquipment.builder()
                        .model("a", "b")
                        .serialNumber("c")
                        .build())
                .created(LocalDateTime.now())
                .pixelSpacing(1, 1)
                .pixels(1, 1, new short[1]);

        assertThatThrownBy(noEquipment::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Manufacturer");
        assertThatThrownBy(noUnit::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call realWorld(");
        assertThatThrownBy(noPlace::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call stack(");
    }
}
