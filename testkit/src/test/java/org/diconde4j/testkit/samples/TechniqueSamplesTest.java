package org.diconde4j.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.nde.NdeGeometry;
import org.diconde4j.nde.NdeRemark;
import org.diconde4j.nde.Technique;
import org.junit.jupiter.api.Test;

class TechniqueSamplesTest {
    private final Map<String, DicomObject> samples =
            new TreeMap<>(TechniqueSamples.seeded(1).all());

    @Test
    void the_same_seed_gives_the_same_bytes_on_every_machine() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (DicomObject object : samples.values()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.writeDataset(object.dataset(), object.transferSyntax(), out);
            digest.update(out.toByteArray());
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("55d23bc45040c302a98b716e83462d1133e43c4da4f6f974f4f7cde8225eae01");
    }

    @Test
    void a_strict_reader_and_the_views_have_nothing_to_complain_about() throws IOException {
        for (DicomObject object : samples.values()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.write(object, out);
            DicomObject read = DicomReader.strict().read(new ByteArrayInputStream(out.toByteArray()));

            assertThat(read.dataset().sameContent(object.dataset())).isTrue();
            assertThat(NdeRemark.of(read.dataset())).isEmpty();
        }
    }

    @Test
    void they_are_of_the_study_of_the_other_samples_and_have_their_own_identity() {
        assertThat(samples.values())
                .allSatisfy(object -> assertThat(object.dataset().string(Tag.StudyInstanceUID))
                        .isEqualTo(NdeSamples.seeded(1).studyInstanceUid()));
        assertThat(samples.values().stream()
                        .map(object -> object.dataset().string(Tag.SOPInstanceUID, ""))
                        .collect(Collectors.toSet()))
                .hasSize(6);
    }

    @Test
    void the_eddy_current_crack_turns_the_impedance_in_the_middle_of_the_scan() {
        Dataset scan = samples.get("eddy-current").dataset();
        byte[] pixels = scan.get(Tag.PixelData).bytes();

        short crack = ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * (96 * 256 + 44 * 256 + 130));

        assertThat(crack).isGreaterThan((short) 4000);
        assertThat(Technique.of(scan).number(Tag.ExcitationFrequency)).isEqualTo(300);
        assertThat(NdeGeometry.of(scan).axes())
                .extracting(NdeGeometry.Axis::type)
                .containsExactly("SCAN", "INDEX");
    }

    @Test
    void the_plate_cools_after_the_flash() {
        Dataset plate = samples.get("thermography").dataset();
        ByteBuffer pixels = ByteBuffer.wrap(plate.get(Tag.PixelData).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int frame = 96 * 128 * 2;

        assertThat(pixels.getShort(0)).isGreaterThan((short) (pixels.getShort(10 * frame) + 2000));
        assertThat(plate.integer(Tag.NumberOfFrames, 0)).isEqualTo(24);
    }

    @Test
    void the_flaw_between_entry_and_back_wall_is_in_the_middle_of_the_line() {
        Dataset scan = samples.get("a-scans").dataset();

        assertThat(scan.items(Tag.WaveformSequence)).hasSize(24);
        assertThat(loudest(scan.items(Tag.WaveformSequence).get(12))).isGreaterThan(8000);
        assertThat(loudest(scan.items(Tag.WaveformSequence).get(0))).isLessThan(1000);
    }

    private static int loudest(Dataset waveform) {
        ByteBuffer samples =
                ByteBuffer.wrap(waveform.get(Tag.WaveformData).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int loudest = 0;
        for (int i = 200; i < 320; i++) {
            loudest = Math.max(loudest, Math.abs(samples.getShort(2 * i)));
        }
        return loudest;
    }

    @Test
    void the_model_has_as_many_triangles_as_it_says() {
        byte[] stl =
                samples.get("model").dataset().get(Tag.EncapsulatedDocument).bytes();

        int triangles = ByteBuffer.wrap(stl).order(ByteOrder.LITTLE_ENDIAN).getInt(80);

        assertThat(stl).hasSize(84 + 50 * triangles);
    }
}
