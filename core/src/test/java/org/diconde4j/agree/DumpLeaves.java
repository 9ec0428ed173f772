package org.diconde4j.agree;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.data.CharacterSet;
import org.diconde4j.dict.VR;

/**
 * The leaves of a dump: representation, length, multiplicity and values of each element. Lengths of sequences and items
 * are a matter of encoding, only undefined ones are named by both; of fragments their number and bytes.
 */
final class DumpLeaves {
    private static final Pattern OURS = Pattern.compile(
            "( *)\\(([0-9A-F]{4}),([0-9A-F]{4})\\) (\\S+) (.*?) +# (-?\\d+|undefined length|defined length)(?: as UN)?, (\\d+) .*");
    private static final Pattern ITEM = Pattern.compile("( *)\\(FFFE,E000\\) item (\\d+).*");
    private static final Pattern THEIRS =
            Pattern.compile("( *)\\(([0-9a-f]{4}),([0-9a-f]{4})\\) (\\S\\S) (.*?) +# *(-?\\d+|u/l), *(\\d+) .*");
    private static final Pattern MARKUP = Pattern.compile("&(#\\d+|lt|gt|amp|quot|apos);");

    private final Leaves leaves = new Leaves();
    private final List<String> open = new ArrayList<>();
    private String part = "meta/";
    /** Of dcmdump, which prints bytes: the character set of each level. */
    private final TreeMap<Integer, CharacterSet> sets = new TreeMap<>(Map.of(-1, CharacterSet.DEFAULT));

    private DumpLeaves() {}

    static Leaves ours(String dump) {
        DumpLeaves reader = new DumpLeaves();
        for (String line : dump.split("\n")) {
            Matcher item = ITEM.matcher(line);
            Matcher element = OURS.matcher(line);
            if (line.startsWith("# Data set")) {
                reader.part = "";
            } else if (item.matches()) {
                reader.item(item.group(1).length(), Integer.parseInt(item.group(2)) - 1);
            } else if (element.matches()) {
                String vr = element.group(4);
                String value = element.group(5);
                boolean sequence =
                        value.matches("\\d+ items?") && element.group(6).endsWith("length");
                reader.element(element, sequence, value.replaceAll("] = .*", "]"), vr);
            }
        }
        return reader.leaves;
    }

    static Leaves dcmdump(String dump) {
        DumpLeaves reader = new DumpLeaves();
        List<Integer> counts = new ArrayList<>();
        String fragments = null;
        int count = 0;
        long bytes = 0;
        for (String line : dump.split("\n")) {
            Matcher element = THEIRS.matcher(line);
            if (line.startsWith("# Dicom-Data-Set")) {
                reader.part = "";
            } else if (element.matches()) {
                int level = element.group(1).length() / 4;
                String tag = element.group(2) + element.group(3);
                if (element.group(4).equals("pi")) {
                    count++;
                    bytes += Long.parseLong(element.group(6));
                } else if (tag.equals("fffee000")) {
                    while (counts.size() <= level) {
                        counts.add(0);
                    }
                    reader.sets.tailMap(level + 1).clear();
                    reader.item(element.group(1).length(), counts.get(level));
                    counts.set(level, counts.get(level) + 1);
                } else if (tag.startsWith("fffe")) {
                    if (fragments != null) {
                        reader.leaves.put(fragments, Math.max(0, count - 1) + " fragments " + bytes);
                        fragments = null;
                    }
                } else {
                    while (counts.size() <= level) {
                        counts.add(0);
                    }
                    counts.set(level, 0);
                    String value = element.group(5);
                    boolean pixels = value.startsWith("(PixelSequence");
                    if (element.group(4).matches("OL|OV")) {
                        value = hexadecimal(value, element.group(4).equals("OL") ? 8 : 16);
                    }
                    reader.element(
                            element,
                            value.startsWith("(Sequence"),
                            pixels ? null : reader.text(tag, element.group(4), plain(value), level),
                            representation(element.group(4)));
                    if (pixels) {
                        fragments = reader.at(level) + "/fragments";
                        count = 0;
                        bytes = 0;
                    }
                }
            }
        }
        return reader.leaves;
    }

    /** The text that the bytes are, with control characters as our dump shows them. */
    private String text(String tag, String vr, String value, int level) {
        VR representation = VR.of(vr);
        if (tag.equals("00080005")) {
            sets.put(
                    level,
                    CharacterSet.of(List.of(value.replaceAll("^\\[|]$", "").split("\\\\", -1))));
        }
        if (representation != null && !representation.isString()) {
            return value;
        }
        String text = value.replaceAll("\0+]$", "]");
        if (representation != null && representation.isText()) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            text = sets.floorEntry(level).getValue().decode(bytes, 0, bytes.length, representation);
        }
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\r' -> safe.append("\\r");
                case '\n' -> safe.append("\\n");
                case '\t' -> safe.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                        safe.append(String.format("\\u%04X", c));
                    } else {
                        safe.appendCodePoint(c);
                    }
                }
            }
        });
        return safe.toString();
    }

    /** The names that dcmdump has for offsets of a DICOMDIR, and for representations that are none. */
    private static String representation(String vr) {
        return vr.equals("up") ? "UL" : vr.equals("??") ? "UN" : vr;
    }

    /** OL and OV, which dcmdump prints as decimal numbers and we as words. */
    private static String hexadecimal(String numbers, int digits) {
        return Pattern.compile("\\d+")
                .matcher(numbers)
                .replaceAll(m -> String.format("%0" + digits + "x", new BigInteger(m.group())));
    }

    private static byte[] littleEndian(String units) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int end, start = 0; start < units.length(); start = end + 1) {
            end = units.indexOf('\\', start);
            end = end < 0 ? units.length() : end;
            for (int at = end - 2; at >= start; at -= 2) {
                bytes.write(Character.digit(units.charAt(at), 16) << 4 | Character.digit(units.charAt(at + 1), 16));
            }
        }
        return bytes.toByteArray();
    }

    private static String plain(String value) {
        return MARKUP.matcher(value).replaceAll(m -> {
            String name = m.group(1);
            String text = switch (name) {
                case "lt" -> "<";
                case "gt" -> ">";
                case "amp" -> "&";
                case "quot" -> "\"";
                case "apos" -> "'";
                default -> Character.toString(Integer.parseInt(name.substring(1)));
            };
            return Matcher.quoteReplacement(text);
        });
    }

    private String at(int level) {
        return part + String.join("/", open.subList(0, 2 * level + 1));
    }

    private void open(int index, String name) {
        while (open.size() > index) {
            open.remove(open.size() - 1);
        }
        while (open.size() < index) {
            open.add("?");
        }
        open.add(name);
    }

    private void item(int indent, int index) {
        open(2 * ((indent - 2) / 4) + 1, String.valueOf(index));
        leaves.put(part + String.join("/", open), "item");
    }

    private void element(Matcher line, boolean sequence, String value, String vr) {
        int level = line.group(1).length() / 4;
        open(2 * level, (line.group(2) + line.group(3)).toUpperCase(Locale.ROOT));
        String at = at(level);
        leaves.vr(at, vr);
        if (sequence || value == null) {
            return;
        }
        Matcher fragments = Pattern.compile("(\\d+) fragments?, (\\d+) bytes").matcher(value);
        if (fragments.matches() && line.group(6).equals("undefined length")) {
            leaves.put(at + "/fragments", fragments.group(1) + " fragments " + fragments.group(2));
            return;
        }
        leaves.put(at + "/length", line.group(6));
        leaves.put(at + "/count", line.group(7));
        if (value.equals("(no value)") || value.startsWith("(no value")) {
            return;
        }
        String text = value.startsWith("[") && value.endsWith("]") ? value.substring(1, value.length() - 1) : value;
        boolean hex = value.chars().allMatch(c -> c == '\\' || Character.digit(c, 16) >= 0);
        if (hex && vr.matches("OB|OL|OV|OW|UN")) {
            leaves.bytes(at, littleEndian(value));
            return;
        }
        boolean one = vr.matches("LT|ST|UT|UR|OB|OL|OV|OW|UN");
        String like = vr.equals("OF") ? "FL" : vr.equals("OD") ? "FD" : vr;
        String[] values = one ? new String[] {text} : text.split("\\\\", -1);
        for (int i = 0; i < values.length; i++) {
            String single = vr.equals("AT") ? values[i].replaceAll("[(),]", "").toUpperCase(Locale.ROOT) : values[i];
            leaves.put(at + "/" + i, Leaves.normal(like, single));
        }
    }
}
