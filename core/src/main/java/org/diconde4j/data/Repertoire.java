package org.diconde4j.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One code element that ISO/IEC 2022 can designate to G0 or G1 (PS3.3 tables C.12-3 and C.12-4). Immutable.
 *
 * @param number the ISO registration number
 * @param escapes the sequences after ESC that designate it; the first is the one to write
 * @param toG0 whether it goes to G0, bytes below 80H, else to G1
 * @param width bytes of a character
 * @param charset the Java charset that has its characters
 * @param highBit whether that charset has them at bytes from 80H on
 */
record Repertoire(int number, List<String> escapes, boolean toG0, int width, Charset charset, boolean highBit) {
    static final Repertoire ASCII = new Repertoire(6, List.of("(B"), true, 1, StandardCharsets.US_ASCII, false);
    /** What bytes from 80H on mean where no set for them is named: lossless, and right for most who forgot to. */
    static final Repertoire LATIN_1 = new Repertoire(100, List.of("-A"), false, 1, StandardCharsets.ISO_8859_1, true);

    private static final List<Repertoire> ALL = Stream.of(
                    ASCII,
                    LATIN_1,
                    of(101, "ISO-8859-2", "-B"),
                    of(109, "ISO-8859-3", "-C"),
                    of(110, "ISO-8859-4", "-D"),
                    of(144, "ISO-8859-5", "-L"),
                    of(127, "ISO-8859-6", "-G"),
                    of(126, "ISO-8859-7", "-F"),
                    of(138, "ISO-8859-8", "-H"),
                    of(148, "ISO-8859-9", "-M"),
                    of(203, "ISO-8859-15", "-b"),
                    of(166, "TIS-620", "-T"),
                    of(14, List.of("(J"), true, 1, "JIS_X0201", false),
                    of(13, List.of(")I", "(I"), false, 1, "JIS_X0201", true),
                    of(87, List.of("$B", "$@", "$(B", "$(@"), true, 2, "x-JIS0208", false),
                    of(159, List.of("$(D"), true, 2, "JIS_X0212-1990", false),
                    of(149, List.of("$)C"), false, 2, "EUC-KR", true),
                    of(58, List.of("$)A"), false, 2, "GB2312", true))
            .filter(Objects::nonNull)
            .toList();

    private static @Nullable Repertoire of(int number, String charset, String escape) {
        return of(number, List.of(escape), false, 1, charset, true);
    }

    /** Null on the few Java run times that come without the extended charsets. */
    private static @Nullable Repertoire of(
            int number, List<String> escapes, boolean toG0, int width, String charset, boolean highBit) {
        return Charset.isSupported(charset)
                ? new Repertoire(number, escapes, toG0, width, Charset.forName(charset), highBit)
                : null;
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

    /** Decodes whole characters of this set; the highest bit of each byte is set as the charset wants it. */
    String decode(byte[] bytes, int offset, int length) {
        byte[] code = new byte[length];
        for (int i = 0; i < length; i++) {
            code[i] = (byte) (highBit ? bytes[offset + i] | 0x80 : bytes[offset + i] & 0x7F);
        }
        return new String(code, charset);
    }

    /** The code of one character, or null if this set lacks it. */
    byte @Nullable [] encode(int codePoint) {
        try {
            ByteBuffer bytes = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(Character.toChars(codePoint)));
            byte[] code = new byte[bytes.remaining()];
            bytes.get(code);
            boolean fits = code.length == width && code[0] < 0 == highBit;
            return fits && decode(code, 0, width).codePointAt(0) == codePoint ? code : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
