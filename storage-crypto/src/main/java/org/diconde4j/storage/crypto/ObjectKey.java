package org.diconde4j.storage.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.diconde4j.storage.StorageException;

/**
 * The last bytes of an encrypted object: its key and its length, sealed by the store key together with its name, so that no object
 * can stand in the place of another, and none can be shortened.
 *
 * @param key the key of the object
 * @param length the length of the object as received, in bytes
 */
record ObjectKey(byte[] key, long length) {
    static final int TRAILER = Segments.KEY + 8 + Gcm.OVERHEAD;

    byte[] seal(byte[] storeKey, Header header, String name) {
        byte[] secret =
                ByteBuffer.allocate(Segments.KEY + 8).put(key).putLong(length).array();
        return Gcm.seal(storeKey, secret, associated(header, name));
    }

    static ObjectKey open(byte[] storeKey, byte[] trailer, Header header, String name, String object) {
        try {
            ByteBuffer secret = ByteBuffer.wrap(Gcm.open(storeKey, trailer, associated(header, name)));
            byte[] key = new byte[Segments.KEY];
            secret.get(key);
            return new ObjectKey(key, secret.getLong());
        } catch (GeneralSecurityException e) {
            throw new StorageException(
                    "the key of " + object + " can't be unwrapped with the store key " + header.storeKeyId()
                            + ": its last " + TRAILER + " bytes are damaged, or the file is another one's",
                    e);
        }
    }

    private static byte[] associated(Header header, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Header.LENGTH + utf8.length)
                .put(header.bytes())
                .put(utf8)
                .array();
    }
}
