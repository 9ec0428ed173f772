package org.diconde4j.archive.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomReader;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;
import org.jspecify.annotations.Nullable;

/**
 * All of a file as received but its pixels, kept as Private Information (0002,0102) in the File Meta Information of the compressed
 * file (PS3.10 7.1). It is kept as it was, not made again from the data set: so the file as received does not depend on how this or a
 * later version writes data sets. {@code FORMAT.md} of storage-fs describes the bytes.
 *
 * @param before what stands before the first frame
 * @param pixels how many bytes the frames have
 * @param after what stands behind the last frame
 * @param swapped whether the two bytes of each 16-bit word of the pixels are exchanged: they are in big endian order
 */
record Remainder(byte[] before, long pixels, byte[] after, boolean swapped) {
    /** Private Information Creator UID (0002,0100), derived from a UUID (PS3.5 B.2). */
    static final String CREATOR = "2.25.133901422820345424353175363495813157692";

    /** What an object may have beside its pixels; more is no image. */
    static final int MOST = 1 << 24;

    private static final int VERSION = 1;
    private static final int SWAPPED = 1;
    private static final int CHECKED = 2 + 3 * Long.BYTES + Integer.BYTES;
    private static final int HEADER = CHECKED + Integer.BYTES;

    /** The length of the file as received, in bytes. */
    long length() {
        return before.length + pixels + after.length;
    }

    /** Adds it to File Meta Information. */
    Dataset into(Dataset fileMeta) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream(1 << 12);
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(before);
            out.write(after);
        }
        int size = HEADER + deflated.size();
        ByteBuffer value = ByteBuffer.allocate(size + (size & 1))
                .put((byte) VERSION)
                .put((byte) (swapped ? SWAPPED : 0))
                .putLong(length())
                .putLong(before.length)
                .putLong(pixels)
                .putInt(deflated.size());
        value.putInt(crc(value)).put(deflated.toByteArray());
        return fileMeta.toBuilder()
                .set(Tag.PrivateInformationCreatorUID, CREATOR)
                .setBytes(Tag.PrivateInformation, VR.OB, value.array())
                .build();
    }

    /**
     * Looks for it at the beginning of a file.
     *
     * @return what was found, null if the file is as it was received
     * @throws StorageException if it is damaged
     */
    static @Nullable Remainder find(BulkData.Source file, String object) throws IOException {
        Dataset meta;
        try (var in = file.open(0, Long.MAX_VALUE)) {
            meta = DicomReader.lenient().readFileMeta(in).fileMeta();
        }
        if (!CREATOR.equals(meta.string(Tag.PrivateInformationCreatorUID))) {
            return null;
        }
        var value = meta.get(Tag.PrivateInformation);
        return parse(ByteBuffer.wrap(value == null ? new byte[0] : value.bytes()), object);
    }

    private static Remainder parse(ByteBuffer value, String object) {
        if (value.hasRemaining() && value.get(0) != VERSION) {
            throw new UnsupportedFormatException(
                    object + " was compressed by a newer version of diconde4j, in the form " + value.get(0)
                            + "; this one knows the form " + VERSION);
        }
        if (value.remaining() < HEADER) {
            throw damaged(
                    object,
                    "its Private Information (0002,0102) has " + value.remaining() + " bytes, expected " + HEADER
                            + " or more");
        }
        if (crc(value) != value.getInt(CHECKED)) {
            throw damaged(object, "the checksum of its Private Information (0002,0102) is wrong");
        }
        boolean swapped = (value.get(1) & SWAPPED) != 0;
        value.position(2);
        long length = value.getLong();
        long before = value.getLong();
        long pixels = value.getLong();
        int deflated = value.getInt();
        value.getInt(); // the checksum
        long after = length - before - pixels;
        boolean sensible = length >= 0 && before >= 0 && pixels >= 0 && before <= MOST && after >= 0 && after <= MOST;
        if (!sensible || deflated < 0 || deflated > value.remaining()) {
            throw damaged(
                    object,
                    "its Private Information (0002,0102) speaks of " + before + " and " + pixels + " bytes of "
                            + length);
        }
        ByteBuffer rest = inflate(value.slice(value.position(), deflated), (int) (before + after), object);
        byte[] first = new byte[(int) before];
        byte[] last = new byte[(int) after];
        rest.get(first).get(last);
        return new Remainder(first, pixels, last, swapped);
    }

    private static int crc(ByteBuffer value) {
        CRC32C crc = new CRC32C();
        crc.update(value.array(), 0, CHECKED);
        return (int) crc.getValue();
    }

    private static ByteBuffer inflate(ByteBuffer deflated, int length, String object) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            byte[] bytes = new byte[length];
            int found = 0;
            for (int n = 1; n > 0 && found < length; found += n) {
                n = inflater.inflate(bytes, found, length - found);
            }
            // the checksum stands behind the last byte
            if (found < length || inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
                throw damaged(
                        object,
                        "expected " + length + " bytes beside its pixels, found " + found
                                + (found < length ? "" : " or more"));
            }
            return ByteBuffer.wrap(bytes);
        } catch (DataFormatException e) {
            throw damaged(object, "its Private Information (0002,0102) can't be inflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static StorageException damaged(String object, String how) {
        return new StorageException(object + " is damaged: " + how);
    }
}
