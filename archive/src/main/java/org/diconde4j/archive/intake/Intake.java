package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.diconde4j.archive.access.RefusedObject;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.jspecify.annotations.Nullable;

/**
 * Takes objects in. The bytes pass once: a scanner reads along while they go to the store and through a digest. An object
 * is acknowledged when its bytes and its receipt are on stable storage and the index gives it to whoever asks from then on.
 * Thread-safe.
 */
public final class Intake {
    private final ObjectStore objects;
    private final Index index;
    private final Replay replay;
    private final Watermark watermark;
    private final Projection projection;
    private final Clock clock;
    private final Function<Dataset, Optional<String>> objection;
    private final Contest contest;
    private final UidLocks locks = new UidLocks();
    private final SetAside setAside;

    /**
     * Makes the intake of an archive.
     *
     * @param objects where bytes and receipts go
     * @param index where attributes go
     * @param replay brings the index up to the receipts
     * @param watermark refuses objects when the disk is nearly full
     * @param projection says what is remarkable about an object
     * @param clock gives the time of arrival
     * @param objection why the owner does not want a new object, if he does not; it sees the data set without bulk values
     */
    public Intake(
            ObjectStore objects,
            Index index,
            Replay replay,
            Watermark watermark,
            Projection projection,
            Clock clock,
            Function<Dataset, Optional<String>> objection) {
        this.objects = objects;
        this.index = index;
        this.replay = replay;
        this.watermark = watermark;
        this.projection = projection;
        this.clock = clock;
        this.objection = objection;
        this.contest = new Contest(index, replay);
        this.setAside = new SetAside(objects, index, projection, clock, locks);
    }

    /** What a scan of the data set found. */
    record Scan(Dataset attributes, Digest digest, @Nullable String problem) {}

    /**
     * Takes one object in.
     *
     * @param arrival the object
     * @return what became of it
     * @throws IOException if the source breaks off; then nothing is kept, for the sender has no answer and still has the
     *     object
     * @throws org.diconde4j.storage.StoreFullException if the disk is nearly full; nothing of it was read then
     * @throws org.diconde4j.storage.StorageException if it cannot be made durable
     */
    public Taken take(Arrival arrival) throws IOException {
        return take(arrival, Permit.ALL);
    }

    /**
     * Takes one object in, if whoever brings it may do so.
     *
     * @param arrival the object
     * @param permit whether they may; what cannot be understood goes to quarantine without being asked about
     * @return what became of it; nothing of it is kept if it was refused
     * @throws IOException if the source breaks off; then nothing is kept
     * @throws org.diconde4j.storage.StoreFullException if the disk is nearly full; nothing of it was read then
     * @throws org.diconde4j.storage.StorageException if it cannot be made durable
     */
    public Taken take(Arrival arrival, Permit permit) throws IOException {
        requireRoom();
        try (ObjectWriter writer = objects.begin()) {
            writer.write(arrival.head());
            Scan scan = scan(arrival, writer);
            Identity identity = Identity.of(scan.attributes());
            String problem = scan.problem() != null ? scan.problem() : identity.problem();
            String sopInstanceUid = identity.sopInstanceUid();
            if (problem != null || sopInstanceUid == null) {
                return quarantine(arrival, writer, scan, identity, String.valueOf(problem));
            }
            try (UidLocks.Held held = locks.lock(sopInstanceUid)) {
                return keep(arrival, permit, writer, scan, identity, sopInstanceUid);
            }
        }
    }

    /**
     * Asks for room before anything is read.
     *
     * @throws org.diconde4j.storage.StoreFullException if the disk is nearly full
     */
    public void requireRoom() {
        watermark.require();
    }

    static Scan scan(Arrival arrival, ObjectWriter writer) throws IOException {
        DigestOutputStream out = new DigestOutputStream(writer, Digest.sha256());
        Dataset attributes = Dataset.empty();
        String problem = arrival.problem();
        try {
            attributes = arrival.dataset().pass(out);
        } catch (DicomParseException e) {
            problem = problem == null ? e.getMessage() : problem;
        }
        return new Scan(attributes, Digest.ofSha256(out.getMessageDigest().digest()), problem);
    }

    private Taken keep(
            Arrival arrival, Permit permit, ObjectWriter writer, Scan scan, Identity identity, String sopInstanceUid)
            throws IOException {
        String study = Projection.studyUid(identity.studyUid(), sopInstanceUid);
        InstanceRef known = index.instance(sopInstanceUid);
        String forbidden = permit.objection(scan.attributes(), study, known);
        if (forbidden != null) {
            return Taken.refused(new RefusedObject(String.valueOf(identity.sopClassUid()), sopInstanceUid), forbidden);
        }
        if (known != null) {
            return compare(arrival, writer, scan, identity, known);
        }
        Optional<String> unwanted = objection.apply(scan.attributes());
        if (unwanted.isPresent()) {
            return quarantine(arrival, writer, scan, identity, unwanted.get());
        }
        Set<Flag> flags = projection.flags(scan.attributes());
        String series = Projection.seriesUid(identity.seriesUid(), sopInstanceUid);
        Function<String, ReceiptDraft> draft =
                name -> draft(Receipt.Kind.STORED, arrival, scan, identity, name, flags, null);
        Receipt receipt;
        if (index.wasDeleted(sopInstanceUid) || replay.mayLackDeletions()) { // a name is used once
            receipt = LaterName.commit(objects, writer, study, series, sopInstanceUid, draft);
        } else {
            try {
                receipt = writer.commit(draft.apply(ObjectNames.instance(study, series, sopInstanceUid)));
            } catch (NameTakenException e) {
                // by an object that the index has not seen yet, or by one that a node left without a receipt
                replay.run();
                try (ObjectWriter copy = LaterName.copy(objects, writer)) {
                    known = index.instance(sopInstanceUid);
                    if (known != null) {
                        forbidden = permit.objection(scan.attributes(), study, known);
                        if (forbidden != null) {
                            return Taken.refused(
                                    new RefusedObject(String.valueOf(identity.sopClassUid()), sopInstanceUid),
                                    forbidden);
                        }
                        return compare(arrival, copy, scan, identity, known);
                    }
                    receipt = LaterName.commit(objects, copy, study, series, sopInstanceUid, draft);
                }
            }
        }
        index.apply(List.of(new IndexEntry(receipt, Headers.placingBulk(scan.attributes()))));
        InstanceRef first = contest.lostTo(receipt);
        return first == null ? Taken.stored(InstanceRef.of(receipt)) : giveWay(arrival, scan, identity, receipt, first);
    }

    /** What becomes of an object whose UID is known. */
    private Taken compare(Arrival arrival, ObjectWriter writer, Scan scan, Identity identity, InstanceRef known)
            throws IOException {
        String sopInstanceUid = known.sopInstanceUid();
        for (InstanceRef version : index.versions(sopInstanceUid)) {
            if (isSame(
                    version,
                    arrival,
                    scan,
                    (offset, length) -> writer.readBack(arrival.head().length + offset, length))) {
                return Taken.duplicate(known); // also if it was corrected since: the sender has what it had
            }
        }
        return quarantine(arrival, writer, scan, identity, different(sopInstanceUid));
    }

    private static String different(String sopInstanceUid) {
        return "a different data set is stored under the same SOP Instance UID " + sopInstanceUid;
    }

    /**
     * Another node stored the same SOP Instance UID first, under another name, and neither knew of the other. The object becomes a
     * duplicate or goes to quarantine, as it would have if it had come later; then it gives up its place, or else it would come
     * to light when the first one is deleted.
     */
    private Taken giveWay(Arrival arrival, Scan scan, Identity identity, Receipt receipt, InstanceRef first)
            throws IOException {
        Taken taken;
        if (isSame(
                first,
                arrival,
                scan,
                (offset, length) -> objects.open(receipt.name(), receipt.datasetOffset() + offset, length))) {
            taken = Taken.duplicate(first);
        } else {
            try (ObjectWriter copy = objects.begin();
                    InputStream in = objects.open(receipt.name())) {
                in.transferTo(copy);
                taken = quarantine(arrival, copy, scan, identity, different(first.sopInstanceUid()));
            }
        }
        Receipt deleted = objects.append(ReceiptDraft.about(
                receipt,
                Receipt.Kind.DELETED,
                clock.instant(),
                arrival.source(),
                "another node had stored the same SOP Instance UID a moment before"));
        Removal.finish(objects, index, List.of(deleted));
        return taken;
    }

    /**
     * The way of changes to what is kept.
     *
     * @return what changes it
     */
    public Amending amending() {
        return new Amending(objects, index, replay, projection, clock, locks);
    }

    /** The same bytes, or the same elements and values whatever their encoding. */
    private boolean isSame(InstanceRef known, Arrival arrival, Scan scan, BulkData.Source bytes) throws IOException {
        TransferSyntax syntax = arrival.transferSyntax();
        if (syntax == null || known.transferSyntaxUid() == null) {
            return false;
        }
        TransferSyntax knownSyntax = TransferSyntax.of(known.transferSyntaxUid());
        if (known.dataset().equals(scan.digest()) && knownSyntax.equals(syntax)) {
            return true;
        }
        if (knownSyntax.encapsulated() != syntax.encapsulated()) {
            return false;
        }
        return SameContent.test(
                new SameContent.Side(
                        knownSyntax,
                        (offset, length) -> objects.open(known.name(), known.datasetOffset() + offset, length)),
                new SameContent.Side(syntax, bytes));
    }

    private Taken quarantine(Arrival arrival, ObjectWriter writer, Scan scan, Identity identity, String reason) {
        String name = ObjectNames.quarantined(clock.instant(), UUID.randomUUID().toString());
        Receipt receipt = writer.commit(
                draft(Receipt.Kind.QUARANTINED, arrival, scan, identity, name, EnumSet.noneOf(Flag.class), reason));
        index.apply(List.of(new IndexEntry(receipt, Dataset.empty())));
        return Taken.quarantined(new QuarantineEntry(receipt), reason);
    }

    private ReceiptDraft draft(
            Receipt.Kind kind,
            Arrival arrival,
            Scan scan,
            Identity identity,
            String name,
            Set<Flag> flags,
            @Nullable String reason) {
        Instant now = clock.instant();
        TransferSyntax syntax = arrival.transferSyntax();
        return ReceiptDraft.builder(kind, now, arrival.source(), name)
                .uids(identity.sopClassUid(), identity.sopInstanceUid(), identity.studyUid(), identity.seriesUid())
                .dataset(syntax == null ? null : syntax.uid(), arrival.head().length, scan.digest())
                .flags(flags)
                .reason(reason)
                .build();
    }

    /**
     * The way of what is set aside.
     *
     * @return what releases and discards it
     */
    public SetAside setAside() {
        return setAside;
    }
}
