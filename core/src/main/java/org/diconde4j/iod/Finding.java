package org.diconde4j.iod;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was found in an object. Texts hold no control characters, wherever their values came from.
 *
 * @param severity how much it matters
 * @param rule what it is about
 * @param module the module or macro that asks for it, or the part of the standard, such as {@code Data Dictionary}
 * @param path the element from the outside in, items counted from 1: {@code (0040,0275)[1].(0008,0050)}; empty for the
 *     object as a whole
 * @param tag the element, 0 for the object as a whole
 * @param keyword its keyword, or its tag where the dictionary knows none; empty for the object as a whole
 * @param dicondeName its DICONDE name, or null if DICONDE gives it none of its own
 * @param type the type that the module gives it: {@code 1}, {@code 1C}, {@code 2}, {@code 2C} or {@code 3}; empty where
 *     no module is asked
 * @param text what was expected, and what was found
 * @param paragraph where the standard says so, such as {@code PS3.3 C.8.2.1}
 * @param occurrences how often the same was found in other items; the path is that of the first
 */
public record Finding(
        Severity severity,
        Rule rule,
        String module,
        String path,
        int tag,
        String keyword,
        @Nullable String dicondeName,
        String type,
        String text,
        String paragraph,
        int occurrences) {

    /**
     * One line.
     *
     * @return severity, path, names, text and paragraph
     */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(severity.name().toLowerCase(java.util.Locale.ROOT)).append(": ");
        if (!path.isEmpty()) {
            line.append(path).append(' ').append(name()).append(": ");
        }
        line.append(text).append(" [").append(module);
        if (!type.isEmpty()) {
            line.append(", type ").append(type);
        }
        line.append("; ").append(paragraph).append(']');
        return occurrences > 1 ? line + " ×" + occurrences : line.toString();
    }

    /** Keyword, and the DICONDE name where that differs. */
    String name() {
        return dicondeName == null || dicondeName.equals(keyword) ? keyword : keyword + " · " + dicondeName;
    }
}
