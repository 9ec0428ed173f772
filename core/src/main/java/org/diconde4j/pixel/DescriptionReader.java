package org.diconde4j.pixel;

import java.util.Locale;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;

/** Makes the best of what a data set says of its pixels. */
final class DescriptionReader {
    private final Dataset dataset;
    private final Consumer<Deviation> deviations;

    DescriptionReader(Dataset dataset, Consumer<Deviation> deviations) {
        this.dataset = dataset;
        this.deviations = deviations;
    }

    PixelDescription read() {
        SampleType type = sampleType();
        int allocated = allocated(type);
        int stored = type.isFloat() ? allocated : within(Tag.BitsStored, 1, allocated, allocated);
        int high = type.isFloat() ? allocated - 1 : within(Tag.HighBit, stored - 1, allocated - 1, stored - 1);
        int samples = within(Tag.SamplesPerPixel, 1, 0xFFFF, samplesOfPhotometric());
        return new PixelDescription(
                needed(Tag.Rows, 0xFFFF),
                needed(Tag.Columns, 0xFFFF),
                Math.max(1, frames(dataset, deviations)),
                samples,
                photometric(samples),
                samples > 1 && dataset.integer(Tag.PlanarConfiguration, 0) == 1,
                allocated,
                stored,
                high,
                type);
    }

    private SampleType sampleType() {
        if (dataset.contains(Tag.FloatPixelData) && !dataset.contains(Tag.PixelData)) {
            return SampleType.FLOAT;
        }
        if (dataset.contains(Tag.DoubleFloatPixelData) && !dataset.contains(Tag.PixelData)) {
            return SampleType.DOUBLE;
        }
        return within(Tag.PixelRepresentation, 0, 1, 0) == 1 ? SampleType.SIGNED : SampleType.UNSIGNED;
    }

    private int allocated(SampleType type) {
        if (!type.isFloat()) {
            return needed(Tag.BitsAllocated, 64);
        }
        int expected = type == SampleType.FLOAT ? 32 : 64;
        int found = dataset.integer(Tag.BitsAllocated, expected);
        if (found != expected) {
            deviate(Tag.BitsAllocated, expected + " for floating point pixels", String.valueOf(found));
        }
        return expected;
    }

    private int samplesOfPhotometric() {
        String photometric = dataset.string(Tag.PhotometricInterpretation, "");
        return photometric.equals("RGB") || photometric.startsWith("YBR") || photometric.equals("HSV") ? 3 : 1;
    }

    private String photometric(int samples) {
        String photometric = dataset.string(Tag.PhotometricInterpretation, "");
        if (!photometric.isEmpty()) {
            return photometric;
        }
        String taken = samples == 3 ? "RGB" : "MONOCHROME2";
        deviate(Tag.PhotometricInterpretation, "a value, taken for " + taken, "none");
        return taken;
    }

    /** Number of Frames, 1 if absent, 0 where it makes no sense: then the length of the pixel data has to say. */
    static int frames(Dataset dataset, Consumer<Deviation> deviations) {
        String text = dataset.string(Tag.NumberOfFrames);
        if (text == null) {
            return dataset.contains(Tag.NumberOfFrames) ? 0 : 1;
        }
        int frames = dataset.integer(Tag.NumberOfFrames, 0);
        if (frames < 1) {
            deviations.accept(deviation(Tag.NumberOfFrames, "a number from 1 on", text));
        }
        return Math.max(0, frames);
    }

    private int needed(int tag, int limit) {
        int value = dataset.integer(tag, 0);
        if (value < 1 || value > limit) {
            String found = dataset.string(tag);
            throw new PixelException("the pixels cannot be described: " + name(tag) + ", expected 1 to " + limit
                    + ", found " + (found == null ? "none" : found));
        }
        return value;
    }

    private int within(int tag, int least, int most, int orElse) {
        int value = dataset.integer(tag, Integer.MIN_VALUE);
        if (value >= least && value <= most) {
            return value;
        }
        if (dataset.string(tag) != null || dataset.contains(Tag.PixelData)) {
            String found = dataset.string(tag);
            deviate(tag, least + " to " + most + ", taken for " + orElse, found == null ? "none" : found);
        }
        return orElse;
    }

    private void deviate(int tag, String expected, String found) {
        deviations.accept(deviation(tag, expected, found));
    }

    private static Deviation deviation(int tag, String expected, String found) {
        return new Deviation(
                Dictionary.standard().keyword(tag) + ": expected " + expected + ", found " + found, tag, -1);
    }

    private static String name(int tag) {
        return String.format(
                Locale.ROOT, "%s (%04X,%04X)", Dictionary.standard().keyword(tag), tag >>> 16, tag & 0xFFFF);
    }
}
