package org.diconde4j.nde;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The coordinate system of an inspection: which mechanical axis the rows, columns and frames of an image lie along, and how
 * it is turned into others ((0014,2202) to (0014,222C)).
 *
 * @param axes the axes (Coordinate System Axes Sequence (0014,2204))
 * @param transforms the transforms (Coordinate System Transform Sequence (0014,2220))
 */
public record NdeGeometry(List<Axis> axes, List<Transform> transforms) {
    /**
     * Copies the lists.
     *
     * @param axes the axes
     * @param transforms the transforms
     */
    public NdeGeometry {
        axes = List.copyOf(axes);
        transforms = List.copyOf(transforms);
    }

    /**
     * One axis.
     *
     * @param number Coordinate System Axis Number (0014,220A), or null
     * @param description Coordinate System Axis Description (0014,2206), or null
     * @param mapping Coordinate System Data Set Mapping (0014,2208): {@code ROW}, {@code COLUMN} or {@code FRAME}
     *     (second-hand), or null
     * @param type Coordinate System Axis Type (0014,220C): such as {@code SCAN}, {@code INDEX} or {@code ROTATION}
     *     (second-hand), or null
     * @param units Coordinate System Axis Units (0014,220E): such as {@code MM}, {@code DEGREES} or {@code COUNTS}
     *     (second-hand), or null
     * @param values Coordinate System Axis Values (0014,2210) as they are stored, whose coding is not public, or null
     */
    public record Axis(
            @Nullable Integer number,
            @Nullable String description,
            @Nullable String mapping,
            @Nullable String type,
            @Nullable String units,
            @Nullable Element values) {
        /**
         * An axis without values.
         *
         * @param number counts from 1
         * @param type such as {@code SCAN}
         * @param mapping such as {@code COLUMN}
         * @param units such as {@code MM}
         * @return the axis
         */
        public static Axis of(int number, String type, String mapping, String units) {
            return new Axis(number, null, mapping, type, units, null);
        }

        private static Axis ofItem(Dataset item) {
            return new Axis(
                    Values.integer(item, Tag.CoordinateSystemAxisNumber),
                    item.string(Tag.CoordinateSystemAxisDescription),
                    item.string(Tag.CoordinateSystemDataSetMapping),
                    item.string(Tag.CoordinateSystemAxisType),
                    item.string(Tag.CoordinateSystemAxisUnits),
                    item.get(Tag.CoordinateSystemAxisValues));
        }

        private Dataset toItem() {
            Dataset.Builder item = Dataset.builder();
            Values.put(item, Tag.CoordinateSystemAxisNumber, number);
            Values.put(item, Tag.CoordinateSystemAxisDescription, description);
            Values.put(item, Tag.CoordinateSystemDataSetMapping, mapping);
            Values.put(item, Tag.CoordinateSystemAxisType, type);
            Values.put(item, Tag.CoordinateSystemAxisUnits, units);
            if (values != null) {
                item.set(Tag.CoordinateSystemAxisValues, values);
            }
            return item.build();
        }
    }

    /**
     * One transform.
     *
     * @param description Transform Description (0014,2222), or null
     * @param order Transform Order of Axes (0014,2226)
     * @param units Transformed Axis Units (0014,2228), or null
     * @param rotationAndScale Coordinate System Transform Rotation and Scale Matrix (0014,222A)
     * @param translation Coordinate System Transform Translation Matrix (0014,222C)
     */
    public record Transform(
            @Nullable String description,
            List<Integer> order,
            @Nullable String units,
            List<Double> rotationAndScale,
            List<Double> translation) {
        /**
         * Copies the lists.
         *
         * @param description Transform Description
         * @param order Transform Order of Axes
         * @param units Transformed Axis Units
         * @param rotationAndScale Rotation and Scale Matrix
         * @param translation Translation Matrix
         */
        public Transform {
            order = List.copyOf(order);
            rotationAndScale = List.copyOf(rotationAndScale);
            translation = List.copyOf(translation);
        }

        private static Transform ofItem(Dataset item) {
            return new Transform(
                    item.string(Tag.TransformDescription),
                    Values.numbers(item, Tag.TransformOrderOfAxes).stream()
                            .map(Double::intValue)
                            .toList(),
                    item.string(Tag.TransformedAxisUnits),
                    Values.numbers(item, Tag.CoordinateSystemTransformRotationAndScaleMatrix),
                    Values.numbers(item, Tag.CoordinateSystemTransformTranslationMatrix));
        }

        private Dataset toItem() {
            Dataset.Builder item = Dataset.builder();
            Values.put(item, Tag.TransformDescription, description);
            if (!order.isEmpty()) {
                item.set(Tag.TransformNumberOfAxes, order.size())
                        .set(
                                Tag.TransformOrderOfAxes,
                                order.stream().mapToInt(i -> i).toArray());
            }
            Values.put(item, Tag.TransformedAxisUnits, units);
            Values.putNumbers(item, Tag.CoordinateSystemTransformRotationAndScaleMatrix, rotationAndScale);
            Values.putNumbers(item, Tag.CoordinateSystemTransformTranslationMatrix, translation);
            return item.build();
        }
    }

    /**
     * Axes without transforms.
     *
     * @param axes in order
     * @return the geometry
     */
    public static NdeGeometry of(Axis... axes) {
        return new NdeGeometry(List.of(axes), List.of());
    }

    /**
     * Reads the geometry of an object.
     *
     * @param dataset an object, in today's or in legacy form
     * @return the geometry; without axes and transforms if there are none
     */
    public static NdeGeometry of(Dataset dataset) {
        Dataset d = LegacyDiconde.translate(dataset);
        return new NdeGeometry(
                d.items(Tag.CoordinateSystemAxesSequence).stream()
                        .map(Axis::ofItem)
                        .toList(),
                d.items(Tag.CoordinateSystemTransformSequence).stream()
                        .map(Transform::ofItem)
                        .toList());
    }

    /**
     * The attributes of the geometry alone.
     *
     * @return a data set without any others
     */
    public Dataset toDataset() {
        Dataset.Builder dataset = Dataset.builder();
        if (!axes.isEmpty()) {
            dataset.set(Tag.CoordinateSystemNumberOfAxes, axes.size());
        }
        Values.putItems(
                dataset,
                Tag.CoordinateSystemAxesSequence,
                axes.stream().map(Axis::toItem).toList());
        Values.putItems(
                dataset,
                Tag.CoordinateSystemTransformSequence,
                transforms.stream().map(Transform::toItem).toList());
        return dataset.build();
    }
}
