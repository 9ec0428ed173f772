package org.diconde4j.storage.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Spool;
import org.diconde4j.storage.StorageException;

/** Encrypted bytes before anybody is given them. */
final class EncryptedSpool extends ObjectWriter {
    private final Spool spool = new Spool();
    private final MessageDigest digest = Digest.sha256();

    @Override
    public void write(byte[] b, int off, int len) {
        try {
            spool.write(b, off, len);
        } catch (IOException e) {
            throw new StorageException("a temporary file can't be written: " + e, e);
        }
        digest.update(b, off, len);
    }

    @Override
    public long length() {
        return spool.length();
    }

    @Override
    public InputStream readBack(long offset, long count) {
        try {
            return spool.open(offset, count);
        } catch (IOException e) {
            throw new StorageException("a temporary file can't be read: " + e, e);
        }
    }

    /** What has been written; to be asked once, at the end. */
    Receipt.Stored form() {
        return new Receipt.Stored(length(), Digest.ofSha256(digest.digest()));
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        throw new UnsupportedOperationException("a temporary file is no store");
    }

    @Override
    public void close() {
        try {
            spool.close();
        } catch (IOException e) {
            // What remains in the folder for temporary files is encrypted, and its key is in it wrapped only.
        }
    }
}
