package org.diconde4j.net.service;

/** The query/retrieve information models (PS3.4 C.3). In DICONDE the patient is the component. */
public enum InformationModel {
    /** Component, study, series, instance. */
    PATIENT_ROOT("1.2.840.10008.5.1.4.1.2.1."),

    /** Study (with the attributes of its component), series, instance. */
    STUDY_ROOT("1.2.840.10008.5.1.4.1.2.2."),

    /** Component and study only; retired. */
    PATIENT_STUDY_ONLY("1.2.840.10008.5.1.4.1.2.3.");

    private final String prefix;

    InformationModel(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The SOP class for C-FIND.
     *
     * @return UID
     */
    public String findUid() {
        return prefix + "1";
    }

    /**
     * The SOP class for C-MOVE.
     *
     * @return UID
     */
    public String moveUid() {
        return prefix + "2";
    }

    /**
     * The SOP class for C-GET.
     *
     * @return UID
     */
    public String getUid() {
        return prefix + "3";
    }
}
