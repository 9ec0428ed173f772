package org.diconde4j.iod;

import java.util.Locale;

/** Values and tags as reports show them. */
final class Text {
    private static final int LONGEST = 48;

    private Text() {}

    /** A value in quotation marks, shortened, without anything that could command a terminal. */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder("'");
        int characters = 0;
        for (int at = 0; at < value.length(); ) {
            if (characters++ == LONGEST) {
                return quoted.append("…'").toString();
            }
            int c = value.codePointAt(at);
            at += Character.charCount(c);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> quoted.append(String.format(Locale.ROOT, "\\u%04X", c));
                default -> quoted.appendCodePoint(c);
            }
        }
        return quoted.append('\'').toString();
    }

    static String tag(int tag) {
        return String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
