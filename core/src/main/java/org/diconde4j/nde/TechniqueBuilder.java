package org.diconde4j.nde;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/**
 * Describes with which equipment and settings an object is made. Numbers of group 0014 are given in the unit of the ASTM
 * practice that defines them (E2663 ultrasonics, E2934 eddy current, E3440 thermography); which sequence an attribute stands
 * in is read from the order and the names of PS3.6 (second-hand). Not thread-safe.
 */
public final class TechniqueBuilder {
    private final Dataset.Builder attributes = Dataset.builder();
    private final Map<Integer, List<Dataset.Builder>> parts = new LinkedHashMap<>();

    TechniqueBuilder() {}

    /**
     * Sets any attribute that stands outside of sequences.
     *
     * @param tag group and element number
     * @param values the values
     * @return this builder
     */
    public TechniqueBuilder set(int tag, String... values) {
        attributes.set(tag, values);
        return this;
    }

    /**
     * Sets any attribute of numbers that stands outside of sequences.
     *
     * @param tag group and element number
     * @param values the numbers
     * @return this builder
     */
    public TechniqueBuilder set(int tag, double... values) {
        attributes.setDoubles(tag, values);
        return this;
    }

    /**
     * Adds a part of the equipment or a group of settings.
     *
     * @param sequence group and element number of its sequence, such as {@code Tag.GateSettingsSequence}
     * @param description sets its attributes
     * @return this builder
     */
    public TechniqueBuilder part(int sequence, Consumer<Dataset.Builder> description) {
        Dataset.Builder item = Dataset.builder();
        description.accept(item);
        parts.computeIfAbsent(sequence, s -> new ArrayList<>()).add(item);
        return this;
    }

    /** The only item of a sequence that holds what several methods set. */
    private Dataset.Builder the(int sequence) {
        List<Dataset.Builder> items = parts.computeIfAbsent(sequence, s -> new ArrayList<>());
        if (items.isEmpty()) {
            items.add(Dataset.builder());
        }
        return items.get(0);
    }

    /**
     * Sets the X-ray tube: KVP (0018,0060), X-Ray Tube Current (0018,1151) and Exposure Time (0018,1150).
     *
     * @param kilovolts peak voltage
     * @param milliamperes current
     * @param exposure how long
     * @return this builder
     */
    public TechniqueBuilder tube(double kilovolts, double milliamperes, Duration exposure) {
        return set(Tag.KVP, kilovolts)
                .set(Tag.XRayTubeCurrent, milliamperes)
                .set(Tag.ExposureTime, exposure.toMillis());
    }

    /**
     * Sets where the source stands, and the magnification that follows (0018,1114).
     *
     * @param sourceToDetector millimetres (0018,1110)
     * @param sourceToComponent millimetres (0018,1111)
     * @return this builder
     */
    public TechniqueBuilder distances(double sourceToDetector, double sourceToComponent) {
        return set(Tag.DistanceSourceToDetector, sourceToDetector)
                .set(Tag.DistanceSourceToPatient, sourceToComponent)
                .set(Tag.EstimatedRadiographicMagnificationFactor, sourceToDetector / sourceToComponent);
    }

    /**
     * Sets the filter (0018,7050), (0018,7052), (0018,7054).
     *
     * @param material such as {@code COPPER}
     * @param millimetres its thickness
     * @return this builder
     */
    public TechniqueBuilder filter(String material, double millimetres) {
        return set(Tag.FilterMaterial, material)
                .set(Tag.FilterThicknessMinimum, millimetres)
                .set(Tag.FilterThicknessMaximum, millimetres);
    }

    /**
     * Sets the linear accelerator.
     *
     * @param energy LINAC Energy (0014,5002)
     * @param output LINAC Output (0014,5004)
     * @return this builder
     */
    public TechniqueBuilder linac(int energy, int output) {
        return set(Tag.LINACEnergy, energy).set(Tag.LINACOutput, output);
    }

    /**
     * Sets how the detector integrates.
     *
     * @param frameTime Internal Detector Frame Time (0014,3011)
     * @param frames Number of Frames Integrated (0014,3012)
     * @return this builder
     */
    public TechniqueBuilder detectorFrames(double frameTime, int frames) {
        return set(Tag.InternalDetectorFrameTime, frameTime).set(Tag.NumberOfFramesIntegrated, frames);
    }

    /**
     * Adds a dark frame of the detector (Dark Current Sequence (0014,3040)).
     *
     * @param counts line after line, 16 bits each
     * @return this builder
     */
    public TechniqueBuilder darkFrame(short[] counts) {
        return part(
                Tag.DarkCurrentSequence,
                item -> item.setBytes(Tag.DarkCurrentCounts, VR.OW, FrameSource.bytes(counts)));
    }

    /**
     * Adds a frame of the detector without component (Gain Correction Reference Sequence (0014,3060)).
     *
     * @param counts Air Counts (0014,3070), line after line, 16 bits each
     * @param kilovolts KV Used in Gain Calibration (0014,3071)
     * @param milliamperes MA Used in Gain Calibration (0014,3072)
     * @return this builder
     */
    public TechniqueBuilder gainFrame(short[] counts, double kilovolts, double milliamperes) {
        return part(
                Tag.GainCorrectionReferenceSequence,
                item -> item.setBytes(Tag.AirCounts, VR.OW, FrameSource.bytes(counts))
                        .setDoubles(Tag.KVUsedInGainCalibration, kilovolts)
                        .setDoubles(Tag.MAUsedInGainCalibration, milliamperes));
    }

    /**
     * Sets which pixels of the detector are bad (Bad Pixel Image (0014,3080)).
     *
     * @param image line after line, a byte for each pixel; not copied
     * @return this builder
     */
    public TechniqueBuilder badPixels(byte[] image) {
        attributes.setBytes(Tag.BadPixelImage, VR.OB, image);
        return this;
    }

    /**
     * Adds an ultrasonic probe that sends and receives, or one of the two (Transmit and Receive Transducer Sequence
     * (0014,4010), (0014,4011)).
     *
     * @param sequence {@code Tag.TransmitTransducerSequence} or {@code Tag.ReceiveTransducerSequence}
     * @param nominalFrequency Nominal Frequency (0014,401A)
     * @param elements Number of Elements (0014,4012): 1 unless it is a phased array
     * @return this builder
     */
    public TechniqueBuilder transducer(int sequence, double nominalFrequency, int elements) {
        return part(
                sequence,
                item -> item.setDoubles(Tag.NominalFrequency, nominalFrequency).set(Tag.NumberOfElements, elements));
    }

    /**
     * Sets how sound gets into the component (Transmit Transducer Settings Sequence (0014,4050)).
     *
     * @param medium Coupling Medium (0014,4056)
     * @param velocity Coupling Velocity (0014,4057)
     * @param incidentAngle Incident Angle (0014,4052)
     * @return this builder
     */
    public TechniqueBuilder coupling(String medium, double velocity, double incidentAngle) {
        the(Tag.TransmitTransducerSettingsSequence)
                .set(Tag.CouplingMedium, medium)
                .setDoubles(Tag.CouplingVelocity, velocity)
                .setDoubles(Tag.IncidentAngle, incidentAngle);
        return this;
    }

    /**
     * Sets the gain over time (DAC Sequence (0014,4035) in Receiver Settings Sequence (0014,4030)).
     *
     * @param times DAC Time Points (0014,403A)
     * @param gains DAC Gain Points (0014,4038), one for each time
     * @return this builder
     * @throws IllegalArgumentException if there are not as many gains as times
     */
    public TechniqueBuilder gain(double[] times, double[] gains) {
        if (times.length != gains.length) {
            throw new IllegalArgumentException(times.length + " times but " + gains.length + " gains");
        }
        the(Tag.ReceiverSettingsSequence)
                .setItems(
                        Tag.DACSequence,
                        Dataset.builder()
                                .setDoubles(Tag.DACGainPoints, gains)
                                .setDoubles(Tag.DACTimePoints, times)
                                .build());
        return this;
    }

    /**
     * Adds a gate (Gate Settings Sequence (0014,4060)).
     *
     * @param threshold Gate Threshold (0014,4062)
     * @param velocity Velocity of Sound (0014,4064) in the component
     * @return this builder
     */
    public TechniqueBuilder gate(double threshold, double velocity) {
        return part(
                Tag.GateSettingsSequence,
                item -> item.setDoubles(Tag.GateThreshold, threshold).setDoubles(Tag.VelocityOfSound, velocity));
    }

    /**
     * Sets the frequency of an excitation, of an eddy current probe above all (Pulser Settings Sequence (0014,4020)).
     *
     * @param frequency Excitation Frequency (0014,4024)
     * @return this builder
     */
    public TechniqueBuilder excitation(double frequency) {
        the(Tag.PulserSettingsSequence).setDoubles(Tag.ExcitationFrequency, frequency);
        return this;
    }

    /**
     * Adds an eddy current probe (Drive or Receive Probe Sequence (0014,4083), (0014,4086)).
     *
     * @param sequence {@code Tag.DriveProbeSequence} or {@code Tag.ReceiveProbeSequence}
     * @param inductance Probe Inductance (0014,4084)
     * @param resistance Probe Resistance (0014,4085)
     * @return this builder
     */
    public TechniqueBuilder probe(int sequence, double inductance, double resistance) {
        return part(
                sequence,
                item -> item.setDoubles(Tag.ProbeInductance, inductance).setDoubles(Tag.ProbeResistance, resistance));
    }

    /**
     * Sets what the eddy current operator has chosen (Probe Drive Settings Sequence (0014,4087)).
     *
     * @param gain User Selected Gain Y (0014,408B)
     * @param phase User Selected Phase (0014,408C)
     * @return this builder
     */
    public TechniqueBuilder probeDrive(double gain, double phase) {
        the(Tag.ProbeDriveSettingsSequence)
                .setDoubles(Tag.UserSelectedGainY, gain)
                .setDoubles(Tag.UserSelectedPhase, phase);
        return this;
    }

    /**
     * Sets the thermal camera (Thermal Camera Settings Sequence (0014,6001)).
     *
     * @param frameRate Acquisition Frame Rate (0014,6002)
     * @param integrationTime Integration Time (0014,6003)
     * @return this builder
     */
    public TechniqueBuilder camera(double frameRate, double integrationTime) {
        the(Tag.ThermalCameraSettingsSequence)
                .setDoubles(Tag.AcquisitionFrameRate, frameRate)
                .setDoubles(Tag.IntegrationTime, integrationTime);
        return this;
    }

    /**
     * Sets the flash that heats the component (Flash Source Setting Sequence (0014,600F) in Thermal Source Settings Sequence
     * (0014,6007)).
     *
     * @param duration Flash Duration (0014,6010)
     * @param frames Flash Frame Number (0014,6011): in which frames it flashes
     * @return this builder
     */
    public TechniqueBuilder flash(double duration, double... frames) {
        the(Tag.ThermalSourceSettingsSequence)
                .setItems(
                        Tag.FlashSourceSettingSequence,
                        Dataset.builder()
                                .setDoubles(Tag.FlashDuration, duration)
                                .setDoubles(Tag.FlashFrameNumber, frames)
                                .build());
        return this;
    }

    /**
     * Sets how the surface radiates (Emissivity of Inspection Surface (0014,6049)).
     *
     * @param emissivity from 0 to 1
     * @return this builder
     */
    public TechniqueBuilder emissivity(double emissivity) {
        return set(Tag.EmissivityOfInspectionSurface, emissivity);
    }

    /**
     * Finishes the description.
     *
     * @return the technique
     */
    public Technique build() {
        Dataset.Builder all = attributes.build().toBuilder();
        parts.forEach((sequence, items) -> all.setItems(
                sequence, items.stream().map(Dataset.Builder::build).toList()));
        return Technique.ofAttributes(all.build());
    }
}
