package org.diconde4j.storage;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A JSON object on one line, whose last member {@code crc32c} is the CRC-32C of the UTF-8 bytes that stand before the comma in
 * front of that member.
 */
final class CheckedLine {
    private static final String CHECK = ",\"crc32c\":\"";

    private CheckedLine() {}

    /** Adds the checksum to a JSON object that has at least one member. */
    static String close(String json) {
        String body = json.substring(0, json.length() - 1);
        return body + CHECK + checksum(body) + "\"}";
    }

    /** Gives the JSON object without its checksum, which must be right. */
    static String open(String line, String what) {
        int check = line.lastIndexOf(CHECK);
        if (check < 0 || line.length() != check + CHECK.length() + 10 || !line.endsWith("\"}")) {
            throw new StorageException("the " + what + " does not end in its checksum, so it is not whole");
        }
        String body = line.substring(0, check);
        String expected = line.substring(check + CHECK.length(), line.length() - 2);
        String found = checksum(body);
        if (!found.equals(expected)) {
            throw new StorageException(
                    "the " + what + " is damaged: its checksum says " + expected + ", its text gives " + found);
        }
        return body + "}";
    }

    private static String checksum(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits(crc.getValue(), 8);
    }
}
