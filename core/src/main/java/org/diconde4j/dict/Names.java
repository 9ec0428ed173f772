package org.diconde4j.dict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Look-ups by name and the tables of identifiers, each made when first asked for. */
final class Names {
    private volatile @Nullable Map<Integer, String> diconde;
    private volatile @Nullable Map<String, Dictionary.UidEntry> uids;

    /** The tag of a DICONDE name in small letters, or null. */
    @Nullable
    Integer dicondeTag(String folded) {
        for (Map.Entry<Integer, String> name : diconde().entrySet()) {
            if (fold(name.getValue()).equals(folded)) {
                return name.getKey();
            }
        }
        return null;
    }

    Map<Integer, String> diconde() {
        Map<Integer, String> map = diconde;
        if (map == null) {
            Map<Integer, String> made = new TreeMap<>(Integer::compareUnsigned);
            for (String[] row : Dictionary.rows("diconde-names.tsv")) {
                made.put(Integer.parseUnsignedInt(row[0], 16), row[1]);
            }
            diconde = map = Collections.unmodifiableMap(made);
        }
        return map;
    }

    Map<String, Dictionary.UidEntry> uids() {
        Map<String, Dictionary.UidEntry> map = uids;
        if (map == null) {
            Map<String, Dictionary.UidEntry> made = new LinkedHashMap<>(1024);
            for (String[] row : Dictionary.rows("uids.tsv")) {
                made.put(row[0], new Dictionary.UidEntry(row[0], row[1], row[2], row[3], !row[4].isEmpty()));
            }
            uids = map = Collections.unmodifiableMap(made);
        }
        return map;
    }

    static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '\'' && c != '_' && c != '-') {
                folded.append(c);
            }
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }

    static OptionalInt parseTag(String text) {
        String digits = text.startsWith("(") && text.endsWith(")") && text.length() == 11 && text.charAt(5) == ','
                ? text.substring(1, 5) + text.substring(6, 10)
                : text;
        if (digits.length() != 8 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseUnsignedInt(digits, 16));
    }
}
