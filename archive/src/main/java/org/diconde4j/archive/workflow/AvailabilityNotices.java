package org.diconde4j.archive.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.nde.Uids;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Instance availability notification (PS3.4 R): tells others that a study can be had here, and keeps what others tell.
 * Thread-safe.
 */
public final class AvailabilityNotices {
    static final String UID_NOTE = "uid";
    private static final String KIND = "availability";
    private static final String CLASS = UID.InstanceAvailabilityNotification;

    private static final List<String> AVAILABILITIES = List.of("ONLINE", "NEARLINE", "OFFLINE", "UNAVAILABLE");

    private final Supplier<Records> records;
    private final Supplier<Index> index;

    /**
     * The notifications that are kept in records.
     *
     * @param records opens them when they are needed
     * @param index the index of the archive, waited for when it is needed
     */
    public AvailabilityNotices(Supplier<Records> records, Supplier<Index> index) {
        this.records = records;
        this.index = index;
    }

    /**
     * Tells a peer that all instances of a study can be retrieved.
     *
     * @param client who tells
     * @param peer whom
     * @param studyUid the study
     * @param retrieveAeTitle from which AE title
     * @return the answer, with the UID of the notification
     * @throws DicondeException if no instance of the study is here
     * @throws org.diconde4j.net.pdu.AssociationException if the peer can't be reached or does not offer this
     */
    public NormalizedResponse notify(DimseClient client, Peer peer, String studyUid, String retrieveAeTitle) {
        Map<String, List<Dataset>> series = new LinkedHashMap<>();
        try (Cursor<InstanceRef> instances = index.get().instances(Selection.studies(studyUid))) {
            instances.forEachRemaining(instance -> series.computeIfAbsent(instance.seriesUid(), s -> new ArrayList<>())
                    .add(Dataset.builder()
                            .set(Tag.ReferencedSOPClassUID, String.valueOf(instance.sopClassUid()))
                            .set(Tag.ReferencedSOPInstanceUID, instance.sopInstanceUid())
                            .set(Tag.InstanceAvailability, "ONLINE")
                            .set(Tag.RetrieveAETitle, retrieveAeTitle)
                            .build()));
        }
        if (series.isEmpty()) {
            throw new DicondeException("no instance of study " + studyUid + " is here");
        }
        List<Dataset> items = new ArrayList<>();
        series.forEach((uid, instances) -> items.add(Dataset.builder()
                .set(Tag.SeriesInstanceUID, uid)
                .setItems(Tag.ReferencedSOPSequence, instances)
                .build()));
        Dataset notice = Dataset.builder()
                .setItems(Tag.ReferencedPerformedProcedureStepSequence)
                .set(Tag.StudyInstanceUID, studyUid)
                .setItems(Tag.ReferencedSeriesSequence, items)
                .build();
        try (DimseSession session = client.open(peer, CLASS)) {
            return session.create(CLASS, Uids.random(), notice);
        }
    }

    /**
     * What others have told.
     *
     * @return the notifications in the order of their UIDs; to be closed
     */
    public Cursor<AvailabilityNotice> received() {
        return new Picked<>(records.get().list(KIND), AvailabilityNotice::of, notice -> true);
    }

    /**
     * Forgets a notification.
     *
     * @param uid its SOP Instance UID
     * @return whether it was there
     */
    public boolean remove(String uid) {
        return !uid.isEmpty() && records.get().delete(KIND, RecordNames.id(uid));
    }

    /**
     * Performs N-CREATE.
     *
     * @return the handler, for the SOP class Instance Availability Notification
     */
    public NormalizedHandler handler() {
        return new NormalizedHandler() {
            @Override
            public NormalizedOutcome create(NormalizedRequest request) {
                NormalizedOutcome refusal = refusal(request.dataset());
                if (refusal != null) {
                    return refusal;
                }
                RecordContent content = RecordContent.of(request.dataset()).with(UID_NOTE, request.sopInstanceUid());
                boolean fresh = records.get()
                        .put(KIND, RecordNames.id(request.sopInstanceUid()), Records.NEW, content)
                        .done();
                return fresh
                        ? NormalizedOutcome.success()
                        : NormalizedOutcome.of(Status.DUPLICATE_SOP_INSTANCE, "this was told before");
            }
        };
    }

    /** What is of type 1 must be there, down to each instance (PS3.4 R.3.2.1). */
    private static @Nullable NormalizedOutcome refusal(Dataset notice) {
        NormalizedOutcome refusal = Attributes.refusal(notice, Tag.StudyInstanceUID, Tag.ReferencedSeriesSequence);
        for (Dataset series : notice.items(Tag.ReferencedSeriesSequence)) {
            refusal = refusal != null
                    ? refusal
                    : Attributes.refusal(series, Tag.SeriesInstanceUID, Tag.ReferencedSOPSequence);
            for (Dataset instance : series.items(Tag.ReferencedSOPSequence)) {
                refusal = refusal != null ? refusal : refusalOfInstance(instance);
            }
        }
        return refusal;
    }

    private static @Nullable NormalizedOutcome refusalOfInstance(Dataset instance) {
        NormalizedOutcome refusal = Attributes.refusal(
                instance,
                Tag.ReferencedSOPClassUID,
                Tag.ReferencedSOPInstanceUID,
                Tag.InstanceAvailability,
                Tag.RetrieveAETitle);
        String availability = instance.string(Tag.InstanceAvailability, "");
        if (refusal == null && !AVAILABILITIES.contains(availability)) {
            return NormalizedOutcome.of(
                    Status.INVALID_ATTRIBUTE_VALUE, "availability '" + availability + "'", Tag.InstanceAvailability);
        }
        return refusal;
    }
}
