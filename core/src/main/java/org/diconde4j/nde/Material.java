package org.diconde4j.nde;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What a component is made of.
 *
 * @param name Material Name (0010,2160), such as {@code STEEL}
 * @param grade Material Grade (0014,0042), such as {@code P265GH}
 * @param thicknesses Material Thickness (0014,0030) in millimetres, none if absent
 * @param properties Material Properties Description (0014,0044)
 * @param notes Material Notes (0014,0046)
 */
public record Material(
        @Nullable String name,
        @Nullable String grade,
        List<Double> thicknesses,
        @Nullable String properties,
        @Nullable String notes) {

    /**
     * Copies the list.
     *
     * @param name Material Name (0010,2160)
     * @param grade Material Grade (0014,0042)
     * @param thicknesses Material Thickness (0014,0030) in millimetres
     * @param properties Material Properties Description (0014,0044)
     * @param notes Material Notes (0014,0046)
     */
    public Material {
        thicknesses = List.copyOf(thicknesses);
    }

    /**
     * The material of which no more is known than name, grade and thickness.
     *
     * @param name such as {@code STEEL}
     * @param grade such as {@code P265GH}
     * @param thicknesses in millimetres
     * @return the material
     */
    public static Material of(String name, String grade, double... thicknesses) {
        return new Material(
                name, grade, java.util.Arrays.stream(thicknesses).boxed().toList(), null, null);
    }

    /**
     * Reads the material that a data set names.
     *
     * @param dataset an object or the attributes of a component, in today's or in legacy form
     * @return the material; what is absent is null
     */
    public static Material of(Dataset dataset) {
        Dataset d = LegacyDiconde.translate(dataset);
        return new Material(
                d.string(Tag.EthnicGroup),
                d.string(Tag.MaterialGrade),
                Values.numbers(d, Tag.MaterialThickness),
                d.string(Tag.MaterialPropertiesDescription),
                d.string(Tag.MaterialNotes));
    }

    void putInto(Dataset.Builder builder) {
        Values.put(builder, Tag.EthnicGroup, name);
        Values.put(builder, Tag.MaterialGrade, grade);
        Values.putNumbers(builder, Tag.MaterialThickness, thicknesses);
        Values.put(builder, Tag.MaterialPropertiesDescription, properties);
        Values.put(builder, Tag.MaterialNotes, notes);
    }
}
