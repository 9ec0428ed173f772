package org.diconde4j.archive.keep;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;

/**
 * Brings a second store to where the first one is: the same receipts under the same sequences, the same objects under the same
 * names. Where it stopped is told by the second store itself. For one thread.
 */
final class Follower {
    private final ObjectStore from;
    private final ObjectStore to;
    private final Consumer<Damage> damaged;

    Follower(ObjectStore from, ObjectStore to, Consumer<Damage> damaged) {
        this.from = from;
        this.to = to;
        this.damaged = damaged;
    }

    /** What one run did. */
    record Copied(long receipts, long objects, long bytes) {
        Copied plus(Copied more) {
            return new Copied(receipts + more.receipts, objects + more.objects, bytes + more.bytes);
        }
    }

    /** How many events the second store lacks at most; sequences may have gaps. */
    long lag() {
        return Math.max(0, from.lastSequence() - to.lastSequence());
    }

    /** Checks that the second store is empty or has come along with the first one. */
    Follower requireSameHistory() {
        if (from.uri().equals(to.uri())) {
            throw new StorageException(from.uri() + " can't be copied into itself; name another place");
        }
        long last = to.lastSequence();
        try (Cursor<Receipt> ours = from.receipts(last - 1);
                Cursor<Receipt> theirs = to.receipts(last - 1)) {
            if (last > 0 && theirs.hasNext()) {
                Receipt their = theirs.next();
                Receipt our = ours.hasNext() ? ours.next() : null;
                if (our == null || !asReceived(our).equals(asReceived(their))) {
                    throw new StorageException("the store " + to.uri() + " is no replica of " + from.uri()
                            + ": its receipt " + their.sequence() + " of " + their.name() + " is "
                            + (our == null ? "not there" : "another one there, of " + our.name())
                            + "; use an empty place, and let nothing but replication write to it; nothing was changed");
                }
                if (their.removesBytes()) {
                    to.remove(their); // an end may have come between the receipt and the removal
                }
            }
        }
        return this;
    }

    /** Without what each store says of the form that an object has in it. */
    private static Receipt asReceived(Receipt receipt) {
        return receipt.withCompressed(null).withStored(null);
    }

    /** Copies what is there now. */
    Copied run(Pace pace, LongConsumer progress) {
        Copied sum = new Copied(0, 0, 0);
        if (lag() == 0) {
            return sum;
        }
        long last = to.lastSequence();
        Holdings holdings = Holdings.of(from, last);
        try (Cursor<Receipt> receipts = from.receipts(last)) {
            while (!pace.isStopping() && receipts.hasNext()) {
                Receipt receipt = receipts.next();
                sum = sum.plus(copy(receipt, holdings.include(receipt), pace));
                progress.accept(sum.receipts());
            }
        } catch (WorkEndedException e) {
            // it is to end; the object under way is begun anew the next time
        }
        return sum;
    }

    /**
     * The receipts that the first store could not read since it was opened, in its words. No second store can have them from it, nor
     * what came with them.
     */
    List<String> unreadable() {
        return from.findings().stream().filter(ReceiptText::isRefusal).toList();
    }

    /**
     * Checks that nothing is left to be copied up to a sequence. Sequences may have gaps, so that of the last receipt alone does not
     * tell.
     *
     * @throws StorageException if something is
     */
    void requireAll(long upTo) {
        long last = to.lastSequence();
        try (Cursor<Receipt> left = from.receipts(last)) {
            Receipt next = left.hasNext() ? left.next() : null;
            if (next != null && next.sequence() <= upTo) {
                throw new StorageException("the copy of " + from.uri() + " in " + to.uri() + " ends at receipt " + last
                        + ", expected all up to " + upTo + ": " + next.sequence() + " of " + next.name()
                        + " is not there; run it again to go on from there");
            }
        }
    }

    private Copied copy(Receipt receipt, boolean withBytes, Pace pace) throws WorkEndedException {
        if (withBytes) {
            try (InputStream in = from.open(receipt.name());
                    ObjectWriter writer = to.begin()) {
                Receipt copied = copy(pace.over(in), writer, receipt);
                return new Copied(1, 1, copied.length());
            } catch (WorkEndedException e) {
                throw e;
            } catch (InterruptedIOException e) {
                throw notCopied(receipt, e); // a timeout is no damage: it may be read the next time
            } catch (StorageException | IOException e) {
                lost(receipt, e);
            }
        }
        Receipt copied = to.append(ReceiptDraft.copyOf(receipt));
        if (copied.removesBytes()) {
            to.remove(copied);
        }
        return new Copied(1, 0, 0);
    }

    private static Receipt copy(InputStream in, ObjectWriter writer, Receipt receipt) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            writer.write(buffer, 0, n);
        }
        return writer.commit(ReceiptDraft.copyOf(receipt));
    }

    /** Whose fault it is decides: what is damaged in the first store must not hold up all that comes after it. */
    private void lost(Receipt receipt, Exception cause) throws WorkEndedException {
        Holdings holdings = Holdings.of(from, receipt.sequence());
        if (!holdings.include(receipt)) {
            return; // removed while it was read
        }
        Damage damage = holdings.check(receipt, new Pace(Long.MAX_VALUE, () -> false));
        if (damage == null) {
            throw notCopied(receipt, cause);
        }
        damaged.accept(damage);
    }

    private StorageException notCopied(Receipt receipt, Exception cause) {
        return new StorageException(
                "the object " + receipt.name() + " can't be copied to " + to.uri() + ": " + cause.getMessage()
                        + "; what was copied before stays, run it again to go on from there",
                cause);
    }
}
