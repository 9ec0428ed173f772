package org.diconde4j.nde;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/**
 * Builds an object of sampled signals, such as the A-scans of an ultrasonic inspection (PS3.3 C.10.8, C.10.9): one item of
 * the Waveform Sequence (5400,0100) for each place of the probe. The places are numbers on dimensions such as the scan and
 * the index axis; that they stand in the Wave Dimension attributes (0014,4101) to (0014,410C) is read from their names in
 * PS3.6, as ASTM E2663 is not public (second-hand). Not thread-safe.
 */
public final class WaveformBuilder extends ObjectBuilder<WaveformBuilder> {
    private static final Dataset SOURCE = NdeObject.code("ASCAN", "99DICONDE4J", "Ultrasonic A-scan");

    private final List<Dataset> dimensions = new ArrayList<>();
    private final List<Dataset> waveforms = new ArrayList<>();

    WaveformBuilder(Kind kind) {
        super(kind);
    }

    /**
     * Adds a dimension on which the waveforms have their place; the first is number 1.
     *
     * @param description such as {@code Scan axis in mm}
     * @return this builder
     */
    public WaveformBuilder dimension(String description) {
        dimensions.add(Dataset.builder()
                .set(Tag.WaveDimensionNumber, dimensions.size() + 1)
                .set(Tag.WaveDimensionDescription, description)
                .build());
        return this;
    }

    /**
     * Adds a waveform of one channel and signed samples of 16 bits.
     *
     * @param hertz Sampling Frequency (003A,001A)
     * @param samples the amplitudes, one after the other in time
     * @param place where it was taken, one number for each dimension
     * @return this builder
     */
    public WaveformBuilder waveform(double hertz, short[] samples, double... place) {
        return waveform(hertz, samples.length, 16, "SS", FrameSource.bytes(samples), place);
    }

    /**
     * Adds a waveform of one channel and unsigned samples of 8 bits, as rectified signals have.
     *
     * @param hertz Sampling Frequency (003A,001A)
     * @param samples the amplitudes, one after the other in time; not copied
     * @param place where it was taken, one number for each dimension
     * @return this builder
     */
    public WaveformBuilder waveform(double hertz, byte[] samples, double... place) {
        return waveform(hertz, samples.length, 8, "UB", samples, place);
    }

    private WaveformBuilder waveform(
            double hertz, int count, int bits, String interpretation, byte[] bytes, double... place) {
        if (count == 0 || !(hertz > 0)) {
            throw new IllegalArgumentException("a waveform has at least one sample and a frequency above 0, found "
                    + count + " samples at " + hertz + " Hz");
        }
        if (place.length != dimensions.size()) {
            throw new IllegalArgumentException("there are " + dimensions.size() + " dimensions, found a place of "
                    + place.length + " numbers; call dimension(…) for each before");
        }
        Dataset channel = Dataset.builder()
                .set(Tag.WaveformChannelNumber, 1)
                .setItems(Tag.ChannelSourceSequence, SOURCE)
                .set(Tag.ChannelSampleSkew, "0")
                .set(Tag.WaveformBitsStored, bits)
                .build();
        Dataset.Builder item = Dataset.builder()
                .set(Tag.WaveformOriginality, "ORIGINAL")
                .set(Tag.NumberOfWaveformChannels, 1)
                .set(Tag.NumberOfWaveformSamples, count)
                .setDoubles(Tag.SamplingFrequency, hertz)
                .setItems(Tag.ChannelDefinitionSequence, channel)
                .set(Tag.WaveformBitsAllocated, bits)
                .set(Tag.WaveformSampleInterpretation, interpretation)
                .setBytes(Tag.WaveformData, bits == 8 ? VR.OB : VR.OW, bytes);
        List<Dataset> values = new ArrayList<>();
        for (int i = 0; i < place.length; i++) {
            values.add(Dataset.builder()
                    .set(Tag.ReferencedWaveDimension, i + 1)
                    .setDoubles(Tag.DoublePrecisionFloatingPointNumericValue, VR.OD, place[i])
                    .build());
        }
        Values.putItems(item, Tag.WaveDimensionValuesSequence, values);
        waveforms.add(item.build());
        return this;
    }

    @Override
    void complete(Dataset.Builder dataset, Dataset attributes) {
        needs(attributes, Tag.AcquisitionDateTime, "created(…)");
        if (waveforms.isEmpty()) {
            throw new IllegalStateException("this kind of object needs a waveform: call waveform(…) before build()");
        }
        Values.putItems(dataset, Tag.WaveDimensionsDefinitionSequence, dimensions);
        dataset.setItems(Tag.WaveformSequence, waveforms);
    }
}
