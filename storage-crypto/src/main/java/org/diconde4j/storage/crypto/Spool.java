package org.diconde4j.storage.crypto;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.diconde4j.io.BoundedInputStream;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;

/** Encrypted bytes in a temporary file, before anybody is given them. */
final class Spool extends ObjectWriter {
    private final Path file;
    private final OutputStream out;
    private final MessageDigest digest = Digest.sha256();
    private long length;

    Spool() throws IOException {
        file = Files.createTempFile("diconde4j-", ".encrypted");
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    @Override
    public void write(byte[] b, int off, int len) {
        try {
            out.write(b, off, len);
        } catch (IOException e) {
            throw new StorageException("the temporary file " + file + " can't be written: " + e, e);
        }
        digest.update(b, off, len);
        length += len;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream readBack(long offset, long count) {
        try {
            out.flush();
            InputStream in = Files.newInputStream(file);
            in.skipNBytes(offset);
            return new BoundedInputStream(in, count);
        } catch (IOException e) {
            throw new StorageException("the temporary file " + file + " can't be read: " + e, e);
        }
    }

    /** What has been written; to be asked once, at the end. */
    Receipt.Stored form() {
        return new Receipt.Stored(length, Digest.ofSha256(digest.digest()));
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        throw new UnsupportedOperationException("a temporary file is no store");
    }

    @Override
    public void close() {
        try (out) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What remains in the folder for temporary files is encrypted, and its key is in it wrapped only.
        }
    }
}
