package org.diconde4j.storage.crypto;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;

/**
 * The first bytes of an encrypted object, see {@code FORMAT.md}.
 *
 * @param segmentSize the length of an encrypted segment in bytes
 * @param storeKeyId the store key that wraps the key of the object, 16 hexadecimal digits
 */
record Header(int segmentSize, String storeKeyId) {
    static final int LENGTH = 28;

    private static final long MAGIC = 0x8944_344A_454E_430AL;
    private static final short VERSION = 1;
    private static final short AES_256_GCM_HKDF_SHA256 = 1;
    private static final int SMALLEST_SEGMENT = 1 << 10;
    private static final int LARGEST_SEGMENT = 1 << 24;

    byte[] bytes() {
        ByteBuffer b = ByteBuffer.allocate(LENGTH)
                .putLong(MAGIC)
                .putShort(VERSION)
                .putShort(AES_256_GCM_HKDF_SHA256)
                .putInt(segmentSize)
                .put(HexFormat.of().parseHex(storeKeyId));
        return b.putInt(checksum(b.array())).array();
    }

    /**
     * Reads a header.
     *
     * @param bytes at least {@link #LENGTH} bytes
     * @param object what they begin, for messages
     */
    static Header parse(byte[] bytes, String object) {
        ByteBuffer b = ByteBuffer.wrap(bytes);
        if (b.getLong() != MAGIC) {
            throw new UnsupportedFormatException(
                    object + " does not begin as an encrypted one: it is damaged, or was put there"
                            + " without encryption; an object of a store without encryption is to be copied into this one");
        }
        short version = b.getShort();
        short algorithm = b.getShort();
        int segmentSize = b.getInt();
        byte[] id = new byte[8];
        b.get(id);
        if (b.getInt() != checksum(bytes)) {
            throw new StorageException(
                    object + " is damaged in its first " + LENGTH + " bytes, which say how it is encrypted");
        }
        if (version != VERSION || algorithm != AES_256_GCM_HKDF_SHA256) {
            throw new UnsupportedFormatException(object + " is encrypted in version " + version + " with algorithm "
                    + algorithm + "; expected version " + VERSION + " and algorithm " + AES_256_GCM_HKDF_SHA256
                    + "; read it with the newer diconde4j that wrote it");
        }
        if (segmentSize < SMALLEST_SEGMENT || segmentSize > LARGEST_SEGMENT) {
            throw new UnsupportedFormatException(object + " has segments of " + segmentSize + " bytes, expected "
                    + SMALLEST_SEGMENT + " to " + LARGEST_SEGMENT);
        }
        return new Header(segmentSize, HexFormat.of().formatHex(id));
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, LENGTH - 4);
        return (int) crc.getValue();
    }
}
