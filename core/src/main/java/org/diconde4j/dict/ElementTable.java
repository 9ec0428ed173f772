package org.diconde4j.dict;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The elements of PS3.6. Two hash tables, by tag and by keyword, are kept as a resource ({@code elements.index}) that is
 * taken over as it stands, and the text of the lines ({@code elements.tsv}) is read when somebody asks for more than a
 * representation: a JVM that has just begun is slow at every loop.
 */
final class ElementTable {
    /** Slots of each hash table. */
    static final int CAPACITY = 1 << 14;
    /** In a slot of the table by tag, which has the tag above. */
    static final int LINE = 0xFFFFFF;

    private static final VR[] VRS = VR.values();

    /** By tag: tag, representation and line; 0 if free, as no line with tag 0 has an offset and representation of 0. */
    private final long[] slots = new long[CAPACITY];
    /** By keyword: the line plus 1; 0 if free. */
    private final int[] keywords = new int[CAPACITY];
    /** Repeating groups: mask, tag under the mask, representation, line. */
    private final int[] patterns;

    private volatile byte @Nullable [] text;

    private ElementTable(ByteBuffer index) {
        index.asLongBuffer().get(slots);
        index.position(CAPACITY * Long.BYTES);
        index.asIntBuffer().get(keywords);
        index.position(CAPACITY * (Long.BYTES + Integer.BYTES));
        patterns = new int[index.remaining() / Integer.BYTES];
        index.asIntBuffer().get(patterns);
    }

    static ElementTable load() {
        return new ElementTable(ByteBuffer.wrap(Dictionary.resource("elements.index")));
    }

    static int slot(int tag) {
        return (tag * 0x9E3779B1) >>> 18;
    }

    static int keywordSlot(String folded) {
        return (folded.hashCode() * 0x9E3779B1) >>> 18;
    }

    private long find(int tag) {
        for (int slot = slot(tag); ; slot = slot + 1 & CAPACITY - 1) {
            long word = slots[slot];
            if (word == 0 || (int) (word >>> 32) == tag) {
                return word;
            }
        }
    }

    VR vr(int tag) {
        long word = find(tag);
        if (word != 0) {
            return VRS[(int) word >>> 24];
        }
        int group = tag >>> 16;
        int element = tag & 0xFFFF;
        if (element == 0) {
            return VR.UL;
        }
        if ((group & 1) != 0) {
            return element >= 0x10 && element <= 0xFF ? VR.LO : VR.UN;
        }
        int pattern = pattern(tag);
        return pattern < 0 ? VR.UN : VRS[patterns[pattern + 2]];
    }

    Dictionary.@Nullable Entry entry(int tag) {
        long word = find(tag);
        int line = (int) word & LINE;
        if (word == 0) {
            int pattern = (tag >>> 16 & 1) == 0 ? pattern(tag) : -1;
            if (pattern < 0) {
                return null;
            }
            line = patterns[pattern + 3];
        }
        String[] column = line(line).split("\t", -1);
        return new Dictionary.Entry(column[0], column[1], column[2], column[3], column[4], !column[5].isEmpty());
    }

    private String line(int begin) {
        byte[] lines = text();
        int end = begin;
        while (lines[end] != '\n') {
            end++;
        }
        return new String(lines, begin, end - begin, StandardCharsets.UTF_8);
    }

    private byte[] text() {
        byte[] lines = text;
        if (lines == null) {
            text = lines = Dictionary.resource("elements.tsv");
        }
        return lines;
    }

    /** Where among the patterns one begins, or -1. */
    private int pattern(int tag) {
        for (int at = 0; at < patterns.length; at += 4) {
            if ((tag & patterns[at]) == patterns[at + 1]) {
                return at;
            }
        }
        return -1;
    }

    /** The tag of a keyword in small letters, null if there is none; of a repeating element that in its first group. */
    @Nullable
    Integer tag(String folded) {
        for (int slot = keywordSlot(folded); keywords[slot] != 0; slot = slot + 1 & CAPACITY - 1) {
            int begin = keywords[slot] - 1;
            String line = line(begin);
            int end = line.indexOf('\t', 9);
            if (end - 9 == folded.length() && line.regionMatches(true, 9, folded, 0, folded.length())) {
                return Integer.parseUnsignedInt(line.substring(0, 8).replace('x', '0'), 16);
            }
        }
        return null;
    }
}
