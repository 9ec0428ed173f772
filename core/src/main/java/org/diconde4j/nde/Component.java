package org.diconde4j.nde;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The component: the thing that is inspected (in DICOM the patient). A view over a data set; what is absent, empty or not
 * readable is null. Immutable and thread-safe.
 */
public final class Component {
    private static final int[] TAGS = {
        Tag.PatientName,
        Tag.PatientID,
        Tag.IssuerOfPatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.OtherPatientIDs,
        Tag.OtherPatientIDsSequence,
        Tag.OtherPatientNames,
        Tag.EthnicGroup,
        Tag.PatientComments,
        Tag.ComponentManufacturingProcedure,
        Tag.ComponentManufacturer,
        Tag.MaterialThickness,
        Tag.MaterialPipeDiameter,
        Tag.MaterialIsolationDiameter,
        Tag.MaterialGrade,
        Tag.MaterialPropertiesDescription,
        Tag.MaterialNotes,
        Tag.ComponentShape,
        Tag.CurvatureType,
        Tag.OuterDiameter,
        Tag.InnerDiameter,
        Tag.ComponentWelderIDs
    };

    private final Dataset dataset;

    private Component(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Reads the component that a data set is about.
     *
     * @param dataset an object, or an answer of a query, in today's or in legacy form
     * @return the view
     */
    public static Component of(Dataset dataset) {
        return new Component(LegacyDiconde.translate(dataset));
    }

    /**
     * Begins the description of a component.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The Component ID Number (0010,0020), such as a serial number.
     *
     * @return the number or null
     */
    public @Nullable String idNumber() {
        return dataset.string(Tag.PatientID);
    }

    /**
     * Who gave the Component ID Number (0010,0021); with it the number is unique.
     *
     * @return the issuer or null
     */
    public @Nullable String issuer() {
        return dataset.string(Tag.IssuerOfPatientID);
    }

    /**
     * The Component Name (0010,0010), often a part number.
     *
     * @return the name as it is written, carets and equals signs included, or null
     */
    public @Nullable String name() {
        return dataset.string(Tag.PatientName);
    }

    /**
     * The Component Manufacturing Date (0010,0030).
     *
     * @return the date, or null if there is none or it is no date
     */
    public @Nullable LocalDate manufacturingDate() {
        return dataset.date(Tag.PatientBirthDate);
    }

    /**
     * The Component Manufacturer (0014,0028).
     *
     * @return the manufacturer or null
     */
    public @Nullable String manufacturer() {
        return dataset.string(Tag.ComponentManufacturer);
    }

    /**
     * How the component is made: Component Manufacturing Procedure (0014,0025).
     *
     * @return the procedure or null
     */
    public @Nullable String manufacturingProcedure() {
        return dataset.string(Tag.ComponentManufacturingProcedure);
    }

    /**
     * What the component is made of.
     *
     * @return the material; what is absent is null in it
     */
    public Material material() {
        return Material.of(dataset);
    }

    /**
     * The Component Shape (0014,0050).
     *
     * @return such as {@code FLAT}, {@code CYLH} or {@code COMPOUND}, or null
     */
    public @Nullable String shape() {
        return dataset.string(Tag.ComponentShape);
    }

    /**
     * The Outer Diameter (0014,0054).
     *
     * @return millimetres or null
     */
    public @Nullable Double outerDiameter() {
        return Values.number(dataset, Tag.OuterDiameter);
    }

    /**
     * The Inner Diameter (0014,0056).
     *
     * @return millimetres or null
     */
    public @Nullable Double innerDiameter() {
        return Values.number(dataset, Tag.InnerDiameter);
    }

    /**
     * The Curvature Type (0014,0052).
     *
     * @return such as {@code CONCAVE} or {@code CONVEX} (second-hand), or null
     */
    public @Nullable String curvatureType() {
        return dataset.string(Tag.CurvatureType);
    }

    /**
     * The Material Pipe Diameter (0014,0032).
     *
     * @return millimetres, none if absent
     */
    public List<Double> pipeDiameters() {
        return Values.numbers(dataset, Tag.MaterialPipeDiameter);
    }

    /**
     * The Material Isolation Diameter (0014,0034): of the pipe with what insulates it.
     *
     * @return millimetres, none if absent
     */
    public List<Double> isolationDiameters() {
        return Values.numbers(dataset, Tag.MaterialIsolationDiameter);
    }

    /**
     * Who welded it: Component Welder IDs (0014,0100).
     *
     * @return the identifiers, none if absent
     */
    public List<String> welderIds() {
        return dataset.strings(Tag.ComponentWelderIDs);
    }

    /**
     * The Other Component IDs: those of (0010,1000), then those of (0010,1002).
     *
     * @return the identifiers, each once, none if absent
     */
    public List<String> otherIds() {
        Set<String> ids = new LinkedHashSet<>(dataset.strings(Tag.OtherPatientIDs));
        for (Dataset item : dataset.items(Tag.OtherPatientIDsSequence)) {
            ids.addAll(item.strings(Tag.PatientID));
        }
        ids.remove("");
        return List.copyOf(ids);
    }

    /**
     * The Other Component Names (0010,1001).
     *
     * @return the names, none if absent
     */
    public List<String> otherNames() {
        return dataset.strings(Tag.OtherPatientNames);
    }

    /**
     * The Component Notes (0010,4000).
     *
     * @return the notes or null
     */
    public @Nullable String notes() {
        return dataset.string(Tag.PatientComments);
    }

    /**
     * The attributes of the component alone.
     *
     * @return a data set without those of study, series and instance
     */
    public Dataset toDataset() {
        return Values.pick(dataset, TAGS);
    }

    @Override
    public String toString() {
        return "component " + Values.orUnnamed(idNumber()) + (issuer() == null ? "" : " of " + issuer());
    }

    /** Describes a component. Not thread-safe. */
    public static final class Builder extends AttributesBuilder<Builder> {
        private Builder() {}

        /**
         * Sets the Component ID Number.
         *
         * @param number such as {@code SN-0001}
         * @return this builder
         */
        public Builder idNumber(String number) {
            return set(Tag.PatientID, number);
        }

        /**
         * Sets who gave the Component ID Number.
         *
         * @param issuer such as the name of the company
         * @return this builder
         */
        public Builder issuer(String issuer) {
            return set(Tag.IssuerOfPatientID, issuer);
        }

        /**
         * Sets the Component Name.
         *
         * @param name such as {@code Steam header}
         * @return this builder
         */
        public Builder name(String name) {
            return set(Tag.PatientName, name);
        }

        /**
         * Sets the Component Manufacturing Date.
         *
         * @param date the day
         * @return this builder
         */
        public Builder manufacturingDate(LocalDate date) {
            return set(Tag.PatientBirthDate, Values.text(date));
        }

        /**
         * Sets the Component Manufacturer.
         *
         * @param manufacturer who made it
         * @return this builder
         */
        public Builder manufacturer(String manufacturer) {
            return set(Tag.ComponentManufacturer, manufacturer);
        }

        /**
         * Sets the Component Manufacturing Procedure.
         *
         * @param procedure how it is made
         * @return this builder
         */
        public Builder manufacturingProcedure(String procedure) {
            return set(Tag.ComponentManufacturingProcedure, procedure);
        }

        /**
         * Sets what the component is made of.
         *
         * @param material the material; what is null in it stays as it is
         * @return this builder
         */
        public Builder material(Material material) {
            material.putInto(attributes);
            return this;
        }

        /**
         * Sets the Component Shape.
         *
         * @param shape such as {@code FLAT}, {@code CYLH} or {@code COMPOUND}
         * @return this builder
         */
        public Builder shape(String shape) {
            return set(Tag.ComponentShape, shape);
        }

        /**
         * Sets the Outer Diameter and the Inner Diameter.
         *
         * @param outer millimetres
         * @param inner millimetres, 0 if it is solid
         * @return this builder
         */
        public Builder diameters(double outer, double inner) {
            attributes.setDoubles(Tag.OuterDiameter, outer);
            if (inner > 0) {
                attributes.setDoubles(Tag.InnerDiameter, inner);
            }
            return this;
        }

        /**
         * Sets the Component Welder IDs.
         *
         * @param ids one for each welder
         * @return this builder
         */
        public Builder welderIds(String... ids) {
            return set(Tag.ComponentWelderIDs, ids);
        }

        /**
         * Sets the Component Notes.
         *
         * @param notes free text
         * @return this builder
         */
        public Builder notes(String notes) {
            return set(Tag.PatientComments, notes);
        }

        /**
         * Finishes the description.
         *
         * @return the component
         */
        public Component build() {
            return new Component(attributes.build());
        }
    }
}
