package org.diconde4j.nde;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.junit.jupiter.api.Test;

class TechniqueTest {
    @Test
    void ultrasonic_settings_are_the_same_after_writing_and_reading() {
        Technique written = Technique.builder()
                .transducer(Tag.TransmitTransducerSequence, 5, 64)
                .transducer(Tag.ReceiveTransducerSequence, 5, 64)
                .coupling("WATER", 1480, 18.5)
                .gain(new double[] {0, 10}, new double[] {30, 36})
                .gate(40, 5920)
                .gate(20, 5920)
                .part(Tag.PulserSettingsSequence, pulser -> pulser.setDoubles(Tag.PulseWidth, 100))
                .build();
        Dataset object = NdeObject.ultrasound()
                .technique(written)
                .pixels(1, 1, new byte[1])
                .build()
                .dataset();

        Technique read = Technique.of(object);

        assertThat(read.toDataset().sameContent(written.toDataset())).isTrue();
        assertThat(read.parts())
                .extracting(EquipmentPart::name)
                .containsExactly(
                        "Transmit Transducer",
                        "Receive Transducer",
                        "Pulser Settings",
                        "Receiver Settings",
                        "Transmit Transducer Settings",
                        "Gate Settings",
                        "Gate Settings");
        assertThat(read.number(Tag.NominalFrequency)).isEqualTo(5);
        assertThat(read.setting(Tag.CouplingMedium)).hasToString("Coupling Medium: WATER");
        assertThat(read.parts(Tag.GateSettingsSequence))
                .extracting(gate -> gate.number(Tag.GateThreshold))
                .containsExactly(40.0, 20.0);
        EquipmentPart dac = read.parts(Tag.DACSequence).get(0);
        assertThat(dac.settings())
                .extracting(Setting::toString)
                .containsExactly("DAC Gain Points: 30, 36", "DAC Time Points: 0, 10");
    }

    @Test
    void eddy_current_and_thermographic_settings_are_found_in_their_sequences() {
        Technique eddy = Technique.builder()
                .probe(Tag.DriveProbeSequence, 12, 50)
                .probeDrive(32, 117.5)
                .excitation(300)
                .build();
        Technique thermal = Technique.builder()
                .camera(200, 1.2)
                .flash(2, 10, 11)
                .emissivity(0.95)
                .build();

        assertThat(eddy.parts(Tag.DriveProbeSequence).get(0).number(Tag.ProbeInductance))
                .isEqualTo(12);
        assertThat(eddy.number(Tag.UserSelectedPhase)).isEqualTo(117.5);
        assertThat(eddy.number(Tag.ExcitationFrequency)).isEqualTo(300);
        assertThat(thermal.number(Tag.AcquisitionFrameRate)).isEqualTo(200);
        assertThat(thermal.setting(Tag.FlashFrameNumber).numbers()).containsExactly(10.0, 11.0);
        assertThat(thermal.number(Tag.EmissivityOfInspectionSurface)).isEqualTo(0.95);
    }

    @Test
    void radiography_has_units_and_its_magnification() {
        Technique technique = Technique.builder()
                .tube(160, 6, Duration.ofSeconds(24))
                .distances(710, 355)
                .filter("COPPER", 1)
                .detectorFrames(1000, 24)
                .linac(9, 30)
                .build();

        assertThat(technique.settings())
                .extracting(Setting::toString)
                .contains(
                        "KVP: 160 kV",
                        "Exposure Time: 24000 ms",
                        "X-Ray Tube Current: 6 mA",
                        "Distance Source to Detector: 710 mm",
                        "Estimated Radiographic Magnification Factor: 2",
                        "LINAC Energy: 9");
        assertThat(technique.number(Tag.LINACOutput)).isEqualTo(30);
    }

    @Test
    void calibration_frames_stand_inside_their_sequences_and_may_stay_in_files() {
        BulkData place = new BulkData(null, 1234, 1 << 25, false);
        Technique technique = Technique.builder()
                .darkFrame(new short[] {1, 2})
                .gainFrame(new short[] {3, 4}, 120, 5)
                .part(Tag.GainCorrectionReferenceSequence, item -> item.set(Element.of(Tag.AirCounts, VR.OW, place)))
                .badPixels(new byte[] {0, 1})
                .build();

        Technique read = Technique.of(technique.toDataset());

        assertThat(read.parts(Tag.DarkCurrentSequence)
                        .get(0)
                        .attributes()
                        .get(Tag.DarkCurrentCounts)
                        .bytes())
                .containsExactly(1, 0, 2, 0);
        List<EquipmentPart> gains = read.parts(Tag.GainCorrectionReferenceSequence);
        assertThat(gains.get(0).settings())
                .extracting(Setting::toString)
                .containsExactly(
                        "Air Counts: ", "KV Used in Gain Calibration: 120 kV", "MA Used in Gain Calibration: 5 mA");
        assertThat(gains.get(1).attributes().get(Tag.AirCounts).bulkData()).isEqualTo(place);
        assertThat(read.setting(Tag.BadPixelImage).values()).isEmpty();
    }

    @Test
    void legacy_detectors_are_read_like_those_of_today() {
        Dataset legacy = Dataset.builder()
                .set(0x00090010, VR.LO, "astm.org/diconde/iod/NdeDxDetector")
                .set(0x00091011, VR.DS, "250")
                .setItems(
                        0x00091020,
                        Dataset.builder()
                                .set(0x00090010, VR.LO, "astm.org/diconde/iod/NdeDxDetector")
                                .set(0x00091028, VR.DS, "31.5")
                                .build())
                .set(0x00090011, VR.LO, "astm.org/diconde/iod/NdeCTImage")
                .set(0x00091102, VR.IS, "9")
                .build();

        Technique technique = Technique.of(legacy);

        assertThat(technique.number(Tag.InternalDetectorFrameTime)).isEqualTo(250);
        assertThat(technique.parts(Tag.DetectorTemperatureSequence).get(0).number(Tag.SensorTemperature))
                .isEqualTo(31.5);
        assertThat(technique.number(Tag.LINACEnergy)).isEqualTo(9);
    }

    @Test
    void an_attribute_is_found_in_whatever_sequence_the_equipment_has_put_it() {
        Dataset odd = Dataset.builder()
                .setItems(
                        Tag.ScannerSettingsSequence,
                        Dataset.builder()
                                .setItems(
                                        Tag.ThermalCameraCoreSequence,
                                        Dataset.builder()
                                                .set(Tag.NominalFrequency, VR.DS, "five")
                                                .build())
                                .build())
                .build();

        Technique technique = Technique.of(odd);

        assertThat(technique.setting(Tag.NominalFrequency).values()).containsExactly("five");
        assertThat(technique.number(Tag.NominalFrequency)).isNull();
        assertThat(technique.setting(Tag.GateThreshold)).isNull();
    }

    @Test
    void indicators_components_and_waves_are_not_of_the_technique() {
        Dataset object = Dataset.builder()
                .set(Tag.ImageQualityIndicatorType, "W10", "D13")
                .set(Tag.ImageQualityIndicatorSize, "", "0.063 mm")
                .set(Tag.MaterialThickness, "10")
                .setItems(Tag.WaveDimensionsDefinitionSequence, Dataset.empty())
                .build();

        assertThat(Technique.of(object).toDataset().isEmpty()).isTrue();
        assertThat(ImageQualityIndicator.of(object))
                .containsExactly(
                        new ImageQualityIndicator("W10", null, null),
                        new ImageQualityIndicator("D13", null, "0.063 mm"));
    }
}
