package org.diconde4j.storage.crypto;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.StreamSegmentDecrypter;
import com.google.crypto.tink.subtle.StreamSegmentEncrypter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.diconde4j.io.BoundedInputStream;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.keys.StoreKeys;

/**
 * Encrypts an object on its way into the inner store. The name is known only at the commit, so what binds the object to it, its
 * wrapped key, stands at the end.
 */
final class CryptoWriter extends ObjectWriter {
    private static final int FIRST_BUFFER = 1 << 13;

    static final Taken NEVER = (draft, file, taken) -> {
        throw taken;
    };

    private final ObjectWriter inner;
    private final Taken taken;
    private final StoreKeys keys;
    private final Header header;
    private final byte[] objectKey = Gcm.random(Segments.KEY);
    private final Segments segments;
    private final byte[] preamble;
    private final StreamSegmentEncrypter encrypter;
    private final AesGcmHkdfStreaming cipher;
    private final MessageDigest digest = Digest.sha256();

    /** The segment being filled. It grows to the size of a segment, so that a small object does not cost a large buffer. */
    private byte[] plain = new byte[FIRST_BUFFER];

    private int filled;
    private long segment;
    private long length;
    private boolean sealed;
    private boolean closed;

    /** What to do if the name is taken. */
    @FunctionalInterface
    interface Taken {
        /** Gives a receipt after all, or throws what is given. */
        Receipt commit(ReceiptDraft draft, Digest file, NameTakenException taken);
    }

    CryptoWriter(ObjectWriter inner, StoreKeys keys, int segmentSize, Taken taken) {
        this.inner = inner;
        this.taken = taken;
        this.keys = keys;
        this.header = new Header(segmentSize, keys.currentId());
        this.segments = new Segments(segmentSize);
        this.cipher = segments.cipher(objectKey);
        try {
            encrypter = cipher.newStreamSegmentEncrypter(header.bytes());
        } catch (GeneralSecurityException e) {
            throw new StorageException("the encryption of an object can't begin: " + e, e);
        }
        ByteBuffer start = encrypter.getHeader();
        preamble = new byte[start.remaining()];
        start.get(preamble);
        inner.write(header.bytes());
        inner.write(preamble);
    }

    @Override
    public void write(byte[] b, int off, int len) {
        requireOpen();
        digest.update(b, off, len);
        length += len;
        int from = off;
        int left = len;
        while (left > 0) {
            int room = segments.room(segment);
            if (filled == room) {
                encrypt(false);
            }
            int n = Math.min(left, segments.room(segment) - filled);
            grow(filled + n);
            System.arraycopy(b, from, plain, filled, n);
            filled += n;
            from += n;
            left -= n;
        }
    }

    private void grow(int needed) {
        if (needed > plain.length) {
            plain = java.util.Arrays.copyOf(plain, Math.min(segments.room(1), Math.max(needed, 4 * plain.length)));
        }
    }

    private void encrypt(boolean last) {
        ByteBuffer encrypted = ByteBuffer.allocate(filled + Segments.TAG);
        try {
            encrypter.encryptSegment(ByteBuffer.wrap(plain, 0, filled), last, encrypted);
        } catch (GeneralSecurityException e) {
            throw new StorageException("the segment " + segment + " of an object can't be encrypted: " + e, e);
        }
        inner.write(encrypted.array(), 0, encrypted.position());
        if (!last) { // that one may be read back yet
            segment++;
            filled = 0;
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream readBack(long offset, long count) {
        if (closed) {
            throw ended();
        }
        if (offset < 0 || count < 0 || offset > length) {
            throw new IllegalArgumentException("no range of what has been written, which has " + length
                    + " bytes: offset " + offset + ", length " + count);
        }
        long from = segments.at(offset);
        InputStream tail = new ByteArrayInputStream(plain, 0, filled);
        InputStream all = from < segment ? new SequenceInputStream(new Written(from), tail) : tail;
        try {
            all.skipNBytes(offset - segments.start(Math.min(from, segment)));
        } catch (IOException e) {
            throw new StorageException("what has been written can't be read back: " + e.getMessage(), e);
        }
        return new BoundedInputStream(all, count);
    }

    @Override
    public Receipt commit(ReceiptDraft draft) {
        Digest file = finish(draft.name());
        ReceiptDraft ours = draft.withReceived(length, file);
        Receipt receipt;
        try {
            receipt = inner.commit(ours);
        } catch (NameTakenException e) {
            receipt = taken.commit(ours, file, e);
        }
        close();
        return receipt;
    }

    /**
     * Writes what remains, without a commit.
     *
     * @param name the name of the object
     * @return the digest of the file as received
     */
    Digest finish(String name) {
        requireOpen();
        sealed = true;
        encrypt(true);
        inner.write(new ObjectKey(objectKey, length).seal(keys.key(header.storeKeyId()), header, name));
        return Digest.ofSha256(digest.digest());
    }

    @Override
    public void close() {
        closed = true;
        inner.close();
    }

    private void requireOpen() {
        if (sealed || closed) {
            throw ended();
        }
    }

    private static IllegalStateException ended() {
        return new IllegalStateException("this object is committed or given up; begin() another one");
    }

    /** The segments that are in the inner store already, decrypted one after the other. */
    private final class Written extends InputStream {
        private final StreamSegmentDecrypter decrypter;
        private ByteArrayInputStream plainSegment = new ByteArrayInputStream(new byte[0]);
        private long next;

        Written(long from) {
            next = from;
            try {
                decrypter = cipher.newStreamSegmentDecrypter();
                decrypter.init(ByteBuffer.wrap(preamble), header.bytes());
            } catch (GeneralSecurityException e) {
                throw new StorageException("what has been written can't be read back: " + e, e);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (len == 0) {
                return 0;
            }
            while (plainSegment.available() == 0) {
                if (next == segment) {
                    return -1;
                }
                decrypt();
            }
            return plainSegment.read(b, off, len);
        }

        private void decrypt() throws IOException {
            int size = segments.room(next) + Segments.TAG;
            ByteArrayOutputStream encrypted = new ByteArrayOutputStream(size);
            try (InputStream in = inner.readBack(segments.offset(next), size)) {
                in.transferTo(encrypted);
            }
            ByteBuffer decrypted = ByteBuffer.allocate(size);
            try {
                decrypter.decryptSegment(
                        ByteBuffer.wrap(encrypted.toByteArray()), Math.toIntExact(next), false, decrypted);
            } catch (GeneralSecurityException e) {
                throw new IOException("the segment " + next + " of what has been written is damaged", e);
            }
            plainSegment = new ByteArrayInputStream(decrypted.array(), 0, decrypted.position());
            next++;
        }
    }
}
