package org.diconde4j.nde;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * An indication: what an evaluator saw that may be a flaw (item of Indication Sequence (0014,2012)).
 *
 * @param number Indication Number (0014,2014)
 * @param label Indication Label (0014,2016)
 * @param description Indication Description (0014,2018)
 * @param types Indication Type (0014,201A), such as {@code POROSITY} or {@code CRACK}
 * @param disposition Indication Disposition (0014,201C), such as {@code ACCEPT}, {@code REJECT} or {@code HOLD}
 * @param regions where it is (Indication ROI Sequence)
 * @param properties what was measured (Indication Physical Property Sequence)
 */
public record Indication(
        @Nullable Integer number,
        @Nullable String label,
        @Nullable String description,
        List<String> types,
        @Nullable String disposition,
        List<Region> regions,
        List<PhysicalProperty> properties) {

    /**
     * Copies the lists.
     *
     * @param number Indication Number
     * @param label Indication Label
     * @param description Indication Description
     * @param types Indication Type
     * @param disposition Indication Disposition
     * @param regions where it is
     * @param properties what was measured
     */
    public Indication {
        types = List.copyOf(types);
        regions = List.copyOf(regions);
        properties = List.copyOf(properties);
    }

    /**
     * An indication of one type, yet without place and measurements.
     *
     * @param number counts from 1
     * @param type such as {@code CRACK}
     * @param disposition such as {@code REJECT}
     * @param description for people
     * @return the indication
     */
    public static Indication of(int number, String type, String disposition, String description) {
        return new Indication(
                number, type + " " + number, description, List.of(type), disposition, List.of(), List.of());
    }

    /**
     * Reads all indications of an object, whoever saw them.
     *
     * @param dataset an object, in today's or in legacy form
     * @return the indications in order, none if there are none
     */
    public static List<Indication> of(Dataset dataset) {
        List<Indication> all = new ArrayList<>();
        Evaluator.of(dataset).forEach(evaluator -> all.addAll(evaluator.indications()));
        return List.copyOf(all);
    }

    /**
     * Adds a place.
     *
     * @param region the place
     * @return a copy with one region more
     */
    public Indication at(Region region) {
        return new Indication(number, label, description, types, disposition, with(regions, region), properties);
    }

    /**
     * Adds a measurement.
     *
     * @param property the measurement
     * @return a copy with one property more
     */
    public Indication measured(PhysicalProperty property) {
        return new Indication(number, label, description, types, disposition, regions, with(properties, property));
    }

    static Indication ofItem(Dataset item) {
        return new Indication(
                Values.integer(item, Tag.IndicationNumber),
                item.string(Tag.IndicationLabel),
                item.string(Tag.IndicationDescription),
                item.strings(Tag.IndicationType),
                item.string(Tag.IndicationDisposition),
                item.items(Tag.IndicationROISequence).stream()
                        .map(Region::ofItem)
                        .toList(),
                item.items(Tag.IndicationPhysicalPropertySequence).stream()
                        .map(PhysicalProperty::ofItem)
                        .toList());
    }

    Dataset toItem() {
        Dataset.Builder item = Dataset.builder();
        Values.put(item, Tag.IndicationNumber, number);
        Values.put(item, Tag.IndicationLabel, label);
        Values.put(item, Tag.IndicationDescription, description);
        Values.put(item, Tag.IndicationType, types);
        Values.put(item, Tag.IndicationDisposition, disposition);
        Values.putItems(
                item,
                Tag.IndicationROISequence,
                regions.stream().map(Region::toItem).toList());
        Values.putItems(
                item,
                Tag.IndicationPhysicalPropertySequence,
                properties.stream().map(PhysicalProperty::toItem).toList());
        return item.build();
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }

    /**
     * Where an indication is (item of Indication ROI Sequence (0014,201E)).
     *
     * @param graphicType Graphic Type (0070,0023), such as {@code POLYLINE} or {@code POINT}, or null
     * @param points Graphic Data (0070,0022): the coordinates of each point in turn. In two dimensions column and row, the
     *     corner of the first pixel being 0, 0; in three dimensions x, y and z (PS3.3 C.18.6, C.18.9)
     * @param dimensions coordinates of a point: 2 on the image, 3 in the coordinate system of the component
     * @param unit {@code PIXEL} or {@code MM}; of legacy files what they say; null if they say nothing
     */
    public record Region(
            @Nullable String graphicType,
            List<Double> points,
            int dimensions,
            @Nullable String unit) {
        private static final String LEGACY = LegacyDiconde.IOD + "NdeIndication";

        /**
         * Copies the list.
         *
         * @param graphicType Graphic Type
         * @param points the coordinates of each point in turn
         * @param dimensions coordinates of a point
         * @param unit their unit
         */
        public Region {
            points = List.copyOf(points);
        }

        /**
         * A region on the image.
         *
         * @param graphicType such as {@code POLYLINE}
         * @param points column and row of each point in turn
         */
        public Region(@Nullable String graphicType, List<Double> points) {
            this(graphicType, points, 2, "PIXEL");
        }

        /**
         * An upright rectangle.
         *
         * @param left its first column
         * @param top its first row
         * @param right its last column
         * @param bottom its last row
         * @return a closed line around it
         */
        public static Region rectangle(double left, double top, double right, double bottom) {
            return new Region("POLYLINE", List.of(left, top, right, top, right, bottom, left, bottom, left, top));
        }

        static Region ofItem(Dataset item) {
            if (item.contains(Tag.GraphicData) || item.contains(Tag.GraphicType)) {
                boolean spatial = "SCOORD3D".equals(item.string(Tag.ValueType));
                return new Region(
                        item.string(Tag.GraphicType),
                        Values.numbers(item, Tag.GraphicData),
                        spatial ? 3 : 2,
                        spatial ? "MM" : "PIXEL");
            }
            Dataset old = LegacyDiconde.block(item, LEGACY, 0x0021);
            return new Region(
                    old.string(0x00211020),
                    Values.numbers(old, 0x00211024),
                    old.integer(0x00211028, 2),
                    old.string(0x00211026));
        }

        Dataset toItem() {
            boolean spatial = dimensions == 3 && "MM".equals(unit);
            if (!spatial && !(dimensions == 2 && "PIXEL".equals(unit))) {
                throw new IllegalArgumentException("a region has two dimensions in PIXEL or three in MM, found "
                        + dimensions + " in " + unit + "; convert it before");
            }
            Dataset.Builder item = Dataset.builder()
                    .set(Tag.ValueType, spatial ? "SCOORD3D" : "SCOORD")
                    .set(Tag.NumberOfGraphicPoints, points.size() / dimensions);
            Values.put(item, Tag.GraphicType, graphicType);
            Values.putNumbers(item, Tag.GraphicData, points);
            return item.build();
        }
    }

    /**
     * What was measured of an indication (item of Indication Physical Property Sequence (0014,2030)).
     *
     * @param label Property Label (0014,2032), such as {@code LENGTH}, or null
     * @param value Numeric Value (0040,A30A), or null
     * @param unit the unit as a UCUM code, such as {@code mm}; of legacy files what they say; or null
     */
    public record PhysicalProperty(
            @Nullable String label,
            @Nullable Double value,
            @Nullable String unit) {
        static PhysicalProperty ofItem(Dataset item) {
            Dataset old = LegacyDiconde.block(item, Region.LEGACY, 0x0021);
            List<Dataset> units = item.items(Tag.MeasurementUnitsCodeSequence);
            Double today = Values.number(item, Tag.NumericValue);
            return new PhysicalProperty(
                    item.string(Tag.PropertyLabel),
                    today != null ? today : Values.number(old, 0x00211034),
                    units.isEmpty() ? old.string(0x00211036) : units.get(0).string(Tag.CodeValue));
        }

        Dataset toItem() {
            Dataset.Builder item = Dataset.builder();
            Values.put(item, Tag.PropertyLabel, label);
            if (value != null) {
                item.setDoubles(Tag.NumericValue, value);
            }
            if (unit != null) {
                item.setItems(Tag.MeasurementUnitsCodeSequence, NdeObject.code(unit, "UCUM", unit));
            }
            return item.build();
        }
    }
}
