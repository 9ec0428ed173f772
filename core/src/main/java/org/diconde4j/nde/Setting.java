package org.diconde4j.nde;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of the inspection equipment or of its settings.
 *
 * @param tag group and element number
 * @param name its name in the standard, such as {@code Nominal Frequency}
 * @param values the values as they are written; none for frames and other bytes
 * @param unit the unit as a UCUM code where PS3.3 or the name says it, else null: the units of the ASTM practices are not
 *     public
 */
public record Setting(
        int tag, String name, List<String> values, @Nullable String unit) {
    private static final Map<Integer, String> UNITS = Map.ofEntries(
            Map.entry(Tag.KVP, "kV"),
            Map.entry(Tag.XRayTubeCurrent, "mA"),
            Map.entry(Tag.ExposureTime, "ms"),
            Map.entry(Tag.Exposure, "mA.s"),
            Map.entry(Tag.DistanceSourceToDetector, "mm"),
            Map.entry(Tag.DistanceSourceToPatient, "mm"),
            Map.entry(Tag.FilterThicknessMinimum, "mm"),
            Map.entry(Tag.FilterThicknessMaximum, "mm"),
            Map.entry(Tag.FocalSpots, "mm"),
            Map.entry(Tag.SpatialResolution, "mm"),
            Map.entry(Tag.FrameTime, "ms"),
            Map.entry(Tag.KVUsedInGainCalibration, "kV"),
            Map.entry(Tag.MAUsedInGainCalibration, "mA"));

    /**
     * Copies the list.
     *
     * @param tag group and element number
     * @param name its name in the standard
     * @param values the values as they are written
     * @param unit the unit, or null
     */
    public Setting {
        values = List.copyOf(values);
    }

    static Setting of(Element element) {
        Dictionary.Entry entry = Dictionary.standard().entry(element.tag());
        String name = entry == null ? element.toString() : entry.name();
        return new Setting(element.tag(), name, element.strings(), UNITS.get(element.tag()));
    }

    /**
     * The values as numbers.
     *
     * @return the numbers, none if one of the values is no number
     */
    public List<Double> numbers() {
        List<Double> numbers = new ArrayList<>(values.size());
        for (String value : values) {
            Double number = Values.parse(value);
            if (number == null) {
                return List.of();
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    @Override
    public String toString() {
        return name + ": " + String.join(", ", values) + (unit == null ? "" : " " + unit);
    }
}
