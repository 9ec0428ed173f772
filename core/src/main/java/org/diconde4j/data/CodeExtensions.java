package org.diconde4j.data;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Text with code extensions (PS3.5 6.1.2.4 and 6.1.2.5): escape sequences put other sets in the place of G0 and G1, and
 * each line, value and component of a name begins with those of the first defined term again. Immutable.
 */
final class CodeExtensions {
    static final byte ESC = 0x1B;

    private final Repertoire g0;
    private final @Nullable Repertoire g1;
    private final List<Repertoire> others;

    /**
     * Describes the sets.
     *
     * @param g0 what bytes below 80H mean at first
     * @param g1 what others mean at first, or null if nothing
     * @param others what may be designated, in order of preference
     */
    CodeExtensions(Repertoire g0, @Nullable Repertoire g1, List<Repertoire> others) {
        this.g0 = g0;
        this.g1 = g1;
        this.others = List.copyOf(others);
    }

    static boolean hasEscape(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == ESC) {
                return true;
            }
        }
        return false;
    }

    /** Whether all characters have a place; a delimiter always has, and ESC never, since it would begin a sequence. */
    boolean canEncode(String text) {
        return text.codePoints().allMatch(c -> c != ESC && (c < ' ' || c == '\\' || find(c) != null));
    }

    private @Nullable Repertoire find(int codePoint) {
        if (g0.encode(codePoint) >= 0) {
            return g0;
        }
        if (g1 != null && g1.encode(codePoint) >= 0) {
            return g1;
        }
        for (Repertoire other : others) {
            if (other.encode(codePoint) >= 0) {
                return other;
            }
        }
        return null;
    }

    byte[] encode(String text, VR vr) {
        Encoding encoding = new Encoding(vr);
        text.codePoints().forEach(encoding::add);
        encoding.reset();
        return encoding.out.toByteArray();
    }

    /** Decodes to the values between backslashes; a representation without several values gives one. */
    List<String> decode(byte[] bytes, int offset, int length, VR vr) {
        return new Decoding(bytes, offset, offset + length, vr).run();
    }

    private static boolean isDelimiter(int c, VR vr) {
        return c == '\\' && vr.isMultiValuedString() || vr == VR.PN && (c == '^' || c == '=');
    }

    private final class Decoding {
        private final byte[] bytes;
        private final int end;
        private final VR vr;
        private final List<String> values = new ArrayList<>(1);
        private final StringBuilder value = new StringBuilder();
        private Repertoire low = g0;
        private Repertoire high = g1 == null ? Repertoire.LATIN_1 : g1;
        private int at;

        Decoding(byte[] bytes, int offset, int end, VR vr) {
            this.bytes = bytes;
            this.at = offset;
            this.end = end;
            this.vr = vr;
        }

        List<String> run() {
            while (at < end) {
                int b = bytes[at] & 0xFF;
                if (b == ESC) {
                    escape();
                } else if (b < 0x20) {
                    reset(); // PS3.5 6.1.2.5.3: before the end of a line or page and any other control character
                    value.append((char) b);
                    at++;
                } else if (b < 0x80 && (low.width() == 1 || !isPair(0x21, 0x7E))) {
                    single(b);
                } else {
                    characters(b < 0x80 ? low : high);
                }
            }
            values.add(value.toString());
            return values;
        }

        private void escape() {
            Repertoire designated = Repertoire.at(bytes, at + 1, end);
            if (designated == null) {
                value.append((char) ESC);
                at++;
                return;
            }
            boolean toG0 = bytes[at + 1] == '(' || bytes[at + 1] == '$' && bytes[at + 2] != ')';
            if (toG0) {
                low = designated;
            } else {
                high = designated;
            }
            at += 1 + designated.escapeLength(bytes, at + 1, end);
        }

        private boolean isPair(int from, int to) {
            int first = bytes[at] & 0xFF;
            int second = at + 1 < end ? bytes[at + 1] & 0xFF : 0;
            return first >= from && first <= to && second >= from && second <= to;
        }

        /** One byte below 80H: a delimiter, or a character of a set of single bytes. */
        private void single(int b) {
            if (isDelimiter(b, vr)) {
                reset();
                if (b == '\\') {
                    values.add(value.toString());
                    value.setLength(0);
                } else {
                    value.append((char) b);
                }
            } else if (low.width() == 1 && b > 0x20) {
                low.decode(bytes, at, 1, value);
            } else {
                value.append((char) b); // a space, or what stands in a two-byte set alone: the way back was forgotten
            }
            at++;
        }

        /** As many characters of one set as follow each other. */
        private void characters(Repertoire set) {
            int start = at;
            boolean isHigh = bytes[at] < 0;
            if (set.width() == 1) {
                while (at < end && bytes[at] < 0 == isHigh) {
                    at++;
                }
                set.decode(bytes, start, at - start, value);
                return;
            }
            while (at < end && (isHigh ? isPair(0xA1, 0xFE) : isPair(0x21, 0x7E))) {
                at += 2;
            }
            if (at == start) {
                value.append('\uFFFD');
                at++;
            } else {
                set.decode(bytes, start, at - start, value);
            }
        }

        private void reset() {
            low = g0;
            high = g1 == null ? Repertoire.LATIN_1 : g1;
        }
    }

    private final class Encoding {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final VR vr;
        private Repertoire low = g0;
        private @Nullable Repertoire high = g1;

        Encoding(VR vr) {
            this.vr = vr;
        }

        void add(int codePoint) {
            if (codePoint < 0x20 && codePoint != ESC || isDelimiter(codePoint, vr)) {
                reset();
                out.write(codePoint);
                return;
            }
            Repertoire set = codePoint == ESC ? null : choose(codePoint);
            if (set == null) {
                designate(g0);
                out.write(codePoint == '\\' ? '\\' : '?');
                return;
            }
            if (!set.toG0() && low.width() > 1) {
                designate(
                        g0); // not needed by the standard, but some readers take no others between two-byte characters
            }
            designate(set);
            int code = set.encode(codePoint);
            int highBit = set.toG0() ? 0 : 0x80;
            if (set.width() == 2) {
                out.write(code >>> 7 | highBit);
            }
            out.write(code & 0x7F | highBit);
        }

        /** What is designated already comes first. */
        private @Nullable Repertoire choose(int codePoint) {
            if (high != null && high.encode(codePoint) >= 0) {
                return high;
            }
            return low.encode(codePoint) >= 0 ? low : find(codePoint);
        }

        private void designate(Repertoire set) {
            if (set.toG0() ? set.equals(low) : set.equals(high)) {
                return;
            }
            out.write(ESC);
            out.writeBytes(set.escapes().get(0).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            if (set.toG0()) {
                low = set;
            } else {
                high = set;
            }
        }

        /** Before a delimiter and at the end the sets of the first term hold again (PS3.5 6.1.2.5.3). */
        void reset() {
            designate(g0);
            if (g1 == null) {
                high = null;
            } else {
                designate(g1);
            }
        }
    }
}
