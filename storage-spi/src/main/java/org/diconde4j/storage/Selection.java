package org.diconde4j.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instances chosen by the unique keys of PS3.4 C.2.2.1: those that match one value of each list that is not empty. All lists
 * empty: every instance.
 *
 * @param componentIds Component IDs (Patient ID)
 * @param issuer Issuer of the Component IDs, or null for any
 * @param studyUids Study Instance UIDs
 * @param seriesUids Series Instance UIDs
 * @param instanceUids SOP Instance UIDs
 * @param restriction what they are chosen from; the rest is as if it were not there
 */
public record Selection(
        List<String> componentIds,
        @Nullable String issuer,
        List<String> studyUids,
        List<String> seriesUids,
        List<String> instanceUids,
        Restriction restriction) {
    /**
     * Makes the lists immutable.
     *
     * @param componentIds Component IDs (Patient ID)
     * @param issuer Issuer of the Component IDs, or null for any
     * @param studyUids Study Instance UIDs
     * @param seriesUids Series Instance UIDs
     * @param instanceUids SOP Instance UIDs
     * @param restriction what they are chosen from
     */
    public Selection {
        componentIds = List.copyOf(componentIds);
        studyUids = List.copyOf(studyUids);
        seriesUids = List.copyOf(seriesUids);
        instanceUids = List.copyOf(instanceUids);
    }

    /**
     * Chooses from all instances.
     *
     * @param componentIds Component IDs (Patient ID)
     * @param issuer Issuer of the Component IDs, or null for any
     * @param studyUids Study Instance UIDs
     * @param seriesUids Series Instance UIDs
     * @param instanceUids SOP Instance UIDs
     */
    public Selection(
            List<String> componentIds,
            @Nullable String issuer,
            List<String> studyUids,
            List<String> seriesUids,
            List<String> instanceUids) {
        this(componentIds, issuer, studyUids, seriesUids, instanceUids, Restriction.NONE);
    }

    /**
     * Every instance.
     *
     * @return the selection without a condition
     */
    public static Selection all() {
        return new Selection(List.of(), null, List.of(), List.of(), List.of());
    }

    /**
     * The instances of components.
     *
     * @param ids Component IDs, of any issuer
     * @return the selection
     */
    public static Selection components(String... ids) {
        return new Selection(List.of(ids), null, List.of(), List.of(), List.of());
    }

    /**
     * The instances of studies.
     *
     * @param uids Study Instance UIDs
     * @return the selection
     */
    public static Selection studies(String... uids) {
        return new Selection(List.of(), null, List.of(uids), List.of(), List.of());
    }

    /**
     * The instances of series.
     *
     * @param uids Series Instance UIDs
     * @return the selection
     */
    public static Selection series(String... uids) {
        return new Selection(List.of(), null, List.of(), List.of(uids), List.of());
    }

    /**
     * Single instances.
     *
     * @param uids SOP Instance UIDs
     * @return the selection
     */
    public static Selection instances(String... uids) {
        return new Selection(List.of(), null, List.of(), List.of(), List.of(uids));
    }

    /**
     * Returns this selection for somebody who may not know of all.
     *
     * @param other what the instances are chosen from
     * @return the changed selection
     */
    public Selection within(Restriction other) {
        return new Selection(componentIds, issuer, studyUids, seriesUids, instanceUids, other);
    }
}
