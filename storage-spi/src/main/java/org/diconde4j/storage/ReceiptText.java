package org.diconde4j.storage;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The written form of receipts: one line of JSON each, flat, its last member {@code crc32c} being the CRC-32C of the UTF-8 bytes
 * that stand before the comma in front of that member. Members that are unknown here are ignored, so later versions may add
 * some; those without a value are left out.
 */
public final class ReceiptText {
    private ReceiptText() {}

    /**
     * Writes a receipt.
     *
     * @param r the receipt
     * @return one line, without the line feed at its end
     */
    public static String format(Receipt r) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("sequence", r.sequence());
        m.put("kind", r.kind().name());
        m.put("arrival", r.arrival().toString());
        m.put("source", r.source().kind());
        put(m, "callingAeTitle", r.source().callingAeTitle());
        put(m, "calledAeTitle", r.source().calledAeTitle());
        put(m, "address", r.source().address());
        put(m, "path", r.source().path());
        put(m, "person", r.source().person());
        m.put("name", r.name());
        put(m, "sopClassUid", r.sopClassUid());
        put(m, "sopInstanceUid", r.sopInstanceUid());
        put(m, "studyInstanceUid", r.studyInstanceUid());
        put(m, "seriesInstanceUid", r.seriesInstanceUid());
        put(m, "transferSyntaxUid", r.transferSyntaxUid());
        m.put("length", r.length());
        m.put("datasetOffset", r.datasetOffset());
        m.put("file", r.file().toString());
        m.put("dataset", r.dataset().toString());
        if (!r.flags().isEmpty()) {
            m.put("flags", r.flags().stream().sorted().map(Flag::name).toList());
        }
        put(m, "reason", r.reason());
        put(m, "refersTo", r.refersTo());
        put(m, "attributes", r.attributes());
        putForm(m, "compressed", r.compressed());
        putForm(m, "stored", r.stored());
        return CheckedLine.close(FlatJson.write(m));
    }

    /**
     * Reads a receipt.
     *
     * @param line what {@link #format} wrote, without the line feed
     * @return the receipt
     * @throws StorageException if the line is damaged; the message says how
     */
    public static Receipt parse(String line) {
        Map<String, Object> m = FlatJson.read(CheckedLine.open(line, "receipt"));
        try {
            return receipt(m);
        } catch (RuntimeException e) {
            throw new StorageException("the receipt is whole but can't be understood: " + e.getMessage(), e);
        }
    }

    /**
     * Tells whether a finding of a store is about a receipt that {@link #parse} refused.
     *
     * @param finding one of {@link ObjectStore#findings()}
     * @return true if an event was passed over
     */
    public static boolean isRefusal(String finding) {
        return finding.contains("the receipt is damaged") || finding.contains("the receipt is whole but can't");
    }

    private static Receipt receipt(Map<String, Object> m) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (m.get("flags") instanceof List<?> names) {
            names.forEach(name -> flags.add(Flag.valueOf((String) name)));
        }
        Source source = new Source(
                text(m, "source"),
                (String) m.get("callingAeTitle"),
                (String) m.get("calledAeTitle"),
                (String) m.get("address"),
                (String) m.get("path"),
                (String) m.get("person"));
        return new Receipt(
                number(m, "sequence"),
                Receipt.Kind.valueOf(text(m, "kind")),
                Instant.parse(text(m, "arrival")),
                source,
                text(m, "name"),
                (String) m.get("sopClassUid"),
                (String) m.get("sopInstanceUid"),
                (String) m.get("studyInstanceUid"),
                (String) m.get("seriesInstanceUid"),
                (String) m.get("transferSyntaxUid"),
                number(m, "length"),
                number(m, "datasetOffset"),
                Digest.parse(text(m, "file")),
                Digest.parse(text(m, "dataset")),
                flags,
                (String) m.get("reason"),
                (Long) m.get("refersTo"),
                form(m, "compressed"),
                form(m, "stored"),
                (String) m.get("attributes"));
    }

    private static Receipt.@Nullable Stored form(Map<String, Object> m, String which) {
        return m.containsKey(which + "File")
                ? new Receipt.Stored(number(m, which + "Length"), Digest.parse(text(m, which + "File")))
                : null;
    }

    private static void putForm(Map<String, Object> m, String which, Receipt.@Nullable Stored form) {
        if (form != null) {
            m.put(which + "Length", form.length());
            m.put(which + "File", form.file().toString());
        }
    }

    private static String text(Map<String, Object> m, String key) {
        return m.get(key) instanceof String s ? s : missing(key);
    }

    private static long number(Map<String, Object> m, String key) {
        return m.get(key) instanceof Long n ? n : Long.parseLong(missing(key));
    }

    private static String missing(String key) {
        throw new IllegalArgumentException("it has no \"" + key + "\" of the expected type");
    }

    private static void put(Map<String, Object> m, String key, @Nullable Object value) {
        if (value != null) {
            m.put(key, value);
        }
    }
}
