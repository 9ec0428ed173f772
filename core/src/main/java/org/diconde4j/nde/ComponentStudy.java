package org.diconde4j.nde;

import java.time.LocalDate;
import java.time.LocalTime;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The component study: one inspection of a component. A view over a data set; what is absent, empty or not readable is
 * null. Immutable and thread-safe.
 */
public final class ComponentStudy {
    private static final int[] TAGS = {
        Tag.StudyInstanceUID,
        Tag.StudyID,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.StudyDescription,
        Tag.AccessionNumber,
        Tag.ReferringPhysicianName,
        Tag.NameOfPhysiciansReadingStudy,
        Tag.ExpiryDate
    };

    private final Dataset dataset;

    private ComponentStudy(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Reads the study that a data set belongs to.
     *
     * @param dataset an object, or an answer of a query, in today's or in legacy form
     * @return the view
     */
    public static ComponentStudy of(Dataset dataset) {
        return new ComponentStudy(LegacyDiconde.translate(dataset));
    }

    /**
     * Begins the description of a study.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The Study Instance UID (0020,000D).
     *
     * @return the identifier or null
     */
    public @Nullable String instanceUid() {
        return dataset.string(Tag.StudyInstanceUID);
    }

    /**
     * The Study ID (0020,0010).
     *
     * @return the identifier for people or null
     */
    public @Nullable String id() {
        return dataset.string(Tag.StudyID);
    }

    /**
     * The Accession Number (0008,0050): the order.
     *
     * @return the number or null
     */
    public @Nullable String accessionNumber() {
        return dataset.string(Tag.AccessionNumber);
    }

    /**
     * The Study Date (0008,0020).
     *
     * @return the date, or null if there is none or it is no date
     */
    public @Nullable LocalDate date() {
        return dataset.date(Tag.StudyDate);
    }

    /**
     * The Study Time (0008,0030), without fractions.
     *
     * @return the time, or null if there is none or it is no time
     */
    public @Nullable LocalTime time() {
        return Values.time(dataset, Tag.StudyTime);
    }

    /**
     * The Component Study description (0008,1030).
     *
     * @return the description or null
     */
    public @Nullable String description() {
        return dataset.string(Tag.StudyDescription);
    }

    /**
     * The Component Owner Name (0008,0090).
     *
     * @return the owner or null
     */
    public @Nullable String ownerName() {
        return dataset.string(Tag.ReferringPhysicianName);
    }

    /**
     * The Certifying Inspector Name (0008,1060), the first if there are several.
     *
     * @return the name or null
     */
    public @Nullable String certifyingInspectorName() {
        return dataset.string(Tag.NameOfPhysiciansReadingStudy);
    }

    /**
     * The Expiry Date (0014,1020): a note of the site, never a reason to delete.
     *
     * @return the date, or null if there is none or it is no date
     */
    public @Nullable LocalDate expiryDate() {
        return dataset.date(Tag.ExpiryDate);
    }

    /**
     * The attributes of the study alone.
     *
     * @return a data set without those of component, series and instance
     */
    public Dataset toDataset() {
        return Values.pick(dataset, TAGS);
    }

    @Override
    public String toString() {
        return "study " + Values.orUnnamed(id() != null ? id() : instanceUid());
    }

    /** Describes a study. Not thread-safe. */
    public static final class Builder extends AttributesBuilder<Builder> {
        private Builder() {}

        /**
         * Sets the Study Instance UID; without it the object's builder makes one.
         *
         * @param uid the identifier
         * @return this builder
         */
        public Builder instanceUid(String uid) {
            return set(Tag.StudyInstanceUID, uid);
        }

        /**
         * Sets the Study ID.
         *
         * @param id at most 16 characters
         * @return this builder
         */
        public Builder id(String id) {
            return set(Tag.StudyID, id);
        }

        /**
         * Sets the Accession Number.
         *
         * @param number at most 16 characters
         * @return this builder
         */
        public Builder accessionNumber(String number) {
            return set(Tag.AccessionNumber, number);
        }

        /**
         * Sets Study Date and Study Time.
         *
         * @param date the day
         * @param time the time of day
         * @return this builder
         */
        public Builder begun(LocalDate date, LocalTime time) {
            return set(Tag.StudyDate, Values.text(date)).set(Tag.StudyTime, Values.text(time));
        }

        /**
         * Sets the Component Study description.
         *
         * @param description at most 64 characters
         * @return this builder
         */
        public Builder description(String description) {
            return set(Tag.StudyDescription, description);
        }

        /**
         * Sets the Component Owner Name.
         *
         * @param name the owner
         * @return this builder
         */
        public Builder ownerName(String name) {
            return set(Tag.ReferringPhysicianName, name);
        }

        /**
         * Sets the Certifying Inspector Name.
         *
         * @param name such as {@code Vogt^Clara}
         * @return this builder
         */
        public Builder certifyingInspectorName(String name) {
            return set(Tag.NameOfPhysiciansReadingStudy, name);
        }

        /**
         * Sets the Expiry Date: a note, never a reason to delete.
         *
         * @param date the day
         * @return this builder
         */
        public Builder expiryDate(LocalDate date) {
            return set(Tag.ExpiryDate, Values.text(date));
        }

        /**
         * Finishes the description.
         *
         * @return the study
         */
        public ComponentStudy build() {
            return new ComponentStudy(attributes.build());
        }
    }
}
