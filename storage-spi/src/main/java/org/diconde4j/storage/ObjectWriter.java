package org.diconde4j.storage;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * One object on its way into a store. For one thread.
 *
 * <ul>
 *   <li>What is written goes to the store at once; a digest is computed along.
 *   <li>{@link #close()} without {@link #commit} leaves nothing behind. After a commit it does nothing.
 * </ul>
 */
public abstract class ObjectWriter extends OutputStream {
    /** For providers. */
    protected ObjectWriter() {}

    /**
     * Writes bytes.
     *
     * @param b holds the bytes
     * @param off where they begin
     * @param len how many
     * @throws StorageException if the store can't take them, for example because it is full
     * @throws IllegalStateException after commit or close
     */
    @Override
    public abstract void write(byte[] b, int off, int len);

    @Override
    public void write(byte[] b) {
        write(b, 0, b.length);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Does nothing: only {@link #commit} makes anything durable. */
    @Override
    public void flush() {}

    /**
     * Returns how much has been written.
     *
     * @return the length so far, in bytes
     */
    public abstract long length();

    /**
     * Reads what has been written: before the commit, to compare it with what is stored already, or after one that found the name
     * taken, to commit it under another name by another writer.
     *
     * @param offset where to begin, in bytes, at most {@link #length()}
     * @param length how many bytes at most; {@link Long#MAX_VALUE} for all that follow
     * @return the bytes; to be closed by the caller, before this writer
     * @throws StorageException if they can't be read
     * @throws IllegalArgumentException if the range begins outside of what has been written
     * @throws IllegalStateException after close, or a commit that did not find its name taken
     */
    public abstract InputStream readBack(long offset, long length);

    /**
     * Makes the object part of the store.
     *
     * <ul>
     *   <li>When it returns, the object <em>and</em> its receipt are synced to stable storage, and the object is visible.
     *   <li>Names are used once: if the name is taken, nothing changes and nothing is overwritten. Of several that commit the same
     *       name at once, exactly one succeeds. The bytes can be {@linkplain #readBack read back} then, until this is closed.
     *   <li>If it fails in any other way, the object is not visible.
     * </ul>
     *
     * @param draft what the receipt shall say; its kind is one that {@linkplain Receipt.Kind#carriesBytes() carries bytes}
     * @return the receipt, with sequence, length and digest of the file
     * @throws NameTakenException if an object of this name is already there
     * @throws StorageException if it could not be made durable
     * @throws IllegalStateException after commit or close
     */
    public abstract Receipt commit(ReceiptDraft draft);

    /** Gives up what has not been committed. Closing again does nothing. */
    @Override
    public abstract void close();
}
