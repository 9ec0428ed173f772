package org.diconde4j.net.service;

import java.util.Arrays;
import java.util.function.Predicate;
import org.diconde4j.dict.UID;
import org.jspecify.annotations.Nullable;

/** The query/retrieve information models (PS3.4 C.3, Y.3, Z.1.2). In DICONDE the patient is the component. */
public enum InformationModel {
    /** Component, study, series, instance. */
    PATIENT_ROOT(
            UID.PatientRootQueryRetrieveInformationModelFind,
            UID.PatientRootQueryRetrieveInformationModelMove,
            UID.PatientRootQueryRetrieveInformationModelGet),

    /** Study (with the attributes of its component), series, instance. */
    STUDY_ROOT(
            UID.StudyRootQueryRetrieveInformationModelFind,
            UID.StudyRootQueryRetrieveInformationModelMove,
            UID.StudyRootQueryRetrieveInformationModelGet),

    /** Component and study only; retired. */
    PATIENT_STUDY_ONLY(
            UID.PatientStudyOnlyQueryRetrieveInformationModelFind,
            UID.PatientStudyOnlyQueryRetrieveInformationModelMove,
            UID.PatientStudyOnlyQueryRetrieveInformationModelGet),

    /** Instances by their UIDs, and frames of them (PS3.4 Y): to retrieve only. */
    INSTANCE_ROOT(null, UID.CompositeInstanceRootRetrieveMove, UID.CompositeInstanceRootRetrieveGet),

    /** Instances by their UIDs, without their bulk data (PS3.4 Z): for C-GET only. */
    WITHOUT_BULK_DATA(null, null, UID.CompositeInstanceRetrieveWithoutBulkDataGet);

    private final @Nullable String find;
    private final @Nullable String move;
    private final @Nullable String get;

    InformationModel(@Nullable String find, @Nullable String move, @Nullable String get) {
        this.find = find;
        this.move = move;
        this.get = get;
    }

    /**
     * Whether there is a SOP class to query it.
     *
     * @return false if it is for retrieval only
     */
    public boolean isQueried() {
        return find != null;
    }

    /**
     * The SOP class for C-FIND.
     *
     * @return UID
     * @throws IllegalStateException if the model is not one to query
     */
    public String findUid() {
        return required(find, "C-FIND");
    }

    /**
     * The SOP class for C-MOVE.
     *
     * @return UID
     * @throws IllegalStateException if the model has no C-MOVE
     */
    public String moveUid() {
        return required(move, "C-MOVE");
    }

    /**
     * The SOP class for C-GET.
     *
     * @return UID
     */
    public String getUid() {
        return required(get, "C-GET");
    }

    private String required(@Nullable String uid, String service) {
        if (uid == null) {
            throw new IllegalStateException("the information model " + this + " has no " + service);
        }
        return uid;
    }

    /**
     * The model that a SOP class queries.
     *
     * @param sopClassUid any UID
     * @return null if it is none for C-FIND
     */
    public static @Nullable InformationModel ofFind(String sopClassUid) {
        return first(model -> sopClassUid.equals(model.find));
    }

    /**
     * The model that a SOP class moves from.
     *
     * @param sopClassUid any UID
     * @return null if it is none for C-MOVE
     */
    public static @Nullable InformationModel ofMove(String sopClassUid) {
        return first(model -> sopClassUid.equals(model.move));
    }

    /**
     * The model that a SOP class gets from.
     *
     * @param sopClassUid any UID
     * @return null if it is none for C-GET
     */
    public static @Nullable InformationModel ofGet(String sopClassUid) {
        return first(model -> sopClassUid.equals(model.get));
    }

    private static @Nullable InformationModel first(Predicate<InformationModel> which) {
        return Arrays.stream(values()).filter(which).findFirst().orElse(null);
    }
}
