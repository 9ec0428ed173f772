package org.diconde4j.dict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The elements of PS3.6, kept as the text of the resource and an open-addressing index of its lines: strings are made
 * only when somebody asks, so that loading is quick and small.
 */
final class ElementTable {
    private static final int CAPACITY = 1 << 14;
    private static final int PIXEL_DATA = 0x7FE00010;

    private final byte[] text;
    private final int[] tags = new int[CAPACITY];
    private final int[] lines = new int[CAPACITY];
    private final @Nullable VR[] vrs = new VR[CAPACITY];
    private final List<Pattern> patterns = new ArrayList<>();

    private record Pattern(int mask, int value, int line, VR vr) {}

    private ElementTable(byte[] text) {
        this.text = text;
        java.util.Arrays.fill(lines, -1);
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                index(start);
                start = i + 1;
            }
        }
    }

    static ElementTable load() {
        return new ElementTable(Dictionary.resource("elements.tsv"));
    }

    private void index(int line) {
        int tag = 0;
        int mask = 0;
        for (int i = 0; i < 8; i++) {
            byte c = text[line + i];
            tag <<= 4;
            mask <<= 4;
            if (c != 'x') {
                tag |= c <= '9' ? c - '0' : c - 'A' + 10;
                mask |= 0xF;
            }
        }
        VR vr = vrAt(line, tag);
        if (mask != -1) {
            patterns.add(new Pattern(mask, tag, line, vr));
            return;
        }
        int slot = slot(tag);
        tags[slot] = tag;
        lines[slot] = line;
        vrs[slot] = vr;
    }

    /** The representation in the third column; of a choice the one that implicit encodings use (PS3.5 A.1). */
    private VR vrAt(int line, int tag) {
        int at = column(line, 2);
        VR vr = VR.of(text[at], text[at + 1]);
        if (vr == null) {
            return VR.UN; // item and delimiter tags: "NONE"
        }
        boolean orOw = vr == VR.OB && text[at + 2] == ' ';
        return orOw || tag == PIXEL_DATA ? VR.OW : vr;
    }

    private int column(int line, int column) {
        int at = line;
        for (int tabs = 0; tabs < column; at++) {
            if (text[at] == '\t') {
                tabs++;
            }
        }
        return at;
    }

    private int slot(int tag) {
        int slot = (tag * 0x9E3779B1) >>> 18;
        while (lines[slot] >= 0 && tags[slot] != tag) {
            slot = slot + 1 & CAPACITY - 1;
        }
        return slot;
    }

    VR vr(int tag) {
        int slot = slot(tag);
        VR vr = vrs[slot];
        if (vr != null) {
            return vr;
        }
        int group = tag >>> 16;
        int element = tag & 0xFFFF;
        if (element == 0) {
            return VR.UL;
        }
        if ((group & 1) != 0) {
            return element >= 0x10 && element <= 0xFF ? VR.LO : VR.UN;
        }
        Pattern pattern = pattern(tag);
        return pattern == null ? VR.UN : pattern.vr;
    }

    Dictionary.@Nullable Entry entry(int tag) {
        int slot = slot(tag);
        int line = lines[slot];
        if (line < 0) {
            Pattern pattern = (tag >>> 16 & 1) == 0 ? pattern(tag) : null;
            if (pattern == null) {
                return null;
            }
            line = pattern.line;
        }
        int end = line;
        while (text[end] != '\n') {
            end++;
        }
        String[] column = new String(text, line, end - line, StandardCharsets.UTF_8).split("\t", -1);
        return new Dictionary.Entry(column[0], column[1], column[2], column[3], column[4], !column[5].isEmpty());
    }

    private @Nullable Pattern pattern(int tag) {
        for (Pattern p : patterns) {
            if ((tag & p.mask) == p.value) {
                return p;
            }
        }
        return null;
    }

    /** Every keyword with its tag; a repeating element stands with its first group. */
    void forEachKeyword(ObjIntConsumer<String> action) {
        for (int slot = 0; slot < CAPACITY; slot++) {
            if (lines[slot] >= 0) {
                keyword(lines[slot], tags[slot], action);
            }
        }
        for (Pattern p : patterns) {
            keyword(p.line, p.value, action);
        }
    }

    private void keyword(int line, int tag, ObjIntConsumer<String> action) {
        int start = line + 9;
        int end = column(line, 2) - 1;
        if (end > start) {
            action.accept(new String(text, start, end - start, StandardCharsets.US_ASCII), tag);
        }
    }
}
