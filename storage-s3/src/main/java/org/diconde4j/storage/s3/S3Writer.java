package org.diconde4j.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Spool;
import org.diconde4j.storage.StorageException;

/** An object on its way. */
final class S3Writer extends ObjectWriter {
    private final S3ObjectStore store;
    private final Spool spool = new Spool();
    private final MessageDigest sha256 = Digest.sha256();
    private boolean sealed;
    private boolean done;

    S3Writer(S3ObjectStore store) {
        this.store = store;
    }

    @Override
    public void write(byte[] b, int off, int len) {
        require();
        try {
            spool.write(b, off, len);
        } catch (IOException e) {
            throw failed(e);
        }
        sha256.update(b, off, len);
    }

    @Override
    public long length() {
        return spool.length();
    }

    @Override
    public InputStream readBack(long offset, long length) {
        if (done) {
            throw ended();
        }
        try {
            return spool.open(offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        require();
        ObjectNames.require(draft.name());
        Receipt.Kind kind = draft.kind();
        if (!kind.carriesBytes()) {
            throw new IllegalArgumentException("bytes are committed as STORED, QUARANTINED or CORRECTED, found " + kind
                    + "; other events are appended");
        }
        sealed = true;
        boolean taken = false;
        try {
            return store.commit(draft, spool, Digest.ofSha256(sha256.digest()));
        } catch (NameTakenException e) {
            taken = true;
            throw e;
        } finally {
            if (!taken) {
                close();
            }
        }
    }

    @Override
    public void close() {
        if (!done) {
            done = true;
            discard();
        }
    }

    private void discard() {
        store.ended(this);
        try {
            spool.close();
        } catch (IOException e) {
            store.note("a temporary file could not be removed: " + e);
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
                "after " + spool.length() + " bytes the object can't be kept in a temporary file (java.io.tmpdir is "
                        + System.getProperty("java.io.tmpdir") + "): " + e.getMessage() + "; nothing of it is kept",
                e);
    }
}
