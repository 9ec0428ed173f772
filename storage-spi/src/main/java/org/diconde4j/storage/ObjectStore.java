package org.diconde4j.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Write-once objects under names, and the receipts of all that ever happened to them.
 *
 * <ul>
 *   <li>All methods may be called by any number of threads at once.
 *   <li>An open store is locked: opening it a second time, in this process or another, is a {@link StoreLockedException} that
 *       names the holder. Only a {@linkplain #shared() shared} one may be open any number of times.
 *   <li>What was written by a newer version is refused with an {@link UnsupportedFormatException}.
 *   <li>After a crash at any moment, opening again finds every object whose {@link ObjectWriter#commit commit} returned, and no
 *       half of any other.
 * </ul>
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Returns the URI that opens this store.
     *
     * @return the URI
     */
    URI uri();

    /**
     * Tells whether several processes may have the store open at once.
     *
     * <ul>
     *   <li>They share one history: whatever any of them commits has its place in it, and all read the same.
     *   <li>Of several that commit the same name at once, in whatever process, exactly one succeeds.
     *   <li>An object of another process may be seen a moment before its receipt, and stays without one if that process died in
     *       between; then the same bytes may be committed under its name, and no others.
     * </ul>
     *
     * @return true if so; false if not said otherwise
     */
    default boolean shared() {
        return false;
    }

    /**
     * Begins an object.
     *
     * <ul>
     *   <li>Nothing of it is visible before its commit; without one, it leaves nothing behind.
     *   <li>Memory use does not depend on the size of the object.
     * </ul>
     *
     * @return where to write it
     * @throws StorageException if the store can't be written to
     */
    ObjectWriter begin();

    /**
     * Opens a range of an object. If what is given is a {@link java.nio.channels.ReadableByteChannel} too, reading that into direct buffers
     * spares copies; a reader does the one or the other.
     *
     * @param name the name of the object
     * @param offset where to begin, in bytes, at most the length of the object
     * @param length how many bytes at most; {@link Long#MAX_VALUE} for all that follow
     * @return the bytes; to be closed by the caller
     * @throws ObjectMissingException if there is no such object
     * @throws IllegalArgumentException if the range begins outside the object
     */
    InputStream open(String name, long offset, long length);

    /**
     * Opens an object from its beginning.
     *
     * @param name the name of the object
     * @return the bytes; to be closed by the caller
     * @throws ObjectMissingException if there is no such object
     */
    default InputStream open(String name) {
        return open(name, 0, Long.MAX_VALUE);
    }

    /**
     * Opens an object for reading at any place.
     *
     * @param name the name of the object
     * @return a read-only channel; to be closed by the caller
     * @throws ObjectMissingException if there is no such object
     */
    SeekableByteChannel channel(String name);

    /**
     * Tells whether an object of this name is there.
     *
     * @param name the name of the object
     * @return true if it has been committed and not removed
     */
    boolean exists(String name);

    /**
     * Returns the length of an object.
     *
     * @param name the name of the object
     * @return its length in bytes
     * @throws ObjectMissingException if there is no such object
     */
    long length(String name);

    /**
     * Records an event without bytes.
     *
     * <ul>
     *   <li>The receipt is on stable storage when the method returns.
     * </ul>
     *
     * @param event what happened
     * @return its receipt
     * @throws StorageException if it could not be recorded
     */
    Receipt append(ReceiptDraft event);

    /**
     * Records an event without bytes unless another one came first: for what may happen to an object once only, such as its release
     * from quarantine or its discarding.
     *
     * <ul>
     *   <li>Of several that do this at once, in whatever threads and, if the store is {@link #shared()}, processes, and each of which
     *       is a rival of the others, one succeeds.
     *   <li>Who succeeds has a receipt that is on stable storage when the method returns. The others change nothing.
     *   <li>It reads the receipts after the given sequence, so that should be one of late.
     * </ul>
     *
     * @param event what happened
     * @param after the sequence up to which the caller knows that there is no rival
     * @param rival tells which receipts stand against the event; of each, whether it was recorded by this method or otherwise
     * @return its receipt, or null if a rival came first
     * @throws StorageException if it could not be recorded
     */
    default @Nullable Receipt appendUnless(ReceiptDraft event, long after, Predicate<Receipt> rival) {
        synchronized (this) { // enough for a store that no other process has open
            try (Cursor<Receipt> receipts = receipts(after)) {
                while (receipts.hasNext()) {
                    if (rival.test(receipts.next())) {
                        return null;
                    }
                }
            }
            return append(event);
        }
    }

    /**
     * Removes the bytes of a quarantined object that its owner discarded, or of an instance that its owner deleted. There is no
     * other way to remove anything.
     *
     * <ul>
     *   <li>Only after its {@link Receipt.Kind#DISCARDED} or {@link Receipt.Kind#DELETED} receipt is durable, which is why that is asked for.
     *   <li>Removing what is not there any more does nothing.
     * </ul>
     *
     * @param discarded the receipt that {@link #append} gave for the discarding
     * @throws IllegalArgumentException if the receipt is of another kind, or names no quarantined object where it is a discarding
     */
    void remove(Receipt discarded);

    /**
     * Puts the bytes of an object back that is missing or damaged, as a replica has them.
     *
     * <ul>
     *   <li>They are taken only if length and digest are those in the receipt, and are on stable storage when the method returns.
     *   <li>What was there is kept aside, not destroyed.
     *   <li>An object that is whole is left alone, and so is everything if the bytes are wrong.
     *   <li>That an object was not removed on purpose since is for the caller to know.
     * </ul>
     *
     * @param receipt the receipt of this store that came with the bytes
     * @param bytes the bytes, read to their end, not closed
     * @return true if they were put back, false if the object was whole
     * @throws IllegalArgumentException if the receipt is not one of this store's, or is of an event without bytes
     * @throws StorageException if the bytes can't be read or are not those of the receipt, or can't be kept
     */
    default boolean restore(Receipt receipt, InputStream bytes) {
        return restore(receipt, receipt.stored(), bytes);
    }

    /**
     * Puts the bytes of an object back in a stored form that need not be the one in the receipt: a store that encrypts can't give
     * the same bytes again. As {@link #restore(Receipt, InputStream)} otherwise. The receipt goes on to tell the first form.
     *
     * @param receipt the receipt of this store that came with the bytes
     * @param form length and digest of the bytes, or null if they are the file as received
     * @param bytes the bytes, read to their end, not closed
     * @return true if they were put back, false if the object is there in just this form
     * @throws IllegalArgumentException if the receipt is not one of this store's, or is of an event without bytes
     * @throws StorageException if the bytes can't be read or are not those of the form, or can't be kept
     */
    boolean restore(Receipt receipt, Receipt.@Nullable Stored form, InputStream bytes);

    /**
     * Reads the history.
     *
     * <ul>
     *   <li>In rising order of sequence, each receipt that was durable when the method was called, exactly once.
     *   <li>A damaged receipt is passed over and reported by {@link #findings()}; it does not hide the ones after it.
     * </ul>
     *
     * @param afterSequence the sequence after which to begin; 0 for all
     * @return the receipts; to be closed by the caller
     */
    Cursor<Receipt> receipts(long afterSequence);

    /**
     * Returns the highest sequence given so far.
     *
     * <ul>
     *   <li>Each receipt with a sequence up to it is durable, and given by {@link #receipts} from now on, or will never be there.
     * </ul>
     *
     * @return the sequence, 0 in a fresh store; no durable receipt has a higher one
     */
    long lastSequence();

    /**
     * Returns how much room there is.
     *
     * <ul>
     *   <li>As it is now, and quickly: it may be asked several times a second.
     * </ul>
     *
     * @return the room; empty if the store cannot tell, as that of a service without a limit
     */
    default Optional<Space> space() {
        return Optional.empty();
    }

    /**
     * What was found in disorder since the store was opened, in words for its owner: damaged receipts, an unfinished tail that was
     * cut off, left-over files that were put right.
     *
     * @return the findings, oldest first; empty if all is well
     */
    List<String> findings();

    /**
     * Closes the store: ends what runs, frees its lock. Objects that are being written are given up; a commit that has begun succeeds as
     * always, or fails. Closing again does nothing.
     */
    @Override
    void close();

    /**
     * Checks what {@link #restore(Receipt, InputStream) restore} is given. For providers.
     *
     * @param receipt the receipt
     * @return the receipt
     * @throws IllegalArgumentException if it is not one of this store's, or is of an event without bytes
     */
    default Receipt requireRestorable(Receipt receipt) {
        if (!receipt.carriesBytes()) {
            throw new IllegalArgumentException(
                    "receipt " + receipt.sequence() + " of kind " + receipt.kind() + " came without bytes");
        }
        try (Cursor<Receipt> receipts = receipts(receipt.sequence() - 1)) {
            if (!receipts.hasNext() || !receipts.next().equals(receipt)) {
                throw new IllegalArgumentException(
                        uri() + " has no such receipt as " + receipt.sequence() + " of " + receipt.name());
            }
        }
        return receipt;
    }

    /**
     * Computes the digest of a stored object anew, reading all of it.
     *
     * @param name the name of the object
     * @return the SHA-256 of its bytes as they are now
     * @throws ObjectMissingException if there is no such object
     * @throws StorageException if it can't be read
     */
    default Digest digest(String name) {
        try (InputStream in = open(name)) {
            return Digest.of(in);
        } catch (IOException e) {
            throw new StorageException("the object " + name + " in " + uri() + " can't be read: " + e.getMessage(), e);
        }
    }
}
