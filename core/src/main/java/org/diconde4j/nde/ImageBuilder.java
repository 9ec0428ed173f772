package org.diconde4j.nde;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Builds an image object: pixels, how they are shown, and how large they are. Not thread-safe. */
public final class ImageBuilder extends ObjectBuilder<ImageBuilder> {
    private byte @Nullable [] samples;
    private VR vr = VR.OW;
    private int rows;
    private int columns;
    private int frames = 1;
    private int samplesPerPixel = 1;
    private int bitsAllocated;
    private int bitsStored;
    private boolean signed;

    ImageBuilder(NdeObject.Kind kind) {
        super(kind);
    }

    /**
     * Sets grey samples of 16 bits, of one frame or more.
     *
     * @param rows lines of a frame
     * @param columns samples of a line
     * @param samples line after line, frame after frame, unsigned unless {@link #signed()}
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public ImageBuilder pixels(int rows, int columns, short[] samples) {
        byte[] bytes = new byte[Math.multiplyExact(samples.length, 2)];
        java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .put(samples);
        return pixels(rows, columns, 1, 16, bytes);
    }

    /**
     * Sets grey samples of 8 bits, of one frame or more.
     *
     * @param rows lines of a frame
     * @param columns samples of a line
     * @param samples line after line, frame after frame; not copied
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public ImageBuilder pixels(int rows, int columns, byte[] samples) {
        return pixels(rows, columns, 1, 8, samples);
    }

    /**
     * Sets coloured samples of 8 bits: red, green and blue of each pixel in turn, of one frame or more.
     *
     * @param rows lines of a frame
     * @param columns pixels of a line
     * @param samples line after line, frame after frame; not copied
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public ImageBuilder colourPixels(int rows, int columns, byte[] samples) {
        return pixels(rows, columns, 3, 8, samples);
    }

    private ImageBuilder pixels(int rows, int columns, int samplesPerPixel, int bits, byte[] bytes) {
        long frame = (long) rows * columns * samplesPerPixel * bits / 8;
        if (rows < 1
                || columns < 1
                || rows > 65535
                || columns > 65535
                || bytes.length == 0
                || bytes.length % frame != 0) {
            throw new IllegalArgumentException("pixels of " + rows + " rows and " + columns
                    + " columns need a multiple of " + frame + " bytes, found " + bytes.length);
        }
        this.rows = rows;
        this.columns = columns;
        this.samplesPerPixel = samplesPerPixel;
        this.bitsAllocated = bits;
        this.bitsStored = bits;
        this.samples = bytes;
        this.vr = bits == 8 ? VR.OB : VR.OW;
        this.frames = (int) (bytes.length / frame);
        return this;
    }

    /**
     * Says how many of the allocated bits are used.
     *
     * @param stored at most those allocated
     * @return this builder
     */
    public ImageBuilder bitsStored(int stored) {
        if (stored < 1 || stored > bitsAllocated) {
            throw new IllegalArgumentException(
                    "bits stored " + stored + ", expected 1 to " + bitsAllocated + "; set the pixels first");
        }
        bitsStored = stored;
        return this;
    }

    /**
     * Says that samples are two's complement.
     *
     * @return this builder
     */
    public ImageBuilder signed() {
        signed = true;
        return this;
    }

    /**
     * Shows small values light and large values dark, as on film (MONOCHROME1).
     *
     * @return this builder
     */
    public ImageBuilder inverted() {
        return set(Tag.PhotometricInterpretation, "MONOCHROME1");
    }

    /**
     * Sets the window to show first.
     *
     * @param center in the middle, after {@link #rescale}
     * @param width from black to white
     * @return this builder
     */
    public ImageBuilder window(double center, double width) {
        if (width < 1) {
            given.set(
                    Tag.VOILUTFunction,
                    "LINEAR_EXACT"); // the default function has no widths below 1 (PS3.3 C.11.2.1.2)
        }
        given.setDoubles(Tag.WindowCenter, center).setDoubles(Tag.WindowWidth, width);
        return this;
    }

    /**
     * Sets what a stored value means: value times slope plus intercept.
     *
     * @param slope factor
     * @param intercept summand
     * @param type what comes out: {@code US} (unspecified), or a name of the site's own
     * @return this builder
     */
    public ImageBuilder rescale(double slope, double intercept, String type) {
        given.setDoubles(Tag.RescaleSlope, slope).setDoubles(Tag.RescaleIntercept, intercept);
        return set(Tag.RescaleType, type);
    }

    /**
     * Sets the distance of pixels. Of projections it is that at the detector (Imager Pixel Spacing), of others that in the
     * component (Pixel Spacing).
     *
     * @param betweenRows millimetres
     * @param betweenColumns millimetres
     * @return this builder
     */
    public ImageBuilder pixelSpacing(double betweenRows, double betweenColumns) {
        int tag = switch (kind) {
            case DX_PRESENTATION, DX_PROCESSING, CR -> Tag.ImagerPixelSpacing;
            case SECONDARY_CAPTURE -> Tag.NominalScannedPixelSpacing;
            default -> Tag.PixelSpacing;
        };
        given.setDoubles(tag, betweenRows, betweenColumns);
        return this;
    }

    /**
     * Places a slice in the coordinate system of the component, lines along x and columns along y.
     *
     * @param x of the first pixel's centre, in millimetres
     * @param y of the first pixel's centre, in millimetres
     * @param z of the slice, in millimetres
     * @param thickness of the slice, in millimetres
     * @return this builder
     */
    public ImageBuilder slice(double x, double y, double z, double thickness) {
        given.setDoubles(Tag.ImagePositionPatient, x, y, z)
                .setDoubles(Tag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0)
                .setDoubles(Tag.SliceThickness, thickness)
                .setDoubles(Tag.SliceLocation, z);
        return this;
    }

    /**
     * Says what each frame is (Frame Label Vector (0018,2002)).
     *
     * @param labels one for each frame, at most 16 characters
     * @return this builder
     */
    public ImageBuilder frameLabels(String... labels) {
        return set(Tag.FrameLabelVector, labels);
    }

    @Override
    void complete(Dataset.Builder dataset, Dataset attributes) {
        byte[] bytes = samples;
        if (bytes == null) {
            throw new IllegalStateException(
                    "an image needs pixels: call pixels(rows, columns, samples) before build()");
        }
        boolean multiFrame = kind == NdeObject.Kind.US_MULTI_FRAME;
        if (frames > 1 && !multiFrame) {
            throw new IllegalStateException("this kind of image has one frame, found pixels of " + frames);
        }
        dataset.set(Tag.SamplesPerPixel, samplesPerPixel)
                .set(Tag.Rows, rows)
                .set(Tag.Columns, columns)
                .set(Tag.BitsAllocated, bitsAllocated)
                .set(Tag.BitsStored, bitsStored)
                .set(Tag.HighBit, bitsStored - 1)
                .set(Tag.PixelRepresentation, signed ? 1 : 0)
                .setBytes(Tag.PixelData, vr, bytes);
        if (samplesPerPixel == 3) {
            dataset.set(Tag.PlanarConfiguration, 0);
        }
        if (!attributes.contains(Tag.PhotometricInterpretation)) {
            dataset.set(Tag.PhotometricInterpretation, samplesPerPixel == 3 ? "RGB" : "MONOCHROME2");
        }
        if (multiFrame) {
            dataset.set(Tag.NumberOfFrames, frames).set(Tag.FrameIncrementPointer, "00182002");
            if (!attributes.contains(Tag.FrameLabelVector)) {
                dataset.set(Tag.FrameLabelVector, labels(frames));
            }
        }
        switch (kind) {
            case DX_PRESENTATION -> {
                needsSpacing(attributes, Tag.ImagerPixelSpacing);
                completeRadiograph(dataset, attributes);
                if (!attributes.contains(Tag.WindowCenter) && !attributes.contains(Tag.VOILUTSequence)) {
                    wholeWindow(dataset, attributes);
                }
            }
            case DX_PROCESSING -> {
                needsSpacing(attributes, Tag.ImagerPixelSpacing);
                completeRadiograph(dataset, attributes);
            }
            case CT -> {
                needsSpacing(attributes, Tag.PixelSpacing);
                if (!attributes.contains(Tag.FrameOfReferenceUID)) { // slices of a series share it
                    dataset.set(Tag.FrameOfReferenceUID, Uids.named(attributes.string(Tag.SeriesInstanceUID, "")));
                }
            }
            default -> {}
        }
    }

    /** A distance that nobody has measured must not be made up. */
    private static void needsSpacing(Dataset attributes, int tag) {
        if (!attributes.contains(tag)) {
            throw new IllegalStateException("this kind of image needs the distance of its pixels ("
                    + Dictionary.standard().keyword(tag) + "): call pixelSpacing(…) before build()");
        }
    }

    private static void completeRadiograph(Dataset.Builder dataset, Dataset attributes) {
        if (!attributes.contains(Tag.PresentationLUTShape)) {
            boolean inverted = "MONOCHROME1".equals(attributes.string(Tag.PhotometricInterpretation));
            dataset.set(Tag.PresentationLUTShape, inverted ? "INVERSE" : "IDENTITY");
        }
    }

    /** The window that shows every value that can be stored. */
    private void wholeWindow(Dataset.Builder dataset, Dataset attributes) {
        double slope = attributes.number(Tag.RescaleSlope, 1);
        double width = Math.scalb(1.0, bitsStored);
        double center = signed ? 0 : width / 2;
        dataset.setDoubles(Tag.WindowCenter, center * slope + attributes.number(Tag.RescaleIntercept, 0))
                .setDoubles(Tag.WindowWidth, Math.max(1, width * Math.abs(slope)));
    }

    private static String[] labels(int frames) {
        String[] labels = new String[frames];
        for (int i = 0; i < frames; i++) {
            labels[i] = "FRAME " + (i + 1);
        }
        return labels;
    }
}
