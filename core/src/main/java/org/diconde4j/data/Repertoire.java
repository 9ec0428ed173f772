package org.diconde4j.data;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One code element that ISO/IEC 2022 can designate to G0 or G1 (PS3.3 tables C.12-3 and C.12-4). Its characters are
 * those of a charset of Java. A run time that was linked without {@code jdk.charsets} may lack that of a few: such a set
 * is known, but its characters are all replaced. Immutable, tables being made when first needed.
 */
final class Repertoire {
    private static final char REPLACEMENT = '\uFFFD';

    static final Repertoire ASCII = new Repertoire(6, "US-ASCII", false, 1, "(B");
    /** What bytes from 80H on mean where no set for them is named: lossless, and right for most who forgot to. */
    static final Repertoire LATIN_1 = new Repertoire(100, "ISO-8859-1", true, 1, "-A");

    static final Repertoire ROMAJI = new Repertoire(14, "JIS_X0201", false, 1, "(J");

    private static final List<Repertoire> ALL = List.of(
            ASCII,
            LATIN_1,
            new Repertoire(101, "ISO-8859-2", true, 1, "-B"),
            new Repertoire(109, "ISO-8859-3", true, 1, "-C"),
            new Repertoire(110, "ISO-8859-4", true, 1, "-D"),
            new Repertoire(144, "ISO-8859-5", true, 1, "-L"),
            new Repertoire(127, "ISO-8859-6", true, 1, "-G"),
            new Repertoire(126, "ISO-8859-7", true, 1, "-F"),
            new Repertoire(138, "ISO-8859-8", true, 1, "-H"),
            new Repertoire(148, "ISO-8859-9", true, 1, "-M"),
            new Repertoire(203, "ISO-8859-15", true, 1, "-b"),
            new Repertoire(166, "TIS-620", true, 1, "-T"),
            ROMAJI,
            new Repertoire(13, "JIS_X0201", true, 1, ")I", "(I"),
            new Repertoire(87, "x-JIS0208", false, 2, "$B", "$@", "$(B", "$(@"),
            new Repertoire(159, "JIS_X0212-1990", false, 2, "$(D"),
            new Repertoire(149, "EUC-KR", true, 2, "$)C"),
            new Repertoire(58, "GB2312", true, 2, "$)A"));

    private final int number;
    private final List<String> escapes;
    /** Whether the charset of Java has the characters at bytes from 80H on; then it is one for G1. */
    private final boolean high;

    private final int width;
    private final @Nullable Charset charset;
    private volatile @Nullable Table table;

    private Repertoire(int number, String charset, boolean high, int width, String... escapes) {
        this.number = number;
        this.escapes = List.of(escapes);
        this.high = high;
        this.width = width;
        this.charset = Charset.isSupported(charset) ? Charset.forName(charset) : null;
    }

    /** The sets that a term may name, besides ASCII. */
    static List<Integer> numbers() {
        return ALL.stream()
                .map(Repertoire::number)
                .filter(n -> n != 6 && n != 14)
                .toList();
    }

    static @Nullable Repertoire byNumber(int number) {
        for (Repertoire repertoire : ALL) {
            if (repertoire.number == number) {
                return repertoire;
            }
        }
        return null;
    }

    /** What an escape sequence designates, or null if it is none that DICOM knows. */
    static @Nullable Repertoire at(byte[] bytes, int afterEscape, int end) {
        for (Repertoire repertoire : ALL) {
            if (repertoire.escapeLength(bytes, afterEscape, end) > 0) {
                return repertoire;
            }
        }
        return null;
    }

    /** The ISO registration number. */
    int number() {
        return number;
    }

    /** The sequences after ESC that designate it; the first is the one to write. */
    List<String> escapes() {
        return escapes;
    }

    /** Whether it goes to G0, bytes below 80H, else to G1. */
    boolean toG0() {
        return !high;
    }

    /** Bytes of a character. */
    int width() {
        return width;
    }

    /** The charset that has ASCII below 80H and this above, or null if there is none. */
    @Nullable
    Charset charset() {
        return charset;
    }

    /** Bytes of this set's escape sequence at a place behind ESC, 0 if there is another. */
    int escapeLength(byte[] bytes, int at, int end) {
        for (String escape : escapes) {
            int i = 0;
            while (i < escape.length() && at + i < end && bytes[at + i] == escape.charAt(i)) {
                i++;
            }
            if (i == escape.length()) {
                return i;
            }
        }
        return 0;
    }

    /** Decodes whole characters of this set, whatever the highest bit of their bytes. */
    void decode(byte[] bytes, int offset, int length, StringBuilder text) {
        char[] characters = table().characters;
        for (int at = offset; at < offset + length; at += width) {
            int code = bytes[at] & 0x7F;
            text.append(characters[width == 1 ? code : code << 7 | bytes[at + 1] & 0x7F]);
        }
    }

    /** The code of one character without the highest bit of each byte, or -1 if this set lacks it. */
    int encode(int codePoint) {
        return codePoint > 0xFFFF ? -1 : table().code((char) codePoint);
    }

    private Table table() {
        Table made = table;
        if (made == null) {
            table = made = new Table(charset, high ? 0x80 : 0, width);
        }
        return made;
    }

    /** Both directions. A character that has two codes is encoded as the first. */
    private static final class Table {
        final char[] characters;
        private final short[][] codes = new short[256][];

        Table(@Nullable Charset charset, int highBit, int width) {
            characters = new char[width == 1 ? 1 << 7 : 1 << 14];
            byte[] bytes = new byte[width];
            for (int code = 0; code < characters.length; code++) {
                bytes[0] = (byte) (code >>> 7 * (width - 1) | highBit);
                bytes[width - 1] = (byte) (code & 0x7F | highBit);
                // the two-byte sets have 94 by 94 characters; what a charset has besides is not of the set
                boolean inside = width == 1 || isGraphic(code >>> 7) && isGraphic(code & 0x7F);
                String character = charset == null || !inside ? "" : new String(bytes, charset);
                characters[code] = character.length() == 1 ? character.charAt(0) : REPLACEMENT;
            }
            correct(charset == null ? "" : charset.name());
            for (int code = 0; code < characters.length; code++) {
                put(characters[code], code);
            }
        }

        /** Where Java differs from the tables that Unicode gives for these sets, and so from everybody else. */
        private void correct(String charset) {
            switch (charset) {
                case "x-JIS0208" -> characters[0x21 << 7 | 0x3D] = '\u2015'; // horizontal bar
                case "JIS_X0212-1990" -> characters[0x22 << 7 | 0x37] = '~';
                case "TIS-620" -> characters[0x20] = REPLACEMENT; // no no-break space
                default -> {}
            }
        }

        private static boolean isGraphic(int code) {
            return code >= 0x21 && code <= 0x7E;
        }

        private void put(char character, int code) {
            if (character == REPLACEMENT) {
                return;
            }
            short[] page = codes[character >>> 8];
            if (page == null) {
                codes[character >>> 8] = page = new short[256];
            }
            if (page[character & 0xFF] == 0) {
                page[character & 0xFF] = (short) (code + 1);
            }
        }

        int code(char character) {
            short[] page = codes[character >>> 8];
            return page == null ? -1 : page[character & 0xFF] - 1;
        }
    }

    @Override
    public String toString() {
        return "ISO-IR " + number;
    }
}
