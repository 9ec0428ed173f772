package org.diconde4j.storage.crypto;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.security.GeneralSecurityException;

/**
 * How an object is cut into segments. Segment {@code k} begins in the file at {@code k * size}; the first has less room, for
 * the header and what Tink puts before its segments stand there too.
 *
 * @param size the length of an encrypted segment in bytes
 */
record Segments(int size) {
    static final int TAG = 16;
    static final int KEY = 32;

    /** The length that Tink's own header says, the salt, the prefix of the nonce. */
    static final int PREAMBLE = 1 + KEY + 7;

    private static final int BEFORE_FIRST = Header.LENGTH + PREAMBLE;

    AesGcmHkdfStreaming cipher(byte[] objectKey) {
        try {
            return new AesGcmHkdfStreaming(objectKey, "HmacSha256", KEY, size, Header.LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("segments of " + size + " bytes can't be encrypted: " + e, e);
        }
    }

    /** How many bytes of the object a segment holds at most. */
    int room(long segment) {
        return size - TAG - (segment == 0 ? BEFORE_FIRST : 0);
    }

    /** The segment that holds a byte of the object. */
    long at(long position) {
        return position < room(0) ? 0 : 1 + (position - room(0)) / room(1);
    }

    /** Where in the object a segment begins. */
    long start(long segment) {
        return segment == 0 ? 0 : room(0) + (segment - 1) * room(1);
    }

    /** Where in the file the encrypted bytes of a segment begin. */
    long offset(long segment) {
        return segment == 0 ? BEFORE_FIRST : segment * size;
    }

    /** The last segment of an object; only an empty object has an empty one. */
    long last(long length) {
        return length == 0 ? 0 : at(length - 1);
    }

    /** Where in the file the last segment of an object ends. */
    long end(long length) {
        return BEFORE_FIRST + length + TAG * (last(length) + 1);
    }
}
