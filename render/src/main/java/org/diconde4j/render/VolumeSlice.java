package org.diconde4j.render;

import java.io.IOException;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.PixelPadding;

/**
 * One frame with its place in space (PS3.3 C.7.6.2, or C.7.6.16.2.3 and 4 of an enhanced object).
 *
 * @param frames the frames of its object
 * @param frame which one, 0 for the first
 * @param attributes what holds for it
 * @param position of the middle of the first pixel, in millimetres
 * @param right direction of a row
 * @param down direction of a column
 * @param across from column to column, in millimetres
 * @param along from row to row, in millimetres
 */
record VolumeSlice(
        Frames frames,
        int frame,
        FrameAttributes attributes,
        double[] position,
        double[] right,
        double[] down,
        double across,
        double along) {

    static VolumeSlice of(DicomObject object, Frames frames, int frame) {
        FrameAttributes attributes = FrameAttributes.of(object.dataset(), frame);
        double[] position = Numbers.of(attributes.group(Tag.PlanePositionSequence), Tag.ImagePositionPatient);
        double[] orientation = Numbers.of(attributes.group(Tag.PlaneOrientationSequence), Tag.ImageOrientationPatient);
        double[] spacing = Numbers.of(attributes.group(Tag.PixelMeasuresSequence), Tag.PixelSpacing);
        String who = "frame " + (frame + 1) + " of "
                + object.dataset().string(Tag.SOPInstanceUID, "an object without SOP Instance UID");
        require(position, 3, who, "Image Position (Patient)");
        require(orientation, 6, who, "Image Orientation (Patient)");
        require(spacing, 2, who, "Pixel Spacing");
        double[] right = Vectors.unit(orientation[0], orientation[1], orientation[2]);
        double[] down = Vectors.unit(orientation[3], orientation[4], orientation[5]);
        if (!(Math.abs(Vectors.dot(right, down)) < 1e-3) || !(spacing[0] > 0) || !(spacing[1] > 0)) {
            throw new PixelException(who + " has no place in space: its rows and columns are not at right angles, or"
                    + " its pixels have no distance");
        }
        PixelDescription pixels = frames.description();
        if (pixels.samplesPerPixel() != 1 || pixels.photometricInterpretation().equals("PALETTE COLOR")) {
            throw new PixelException(who + " has colours, expected values: " + pixels);
        }
        return new VolumeSlice(frames, frame, attributes, position, right, down, spacing[1], spacing[0]);
    }

    private static void require(double[] values, int count, String who, String what) {
        if (values.length != count) {
            throw new PixelException(who + " has no place in space: expected " + count + " values of " + what
                    + ", found " + values.length);
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new PixelException(who + " has no place in space: " + what + " is not finite");
            }
        }
    }

    int columns() {
        return frames.description().columns();
    }

    int rows() {
        return frames.description().rows();
    }

    /** Whether it is parallel to another one and has the same grid. */
    boolean fits(VolumeSlice other) {
        return Vectors.dot(right, other.right) > 0.9999
                && Vectors.dot(down, other.down) > 0.9999
                && columns() == other.columns()
                && rows() == other.rows()
                && Math.abs(across / other.across - 1) < 1e-3
                && Math.abs(along / other.along - 1) < 1e-3;
    }

    /** Values of some rows after the modality LUT; padding is NaN. */
    float[] values(int from, int to, FrameCodecs codecs, DecodeOptions options) throws IOException {
        long pixels = (long) (to - from) * columns();
        if (pixels * 4 > options.limits().valueInMemory()) {
            throw new PixelException("a slice of " + columns() + " × " + rows() + " is over the limit of "
                    + options.limits().valueInMemory() + " bytes in memory");
        }
        float[] values = new float[(int) pixels];
        Dataset dataset = attributes.dataset();
        DecodeOptions.Region wanted = new DecodeOptions.Region(0, from, columns(), to - from);
        try (FrameRows rows = FrameRows.open(frames, frame, codecs, options, wanted, 0)) {
            Modality modality = Modality.of(attributes.group(Tag.PixelValueTransformationSequence), rows.layout());
            PixelPadding padding = PixelPadding.of(dataset, rows.layout().sampleType());
            int first = (int) rows.row(from);
            rows.bands(first, first + to - from, 1, (firstRow, layout, cells) -> {
                double[] band = FrameSamples.of(layout).doubles(cells);
                int skip = Math.max(0, first - firstRow) * columns();
                int at = Math.max(0, firstRow - first) * columns();
                for (int i = skip; i < band.length; i++) {
                    boolean none = padding != null && padding.contains(band[i]);
                    values[at + i - skip] = none ? Float.NaN : (float) modality.value(band[i]);
                }
            });
        }
        return values;
    }
}
