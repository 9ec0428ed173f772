package org.diconde4j.archive.intake;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.jspecify.annotations.Nullable;

/**
 * Changes to what is kept, each a durable receipt first, then, where an instance is deleted, its bytes, then what the index says. The
 * steps that a crash leaves out are made up for by the {@link Replay} of the next opening, since the index has not seen the receipt. One thread at a time changes or stores an
 * instance. Thread-safe.
 */
public final class Amending {
    private final ObjectStore objects;
    private final Index index;
    private final Projection projection;
    private final Clock clock;
    private final UidLocks locks;

    Amending(ObjectStore objects, Index index, Projection projection, Clock clock, UidLocks locks) {
        this.objects = objects;
        this.index = index;
        this.projection = projection;
        this.clock = clock;
        this.locks = locks;
    }

    /**
     * Deletes an instance with all its versions.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @param event who does it and why
     * @return what it was last, or null if it is not there
     */
    public @Nullable InstanceRef delete(String sopInstanceUid, Event event) {
        try (UidLocks.Held held = locks.lock(sopInstanceUid)) {
            List<InstanceRef> versions = index.versions(sopInstanceUid);
            if (versions.isEmpty()) {
                return null;
            }
            long first = versions.get(0).sequence();
            List<Receipt> deleted = versions.stream()
                    .collect(Collectors.toMap(InstanceRef::name, v -> v, (a, b) -> a, LinkedHashMap::new))
                    .values()
                    .stream()
                    .map(v -> objects.append(ReceiptDraft.about(
                            receipt(v, first), Receipt.Kind.DELETED, clock.instant(), event.source(), event.reason())))
                    .toList();
            deleted.forEach(objects::remove);
            index.apply(deleted.stream()
                    .map(r -> new IndexEntry(r, Dataset.empty()))
                    .toList());
            return versions.get(versions.size() - 1);
        }
    }

    /** A receipt for a draft about an instance: of its first version, with what is known of this one. */
    private static Receipt receipt(InstanceRef version, long first) {
        return version.receipt(Receipt.Kind.STORED, first, null);
    }

    /** Makes of an instance what it shall be. */
    @FunctionalInterface
    public interface Change {
        /**
         * Changes it.
         *
         * @param object its object, as it holds
         * @param now when it is changed, by the clock of the archive
         * @return what shall hold from now on; the same one to leave it
         * @throws IOException if it cannot be read
         */
        DicomObject apply(DicomObject object, Instant now) throws IOException;
    }

    /**
     * Puts a corrected version of an instance in its place; the earlier ones are kept.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @param change makes the corrected object
     * @param event who does it and why
     * @return the version that holds now, or null if there is no such instance
     * @throws IOException if an object cannot be read
     * @throws IllegalArgumentException if the corrected object is another instance, or of another series or study
     */
    public @Nullable InstanceRef correct(String sopInstanceUid, Change change, Event event) throws IOException {
        try (UidLocks.Held held = locks.lock(sopInstanceUid)) {
            List<InstanceRef> versions = index.versions(sopInstanceUid);
            if (versions.isEmpty()) {
                return null;
            }
            InstanceRef last = versions.get(versions.size() - 1);
            DicomObject object = Holding.read(objects, index, last);
            DicomObject corrected = change.apply(object, clock.instant());
            if (corrected.dataset().sameContent(object.dataset())) {
                return last;
            }
            requireSame(object.dataset(), corrected.dataset());
            return commit(corrected, last, versions.get(0).sequence(), event);
        }
    }

    private static void requireSame(Dataset before, Dataset after) {
        for (int tag : List.of(Tag.SOPInstanceUID, Tag.SOPClassUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID)) {
            String expected = before.string(tag, "");
            String found = after.string(tag, "");
            if (!expected.equals(found)) {
                throw new IllegalArgumentException("a correction keeps what identifies an instance: expected "
                        + Dictionary.standard().keyword(tag) + " " + expected + ", found " + found
                        + "; store it as a new instance instead");
            }
        }
    }

    private InstanceRef commit(DicomObject corrected, InstanceRef last, long first, Event event) throws IOException {
        Arrival arrival = PartTen.of(corrected, event.source());
        try (ObjectWriter writer = objects.begin()) {
            writer.write(arrival.head());
            Intake.Scan scan = Intake.scan(arrival, writer);
            if (scan.problem() != null) {
                throw new IllegalArgumentException("the corrected object can't be read again: " + scan.problem());
            }
            String name = ObjectNames.version(
                    last.studyUid(), last.seriesUid(), last.sopInstanceUid(), objects.lastSequence() + 1);
            Receipt receipt =
                    writer.commit(ReceiptDraft.builder(Receipt.Kind.CORRECTED, clock.instant(), event.source(), name)
                            .uids(last.sopClassUid(), last.sopInstanceUid(), last.studyUid(), last.seriesUid())
                            .dataset(corrected.transferSyntax().uid(), arrival.head().length, scan.digest())
                            .flags(projection.flags(scan.attributes()))
                            .reason(event.reason())
                            .refersTo(first)
                            .build());
            index.apply(List.of(new IndexEntry(receipt, Headers.withoutBulk(scan.attributes()))));
            return InstanceRef.of(receipt);
        }
    }

    /**
     * Lets an instance belong to another component. Its object stays as it is.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @param attributes the attributes of the component that hold from now on; empty ones hold as well
     * @param event who does it and why
     * @return the version that holds now, or null if there is no such instance
     * @throws IOException if its object cannot be read
     */
    public @Nullable InstanceRef move(String sopInstanceUid, Dataset attributes, Event event) throws IOException {
        try (UidLocks.Held held = locks.lock(sopInstanceUid)) {
            List<InstanceRef> versions = index.versions(sopInstanceUid);
            if (versions.isEmpty()) {
                return null;
            }
            InstanceRef last = versions.get(versions.size() - 1);
            long first = versions.get(0).sequence();
            Dataset said = Headers.read(objects, receipt(last, first));
            Dataset overlay = Holding.isMoved(last)
                    ? Holding.overlay(index, last, said).toBuilder()
                            .setAll(attributes)
                            .build()
                    : attributes;
            Dataset holding = said.toBuilder().setAll(overlay).build();
            Set<Flag> flags = EnumSet.of(Flag.MOVED);
            flags.addAll(projection.flags(holding));
            Receipt moved = objects.append(ReceiptDraft.about(
                            receipt(last, first), Receipt.Kind.MOVED, clock.instant(), event.source(), event.reason())
                    .withAttributes(Overlay.write(overlay), flags));
            index.apply(List.of(new IndexEntry(moved, holding)));
            return InstanceRef.of(moved);
        }
    }
}
