package org.diconde4j.render;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.pixel.DecodeOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a frame is to look: what the image itself says, or a presentation state that stands for all of it (PS3.4 N.2).
 *
 * @param modality attributes of the modality LUT
 * @param voi attributes of windows and VOI LUTs
 * @param greys the presentation LUT, from 0 for black up to 1 for white to the same
 * @param colours attributes of a palette for greys, or null
 * @param shutters what is not to be seen
 * @param area the part to be seen, or null for all
 * @param magnification how much larger than stored, where nothing else is asked for
 * @param rotation degrees clockwise: 0, 90, 180 or 270
 * @param mirrored whether left and right change places after the rotation
 * @param aspect height of a pixel divided by its width
 * @param state the presentation state, or null
 */
record Look(
        Dataset modality,
        Dataset voi,
        DoubleUnaryOperator greys,
        @Nullable Dataset colours,
        List<Shutter> shutters,
        DecodeOptions.@Nullable Region area,
        double magnification,
        int rotation,
        boolean mirrored,
        double aspect,
        @Nullable PresentationState state) {

    /** The look that an image says by itself. */
    static Look ofImage(FrameAttributes frame) {
        Dataset image = frame.dataset();
        String shape = image.string(Tag.PresentationLUTShape, "");
        boolean inverse = shape.isEmpty()
                ? image.string(Tag.PhotometricInterpretation, "").equals("MONOCHROME1")
                : shape.equals("INVERSE");
        Shutter shutter = Shutter.of(frame.group(Tag.FrameDisplayShutterSequence));
        return new Look(
                frame.group(Tag.PixelValueTransformationSequence),
                frame.group(Tag.FrameVOILUTSequence),
                inverse ? part -> 1 - part : part -> part,
                null,
                shutter == null ? List.of() : List.of(shutter),
                null,
                1,
                0,
                false,
                aspect(frame),
                null);
    }

    /** By the distances of pixels, or their Pixel Aspect Ratio (0028,0034), both vertical before horizontal. */
    static double aspect(FrameAttributes frame) {
        for (int tag : new int[] {Tag.PixelSpacing, Tag.ImagerPixelSpacing, Tag.NominalScannedPixelSpacing}) {
            Dataset attributes = tag == Tag.PixelSpacing ? frame.group(Tag.PixelMeasuresSequence) : frame.dataset();
            double aspect = Numbers.ratio(attributes, tag);
            if (aspect > 0) {
                return aspect;
            }
        }
        double aspect = Numbers.ratio(frame.dataset(), Tag.PixelAspectRatio);
        return aspect > 0 ? aspect : 1;
    }
}
