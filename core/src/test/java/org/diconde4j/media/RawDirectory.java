package org.diconde4j.media;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** A DICOMDIR written byte by byte, with offsets that a test can bend. Knows nothing of the writer that it judges. */
final class RawDirectory {
    static final int META = 128 + 4 + 12 + 8 + 20 + 8 + 20;
    /** File Meta Information, group 0004 up to the sequence, and its header. */
    static final int FIRST_RECORD = META + (8 + 4) + 12 + 12 + 10 + 12;

    /**
     * A record.
     *
     * @param next the number of the next record, counted from 0, or -1
     * @param lower the number of the first record below, or -1
     * @param inUse the flag
     * @param type the type, null for none
     * @param fileId values of Referenced File ID, null for none
     */
    record Record(int next, int lower, int inUse, String type, String fileId) {
        Record(int next, int lower, String type) {
            this(next, lower, 0xFFFF, type, null);
        }
    }

    private final List<Record> records = new ArrayList<>();
    private int first;
    private int last;
    private LongUnaryOperator bend = offset -> offset;

    static RawDirectory of(int first, int last, Record... records) {
        RawDirectory directory = new RawDirectory();
        directory.first = first;
        directory.last = last;
        directory.records.addAll(List.of(records));
        return directory;
    }

    /** Component, study, series, and an image for each File ID. */
    static RawDirectory withFiles(String... fileIds) {
        RawDirectory directory =
                of(0, 0, new Record(-1, 1, "PATIENT"), new Record(-1, 2, "STUDY"), new Record(-1, 3, "SERIES"));
        for (int i = 0; i < fileIds.length; i++) {
            directory.records.add(new Record(i + 1 < fileIds.length ? 4 + i : -1, -1, 0xFFFF, "IMAGE", fileIds[i]));
        }
        return directory;
    }

    /** Changes each offset that is written, 0 for "none" left out. */
    RawDirectory bent(LongUnaryOperator change) {
        bend = change;
        return this;
    }

    long offset(int record) {
        long offset = FIRST_RECORD;
        for (int i = 0; i < record; i++) {
            offset += 8 + encoded(records.get(i), new byte[4], new byte[4]).length;
        }
        return offset;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        for (Record record : records) {
            byte[] value = encoded(record);
            items.write(new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0}); // item
            items.write(little(value.length, 4));
            items.write(value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[128]);
        out.write(ascii("DICM"));
        out.write(element(0x0002, 0x0000, "UL", little(28 + 28, 4))); // group length
        out.write(element(0x0002, 0x0002, "UI", ascii("1.2.840.10008.1.3.10"))); // Media Storage Directory Storage
        out.write(element(0x0002, 0x0010, "UI", ascii("1.2.840.10008.1.2.1\0"))); // Explicit VR Little Endian
        out.write(element(0x0004, 0x1130, "CS", ascii("TEST"))); // File-set ID
        out.write(element(0x0004, 0x1200, "UL", pointer(first))); // first record of the root
        out.write(element(0x0004, 0x1202, "UL", pointer(last))); // last record of the root
        out.write(element(0x0004, 0x1212, "US", new byte[2])); // consistency flag
        out.write(new byte[] {4, 0, 0x20, 0x12, 'S', 'Q', 0, 0}); // Directory Record Sequence
        out.write(little(items.size(), 4));
        items.writeTo(out);
        return out.toByteArray();
    }

    InputStream open() throws IOException {
        return new ByteArrayInputStream(bytes());
    }

    private byte[] encoded(Record record) {
        return encoded(record, pointer(record.next()), pointer(record.lower()));
    }

    private static byte[] encoded(Record record, byte[] next, byte[] lower) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(element(0x0004, 0x1400, "UL", next));
        out.writeBytes(element(0x0004, 0x1410, "US", little(record.inUse(), 2)));
        out.writeBytes(element(0x0004, 0x1420, "UL", lower));
        if (record.type() != null) {
            out.writeBytes(element(0x0004, 0x1430, "CS", padded(record.type())));
        }
        if (record.fileId() != null) {
            out.writeBytes(element(0x0004, 0x1500, "CS", padded(record.fileId())));
        }
        return out.toByteArray();
    }

    private byte[] pointer(int record) {
        return little(record < 0 ? 0 : bend.applyAsLong(offset(record)), 4);
    }

    private static byte[] element(int group, int number, String vr, byte[] value) {
        byte[] header = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) group)
                .putShort((short) number)
                .put(ascii(vr))
                .putShort((short) value.length)
                .array();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] padded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length % 2 == 0 ? bytes : (text + " ").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] little(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }
}
