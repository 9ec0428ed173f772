package org.diconde4j.nde;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * With which equipment and settings an object was made: X-ray source, detector and its calibration, LINAC, ultrasonic and
 * eddy current equipment, thermography. A view over a data set, which finds an attribute in whatever sequence the equipment
 * has put it: the ASTM practices that say where each belongs are not public. Immutable and thread-safe.
 */
public final class Technique {
    /** What PS3.3 has for radiography outside of group 0014. */
    private static final int[] RADIOGRAPHY = {
        Tag.KVP,
        Tag.DistanceSourceToDetector,
        Tag.DistanceSourceToPatient,
        Tag.EstimatedRadiographicMagnificationFactor,
        Tag.ExposureTime,
        Tag.XRayTubeCurrent,
        Tag.Exposure,
        Tag.FocalSpots,
        Tag.SpatialResolution,
        Tag.DetectorType,
        Tag.DetectorConfiguration,
        Tag.DetectorDescription,
        Tag.DetectorID,
        Tag.FilterType,
        Tag.FilterMaterial,
        Tag.FilterThicknessMinimum,
        Tag.FilterThicknessMaximum
    };

    private final Dataset dataset;

    private Technique(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Reads with what a data set was made.
     *
     * @param dataset an object, in today's or in legacy form
     * @return the view
     */
    public static Technique of(Dataset dataset) {
        Dataset translated = LegacyDiconde.translate(dataset);
        Dataset.Builder technique = Values.pick(translated, RADIOGRAPHY).toBuilder();
        for (Element element : translated) {
            if (EquipmentPart.isOfEquipment(element.tag())) {
                technique.set(element);
            }
        }
        return new Technique(technique.build());
    }

    /**
     * Begins the description of a technique.
     *
     * @return an empty builder
     */
    public static TechniqueBuilder builder() {
        return new TechniqueBuilder();
    }

    static Technique ofAttributes(Dataset attributes) {
        return new Technique(attributes);
    }

    /**
     * What stands outside of sequences, in the order of the tags.
     *
     * @return the settings, none if there are none
     */
    public List<Setting> settings() {
        return EquipmentPart.settingsOf(dataset, true).stream()
                .filter(setting -> setting.tag() != Tag.SpecificCharacterSet)
                .toList();
    }

    /**
     * The parts of the equipment and their settings, in the order of the tags; each may have parts of its own.
     *
     * @return the parts, none if there are none
     */
    public List<EquipmentPart> parts() {
        return EquipmentPart.partsOf(dataset);
    }

    /**
     * The parts of one kind, at whatever depth.
     *
     * @param sequence group and element number of their sequence, such as {@code Tag.GateSettingsSequence}
     * @return the parts, none if there are none
     */
    public List<EquipmentPart> parts(int sequence) {
        List<EquipmentPart> found = new ArrayList<>();
        collect(parts(), sequence, found);
        return List.copyOf(found);
    }

    private static void collect(List<EquipmentPart> parts, int sequence, List<EquipmentPart> found) {
        for (EquipmentPart part : parts) {
            if (part.sequence() == sequence) {
                found.add(part);
            }
            collect(part.parts(), sequence, found);
        }
    }

    /**
     * The first setting of a tag: outside of sequences, else in the first part that has it.
     *
     * @param tag group and element number, such as {@code Tag.NominalFrequency}
     * @return the setting or null
     */
    public @Nullable Setting setting(int tag) {
        Element element = dataset.get(tag);
        return element != null && !element.isEmpty() && !element.isSequence()
                ? Setting.of(element)
                : setting(parts(), tag);
    }

    private static @Nullable Setting setting(List<EquipmentPart> parts, int tag) {
        for (EquipmentPart part : parts) {
            Element element = part.attributes().get(tag);
            if (element != null && !element.isEmpty() && !element.isSequence()) {
                return Setting.of(element);
            }
            Setting deeper = setting(part.parts(), tag);
            if (deeper != null) {
                return deeper;
            }
        }
        return null;
    }

    /**
     * The first number of the first setting of a tag.
     *
     * @param tag group and element number, such as {@code Tag.EmissivityOfInspectionSurface}
     * @return the number, or null if there is none or it is no number
     */
    public @Nullable Double number(int tag) {
        Setting setting = setting(tag);
        return setting == null || setting.numbers().isEmpty()
                ? null
                : setting.numbers().get(0);
    }

    /**
     * The attributes of the technique alone.
     *
     * @return a data set without those of component, study, series and image
     */
    public Dataset toDataset() {
        return dataset;
    }

    @Override
    public String toString() {
        return "technique " + settings() + " " + parts();
    }
}
