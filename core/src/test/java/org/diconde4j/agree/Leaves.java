package org.diconde4j.agree;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a data set says, leaf by leaf, in the one form in which ours and a peer's are compared:
 *
 * <ul>
 *   <li>numbers by value: FL as a float, FD and DS as a double, all integers exactly; what is no number stays text
 *   <li>text by code points, without the padding that its representation has: trailing spaces and NULs, leading spaces
 *       save in LT, ST, UC, UR and UT; names without trailing delimiters
 *   <li>bulk data by its bytes, without the one that pads it
 *   <li>a value without content is the same as none between others, and none at all is no leaf
 * </ul>
 *
 * A path is tags and indices of items, {@code 00081110/0/00081155}; below it stand the representation ({@code vr}) and
 * the values by their indices.
 */
final class Leaves {
    private static final Set<String> SPACED = Set.of("LT", "ST", "UC", "UR", "UT");
    private static final Set<String> INTEGERS = Set.of("IS", "SL", "SS", "SV", "UL", "US", "UV");
    private static final int LONG = 100;

    final Map<String, String> map = new LinkedHashMap<>();
    private final Map<String, byte[]> bytes = new LinkedHashMap<>();

    void put(String path, String value) {
        String free = path;
        for (int n = 2; map.containsKey(free); n++) {
            free = path + "#" + n; // such as private elements of which a peer drops the block
        }
        map.put(free, value);
    }

    void vr(String path, String vr) {
        put(path, "vr " + vr);
    }

    void value(String path, int index, String vr, String text) {
        put(path + "/" + index, normal(vr, text));
    }

    void bytes(String path, byte[] value) {
        put(path + "/bytes", normal(value));
        bytes.put(path + "/bytes", value);
    }

    /** The leaf that the bytes at a path would be with each unit reversed. */
    String swapped(String path, int unit) {
        byte[] value = bytes.getOrDefault(path, new byte[0]).clone();
        for (int at = 0; at + unit <= value.length; at += unit) {
            for (int i = 0; i < unit / 2; i++) {
                byte b = value[at + i];
                value[at + i] = value[at + unit - 1 - i];
                value[at + unit - 1 - i] = b;
            }
        }
        return normal(value);
    }

    String get(String path) {
        return map.getOrDefault(path, "nothing");
    }

    static String normal(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && (bytes[length - 1] == 0 || bytes[length - 1] == ' ') && length % 2 == 0) {
            length--;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            String head = HexFormat.of().formatHex(bytes, 0, Math.min(length, 8));
            return "bytes " + (length + 1) / 2 * 2 + " " + head + " "
                    + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] base64(String text) {
        return Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String normal(String vr, String text) {
        String trimmed = trim(vr, text);
        if (trimmed.isEmpty()) {
            return "nothing";
        }
        try {
            if (INTEGERS.contains(vr)) {
                BigDecimal number = new BigDecimal(trimmed);
                return "number "
                        + (number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros()).toPlainString();
            }
            if (vr.equals("FL") || vr.equals("FD") || vr.equals("DS")) {
                double number = number(trimmed);
                return "number " + (vr.equals("FL") ? (float) number : number);
            }
        } catch (NumberFormatException e) {
            // no number: compared as text
        }
        String value = vr.equals("PN") ? withoutDelimiters(trimmed) : trimmed;
        return value.isEmpty() ? "nothing" : "text " + value;
    }

    private static double number(String text) {
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> {
                if (text.endsWith("f") || text.endsWith("d") || text.contains("x")) {
                    throw new NumberFormatException(text); // numbers of Java alone
                }
                yield Double.parseDouble(text) + 0.0; // no negative zero
            }
        };
    }

    private static String trim(String vr, String text) {
        String trimmed = text.replaceAll("[ \0]+$", "");
        return SPACED.contains(vr) ? trimmed : trimmed.replaceAll("^ +", "");
    }

    private static String withoutDelimiters(String name) {
        StringBuilder out = new StringBuilder();
        for (String group : name.split("=")) {
            out.append(group.replaceAll("\\^+$", "")).append('=');
        }
        return out.toString().replaceAll("=+$", "");
    }

    static String shortened(String text) {
        return text.length() < LONG ? text : text.substring(0, LONG) + "…" + text.length();
    }
}
