package org.diconde4j.nde;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.diconde4j.dict.Dictionary;

/** Which public tag each legacy private attribute has today. */
final class LegacyTable {
    private record Key(String creator, int group, int low) {}

    private static final class Holder {
        static final Map<Key, Integer> TAGS = load();
    }

    private LegacyTable() {}

    /** A quick answer for the groups that have none. */
    static boolean mayHold(int group) {
        return group == 0x0009 || group == 0x0011 || group == 0x0021;
    }

    /** 0 if there is none. */
    static int publicTag(String creator, int privateTag) {
        if (!creator.startsWith(LegacyDiconde.IOD)) {
            return 0;
        }
        return Holder.TAGS.getOrDefault(new Key(creator, privateTag >>> 16, privateTag & 0xFF), 0);
    }

    private static Map<Key, Integer> load() {
        Map<Key, Integer> tags = new HashMap<>();
        try (InputStream in = Dictionary.class.getResourceAsStream("diconde-private.tsv")) {
            if (in == null) {
                throw new IllegalStateException("resource diconde-private.tsv is missing from diconde4j-core");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] row = line.split("\t", -1);
                if (!row[5].isEmpty()) {
                    Key key = new Key(row[1], Integer.parseInt(row[0], 16), Integer.parseInt(row[2], 16));
                    tags.put(key, Integer.parseUnsignedInt(row[5], 16));
                }
            });
            return tags;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
