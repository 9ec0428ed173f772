package org.diconde4j.pixel;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.jspecify.annotations.Nullable;

/**
 * All that a data set says of its image, from the layout of pixels to what is to be done with them before they are seen.
 * The latter is described here, not done.
 *
 * @param pixels the layout
 * @param palette the lookup table of colours, or null
 * @param overlays planes of single bits over the image
 * @param padding values that are no measurement, or null
 * @param transforms what stands between stored values and a display
 */
public record ImageDescription(
        PixelDescription pixels,
        @Nullable Palette palette,
        List<Overlay> overlays,
        @Nullable PixelPadding padding,
        Set<Transform> transforms) {

    /** A step between stored values and a display; in enhanced objects it may stand in functional groups. */
    public enum Transform {
        /** Modality LUT as slope and intercept (PS3.3 C.11.1), or Pixel Value Transformation (C.7.6.16.2.9). */
        RESCALE,
        /** Modality LUT Sequence (0028,3000). */
        MODALITY_LUT,
        /** Real World Value Mapping (PS3.3 C.7.6.16.2.11). */
        REAL_WORLD_VALUE,
        /** Window Center and Width (PS3.3 C.11.2), or Frame VOI LUT (C.7.6.16.2.10). */
        WINDOW,
        /** VOI LUT Sequence (0028,3010). */
        VOI_LUT,
        /** Presentation LUT Shape (2050,0020) or Presentation LUT Sequence (2050,0010). */
        PRESENTATION_LUT,
        /** ICC Profile (0028,2000), also in an item of Optical Path Sequence (0048,0105). */
        ICC_PROFILE
    }

    /**
     * Copies the collections.
     *
     * @param pixels the layout
     * @param palette the lookup table of colours, or null
     * @param overlays planes of single bits over the image
     * @param padding values that are no measurement, or null
     * @param transforms what stands between stored values and a display
     */
    public ImageDescription {
        overlays = List.copyOf(overlays);
        transforms = Collections.unmodifiableSet(
                transforms.isEmpty() ? EnumSet.noneOf(Transform.class) : EnumSet.copyOf(transforms));
    }

    /**
     * Describes the image of a data set.
     *
     * @param dataset the data set
     * @param deviations is told of values that are missing or cannot be
     * @return the description
     * @throws PixelException if there is no sense in Rows, Columns or Bits Allocated
     */
    public static ImageDescription of(Dataset dataset, Consumer<Deviation> deviations) {
        PixelDescription pixels = PixelDescription.of(dataset, deviations);
        return new ImageDescription(
                pixels,
                Palette.of(dataset),
                Overlay.of(dataset),
                PixelPadding.of(dataset, pixels.sampleType()),
                transforms(dataset));
    }

    private static Set<Transform> transforms(Dataset dataset) {
        EnumSet<Transform> found = EnumSet.noneOf(Transform.class);
        add(found, Transform.RESCALE, dataset, Tag.RescaleSlope, Tag.RescaleIntercept);
        add(found, Transform.MODALITY_LUT, dataset, Tag.ModalityLUTSequence);
        add(found, Transform.REAL_WORLD_VALUE, dataset, Tag.RealWorldValueMappingSequence);
        add(found, Transform.WINDOW, dataset, Tag.WindowCenter);
        add(found, Transform.VOI_LUT, dataset, Tag.VOILUTSequence);
        add(found, Transform.PRESENTATION_LUT, dataset, Tag.PresentationLUTShape, Tag.PresentationLUTSequence);
        add(found, Transform.ICC_PROFILE, dataset, Tag.ICCProfile);
        for (Dataset path : dataset.items(Tag.OpticalPathSequence)) {
            add(found, Transform.ICC_PROFILE, path, Tag.ICCProfile);
        }
        groups(found, dataset.items(Tag.SharedFunctionalGroupsSequence));
        groups(found, dataset.items(Tag.PerFrameFunctionalGroupsSequence));
        return found;
    }

    /** Frames have the same groups (PS3.3 C.7.6.16.1.1), so that the first item says what there is. */
    private static void groups(Set<Transform> found, List<Dataset> items) {
        if (!items.isEmpty()) {
            add(found, Transform.RESCALE, items.get(0), Tag.PixelValueTransformationSequence);
            add(found, Transform.REAL_WORLD_VALUE, items.get(0), Tag.RealWorldValueMappingSequence);
            add(found, Transform.WINDOW, items.get(0), Tag.FrameVOILUTSequence);
        }
    }

    private static void add(Set<Transform> found, Transform transform, Dataset dataset, int... tags) {
        for (int tag : tags) {
            if (dataset.contains(tag)) {
                found.add(transform);
            }
        }
    }
}
