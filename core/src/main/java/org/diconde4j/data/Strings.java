package org.diconde4j.data;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Values as strings (PS3.5 6.2). */
final class Strings {
    private Strings() {}

    static @Nullable String first(VR vr, byte[] bytes, int offset, int length, boolean bigEndian, CharacterSet set) {
        if (vr.isMultiValuedString() && !(vr.isText() && set.splitsAfterDecoding(bytes, offset, length))) {
            int end = 0;
            while (end < length && bytes[offset + end] != '\\') {
                end++;
            }
            String value = one(vr, bytes, offset, end, set);
            return value.isEmpty() ? null : value;
        }
        List<String> all = all(vr, bytes, offset, length, bigEndian, set);
        return all.isEmpty() || all.get(0).isEmpty() ? null : all.get(0);
    }

    static List<String> all(VR vr, byte[] bytes, int offset, int length, boolean bigEndian, CharacterSet set) {
        if (!vr.isString()) {
            return numbers(vr, bytes, offset, length, bigEndian);
        }
        if (!vr.isMultiValuedString()) {
            String text = one(vr, bytes, offset, length, set);
            return text.isEmpty() ? List.of() : List.of(text);
        }
        if (vr.isText() && set.splitsAfterDecoding(bytes, offset, length)) {
            return trimmed(vr, set.decodeValues(bytes, offset, length, vr));
        }
        List<String> values = new ArrayList<>(1);
        int start = offset;
        for (int at = offset; at <= offset + length; at++) {
            if (at == offset + length || bytes[at] == '\\') {
                values.add(one(vr, bytes, start, at - start, set));
                start = at + 1;
            }
        }
        return values.size() == 1 && values.get(0).isEmpty() ? List.of() : values;
    }

    private static List<String> trimmed(VR vr, List<String> untrimmed) {
        List<String> values = new ArrayList<>(untrimmed.size());
        for (String value : untrimmed) {
            values.add(trim(vr, value));
        }
        return values.size() == 1 && values.get(0).isEmpty() ? List.of() : values;
    }

    private static String one(VR vr, byte[] bytes, int offset, int length, CharacterSet set) {
        int end = offset + length;
        while (end > offset && (bytes[end - 1] == ' ' || bytes[end - 1] == 0)) {
            end--;
        }
        String value = vr.isText()
                ? set.decode(bytes, offset, end - offset, vr)
                : new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
        return trim(vr, value);
    }

    /** Trailing padding goes everywhere; leading spaces are significant in text of several lines, UC and UR. */
    private static String trim(VR vr, String value) {
        int start = 0;
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == 0)) {
            end--;
        }
        if (vr != VR.LT && vr != VR.ST && vr != VR.UT && vr != VR.UC && vr != VR.UR) {
            while (start < end && value.charAt(start) == ' ') {
                start++;
            }
        }
        return value.substring(start, end);
    }

    /** A URI in which characters that it may not have are escaped; null if that does not make it one. */
    static @Nullable URI uri(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c <= ' ' || c >= 0x7F || "\"<>\\^`{|}".indexOf(c) >= 0) {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                escaped.append(c);
            }
        }
        try {
            return new URI(escaped.toString());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static List<String> numbers(VR vr, byte[] bytes, int offset, int length, boolean bigEndian) {
        List<String> values = new ArrayList<>(1);
        switch (vr) {
            case AT -> {
                for (long tag : Numbers.longs(vr, bytes, offset, length, bigEndian)) {
                    values.add(String.format(Locale.ROOT, "%08X", (int) tag));
                }
            }
            case FL -> {
                for (double number : Numbers.doubles(vr, bytes, offset, length, bigEndian)) {
                    values.add(Float.toString((float) number));
                }
            }
            case FD -> {
                for (double number : Numbers.doubles(vr, bytes, offset, length, bigEndian)) {
                    values.add(Double.toString(number));
                }
            }
            case UV -> {
                for (long number : Numbers.longs(vr, bytes, offset, length, bigEndian)) {
                    values.add(Long.toUnsignedString(number));
                }
            }
            case SL, SS, SV, UL, US -> {
                for (long number : Numbers.longs(vr, bytes, offset, length, bigEndian)) {
                    values.add(Long.toString(number));
                }
            }
            default -> {
                return List.of();
            }
        }
        return values;
    }
}
