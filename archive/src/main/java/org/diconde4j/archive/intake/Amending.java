package org.diconde4j.archive.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Changes to what is kept, each a durable receipt first, then, where an instance is deleted, its bytes, then what the index says. The
 * steps that a crash leaves out are made up for by the {@link Replay} of the next opening, since the index has not seen the receipt. One thread at a time changes or stores an
 * instance. Thread-safe.
 */
public final class Amending {
    private static final int MOST_TRIES = 20;

    private final ObjectStore objects;
    private final Index index;
    private final Replay replay;
    private final Projection projection;
    private final Clock clock;
    private final UidLocks locks;

    Amending(ObjectStore objects, Index index, Replay replay, Projection projection, Clock clock, UidLocks locks) {
        this.objects = objects;
        this.index = index;
        this.replay = replay;
        this.projection = projection;
        this.clock = clock;
        this.locks = locks;
    }

    /**
     * Deletes an instance with all its versions, also those that others make of it meanwhile. Behind it may be another one of the same
     * UID, which a second node stored at the same moment and was ended before it took it back: that is deleted, too, or else it would
     * come to light.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @param event who does it and why
     * @return what it was last, or null if it is not there
     */
    public @Nullable InstanceRef delete(String sopInstanceUid, Event event) {
        try (UidLocks.Held held = locks.lock(sopInstanceUid)) {
            replay.catchUp(index);
            InstanceRef last = null;
            long before = Long.MAX_VALUE;
            while (true) {
                Meanwhile meanwhile = new Meanwhile(objects, index);
                List<InstanceRef> versions = index.versions(sopInstanceUid);
                if (versions.isEmpty() || versions.get(0).sequence() > before) {
                    return last;
                }
                last = last == null ? versions.get(versions.size() - 1) : last;
                before = Math.min(before, delete(versions, meanwhile, event));
            }
        }
    }

    /** Deletes all versions and gives the sequence of the first receipt of that. */
    private long delete(List<InstanceRef> versions, Meanwhile meanwhile, Event event) {
        long first = versions.get(0).sequence();
        Set<String> names = new HashSet<>();
        List<Receipt> deleted = new ArrayList<>();
        for (InstanceRef version : versions) {
            if (names.add(version.name())) {
                deleted.add(recordDeletion(version, first, event));
            }
        }
        long ours = deleted.get(deleted.size() - 1).sequence();
        for (Receipt other : meanwhile.events(first, 0, ours, List.of())) {
            if (other.carriesBytes() && names.add(other.name())) {
                deleted.add(recordDeletion(InstanceRef.of(other), first, event));
            }
        }
        Removal.finish(objects, index, deleted);
        return deleted.get(0).sequence();
    }

    private Receipt recordDeletion(InstanceRef version, long first, Event event) {
        return objects.append(ReceiptDraft.about(
                receipt(version, first), Receipt.Kind.DELETED, clock.instant(), event.source(), event.reason()));
    }

    /** A receipt for a draft about an instance: of its first version, with what is known of this one. */
    private static Receipt receipt(InstanceRef version, long first) {
        return version.receipt(Receipt.Kind.STORED, first, null);
    }

    /** Makes the next version of an instance; null if there is nothing to change, which is not asked again. */
    @FunctionalInterface
    private interface Step {
        @Nullable
        Receipt take(Version base, long first, boolean again) throws IOException;
    }

    /** A version to go on from. */
    private record Version(InstanceRef instance, @Nullable Receipt receipt) {
        /** The attributes of the component that hold, where the object says others. */
        Dataset overlay(Index index, Dataset said) {
            if (!Holding.isMoved(instance)) {
                return Dataset.empty();
            }
            String json = receipt == null ? null : receipt.attributes();
            return json == null ? Holding.overlay(index, instance, said) : Overlay.read(json);
        }
    }

    /**
     * Changes an instance. If another process changed it at the same time, and its version stands before ours without ours being
     * made of it, the same is done once more to that one: so both changes hold, and all versions are kept.
     */
    private @Nullable InstanceRef change(String sopInstanceUid, Step step, Event event) throws IOException {
        try (UidLocks.Held held = locks.lock(sopInstanceUid)) {
            replay.catchUp(index);
            Meanwhile meanwhile = new Meanwhile(objects, index);
            List<InstanceRef> versions = index.versions(sopInstanceUid);
            if (versions.isEmpty()) {
                return null;
            }
            long first = versions.get(0).sequence();
            Version base = new Version(versions.get(versions.size() - 1), null);
            List<Receipt> made = new ArrayList<>();
            while (made.size() < MOST_TRIES) {
                List<Receipt> others;
                try {
                    Receipt receipt = step.take(base, first, !made.isEmpty());
                    if (receipt == null) {
                        return base.instance();
                    }
                    made.add(receipt);
                    others = meanwhile.events(first, base.instance().sequence(), receipt.sequence(), made);
                } catch (ObjectMissingException e) {
                    others = meanwhile.events(first, base.instance().sequence(), Long.MAX_VALUE, made);
                    if (others.stream().noneMatch(Receipt::removesBytes)) {
                        throw e;
                    }
                }
                if (others.isEmpty()) {
                    return InstanceRef.of(made.get(made.size() - 1));
                }
                if (others.stream().anyMatch(Receipt::removesBytes)) {
                    Removal.finish(
                            objects,
                            index,
                            made.stream()
                                    .filter(Receipt::carriesBytes)
                                    .map(r -> recordDeletion(InstanceRef.of(r), first, event))
                                    .toList());
                    return null;
                }
                Receipt last = others.get(others.size() - 1);
                base = new Version(InstanceRef.of(last), last);
            }
            throw new StorageException("the instance " + sopInstanceUid + " was changed by others at the same time, "
                    + MOST_TRIES + " times; its history has all of it, so look what holds, and try again");
        }
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
     * Puts a corrected version of an instance in its place, made of the one that holds; the earlier ones are kept.
     *
     * @param sopInstanceUid its SOP Instance UID
     * @param change makes the corrected object
     * @param event who does it and why
     * @return the version that holds now, or null if there is no such instance
     * @throws IOException if an object cannot be read
     * @throws IllegalArgumentException if the corrected object is another instance, or of another series or study
     * @throws StorageException if the bytes of the one that holds are not those that were stored
     */
    public @Nullable InstanceRef correct(String sopInstanceUid, Change change, Event event) throws IOException {
        return correct(sopInstanceUid, change, event, true);
    }

    /**
     * Puts an object in the place of an instance; the earlier ones are kept.
     *
     * @param corrected the object
     * @param event who does it and why
     * @return the version that holds now, or null if there is no such instance
     * @throws IOException if an object cannot be read
     * @throws IllegalArgumentException if the corrected object is another instance, or of another series or study
     */
    public @Nullable InstanceRef replace(DicomObject corrected, Event event) throws IOException {
        return correct(corrected.dataset().string(Tag.SOPInstanceUID, ""), (object, now) -> corrected, event, false);
    }

    private @Nullable InstanceRef correct(String sopInstanceUid, Change change, Event event, boolean ofStored)
            throws IOException {
        return change(
                sopInstanceUid,
                (base, first, again) -> {
                    if (ofStored) {
                        requireWhole(base.instance());
                    }
                    DicomObject object = Holding.read(objects, base.instance(), said -> base.overlay(index, said));
                    DicomObject corrected = change.apply(object, clock.instant());
                    if (!again && corrected.dataset().sameContent(object.dataset())) {
                        return null;
                    }
                    requireSame(object.dataset(), corrected.dataset());
                    return commit(corrected, base.instance(), first, event);
                },
                event);
    }

    /** What is damaged must not become the whole of a new version. */
    private void requireWhole(InstanceRef base) throws IOException {
        try (InputStream in = objects.open(base.name())) {
            Digest found = Digest.of(in);
            if (!found.equals(base.file())) {
                throw new StorageException(
                        "the object " + base.name() + " is damaged (expected " + base.file() + ", found " + found
                                + "), so no correction is made of it; put it back by repair, or correct it by a whole file");
            }
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

    private Receipt commit(DicomObject corrected, InstanceRef last, long first, Event event) throws IOException {
        Arrival arrival = PartTen.of(corrected, event.source());
        try (ObjectWriter writer = objects.begin()) {
            writer.write(arrival.head());
            Intake.Scan scan = Intake.scan(arrival, writer);
            if (scan.problem() != null) {
                throw new IllegalArgumentException("the corrected object can't be read again: " + scan.problem());
            }
            Receipt receipt = LaterName.commit(
                    objects,
                    writer,
                    last.studyUid(),
                    last.seriesUid(),
                    last.sopInstanceUid(),
                    name -> ReceiptDraft.builder(Receipt.Kind.CORRECTED, clock.instant(), event.source(), name)
                            .uids(last.sopClassUid(), last.sopInstanceUid(), last.studyUid(), last.seriesUid())
                            .dataset(corrected.transferSyntax().uid(), arrival.head().length, scan.digest())
                            .flags(projection.flags(scan.attributes()))
                            .reason(event.reason())
                            .refersTo(first)
                            .build());
            index.apply(List.of(new IndexEntry(receipt, Headers.placingBulk(scan.attributes()))));
            return receipt;
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
        return change(
                sopInstanceUid,
                (base, first, again) -> {
                    Receipt about = receipt(base.instance(), first);
                    Dataset said = Headers.read(objects, about);
                    Dataset overlay = base.overlay(index, said).toBuilder()
                            .setAll(attributes)
                            .build();
                    Dataset holding = said.toBuilder().setAll(overlay).build();
                    Set<Flag> flags = EnumSet.of(Flag.MOVED);
                    flags.addAll(projection.flags(holding));
                    Receipt moved = objects.append(ReceiptDraft.about(
                                    about, Receipt.Kind.MOVED, clock.instant(), event.source(), event.reason())
                            .withAttributes(Overlay.write(overlay), flags));
                    index.apply(List.of(new IndexEntry(moved, holding)));
                    return moved;
                },
                event);
    }
}
