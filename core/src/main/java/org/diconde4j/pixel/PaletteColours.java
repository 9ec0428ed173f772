package org.diconde4j.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The colours of a palette (PS3.3 C.7.6.3.1.5), its segments put together (C.7.9.2). Values below the first one that is
 * mapped have the first colour, those above the last one the last (C.7.6.3.1.5). Immutable and thread-safe.
 */
public final class PaletteColours {
    private static final int[] DATA = {
        Tag.RedPaletteColorLookupTableData, Tag.GreenPaletteColorLookupTableData, Tag.BluePaletteColorLookupTableData
    };
    private static final int[] SEGMENTS = {
        Tag.SegmentedRedPaletteColorLookupTableData,
        Tag.SegmentedGreenPaletteColorLookupTableData,
        Tag.SegmentedBluePaletteColorLookupTableData
    };

    /** Segments are never longer than what they stand for, but for such that repeat. */
    private static final int MOST_BYTES = 1 << 20;

    private final int firstMapped;
    private final int bits;
    private final int[][] tables;

    private PaletteColours(int firstMapped, int bits, int[][] tables) {
        this.firstMapped = firstMapped;
        this.bits = bits;
        this.tables = tables;
    }

    /**
     * Reads the colours of a data set.
     *
     * @param dataset the data set
     * @return the colours, or null if it has no palette
     * @throws PixelException if its tables are no tables
     * @throws java.io.UncheckedIOException if they cannot be read
     */
    public static @Nullable PaletteColours of(Dataset dataset) {
        Palette palette = Palette.of(dataset);
        if (palette == null) {
            return null;
        }
        int bits = palette.bits() <= 8 ? 8 : 16;
        int[][] tables = new int[3][];
        for (int colour = 0; colour < 3; colour++) {
            Element data = dataset.get(DATA[colour]);
            Element segments = dataset.get(SEGMENTS[colour]);
            if (data != null && !data.isEmpty()) {
                tables[colour] = plain(data, palette.entries(), bits);
            } else if (segments != null && !segments.isEmpty()) {
                tables[colour] = PaletteSegments.expand(words(segments, bits), palette.entries(), segments.toString());
            } else {
                throw new PixelException("the palette has no data for colour " + (colour + 1) + " of 3");
            }
        }
        return new PaletteColours(palette.firstMapped(), bits, tables);
    }

    /** One byte an entry where the length says so; some writers give a word to each entry of 8 bits. */
    private static int[] plain(Element data, int entries, int bits) {
        boolean bytes = data.length() < 2L * entries;
        int[] found = words(data, bytes ? 8 : 16);
        if (found.length < entries) {
            throw new PixelException("expected " + entries + " entries in " + data + ", found " + found.length);
        }
        int[] table = new int[entries];
        boolean wide = false;
        for (int i = 0; i < entries; i++) {
            table[i] = found[i];
            wide |= found[i] > 0xFF;
        }
        for (int i = 0; i < entries && bits == 8 && wide; i++) {
            table[i] >>>= 8; // 8 bits said, and words of 16 given
        }
        for (int i = 0; i < entries && bits == 16 && bytes; i++) {
            table[i] *= 0x101;
        }
        return table;
    }

    private static int[] words(Element data, int bits) {
        if (data.length() > MOST_BYTES) {
            throw new PixelException(
                    "expected at most " + MOST_BYTES + " bytes in " + data + ", found " + data.length());
        }
        byte[] bytes = data.bytes();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = new int[bits == 8 ? bytes.length : bytes.length / 2];
        for (int i = 0; i < words.length; i++) {
            words[i] = bits == 8 ? bytes[i] & 0xFF : buffer.getShort(2 * i) & 0xFFFF;
        }
        return words;
    }

    /**
     * Bits of a colour.
     *
     * @return 8 or 16
     */
    public int bits() {
        return bits;
    }

    /**
     * The colour of a pixel value.
     *
     * @param sample 0 for red, 1 for green, 2 for blue
     * @param value the stored value
     * @return 0 to 255, or to 65,535 if a colour has 16 bits
     */
    public int colour(int sample, int value) {
        int[] table = tables[sample];
        long entry = (long) value - firstMapped;
        return table[(int) Math.max(0, Math.min(entry, table.length - 1))];
    }
}
