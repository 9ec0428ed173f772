package org.diconde4j.archive.intake;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an object in quarantine: it is released or discarded, once. Of several that decide at once, in whatever threads
 * and nodes, the first receipt counts, and there is no second one; the bytes of what was released are never removed. Thread-safe.
 */
public final class SetAside {
    private final ObjectStore objects;
    private final Index index;
    private final Projection projection;
    private final Clock clock;
    private final UidLocks instances;
    private final UidLocks entries = new UidLocks(); // always taken before those of instances

    SetAside(ObjectStore objects, Index index, Projection projection, Clock clock, UidLocks instances) {
        this.objects = objects;
        this.index = index;
        this.projection = projection;
        this.clock = clock;
        this.instances = instances;
    }

    /**
     * Takes an object out of quarantine into the archive, if it can be understood by now and its UID is free.
     *
     * @param entry the object
     * @param event who releases it and why
     * @return what became of it: stored, quarantined still with the reason, or gone from quarantine by somebody else
     * @throws IOException if its bytes cannot be read
     */
    public Taken release(QuarantineEntry entry, Event event) throws IOException {
        Receipt receipt = entry.receipt();
        try (UidLocks.Held held = entries.lock(entry.id())) {
            long known = index.appliedSequence();
            if (index.quarantined(entry.id()) == null) {
                String decided = decided(receipt);
                return Taken.gone(decided == null ? "it is not in quarantine" : decided);
            }
            if (receipt.transferSyntaxUid() == null) {
                return Taken.quarantined(entry, "it is no DICOM: " + receipt.reason());
            }
            Dataset attributes;
            try {
                attributes = Headers.read(objects, receipt);
            } catch (DicomParseException e) {
                return Taken.quarantined(entry, String.valueOf(e.getMessage()));
            }
            Identity identity = Identity.of(attributes);
            String sopInstanceUid = identity.sopInstanceUid();
            if (sopInstanceUid == null) {
                return Taken.quarantined(entry, "SOP Instance UID (0008,0018) is missing or empty");
            }
            try (UidLocks.Held instance = instances.lock(sopInstanceUid)) {
                return release(entry, event, attributes, identity, sopInstanceUid, known);
            }
        }
    }

    private Taken release(
            QuarantineEntry entry,
            Event event,
            Dataset attributes,
            Identity identity,
            String sopInstanceUid,
            long known) {
        String occupied = "an object is stored under the same SOP Instance UID " + sopInstanceUid;
        if (index.instance(sopInstanceUid) != null) {
            return Taken.quarantined(entry, occupied);
        }
        Receipt receipt = entry.receipt();
        ReceiptDraft draft = ReceiptDraft.builder(
                        Receipt.Kind.RELEASED, clock.instant(), event.source(), receipt.name())
                .uids(identity.sopClassUid(), sopInstanceUid, identity.studyUid(), identity.seriesUid())
                .dataset(receipt.transferSyntaxUid(), receipt.datasetOffset(), receipt.dataset())
                .flags(projection.flags(attributes))
                .reason(event.reason())
                .refersTo(receipt.sequence())
                .build();
        Receipt released = objects.appendUnless(
                draft,
                known,
                other -> decides(other, receipt)
                        || other.addsInstance() && sopInstanceUid.equals(other.sopInstanceUid()));
        if (released == null) {
            String decided = decided(receipt);
            return decided == null ? Taken.quarantined(entry, occupied) : Taken.gone(decided);
        }
        index.apply(List.of(new IndexEntry(released, attributes)));
        return Taken.stored(InstanceRef.of(released));
    }

    /**
     * Discards an object in quarantine for good.
     *
     * @param entry the object
     * @param event who discards it and why
     * @return false if somebody else had released or discarded it; then nothing was changed
     */
    public boolean discard(QuarantineEntry entry, Event event) {
        Receipt receipt = entry.receipt();
        try (UidLocks.Held held = entries.lock(entry.id())) {
            long known = index.appliedSequence();
            if (index.quarantined(entry.id()) == null) {
                return false;
            }
            Receipt discarded = objects.appendUnless(
                    ReceiptDraft.about(
                            receipt, Receipt.Kind.DISCARDED, clock.instant(), event.source(), event.reason()),
                    known,
                    other -> decides(other, receipt));
            if (discarded == null) {
                return false;
            }
            Removal.finish(objects, index, List.of(discarded));
            return true;
        }
    }

    private static boolean decides(Receipt other, Receipt receipt) {
        Long about = other.refersTo();
        return about != null
                && about == receipt.sequence()
                && (other.kind() == Receipt.Kind.RELEASED || other.kind() == Receipt.Kind.DISCARDED);
    }

    /** Who has decided, as the receipts say, which are looked through from its own on; null if nobody has. */
    private @Nullable String decided(Receipt receipt) {
        try (Cursor<Receipt> later = objects.receipts(receipt.sequence())) {
            while (later.hasNext()) {
                Receipt other = later.next();
                if (decides(other, receipt)) {
                    String what = other.kind() == Receipt.Kind.RELEASED ? "released" : "discarded";
                    return "it was " + what + " before, at " + other.arrival()
                            + (other.reason() == null ? "" : ": " + other.reason());
                }
            }
        }
        return null;
    }
}
