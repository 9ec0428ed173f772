package org.diconde4j.storage.crypto;

import com.google.crypto.tink.subtle.StreamSegmentDecrypter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import org.diconde4j.storage.ObjectChannel;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.keys.StoreKeys;

/** An object as received, of which only the segments are decrypted that are read. A damaged one does not harm the others. */
final class DecryptingChannel extends ObjectChannel {
    private final String object;
    private final SeekableByteChannel file;
    private final long length;
    private final Segments segments;
    private final StreamSegmentDecrypter decrypter;
    private final ByteBuffer encrypted;
    private final ByteBuffer plain;

    /** The segment that {@link #plain} holds, or -1. */
    private long loaded = -1;

    private DecryptingChannel(
            String object, SeekableByteChannel file, long length, Segments segments, StreamSegmentDecrypter decrypter) {
        super(length);
        this.object = object;
        this.file = file;
        this.length = length;
        this.segments = segments;
        this.decrypter = decrypter;
        int room = (int) Math.min(segments.size(), length + Segments.TAG);
        this.encrypted = ByteBuffer.allocate(room);
        this.plain = ByteBuffer.allocate(room);
    }

    /**
     * Opens an object.
     *
     * @param file its encrypted bytes; closed with the result, or if this fails
     * @param name its name
     * @param object how messages call it
     */
    static DecryptingChannel open(SeekableByteChannel file, String name, String object, StoreKeys keys)
            throws IOException {
        boolean opened = false;
        try {
            long size = file.size();
            int head = Header.LENGTH + Segments.PREAMBLE;
            if (size < head + Segments.TAG + ObjectKey.TRAILER) {
                throw new StorageException(object + " is damaged: it has only " + size
                        + " bytes, which no encrypted object can be so short as to have");
            }
            byte[] first = read(file, 0, head, object);
            Header header = Header.parse(first, object);
            byte[] trailer = read(file, size - ObjectKey.TRAILER, ObjectKey.TRAILER, object);
            ObjectKey key = ObjectKey.open(keys.key(header.storeKeyId()), trailer, header, name, object);
            Segments segments = new Segments(header.segmentSize());
            long expected = segments.end(key.length()) + ObjectKey.TRAILER;
            if (size != expected) {
                throw new StorageException(object + " is damaged: expected " + expected + " encrypted bytes for its "
                        + key.length() + ", found " + size);
            }
            StreamSegmentDecrypter decrypter = segments.cipher(key.key()).newStreamSegmentDecrypter();
            decrypter.init(ByteBuffer.wrap(first, Header.LENGTH, Segments.PREAMBLE), header.bytes());
            opened = true;
            return new DecryptingChannel(object, file, key.length(), segments, decrypter);
        } catch (GeneralSecurityException e) {
            throw new StorageException(object + " is damaged where its segments begin: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static byte[] read(SeekableByteChannel file, long offset, int length, String object) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        fill(file, offset, buffer, object);
        return buffer.array();
    }

    private static void fill(SeekableByteChannel file, long offset, ByteBuffer buffer, String object)
            throws IOException {
        file.position(offset);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new StorageException(object + " is damaged: it ends within the bytes from " + offset);
            }
        }
    }

    /** The length of the object as received, in bytes. */
    long length() {
        return length;
    }

    @Override
    protected int read(long from, ByteBuffer to) throws IOException {
        if (!file.isOpen()) {
            throw new ClosedChannelException();
        }
        int total = 0;
        for (long at = from; to.hasRemaining() && at < length; at = from + total) {
            load(segments.at(at));
            plain.position((int) (at - segments.start(loaded)));
            int n = Math.min(to.remaining(), plain.remaining());
            to.put(to.position(), plain, plain.position(), n).position(to.position() + n);
            total += n;
        }
        return total;
    }

    private void load(long segment) throws IOException {
        if (segment == loaded) {
            return;
        }
        loaded = -1;
        long start = segments.start(segment);
        int held = (int) Math.min(segments.room(segment), length - start);
        encrypted.clear().limit(held + Segments.TAG);
        fill(file, segments.offset(segment), encrypted, object);
        try {
            decrypter.decryptSegment(
                    encrypted.flip(), Math.toIntExact(segment), segment == segments.last(length), plain.clear());
        } catch (GeneralSecurityException e) {
            throw new StorageException(
                    object + " is damaged: its bytes " + start + " to " + (start + held - 1)
                            + " can't be decrypted; the others can be read",
                    e);
        }
        plain.flip();
        loaded = segment;
    }

    @Override
    protected void release() throws IOException {
        file.close();
    }
}
