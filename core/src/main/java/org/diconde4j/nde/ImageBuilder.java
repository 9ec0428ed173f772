package org.diconde4j.nde;

import java.time.Duration;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;

/** Builds an image object: pixels, how they are shown, and how large they are. Not thread-safe. */
public final class ImageBuilder extends PixelBuilder<ImageBuilder> {
    ImageBuilder(Kind kind) {
        super(kind);
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
            case SECONDARY_CAPTURE, SECONDARY_CAPTURE_MULTI_FRAME -> Tag.NominalScannedPixelSpacing;
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

    /**
     * Says how far apart in time the frames are (Frame Time (0018,1063)), as in a thermographic sequence or a video.
     *
     * @param between from one frame to the next
     * @return this builder
     */
    public ImageBuilder frameTime(Duration between) {
        given.setDoubles(Tag.FrameTime, between.toNanos() / 1e6);
        return this;
    }

    @Override
    String sopClass() {
        if (kind != Kind.SECONDARY_CAPTURE_MULTI_FRAME) {
            return kind.sopClass;
        }
        return switch (givenPixels().layout().format()) {
            case BIT -> UID.MultiFrameSingleBitSecondaryCaptureImageStorage;
            case GREY_8 -> UID.MultiFrameGrayscaleByteSecondaryCaptureImageStorage;
            case RGB_8 -> UID.MultiFrameTrueColorSecondaryCaptureImageStorage;
            case GREY_16, FLOAT, DOUBLE -> UID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage;
        };
    }

    @Override
    void complete(Dataset.Builder dataset, Dataset attributes) {
        describePixels(dataset, attributes);
        int frames = givenPixels().layout().frames();
        if (kind.isMultiFrame()) {
            completeFrames(dataset, attributes, frames);
        }
        switch (kind) {
            case DX_PRESENTATION -> {
                needs(attributes, Tag.ImagerPixelSpacing, "pixelSpacing(…)");
                completePresentation(dataset, attributes);
                if (!attributes.contains(Tag.WindowCenter) && !attributes.contains(Tag.VOILUTSequence)) {
                    wholeWindow(dataset, attributes);
                }
            }
            case DX_PROCESSING -> {
                needs(attributes, Tag.ImagerPixelSpacing, "pixelSpacing(…)");
                completePresentation(dataset, attributes);
            }
            case CT -> {
                needs(attributes, Tag.PixelSpacing, "pixelSpacing(…)");
                if (!attributes.contains(Tag.FrameOfReferenceUID)) { // slices of a series share it
                    dataset.set(Tag.FrameOfReferenceUID, Uids.named(attributes.string(Tag.SeriesInstanceUID, "")));
                }
            }
            case SECONDARY_CAPTURE_MULTI_FRAME -> completeCapture(dataset, attributes);
            case VIDEO -> completeVideo(dataset, attributes);
            default -> {}
        }
    }

    /** What tells the frames apart (PS3.3 C.7.6.6): time, or else labels. */
    private static void completeFrames(Dataset.Builder dataset, Dataset attributes, int frames) {
        if (frames == 1 || attributes.contains(Tag.FrameIncrementPointer)) {
            return;
        }
        if (attributes.contains(Tag.FrameTime)) {
            dataset.set(Tag.FrameIncrementPointer, Tag.FrameTime);
            return;
        }
        dataset.set(Tag.FrameIncrementPointer, Tag.FrameLabelVector);
        if (!attributes.contains(Tag.FrameLabelVector)) {
            dataset.set(Tag.FrameLabelVector, labels(frames));
        }
    }

    /** PS3.3 C.8.6.3: grey values of more than one bit are shown as they are. */
    private void completeCapture(Dataset.Builder dataset, Dataset attributes) {
        SampleFormat format = givenPixels().layout().format();
        if (format != SampleFormat.BIT && format.samplesPerPixel == 1) {
            completePresentation(dataset, attributes);
            if (!attributes.contains(Tag.RescaleSlope)) {
                dataset.set(Tag.RescaleIntercept, "0")
                        .set(Tag.RescaleSlope, "1")
                        .set(Tag.RescaleType, "US");
            }
        }
    }

    /** PS3.5 8.2.5 to 8.2.8: what the syntaxes of video make of colours, and the name of their loss (PS3.3 C.7.6.1.1.5). */
    private void completeVideo(Dataset.Builder dataset, Dataset attributes) {
        needs(attributes, Tag.FrameTime, "frameTime(…)");
        if (!(givenPixels() instanceof Pixels.Encapsulated video)) {
            throw new IllegalStateException("a video is compressed: call encapsulated(…) instead of pixels(…)");
        }
        if (!attributes.contains(Tag.PhotometricInterpretation)) {
            dataset.set(Tag.PhotometricInterpretation, "YBR_PARTIAL_420");
        }
        if (!attributes.contains(Tag.LossyImageCompressionMethod)) {
            dataset.set(Tag.LossyImageCompressionMethod, video.method())
                    .setDoubles(Tag.LossyImageCompressionRatio, video.ratio());
        }
    }

    private static void completePresentation(Dataset.Builder dataset, Dataset attributes) {
        if (!attributes.contains(Tag.PresentationLUTShape)) {
            boolean inverted = "MONOCHROME1".equals(attributes.string(Tag.PhotometricInterpretation));
            dataset.set(Tag.PresentationLUTShape, inverted ? "INVERSE" : "IDENTITY");
        }
    }

    /** The window that shows every value that can be stored; floating point has none. */
    private void wholeWindow(Dataset.Builder dataset, Dataset attributes) {
        if (givenPixels().layout().format().isFloatingPoint()) {
            return;
        }
        double slope = attributes.number(Tag.RescaleSlope, 1);
        double width = Math.scalb(1.0, storedBits());
        double center = isSigned() ? 0 : width / 2;
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
