package org.diconde4j.storage.fs;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.Consumer;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;

/** An object on its way: a file in {@code incoming}, written through a small buffer with its digest along. */
final class FsWriter extends ObjectWriter {
    private final FsObjectStore store;
    private final Path file;
    private final FileOutputStream out;
    private final MessageDigest sha256 = Digest.sha256();
    private final byte[] buffer = new byte[1 << 16];
    private int buffered;
    private long length;
    private boolean done;

    FsWriter(FsObjectStore store, Path file) throws IOException {
        this.store = store;
        this.file = file;
        this.out = new FileOutputStream(file.toFile());
    }

    @Override
    public void write(byte[] b, int off, int len) {
        require();
        sha256.update(b, off, len);
        length += len;
        try {
            if (len <= buffer.length - buffered) {
                System.arraycopy(b, off, buffer, buffered, len);
                buffered += len;
            } else {
                drain();
                out.write(b, off, len);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void drain() throws IOException {
        out.write(buffer, 0, buffered);
        buffered = 0;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream readBack(long offset, long wanted) {
        require();
        try {
            drain();
            SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ);
            return Range.open("this object", channel, offset, wanted);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        require();
        Receipt.Kind kind = draft.kind();
        if (kind != Receipt.Kind.STORED && kind != Receipt.Kind.QUARANTINED) {
            throw new IllegalArgumentException(
                    "bytes are committed as STORED or QUARANTINED, found " + kind + "; other events are appended");
        }
        store.layout().object(draft.name());
        done = true;
        try {
            sync();
            return store.commit(new Staged(draft, file, length, Digest.ofSha256(sha256.digest())));
        } finally {
            discard();
        }
    }

    /** Ends writing without a commit, if the digest is the right one; the file is there until this is closed. */
    Path finish(Consumer<Digest> check) {
        check.accept(Digest.ofSha256(sha256.digest()));
        sync();
        return file;
    }

    private void sync() {
        try (out) {
            drain();
            out.getFD().sync();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (!done) {
            done = true;
            discard();
        }
    }

    /** Closes and forgets; after a successful commit the file has gone to its place, and there is nothing to remove. */
    private void discard() {
        store.ended(this);
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            store.note("the unfinished object " + file + " could not be removed: " + e);
        }
    }

    private void require() {
        if (done) {
            throw new IllegalStateException("this object is committed or given up; begin() another one");
        }
    }

    private StorageException failed(IOException e) {
        return new StorageException(
                "after " + length + " bytes the object can't be written to " + file + ": " + e.getMessage()
                        + "; nothing of it is kept",
                e);
    }

    /**
     * An object that is on the disk and waits for its receipt.
     *
     * @param draft what its receipt shall say
     * @param file where it is
     * @param length its length in bytes
     * @param digest its digest
     */
    record Staged(ReceiptDraft draft, Path file, long length, Digest digest) {}
}
