package org.diconde4j.archive.intake;

import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/** The unique identifiers of an object as its data set gives them (PS3.3 C.12.1, C.7.2.1, C.7.3.1). */
record Identity(
        @Nullable String sopClassUid,
        @Nullable String sopInstanceUid,
        @Nullable String studyUid,
        @Nullable String seriesUid) {

    static Identity of(Dataset attributes) {
        return new Identity(
                attributes.string(Tag.SOPClassUID),
                attributes.string(Tag.SOPInstanceUID),
                attributes.string(Tag.StudyInstanceUID),
                attributes.string(Tag.SeriesInstanceUID));
    }

    /** Why an object of this identity cannot be part of the archive; null if it can. */
    @Nullable
    String problem() {
        if (sopClassUid == null) {
            return "SOP Class UID (0008,0016) is missing or empty";
        }
        if (sopInstanceUid == null) {
            return "SOP Instance UID (0008,0018) is missing or empty";
        }
        return null;
    }
}
