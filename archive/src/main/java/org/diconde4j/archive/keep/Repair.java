package org.diconde4j.archive.keep;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;

/**
 * Puts objects that are damaged or missing back from a replica or a backup. Bytes of the replica are taken only if their digest is
 * that of our own receipt; what was damaged is kept aside by the store. What is removed meanwhile is not put back. Immutable.
 */
public final class Repair {
    private final Source source;
    private final Place<ObjectStore> replica;
    private final boolean remembered;

    private Repair(Source source, Place<ObjectStore> replica, boolean remembered) {
        this.source = source;
        this.replica = replica;
        this.remembered = remembered;
    }

    /**
     * Where to take what is whole.
     *
     * @param store the store to be repaired
     * @param known whether an earlier verification found an object damaged
     * @param repaired told of each object that is whole, or need not be there any more, so that it is no damage any more
     */
    public record Source(ObjectStore store, Predicate<Receipt> known, Consumer<Receipt> repaired) {
        /**
         * Names the replica: a store that {@link Replication} made, or the folder {@code objects} of a backup.
         *
         * @param uri its URI
         * @return what is to be done
         */
        public Repair from(URI uri) {
            return new Repair(this, Place.at(uri, store.uri()), false);
        }

        /**
         * Gives the replica.
         *
         * @param replica the store, which is not closed
         * @return what is to be done
         */
        public Repair from(ObjectStore replica) {
            return new Repair(this, Place.of(replica), false);
        }
    }

    /**
     * What was done.
     *
     * @param checked how many objects were read
     * @param repaired what is whole again
     * @param irreparable what is still damaged, and what stands against its repair
     */
    public record Report(long checked, List<Receipt> repaired, List<Damage> irreparable) {}

    /**
     * Looks only at objects that an earlier verification found damaged or missing, instead of all.
     *
     * @return the changed repair
     */
    public Repair onlyRemembered() {
        return new Repair(source, replica, true);
    }

    /**
     * Repairs what can be repaired.
     *
     * @return what was done
     * @throws StorageException if the replica cannot be opened
     */
    public Report run() {
        return run(objects -> {});
    }

    /**
     * Repairs what can be repaired.
     *
     * @param progress told how many objects have been read
     * @return what was done
     * @throws StorageException if the replica cannot be opened
     */
    public Report run(LongConsumer progress) {
        ObjectStore store = source.store();
        Pace pace = new Pace(Long.MAX_VALUE, () -> false);
        List<Receipt> repaired = new ArrayList<>();
        List<Damage> irreparable = new ArrayList<>();
        long checked = 0;
        Holdings holdings = Holdings.of(store);
        try (Place.Visit<ObjectStore> other = replica.visit();
                Cursor<Receipt> receipts = store.receipts(0)) {
            while (receipts.hasNext()) {
                Receipt receipt = receipts.next();
                if (!receipt.carriesBytes() || (remembered && !source.known().test(receipt))) {
                    continue;
                }
                if (!holdings.include(receipt)) {
                    source.repaired().accept(receipt);
                    continue;
                }
                Damage damage = holdings.check(receipt, pace);
                if (damage != null) {
                    holdings = holdings.renewed();
                    damage = holdings.include(receipt) ? restore(damage, other.store()) : null;
                    holdings = holdings.renewed();
                    if (!holdings.include(receipt)) {
                        removeAgain(receipt);
                        damage = null;
                    } else if (damage == null) {
                        repaired.add(receipt);
                    } else {
                        irreparable.add(damage);
                    }
                }
                if (damage == null) {
                    source.repaired().accept(receipt);
                }
                progress.accept(++checked);
            }
        } catch (WorkEndedException e) {
            throw new IllegalStateException("a repair is not interrupted", e);
        }
        return new Report(checked, List.copyOf(repaired), List.copyOf(irreparable));
    }

    /** Whoever removed it while it was being put back may have found nothing to remove. */
    private void removeAgain(Receipt receipt) {
        ObjectStore store = source.store();
        try (Cursor<Receipt> later = store.receipts(receipt.sequence())) {
            while (later.hasNext()) {
                Receipt removal = later.next();
                if (removal.removesBytes() && removal.name().equals(receipt.name())) {
                    store.remove(removal);
                    return;
                }
            }
        }
    }

    private @org.jspecify.annotations.Nullable Damage restore(Damage damage, ObjectStore other) {
        Receipt receipt = damage.receipt();
        try (InputStream bytes = other.open(receipt.name())) {
            source.store().restore(receipt, bytes);
            return null;
        } catch (StorageException | IOException e) {
            return new Damage(
                    receipt,
                    damage.problem() + "; it can't be repaired from " + other.uri() + ": " + e.getMessage(),
                    damage.missing());
        }
    }
}
