package org.diconde4j.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.archive.access.RefusedObject;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomReader;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.QuarantineEntry;
import org.jspecify.annotations.Nullable;

/** What became of the instances of a request (PS3.18 10.5.3, PS3.18 I.2). */
final class StoreReport {
    static final DicomReader READER = DicomReader.lenient().withTruncatedInput().withoutBulk();

    /** Failure Reason (0008,1197): data set does not match SOP class, and cannot understand (PS3.4 GG.4.2). */
    static final int DOES_NOT_MATCH = 0xA900;

    static final int CANNOT_UNDERSTAND = 0xC000;

    /** PS3.7 C.5.25. */
    private static final int NOT_AUTHORIZED = 0x0124;

    private final String base;
    private final Set<String> studies = new HashSet<>();
    private final List<Dataset> stored = new ArrayList<>();
    private final List<Dataset> failed = new ArrayList<>();

    StoreReport(String base) {
        this.base = base;
    }

    void stored(InstanceRef instance) {
        studies.add(instance.studyUid());
        stored.add(Dataset.builder()
                .set(Tag.ReferencedSOPClassUID, String.valueOf(instance.sopClassUid()))
                .set(Tag.ReferencedSOPInstanceUID, instance.sopInstanceUid())
                .set(Tag.RetrieveURL, Resource.url(base, instance))
                .build());
    }

    /** An instance that was put into quarantine. */
    void setAside(StoreResult result) {
        QuarantineEntry entry = result.quarantined();
        failed.add(failure(
                entry == null ? null : entry.receipt().sopClassUid(),
                entry == null ? null : entry.receipt().sopInstanceUid(),
                CANNOT_UNDERSTAND,
                "set aside in quarantine: " + result.reason()));
    }

    /** An instance that the one who asks may not store. */
    void forbidden(RefusedObject object, @Nullable String reason) {
        failed.add(failure(object.sopClassUid(), object.sopInstanceUid(), NOT_AUTHORIZED, String.valueOf(reason)));
    }

    /** An instance that is not stored. */
    void refused(Dataset dataset, int reason, String why) {
        failed.add(failure(name(dataset, Tag.SOPClassUID), name(dataset, Tag.SOPInstanceUID), reason, why));
    }

    /** The names of an instance that is not looked at any further, as far as it has any. */
    static Dataset names(byte[] head) throws IOException {
        try {
            return READER.withStopAt(Tag.SOPInstanceUID + 1)
                    .read(new ByteArrayInputStream(head))
                    .dataset();
        } catch (DicomParseException e) {
            return Dataset.empty();
        }
    }

    private static @Nullable String name(Dataset dataset, int tag) {
        String uid = dataset.string(tag, "");
        return uid.isEmpty() ? null : uid;
    }

    private static Dataset failure(@Nullable String sopClass, @Nullable String instance, int reason, String why) {
        Dataset.Builder failure = Dataset.builder()
                .set(Tag.FailureReason, Integer.toString(reason))
                .set(Tag.ErrorComment, why.length() > 64 ? why.substring(0, 63) + "…" : why);
        if (sopClass != null) {
            failure.set(Tag.ReferencedSOPClassUID, sopClass);
        }
        if (instance != null) {
            failure.set(Tag.ReferencedSOPInstanceUID, instance);
        }
        return failure.build();
    }

    boolean isEmpty() {
        return stored.isEmpty() && failed.isEmpty();
    }

    /** 200 if all is stored, 202 if some is, 409 if nothing is (PS3.18 table 10.5.3-1). */
    int status() {
        return failed.isEmpty() ? 200 : stored.isEmpty() ? 409 : 202;
    }

    /** Retrieve URL is that of the one study, and has no value if there are several: it is of type 2 (PS3.18 Table I.1-1). */
    Dataset dataset() {
        Dataset.Builder report = Dataset.builder().setEmpty(Tag.RetrieveURL);
        if (studies.size() == 1) {
            report.set(Tag.RetrieveURL, Resource.url(base, studies.iterator().next(), null, null));
        }
        if (!stored.isEmpty()) {
            report.setItems(Tag.ReferencedSOPSequence, stored);
        }
        if (!failed.isEmpty()) {
            report.setItems(Tag.FailedSOPSequence, failed);
        }
        return report.build();
    }
}
