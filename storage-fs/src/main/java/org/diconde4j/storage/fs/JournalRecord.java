package org.diconde4j.storage.fs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptText;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.UnsupportedFormatException;
import org.jspecify.annotations.Nullable;

/**
 * An event in the journal, see {@code FORMAT.md}.
 *
 * @param receipt what happened
 * @param line the written form of the receipt, with its line feed
 * @param bytes the object, if it is small, or null
 * @param staged the name of the object's file in {@code incoming}, if it is large, or null
 */
record JournalRecord(
        Receipt receipt,
        byte[] line,
        byte @Nullable [] bytes,
        @Nullable String staged) {
    private static final String NONE = "-";

    /** A header is never longer. */
    private static final int LONGEST_HEADER = 200;

    /**
     * A record and where the next one begins.
     *
     * @param record the record
     * @param batch the sequence of the first record that was synced together with it
     * @param end the place of the byte after it
     */
    record Read(JournalRecord record, long batch, int end) {}

    static JournalRecord of(Receipt receipt, byte @Nullable [] bytes, @Nullable String staged) {
        return new JournalRecord(
                receipt, (ReceiptText.format(receipt) + "\n").getBytes(StandardCharsets.UTF_8), bytes, staged);
    }

    /** What every record of a journal file begins with; nobody can know it who does not see the file. */
    static String mark(String nonce) {
        return "record " + nonce + " ";
    }

    void writeTo(ByteArrayOutputStream out, String nonce, long batch) {
        byte[] object = bytes == null ? new byte[0] : bytes;
        byte[] head = (mark(nonce) + batch + " " + line.length + " " + (bytes == null ? NONE : object.length) + " "
                        + (staged == null ? NONE : staged) + " ")
                .getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(head);
        out.writeBytes((checksum(head, 0, head.length, line, 0, line.length, object, 0, object.length) + "\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(line);
        out.writeBytes(object);
        out.write('\n');
    }

    /** Reads the record that begins at a place; null if there is no whole one. */
    static @Nullable Read read(byte[] in, int at, int end, String nonce) {
        int newline = at;
        while (newline < Math.min(end, at + LONGEST_HEADER) && in[newline] != '\n') {
            newline++;
        }
        if (newline >= end || in[newline] != '\n') {
            return null;
        }
        String head = new String(in, at, newline - at, StandardCharsets.US_ASCII);
        String[] part = head.split(" ", -1);
        if (!head.startsWith(mark(nonce)) || part.length != 7) {
            return null;
        }
        try {
            int line = Integer.parseInt(part[3]);
            int object = part[4].equals(NONE) ? 0 : Integer.parseInt(part[4]);
            int body = newline + 1;
            if (line < 1 || object < 0 || (long) body + line + object + 1 > end) {
                return null;
            }
            String sum = checksum(in, at, head.length() - part[6].length(), in, body, line, in, body + line, object);
            if (!sum.equals(part[6])) {
                return null;
            }
            Receipt receipt = receipt(new String(in, body, line - 1, StandardCharsets.UTF_8));
            JournalRecord record = new JournalRecord(
                    receipt,
                    Arrays.copyOfRange(in, body, body + line),
                    part[4].equals(NONE) ? null : Arrays.copyOfRange(in, body + line, body + line + object),
                    part[5].equals(NONE) ? null : part[5]);
            return new Read(record, Long.parseLong(part[2]), body + line + object + 1);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The record is whole, so what can't be understood is not damaged. */
    private static Receipt receipt(String line) {
        try {
            return ReceiptText.parse(line);
        } catch (StorageException e) {
            throw new UnsupportedFormatException("the journal has a receipt that a newer diconde4j wrote: "
                    + e.getMessage() + "; open the store with the newer one; nothing was changed");
        }
    }

    private static String checksum(byte[] a, int ao, int al, byte[] b, int bo, int bl, byte[] c, int co, int cl) {
        CRC32C crc = new CRC32C();
        crc.update(a, ao, al);
        crc.update(b, bo, bl);
        crc.update(c, co, cl);
        return HexFormat.of().toHexDigits(crc.getValue(), 8);
    }
}
