package org.diconde4j.nde;

import java.time.LocalDate;
import java.time.LocalTime;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The component series: what one machine acquired in one go. A view over a data set; what is absent, empty or not
 * readable is null. Immutable and thread-safe.
 */
public final class ComponentSeries {
    private static final int[] TAGS = {
        Tag.SeriesInstanceUID,
        Tag.SeriesNumber,
        Tag.Modality,
        Tag.SeriesDate,
        Tag.SeriesTime,
        Tag.SeriesDescription,
        Tag.PerformingPhysicianName,
        Tag.OperatorsName,
        Tag.ProtocolName,
        Tag.ActualEnvironmentalConditions,
        Tag.EnvironmentalConditions
    };

    private final Dataset dataset;

    private ComponentSeries(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Reads the series that a data set belongs to.
     *
     * @param dataset an object, or an answer of a query, in today's or in legacy form
     * @return the view
     */
    public static ComponentSeries of(Dataset dataset) {
        return new ComponentSeries(LegacyDiconde.translate(dataset));
    }

    /**
     * Begins the description of a series.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The Series Instance UID (0020,000E).
     *
     * @return the identifier or null
     */
    public @Nullable String instanceUid() {
        return dataset.string(Tag.SeriesInstanceUID);
    }

    /**
     * The Series Number (0020,0011).
     *
     * @return the number or null
     */
    public @Nullable Integer number() {
        return Values.integer(dataset, Tag.SeriesNumber);
    }

    /**
     * The Modality (0008,0060).
     *
     * @return such as {@code DX} or {@code US}, or null
     */
    public @Nullable String modality() {
        return dataset.string(Tag.Modality);
    }

    /**
     * The Series Date (0008,0021).
     *
     * @return the date, or null if there is none or it is no date
     */
    public @Nullable LocalDate date() {
        return dataset.date(Tag.SeriesDate);
    }

    /**
     * The Series Description (0008,103E).
     *
     * @return the description or null
     */
    public @Nullable String description() {
        return dataset.string(Tag.SeriesDescription);
    }

    /**
     * The Inspector Name (0008,1050).
     *
     * @return the name or null
     */
    public @Nullable String inspectorName() {
        return dataset.string(Tag.PerformingPhysicianName);
    }

    /**
     * The procedure that was followed: Protocol Name (0018,1030).
     *
     * @return the name or null
     */
    public @Nullable String procedureName() {
        return dataset.string(Tag.ProtocolName);
    }

    /**
     * The Actual Environmental Conditions (0014,1010).
     *
     * @return free text or null
     */
    public @Nullable String actualEnvironmentalConditions() {
        return dataset.string(Tag.ActualEnvironmentalConditions);
    }

    /**
     * The Environmental Conditions (0014,1040).
     *
     * @return free text or null
     */
    public @Nullable String environmentalConditions() {
        return dataset.string(Tag.EnvironmentalConditions);
    }

    /**
     * The attributes of the series alone.
     *
     * @return a data set without those of component, study and instance
     */
    public Dataset toDataset() {
        return Values.pick(dataset, TAGS);
    }

    @Override
    public String toString() {
        return "series " + Values.orUnnamed(instanceUid());
    }

    /** Describes a series; its modality comes from the kind of object. Not thread-safe. */
    public static final class Builder extends AttributesBuilder<Builder> {
        private Builder() {}

        /**
         * Sets the Series Instance UID; without it the object's builder makes one.
         *
         * @param uid the identifier
         * @return this builder
         */
        public Builder instanceUid(String uid) {
            return set(Tag.SeriesInstanceUID, uid);
        }

        /**
         * Sets the Series Number.
         *
         * @param number the number
         * @return this builder
         */
        public Builder number(int number) {
            attributes.set(Tag.SeriesNumber, number);
            return this;
        }

        /**
         * Sets Series Date and Series Time.
         *
         * @param date the day
         * @param time the time of day
         * @return this builder
         */
        public Builder begun(LocalDate date, LocalTime time) {
            return set(Tag.SeriesDate, Values.text(date)).set(Tag.SeriesTime, Values.text(time));
        }

        /**
         * Sets the Series Description.
         *
         * @param description at most 64 characters
         * @return this builder
         */
        public Builder description(String description) {
            return set(Tag.SeriesDescription, description);
        }

        /**
         * Sets the Inspector Name.
         *
         * @param name such as {@code Berg^Jonas}
         * @return this builder
         */
        public Builder inspectorName(String name) {
            return set(Tag.PerformingPhysicianName, name);
        }

        /**
         * Sets the name of the procedure that was followed (Protocol Name).
         *
         * @param name at most 64 characters
         * @return this builder
         */
        public Builder procedureName(String name) {
            return set(Tag.ProtocolName, name);
        }

        /**
         * Finishes the description.
         *
         * @return the series
         */
        public ComponentSeries build() {
            return new ComponentSeries(attributes.build());
        }
    }
}
