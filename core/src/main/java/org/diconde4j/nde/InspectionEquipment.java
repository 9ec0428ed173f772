package org.diconde4j.nde;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The inspection equipment: what made the object, and where it stands. A view over a data set; what is absent or empty
 * is null. Immutable and thread-safe.
 */
public final class InspectionEquipment {
    private static final int[] TAGS = {
        Tag.Manufacturer,
        Tag.ManufacturerModelName,
        Tag.DeviceSerialNumber,
        Tag.SoftwareVersions,
        Tag.InstitutionName,
        Tag.InstitutionAddress,
        Tag.InstitutionalDepartmentName,
        Tag.StationName,
        Tag.GantryID,
        Tag.DateOfLastCalibration,
        Tag.TimeOfLastCalibration
    };

    private final Dataset dataset;

    private InspectionEquipment(Dataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Reads what made a data set.
     *
     * @param dataset an object, or an answer of a query
     * @return the view
     */
    public static InspectionEquipment of(Dataset dataset) {
        return new InspectionEquipment(dataset);
    }

    /**
     * Begins the description of an equipment.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The Manufacturer (0008,0070).
     *
     * @return the manufacturer or null
     */
    public @Nullable String manufacturer() {
        return dataset.string(Tag.Manufacturer);
    }

    /**
     * The Manufacturer's Model Name (0008,1090).
     *
     * @return the model or null
     */
    public @Nullable String modelName() {
        return dataset.string(Tag.ManufacturerModelName);
    }

    /**
     * The Device Serial Number (0018,1000).
     *
     * @return the number or null
     */
    public @Nullable String serialNumber() {
        return dataset.string(Tag.DeviceSerialNumber);
    }

    /**
     * The Scanner ID (0018,1008).
     *
     * @return the identifier or null
     */
    public @Nullable String scannerId() {
        return dataset.string(Tag.GantryID);
    }

    /**
     * The Station Name (0008,1010).
     *
     * @return the name or null
     */
    public @Nullable String stationName() {
        return dataset.string(Tag.StationName);
    }

    /**
     * The Company Name (0008,0080).
     *
     * @return the company that inspects, or null
     */
    public @Nullable String companyName() {
        return dataset.string(Tag.InstitutionName);
    }

    /**
     * The Company Address (0008,0081).
     *
     * @return the address or null
     */
    public @Nullable String companyAddress() {
        return dataset.string(Tag.InstitutionAddress);
    }

    /**
     * When it was calibrated last (0018,1200), the first date if there are several.
     *
     * @return the date, or null if there is none or it is no date
     */
    public @Nullable LocalDate lastCalibration() {
        return dataset.date(Tag.DateOfLastCalibration);
    }

    /**
     * The Department Name (0008,1040).
     *
     * @return the department or null
     */
    public @Nullable String departmentName() {
        return dataset.string(Tag.InstitutionalDepartmentName);
    }

    /**
     * The Software Versions (0018,1020).
     *
     * @return the versions, none if absent
     */
    public List<String> softwareVersions() {
        return dataset.strings(Tag.SoftwareVersions);
    }

    /**
     * The edition of DICONDE that the object says it follows: the first of the Software Versions, if it begins so. A
     * hint, not a rule: many DICONDE objects do not say it.
     *
     * @return such as {@code DICONDE21}, or null
     */
    public @Nullable String dicondeVersion() {
        String first = dataset.string(Tag.SoftwareVersions);
        return first != null && first.startsWith("DICONDE") ? first : null;
    }

    /**
     * The attributes of the equipment alone.
     *
     * @return a data set without those of component, study, series and instance
     */
    public Dataset toDataset() {
        return Values.pick(dataset, TAGS);
    }

    @Override
    public String toString() {
        return "equipment " + Values.orUnnamed(modelName());
    }

    /** Describes an equipment. Not thread-safe. */
    public static final class Builder extends AttributesBuilder<Builder> {
        private Builder() {}

        /**
         * Sets manufacturer and model.
         *
         * @param manufacturer who made it
         * @param modelName what it is called
         * @return this builder
         */
        public Builder model(String manufacturer, String modelName) {
            return set(Tag.Manufacturer, manufacturer).set(Tag.ManufacturerModelName, modelName);
        }

        /**
         * Sets the Device Serial Number.
         *
         * @param number at most 64 characters
         * @return this builder
         */
        public Builder serialNumber(String number) {
            return set(Tag.DeviceSerialNumber, number);
        }

        /**
         * Sets the Software Versions, {@code DICONDE21} before them.
         *
         * @param versions the versions of the equipment's software
         * @return this builder
         */
        public Builder softwareVersions(String... versions) {
            String[] all = new String[versions.length + 1];
            all[0] = NdeObject.DICONDE_VERSION;
            System.arraycopy(versions, 0, all, 1, versions.length);
            return set(Tag.SoftwareVersions, all);
        }

        /**
         * Sets Company Name and Department Name.
         *
         * @param company the company that inspects
         * @param department the part of it
         * @return this builder
         */
        public Builder company(String company, String department) {
            return set(Tag.InstitutionName, company).set(Tag.InstitutionalDepartmentName, department);
        }

        /**
         * Sets when it was calibrated last.
         *
         * @param date the day
         * @param time the time of day
         * @return this builder
         */
        public Builder lastCalibration(LocalDate date, LocalTime time) {
            return set(Tag.DateOfLastCalibration, Values.text(date)).set(Tag.TimeOfLastCalibration, Values.text(time));
        }

        /**
         * Sets the Station Name.
         *
         * @param name at most 16 characters
         * @return this builder
         */
        public Builder stationName(String name) {
            return set(Tag.StationName, name);
        }

        /**
         * Finishes the description.
         *
         * @return the equipment
         */
        public InspectionEquipment build() {
            return new InspectionEquipment(attributes.build());
        }
    }
}
