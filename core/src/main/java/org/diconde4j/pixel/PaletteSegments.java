package org.diconde4j.pixel;

/** Puts the segments of a palette together (PS3.3 C.7.9.2). */
final class PaletteSegments {
    private static final int DISCRETE = 0;
    private static final int LINEAR = 1;
    private static final int INDIRECT = 2;

    private final int[] data;
    private final int[] table;
    private final String where;
    private int filled;

    private PaletteSegments(int[] data, int entries, String where) {
        this.data = data;
        this.table = new int[entries];
        this.where = where;
    }

    /**
     * Expands a table.
     *
     * @param data the segments, a byte or word each
     * @param where the element, to be named in errors
     */
    static int[] expand(int[] data, int entries, String where) {
        PaletteSegments segments = new PaletteSegments(data, entries, where);
        int at = 0;
        while (segments.filled < entries && at + 1 < data.length) {
            at = segments.segment(at, true);
        }
        if (segments.filled < entries) {
            throw new PixelException(
                    "expected " + entries + " entries in the segments of " + where + ", found " + segments.filled);
        }
        return segments.table;
    }

    /** One segment; returns where the next one begins. */
    private int segment(int at, boolean mayBeIndirect) {
        int length = word(at + 1);
        switch (word(at)) {
            case DISCRETE -> {
                for (int i = 0; i < length; i++) {
                    put(word(at + 2 + i));
                }
                return at + 2 + length;
            }
            case LINEAR -> {
                linear(length, word(at + 2));
                return at + 3;
            }
            case INDIRECT -> {
                if (mayBeIndirect) {
                    int from = word(at + 2) | word(at + 3) << 16;
                    for (int i = 0; i < length; i++) {
                        from = segment(from, false);
                    }
                    return at + 4;
                }
                throw new PixelException("an indirect segment of " + where + " names another one");
            }
            default -> throw new PixelException("segment type " + word(at) + " in " + where + ", expected 0, 1 or 2");
        }
    }

    private void linear(int length, int end) {
        if (filled == 0) {
            throw new PixelException("the first segment of " + where + " is linear and has no value to begin from");
        }
        int start = table[filled - 1];
        for (int i = 1; i <= length; i++) {
            put(start + (int) Math.round((double) (end - start) * i / length));
        }
    }

    private int word(int at) {
        if (at < 0 || at >= data.length) {
            throw new PixelException("the segments of " + where + " end early");
        }
        return data[at];
    }

    /** More than the descriptor says is passed over. */
    private void put(int value) {
        if (filled < table.length) {
            table[filled++] = value;
        }
    }
}
