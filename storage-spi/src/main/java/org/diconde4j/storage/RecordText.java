package org.diconde4j.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomJson;

/**
 * The written form of records, for providers: one line of JSON each, closed by a checksum as {@link ReceiptText} has it. The data
 * set in it is DICOM JSON (PS3.18 F.2). Members that are unknown here are ignored, so later versions may add some.
 */
public final class RecordText {
    /** How many bytes a written record has at most. */
    public static final int MAX_BYTES = 1 << 20;

    private RecordText() {}

    /**
     * Writes a record.
     *
     * @param record the record
     * @return one line in UTF-8, with the line feed at its end
     * @throws StorageException if it is longer than {@link #MAX_BYTES}
     */
    public static byte[] format(StoredRecord record) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("kind", record.kind());
        m.put("id", record.id());
        m.put("version", record.version());
        m.put("modified", record.modified().toString());
        if (!record.content().notes().isEmpty()) {
            m.put(
                    "notes",
                    FlatJson.raw(FlatJson.write(new TreeMap<>(record.content().notes()))));
        }
        if (!record.content().dataset().isEmpty()) {
            m.put(
                    "dataset",
                    FlatJson.raw(DicomJson.inline().toString(record.content().dataset())));
        }
        byte[] bytes = (CheckedLine.close(FlatJson.write(m)) + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new StorageException("the record " + record.id() + " of kind " + record.kind() + " has "
                    + bytes.length + " bytes; expected " + MAX_BYTES + " at most, as records are for small documents");
        }
        return bytes;
    }

    /**
     * Reads a record.
     *
     * @param bytes what {@link #format} wrote
     * @return the record
     * @throws StorageException if it is damaged; the message says how
     */
    public static StoredRecord parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new StorageException("the record has " + bytes.length + " bytes; expected " + MAX_BYTES + " at most");
        }
        Map<String, Object> m =
                FlatJson.read(CheckedLine.open(new String(bytes, StandardCharsets.UTF_8).stripTrailing(), "record"));
        try {
            Map<String, String> notes = new TreeMap<>();
            if (m.get("notes") instanceof CharSequence raw) {
                FlatJson.read(raw.toString()).forEach((name, text) -> notes.put(name, (String) text));
            }
            Dataset dataset = m.get("dataset") instanceof CharSequence raw ? dataset(raw) : Dataset.empty();
            return new StoredRecord(
                    text(m, "kind"),
                    text(m, "id"),
                    m.get("version") instanceof Long version ? version : Long.parseLong(missing("version")),
                    Instant.parse(text(m, "modified")),
                    new RecordContent(dataset, notes));
        } catch (IOException | RuntimeException e) {
            throw new StorageException("the record is whole but can't be understood: " + e.getMessage(), e);
        }
    }

    private static Dataset dataset(CharSequence json) throws IOException {
        return DicomJson.inline().read(new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Map<String, Object> m, String key) {
        return m.get(key) instanceof String s ? s : missing(key);
    }

    private static String missing(String key) {
        throw new IllegalArgumentException("it has no \"" + key + "\" of the expected type");
    }
}
