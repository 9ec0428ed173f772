package org.diconde4j.storage.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.diconde4j.storage.Digest;

/**
 * Texts as columns hold them, because received values may be anything: PostgreSQL takes neither U+0000 nor half a surrogate
 * pair, and no index entry of more than some 2,700 bytes. What it takes stands as it is; U+001A begins what stands for
 * something else. Different texts stay different.
 */
final class Text {
    /** How long a text in an index may be. */
    static final int LONGEST_KEY = 255;

    private static final int KEPT = 190;
    private static final char ESCAPE = '\u001A';

    private Text() {}

    /** A text for a column without an index. */
    static String plain(String text) {
        int odd = 0;
        while (odd < text.length() && !isOdd(text, odd)) {
            odd++;
        }
        if (odd == text.length()) {
            return text;
        }
        StringBuilder b = new StringBuilder(text.length() + 8).append(text, 0, odd);
        for (int i = odd; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE) {
                b.append(ESCAPE).append('s');
            } else if (c == 0) {
                b.append(ESCAPE).append('0');
            } else if (isOdd(text, i)) {
                b.append(ESCAPE).append('u').append(String.format(Locale.ROOT, "%04x", (int) c));
            } else {
                b.append(c);
            }
        }
        return b.toString();
    }

    /** A text for a column with an index: a long one ends in its digest. */
    static String key(String text) {
        String plain = plain(text);
        if (plain.length() <= LONGEST_KEY) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(KEPT - 1)) ? KEPT - 1 : KEPT;
        return plain.substring(0, end)
                + ESCAPE
                + 'h'
                + Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** The text that {@link #plain} was given. */
    static String received(String column) {
        if (!isReplaced(column)) {
            return column;
        }
        StringBuilder b = new StringBuilder(column.length());
        for (int i = 0; i < column.length(); i++) {
            char c = column.charAt(i);
            if (c != ESCAPE) {
                b.append(c);
            } else if (column.charAt(++i) == 'u') {
                b.append((char) Integer.parseInt(column, i + 1, i + 5, 16));
                i += 4;
            } else {
                b.append(column.charAt(i) == '0' ? (char) 0 : ESCAPE);
            }
        }
        return b.toString();
    }

    /** Whether a column does not have its text as it is, so that it has to be taken from the attributes. */
    static boolean isReplaced(String column) {
        return column.indexOf(ESCAPE) >= 0;
    }

    private static boolean isOdd(String text, int at) {
        char c = text.charAt(at);
        if (c == ESCAPE || c == 0) {
            return true;
        }
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
}
