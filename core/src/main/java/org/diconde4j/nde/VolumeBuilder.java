package org.diconde4j.nde;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Builds an object whose frames are parallel slices: an enhanced CT (PS3.3 A.38) or a parametric map (PS3.3 A.75). What all
 * frames share and what each has of its own stands in functional groups (PS3.3 C.7.6.16); the frames are numbered in one
 * dimension, from the first slice to the last. Not thread-safe.
 *
 * <p>The image is DERIVED: a reconstruction from projections. ORIGINAL, which can be {@link #set}, demands what medical
 * scanners are like, such as gantry tilt and table height; give it by {@link #shared} then.
 */
public final class VolumeBuilder extends PixelBuilder<VolumeBuilder> {
    private final Dataset.Builder measures = Dataset.builder();
    private final Dataset.Builder transformation = Dataset.builder()
            .set(Tag.RescaleIntercept, "0")
            .set(Tag.RescaleSlope, "1")
            .set(Tag.RescaleType, "US");
    private double @Nullable [] first;
    private double step;
    private @Nullable Dataset window;
    private @Nullable Dataset realWorld;
    private Dataset shared = Dataset.empty();
    private @Nullable IntFunction<Dataset> perFrame;

    VolumeBuilder(Kind kind) {
        super(kind);
    }

    /**
     * Sets the distance of pixels in the component (Pixel Spacing (0028,0030)).
     *
     * @param betweenRows millimetres
     * @param betweenColumns millimetres
     * @return this builder
     */
    public VolumeBuilder pixelSpacing(double betweenRows, double betweenColumns) {
        measures.setDoubles(Tag.PixelSpacing, betweenRows, betweenColumns);
        return this;
    }

    /**
     * Places the frames in the coordinate system of the component, lines along x, columns along y and slices along z.
     *
     * @param x of the first pixel's centre, in millimetres
     * @param y of the first pixel's centre, in millimetres
     * @param z of the first slice, in millimetres
     * @param spacing from one slice to the next, in millimetres
     * @param thickness of a slice, in millimetres
     * @return this builder
     */
    public VolumeBuilder stack(double x, double y, double z, double spacing, double thickness) {
        first = new double[] {x, y, z};
        step = spacing;
        measures.setDoubles(Tag.SliceThickness, thickness).setDoubles(Tag.SpacingBetweenSlices, Math.abs(spacing));
        return this;
    }

    /**
     * Sets what a stored value means: value times slope plus intercept. Values of NDE are attenuation or density, not
     * Hounsfield units. Parametric maps have {@link #realWorld} instead.
     *
     * @param slope factor
     * @param intercept summand
     * @param type what comes out: {@code US} (unspecified), or a name of the site's own
     * @return this builder
     */
    public VolumeBuilder rescale(double slope, double intercept, String type) {
        transformation
                .setDoubles(Tag.RescaleSlope, slope)
                .setDoubles(Tag.RescaleIntercept, intercept)
                .set(Tag.RescaleType, type);
        return this;
    }

    /**
     * Says which physical quantity stored values are (PS3.3 C.7.6.16.2.11): value times slope plus intercept, in a unit.
     *
     * @param slope factor
     * @param intercept summand
     * @param ucum the unit as a UCUM code, such as {@code g/cm3} or {@code 1/m}
     * @param label what it is, at most 16 characters, such as {@code DENSITY}
     * @return this builder
     */
    public VolumeBuilder realWorld(double slope, double intercept, String ucum, String label) {
        realWorld = Dataset.builder()
                .setDoubles(Tag.RealWorldValueSlope, slope)
                .setDoubles(Tag.RealWorldValueIntercept, intercept)
                .setItems(Tag.MeasurementUnitsCodeSequence, NdeObject.code(ucum, "UCUM", ucum))
                .set(Tag.LUTLabel, label)
                .set(Tag.LUTExplanation, label)
                .build();
        return this;
    }

    /**
     * Sets the window to show first.
     *
     * @param center in the middle, after {@link #rescale}
     * @param width from black to white
     * @return this builder
     */
    public VolumeBuilder window(double center, double width) {
        Dataset.Builder item =
                Dataset.builder().setDoubles(Tag.WindowCenter, center).setDoubles(Tag.WindowWidth, width);
        if (width < 1 || kind == Kind.PARAMETRIC_MAP) { // the default function has no widths below 1
            item.set(Tag.VOILUTFunction, "LINEAR_EXACT"); // (PS3.3 C.11.2.1.2)
        }
        window = item.build();
        return this;
    }

    /**
     * Adds functional groups that hold for all frames.
     *
     * @param groups sequences of one item each; they win over those that are made from the rest
     * @return this builder
     */
    public VolumeBuilder shared(Dataset groups) {
        shared = groups;
        return this;
    }

    /**
     * Adds functional groups to each frame, such as Plane Position Sequence (0020,9113) for slices that are not evenly
     * spaced.
     *
     * @param groups gives the sequences of a frame, of one item each; frames count from 0
     * @return this builder
     */
    public VolumeBuilder perFrame(IntFunction<Dataset> groups) {
        perFrame = groups;
        return this;
    }

    @Override
    void complete(Dataset.Builder dataset, Dataset attributes) {
        describePixels(dataset, attributes);
        needsEquipment(attributes);
        needs(attributes, Tag.ContentDate, "created(…)");
        needs(measures.build(), Tag.PixelSpacing, "pixelSpacing(…)");
        String series = attributes.string(Tag.SeriesInstanceUID, "");
        if (!attributes.contains(Tag.FrameOfReferenceUID)) { // objects of a series share it
            dataset.set(Tag.FrameOfReferenceUID, Uids.named(series));
        }
        String organization = Uids.named(attributes.string(Tag.SOPInstanceUID, "") + "/dimensions");
        dataset.setItems(
                        Tag.DimensionOrganizationSequence,
                        Dataset.builder()
                                .set(Tag.DimensionOrganizationUID, organization)
                                .build())
                .setItems(
                        Tag.DimensionIndexSequence,
                        dimension(organization, Tag.StackID),
                        dimension(organization, Tag.InStackPositionNumber))
                .setItems(Tag.SharedFunctionalGroupsSequence, sharedGroups(attributes, series))
                .setItems(Tag.PerFrameFunctionalGroupsSequence, frames());
    }

    private static Dataset dimension(String organization, int tag) {
        return Dataset.builder()
                .set(Tag.DimensionOrganizationUID, organization)
                .set(Tag.DimensionIndexPointer, tag)
                .set(Tag.FunctionalGroupPointer, Tag.FrameContentSequence)
                .build();
    }

    private Dataset sharedGroups(Dataset attributes, String series) {
        Dataset.Builder groups = Dataset.builder()
                .setItems(Tag.PixelMeasuresSequence, measures.build())
                .setItems(
                        Tag.PlaneOrientationSequence,
                        Dataset.builder()
                                .setDoubles(Tag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0)
                                .build())
                .setItems(Tag.PixelValueTransformationSequence, transformation.build());
        Dataset shown = window != null ? window : wholeWindow();
        if (shown != null) {
            groups.setItems(Tag.FrameVOILUTSequence, shown);
        }
        if (realWorld != null) {
            groups.setItems(Tag.RealWorldValueMappingSequence, mapped(realWorld));
        }
        Dataset typed = attributes.contains(Tag.ImageType) ? attributes : Defaults.of(kind);
        Dataset.Builder type = Dataset.builder()
                .set(Tag.FrameType, typed.strings(Tag.ImageType).toArray(String[]::new));
        if (kind == Kind.PARAMETRIC_MAP) {
            if (realWorld == null && !shared.contains(Tag.RealWorldValueMappingSequence)) {
                throw new IllegalStateException(
                        "a parametric map needs to say what its values are: call realWorld(…) before build()");
            }
            groups.setItems(Tag.ParametricMapFrameTypeSequence, type.build());
        } else {
            type.set(Tag.PixelPresentation, "MONOCHROME")
                    .set(Tag.VolumetricProperties, "VOLUME")
                    .set(Tag.VolumeBasedCalculationTechnique, "NONE");
            groups.setItems(Tag.CTImageFrameTypeSequence, type.build())
                    .setItems(
                            Tag.FrameAnatomySequence,
                            Dataset.builder()
                                    .set(Tag.FrameLaterality, "U")
                                    .setItems(Tag.AnatomicRegionSequence, Defaults.COMPONENT)
                                    .build())
                    .setItems(
                            Tag.IrradiationEventIdentificationSequence,
                            Dataset.builder()
                                    .set(Tag.IrradiationEventUID, Uids.named(series + "/irradiation"))
                                    .build());
        }
        return groups.setAll(shared).build();
    }

    /** The window that shows every value that can be stored, or null for floating point, which has none. */
    private @Nullable Dataset wholeWindow() {
        if (givenPixels().layout().format().isFloatingPoint()) {
            if (kind == Kind.PARAMETRIC_MAP && !shared.contains(Tag.FrameVOILUTSequence)) {
                throw new IllegalStateException(
                        "a parametric map of floating point values needs a window: call window(…) before build()");
            }
            return null;
        }
        Dataset values = transformation.build();
        double slope = values.number(Tag.RescaleSlope, 1);
        double width = Math.scalb(1.0, storedBits());
        double center = isSigned() ? 0 : width / 2;
        return Dataset.builder()
                .setDoubles(Tag.WindowCenter, center * slope + values.number(Tag.RescaleIntercept, 0))
                .setDoubles(Tag.WindowWidth, Math.max(1, width * Math.abs(slope)))
                .build();
    }

    /** The mapping for all values that can be stored (PS3.3 C.7.6.16.2.11.1.1). */
    private Dataset mapped(Dataset mapping) {
        Dataset.Builder item = mapping.toBuilder();
        if (givenPixels().layout().format().isFloatingPoint()) {
            return item.setDoubles(Tag.DoubleFloatRealWorldValueFirstValueMapped, -Float.MAX_VALUE)
                    .setDoubles(Tag.DoubleFloatRealWorldValueLastValueMapped, Float.MAX_VALUE)
                    .build();
        }
        VR vr = isSigned() ? VR.SS : VR.US;
        long half = 1L << storedBits() - 1;
        return item.setLongs(Tag.RealWorldValueFirstValueMapped, vr, isSigned() ? -half : 0)
                .setLongs(Tag.RealWorldValueLastValueMapped, vr, isSigned() ? half - 1 : 2 * half - 1)
                .build();
    }

    private List<Dataset> frames() {
        int count = givenPixels().layout().frames();
        List<Dataset> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Dataset.Builder frame = Dataset.builder()
                    .setItems(
                            Tag.FrameContentSequence,
                            Dataset.builder()
                                    .set(Tag.StackID, "1")
                                    .set(Tag.InStackPositionNumber, i + 1)
                                    .set(Tag.DimensionIndexValues, 1, i + 1)
                                    .build());
            double[] corner = first;
            if (corner != null) {
                frame.setItems(
                        Tag.PlanePositionSequence,
                        Dataset.builder()
                                .setDoubles(Tag.ImagePositionPatient, corner[0], corner[1], corner[2] + i * step)
                                .build());
            }
            Dataset whole = perFrame == null
                    ? frame.build()
                    : frame.setAll(perFrame.apply(i)).build();
            if (!whole.contains(Tag.PlanePositionSequence)) {
                throw new IllegalStateException("frame " + i + " has no place: call stack(…) or perFrame(…) with"
                        + " PlanePositionSequence before build()");
            }
            frames.add(whole);
        }
        return frames;
    }
}
