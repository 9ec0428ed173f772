package org.diconde4j.archive.keep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.StorageException;

/**
 * What a backup has, in the file {@code backup} of its folder: lines {@code key: value}, the last one with the digest of those
 * before it.
 *
 * @param made when it was made
 * @param sequence up to which receipt
 * @param receipts the digest of the written forms of these receipts, each with a line feed
 * @param records the file with the records
 * @param recordsDigest its digest
 * @param recordsCount how many there are
 */
record Manifest(Instant made, long sequence, Digest receipts, String records, Digest recordsDigest, long recordsCount) {
    static final String FILE = "backup";
    private static final String TITLE = "diconde4j backup, format 1";

    String text() {
        String body = TITLE + "\nmade: " + made + "\nsequence: " + sequence + "\nreceipts: " + receipts + "\nrecords: "
                + records + "\nrecordsDigest: " + recordsDigest + "\nrecordsCount: " + recordsCount + "\n";
        return body + "digest: " + Digest.of(body.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    static Manifest read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            String text = Files.readString(file);
            int end = text.lastIndexOf("digest: ");
            List<String> lines = text.lines().toList();
            if (lines.isEmpty() || !lines.get(0).equals(TITLE)) {
                throw new StorageException("the file " + file + " does not begin with \"" + TITLE
                        + "\", so it is of a newer diconde4j or no backup");
            }
            if (end < 0
                    || !text.substring(end)
                            .equals("digest: "
                                    + Digest.of(text.substring(0, end).getBytes(StandardCharsets.UTF_8)) + "\n")) {
                throw new StorageException("the file " + file + " is damaged: its digest is not that of its lines");
            }
            Map<String, String> m = new LinkedHashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] pair = line.split(": ", 2);
                m.put(pair[0], pair[1]);
            }
            return new Manifest(
                    Instant.parse(m.getOrDefault("made", "")),
                    Long.parseLong(m.getOrDefault("sequence", "")),
                    Digest.parse(m.getOrDefault("receipts", "")),
                    m.getOrDefault("records", ""),
                    Digest.parse(m.getOrDefault("recordsDigest", "")),
                    Long.parseLong(m.getOrDefault("recordsCount", "")));
        } catch (NoSuchFileException e) {
            throw new StorageException(
                    folder + " is no backup: it has no file named " + FILE
                            + ", which is written last; if a first backup was broken off, make it again",
                    e);
        } catch (IOException | DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new StorageException("the file " + file + " can't be understood: " + e, e);
        }
    }
}
