package org.diconde4j.archive.compress;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.diconde4j.archive.intake.UidLocks;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.DicondeException;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectRange;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Space;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Gives objects as they were received, whether they lie in the store around which it is as such or compressed; and compresses new
 * ones if its owner wants that.
 *
 * <ul>
 *   <li>What is kept compressed is a Part 10 file with the same SOP Instance UID under a {@linkplain ObjectNames#compressed name of
 *       its own}, which is the one in its receipt. The receipt says what was received, and beside it what {@linkplain
 *       Receipt#compressed() lies in the store}.
 *   <li>An object is kept compressed only if that was decoded again and gave the very bytes that were received, and only if it is
 *       smaller. Copies of another store, and what goes to quarantine, are taken as they come.
 *   <li>Objects with other names cost nothing more to read.
 * </ul>
 */
public final class CompressedStore implements ObjectStore {
    private final ObjectStore inner;
    private final @Nullable Compression compression;
    private final UidLocks names = new UidLocks();

    private CompressedStore(ObjectStore inner, @Nullable Compression compression) {
        this.inner = inner;
        this.compression = compression;
    }

    /**
     * Reads what lies compressed in a store, and writes objects as they come.
     *
     * @param inner the store, closed with this one
     * @return a store of objects as received
     */
    public static CompressedStore reading(ObjectStore inner) {
        return new CompressedStore(inner, null);
    }

    /**
     * Reads what lies compressed in a store, and compresses new objects.
     *
     * @param inner the store, closed with this one
     * @param syntax the transfer syntax of compressed files
     * @return a store of objects as received
     * @throws IllegalArgumentException if no codec encodes that without a loss
     */
    public static CompressedStore writing(ObjectStore inner, TransferSyntax syntax) {
        return new CompressedStore(inner, Compression.to(syntax));
    }

    /**
     * Checks that objects can be compressed in a transfer syntax.
     *
     * @param syntax the transfer syntax
     * @return the same
     * @throws IllegalArgumentException if no codec encodes it without a loss; the message says why
     */
    public static TransferSyntax requireLossless(TransferSyntax syntax) {
        return Compression.to(syntax).syntax();
    }

    @Override
    public URI uri() {
        return inner.uri();
    }

    @Override
    public boolean shared() {
        return inner.shared();
    }

    @Override
    public ObjectWriter begin() {
        return compression == null ? inner.begin() : new CompressingWriter(inner, compression, names);
    }

    @Override
    public SeekableByteChannel channel(String name) {
        Remainder remainder = remainder(name);
        return remainder == null ? inner.channel(name) : received(name, remainder);
    }

    @Override
    public InputStream open(String name, long offset, long length) {
        Remainder remainder = remainder(name);
        if (remainder == null) {
            return inner.open(name, offset, length);
        }
        try {
            return ObjectRange.open(name, received(name, remainder), offset, length);
        } catch (IOException e) {
            throw new StorageException(title(name) + " can't be read: " + e.getMessage(), e);
        }
    }

    private ReceivedChannel received(String name, Remainder remainder) {
        return new ReceivedChannel(title(name), source(name), remainder);
    }

    /** Null if the object lies there as it was received, be it that its name says otherwise: then it was put back in this way. */
    private @Nullable Remainder remainder(String name) {
        if (!ObjectNames.isCompressed(name)) {
            return null;
        }
        try {
            return Remainder.find(source(name), title(name));
        } catch (StorageException e) {
            throw e;
        } catch (IOException | DicondeException e) {
            throw new StorageException(title(name) + " can't be read: " + e.getMessage(), e);
        }
    }

    private BulkData.Source source(String name) {
        return (offset, length) -> inner.open(name, offset, length);
    }

    private String title(String name) {
        return "the compressed object " + name + " in " + inner.uri();
    }

    @Override
    public boolean exists(String name) {
        return inner.exists(name);
    }

    @Override
    public long length(String name) {
        Remainder remainder = remainder(name);
        return remainder == null ? inner.length(name) : remainder.length();
    }

    @Override
    public Receipt append(ReceiptDraft event) {
        return inner.append(event);
    }

    @Override
    public @Nullable Receipt appendUnless(ReceiptDraft event, long after, Predicate<Receipt> rival) {
        return inner.appendUnless(event, after, rival);
    }

    @Override
    public void remove(Receipt discarded) {
        inner.remove(discarded);
    }

    /** The bytes are those received, and so they are kept from then on: a codec need not give the same compressed file again. */
    @Override
    public boolean restore(Receipt receipt, Receipt.@Nullable Stored form, InputStream bytes) {
        if (receipt.compressed() == null) {
            return inner.restore(receipt, form, bytes);
        }
        inner.requireRestorable(receipt);
        return !isThere(receipt) && inner.restore(receipt, new Receipt.Stored(receipt.length(), receipt.file()), bytes);
    }

    private boolean isThere(Receipt receipt) {
        try {
            return receipt.file().equals(digest(receipt.name()));
        } catch (StorageException e) {
            return false; // not there, or damaged
        }
    }

    @Override
    public Cursor<Receipt> receipts(long afterSequence) {
        return inner.receipts(afterSequence);
    }

    @Override
    public long lastSequence() {
        return inner.lastSequence();
    }

    @Override
    public Optional<Space> space() {
        return inner.space();
    }

    @Override
    public List<String> findings() {
        return inner.findings();
    }

    @Override
    public Receipt requireRestorable(Receipt receipt) {
        return inner.requireRestorable(receipt);
    }

    @Override
    public Digest digest(String name) {
        return ObjectNames.isCompressed(name) ? ObjectStore.super.digest(name) : inner.digest(name);
    }

    @Override
    public void close() {
        inner.close();
    }
}
