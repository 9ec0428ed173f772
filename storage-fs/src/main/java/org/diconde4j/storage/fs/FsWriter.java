package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectChannel;
import org.diconde4j.storage.ObjectRange;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way, with its digest along: in memory while it is small, or else in a file in {@code incoming}, written through the
 * same buffer.
 */
final class FsWriter extends ObjectWriter {
    private static final int FIRST_BUFFER = 8 << 10;

    private final FsObjectStore store;
    private final Staging staging;
    private final int small;
    private final MessageDigest sha256 = Digest.sha256();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int buffered;
    private Staging.@Nullable Staged staged;
    private long length;
    private boolean sealed;
    private boolean done;

    FsWriter(FsObjectStore store, Staging staging, int small) {
        this.store = store;
        this.staging = staging;
        this.small = small;
    }

    @Override
    public void write(byte[] b, int off, int len) {
        require();
        sha256.update(b, off, len);
        length += len;
        try {
            if (len > small - buffered) {
                drain().out().write(b, off, len);
                return;
            }
            if (len > buffer.length - buffered) {
                buffer = Arrays.copyOf(buffer, Math.min(small, Math.max(2 * buffer.length, buffered + len)));
            }
            System.arraycopy(b, off, buffer, buffered, len);
            buffered += len;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Staging.Staged drain() throws IOException {
        Staging.Staged to = staged;
        if (to == null) {
            to = staging.take();
            staged = to;
        }
        to.out().write(buffer, 0, buffered);
        buffered = 0;
        return to;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream readBack(long offset, long wanted) {
        if (done) {
            throw ended();
        }
        try {
            Staging.Staged from = staged;
            if (from == null) {
                return ObjectRange.open(
                        "this object", ObjectChannel.of(Arrays.copyOf(buffer, buffered)), offset, wanted);
            }
            if (!sealed) {
                drain().out().flush();
            }
            return ObjectRange.open(
                    "this object", Files.newByteChannel(from.file(), StandardOpenOption.READ), offset, wanted);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        require();
        Receipt.Kind kind = draft.kind();
        if (!kind.carriesBytes()) {
            throw new IllegalArgumentException("bytes are committed as STORED, QUARANTINED or CORRECTED, found " + kind
                    + "; other events are appended");
        }
        store.layout().object(draft.name());
        seal();
        boolean discard = true;
        boolean taken = false;
        try {
            Receipt receipt = store.commit(draft, finish());
            discard = false;
            return receipt;
        } catch (NameTakenException e) {
            taken = true;
            throw e;
        } catch (IOException e) {
            throw failed(e);
        } finally {
            if (!taken) {
                end(discard && !store.isUncertain());
            }
        }
    }

    /** Ends writing without a commit, if the digest is the right one; the file is there until this is closed. */
    Path finish(Consumer<Digest> check) {
        seal();
        check.accept(Digest.ofSha256(sha256.digest()));
        try {
            return sync();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Content finish() throws IOException {
        if (staged == null) {
            byte[] bytes = buffered == buffer.length ? buffer : Arrays.copyOf(buffer, buffered);
            return new Content(bytes, null, length, Digest.ofSha256(sha256.digest()));
        }
        return new Content(null, sync(), length, Digest.ofSha256(sha256.digest()));
    }

    /** From now on the object is the journal's or its owner's, and not to be given up by others. */
    private synchronized void seal() {
        require();
        sealed = true;
    }

    /** Gives the object up, unless it is about to be committed: its bytes may be acknowledged already. For the store, when it is closed. */
    synchronized void giveUp() {
        if (!sealed) {
            close();
        }
    }

    /** Makes all of it durable, and so are the names of staged files. */
    private Path sync() throws IOException {
        Staging.Staged to = drain();
        to.out().sync();
        to.out().close();
        return to.file();
    }

    @Override
    public void close() {
        if (!done) {
            end(true);
        }
    }

    private void end(boolean discard) {
        done = true;
        store.ended(this);
        Staging.Staged ended = staged;
        if (ended != null) {
            staging.end(ended, discard);
        }
    }

    private void require() {
        if (sealed || done) {
            throw ended();
        }
    }

    private static IllegalStateException ended() {
        return new IllegalStateException("this object is committed or given up; begin() another one");
    }

    private StorageException failed(IOException e) {
        return new StorageException(
                "after " + length + " bytes the object can't be written to "
                        + (staged == null ? staging.folder() : staged.file()) + ": " + e.getMessage()
                        + "; nothing of it is kept",
                e);
    }

    /**
     * A whole object that waits for its receipt.
     *
     * @param bytes its bytes if it is small, or null
     * @param staged the file in which it is, durable, or null
     * @param length its length in bytes
     * @param digest its digest
     */
    record Content(byte @Nullable [] bytes, @Nullable Path staged, long length, Digest digest) {
        @Nullable
        String stagedName() {
            return staged == null ? null : staged.getFileName().toString();
        }
    }
}
