package org.diconde4j.codec.internal.jpeg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the marker segments of a frame apart (ITU-T T.81 Annex B). Offsets in messages count from the beginning of the frame. */
final class JpegParser {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DNL = 0xDC;
    private static final int DRI = 0xDD;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;

    private final @Nullable HuffmanTable[] known;
    private final byte[] data;
    private final int start;
    private final int end;
    private int position;

    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];
    /** In zigzag order. */
    final int[][] quantization = new int[4][];

    private @Nullable FrameHeader header;
    private int restartInterval;
    private int adobeTransform = -1;
    private boolean jfif;

    /**
     * Begins a frame.
     *
     * @param known eight tables of earlier frames, which often have the same, or null; those of this frame come in
     */
    JpegParser(byte[] data, int start, int end, @Nullable HuffmanTable[] known) {
        this.known = known;
        this.data = data;
        this.start = start;
        this.end = end;
        this.position = start;
        while (position + 1 < end && (data[position] & 0xFF) == 0xFF && (data[position + 1] & 0xFF) == 0xFF) {
            position++; // fill bytes, which may stand before any marker (B.1.1.2)
        }
        if (end - position < 4 || (data[position] & 0xFF) != 0xFF || (data[position + 1] & 0xFF) != SOI) {
            throw fault(offset(), "expected the marker SOI (FFD8) of a JPEG frame, found none");
        }
        position += 2;
    }

    /** The message with where it is. */
    JpegFault fault(int offset, String problem) {
        return new JpegFault(offset, problem);
    }

    private int offset() {
        return position - start;
    }

    /** The frame header, read by the first call of {@link #nextScan}. */
    FrameHeader header() {
        FrameHeader found = header;
        if (found == null) {
            throw fault(offset(), "expected a frame header (SOF) before the scan, found none");
        }
        return found;
    }

    /** The colour transform that Adobe's APP14 names, or -1. */
    int adobeTransform() {
        return adobeTransform;
    }

    boolean isJfif() {
        return jfif;
    }

    /** Goes on behind the entropy-coded data that was read. */
    void goOn(int afterScan) {
        position = afterScan;
    }

    /**
     * Reads up to the next scan.
     *
     * @return its header; null at the end of the image, or of the data
     */
    @Nullable
    ScanHeader nextScan() {
        while (true) {
            int code = nextMarker();
            if (code < 0 || code == EOI) {
                return null;
            }
            if (code >= 0xD0 && code <= SOI || code == 0x01) {
                continue; // stand alone
            }
            int at = offset();
            int length = end - position < 2 ? 0 : word(position);
            if (length < 2 || length > end - position) {
                throw fault(
                        at,
                        String.format("marker segment FF%02X has %d bytes, %d are left", code, length, end - position));
            }
            int from = position + 2;
            int to = position + length;
            position = to;
            if (code == SOS) {
                return scan(from, to);
            }
            segment(code, from, to);
        }
    }

    /** The code of the next marker, behind fill bytes and what is no marker; -1 at the end. */
    private int nextMarker() {
        while (position + 1 < end) {
            if ((data[position] & 0xFF) == 0xFF) {
                int code = data[position + 1] & 0xFF;
                if (code != 0 && code != 0xFF) {
                    position += 2;
                    return code;
                }
            }
            position++;
        }
        position = end;
        return -1;
    }

    private void segment(int code, int from, int to) {
        switch (code) {
            case DHT -> huffman(from, to);
            case DQT -> quantization(from, to);
            case DRI -> restartInterval = to - from >= 2 ? word(from) : 0;
            case DAC -> throw fault(from - start, "arithmetic coding (DAC) is not used in DICOM and not decoded");
            case APP0 -> jfif |= to - from >= 5 && data[from] == 'J' && data[from + 1] == 'F' && data[from + 2] == 'I';
            case APP14 -> {
                if (to - from >= 12 && data[from] == 'A' && data[from + 1] == 'd' && data[from + 2] == 'o') {
                    adobeTransform = data[from + 11] & 0xFF;
                }
            }
            case DNL -> {} // was looked for when the frame header had no number of lines
            default -> {
                if (code >= 0xC0 && code <= 0xCF && code != JPG) {
                    frame(code & 0x0F, from, to);
                }
            }
        }
    }

    private void frame(int process, int from, int to) {
        if (header != null) {
            throw fault(from - start, "a second frame header: hierarchical processes are not decoded");
        }
        if (process > FrameHeader.LOSSLESS) {
            throw fault(
                    from - start,
                    String.format(
                            "SOF%d: hierarchical processes and arithmetic coding were retired from DICOM and are not decoded",
                            process));
        }
        int count = to - from < 6 ? 0 : data[from + 5] & 0xFF;
        if (count == 0 || to - from < 6 + 3 * count) {
            throw fault(from - start, "the frame header is too short for its components");
        }
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = from + 6 + 3 * i;
            int horizontal = data[at + 1] >>> 4 & 0x0F;
            int vertical = data[at + 1] & 0x0F;
            if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) {
                throw fault(
                        at + 1 - start, "sampling factors " + horizontal + " and " + vertical + ", expected 1 to 4");
            }
            components.add(new Component(data[at] & 0xFF, horizontal, vertical, data[at + 2] & 0x03));
        }
        int rows = word(from + 1);
        header = new FrameHeader(
                process,
                data[from] & 0xFF,
                rows != 0 ? rows : linesFromDnl(to),
                word(from + 3),
                List.copyOf(components));
    }

    /** The number of lines that a segment behind the first scan gives (B.2.5); 0 if none does. */
    private int linesFromDnl(int from) {
        for (int i = from; i + 5 < end; i++) {
            if ((data[i] & 0xFF) == 0xFF && (data[i + 1] & 0xFF) == DNL && word(i + 2) == 4) {
                return word(i + 4);
            }
        }
        return 0;
    }

    private void huffman(int from, int to) {
        int at = from;
        while (at < to) {
            if (to - at < 17) {
                throw fault(at - start, "a Huffman table is cut short");
            }
            int kind = data[at] & 0xFF;
            int[] counts = new int[17];
            int total = 0;
            for (int i = 1; i <= 16; i++) {
                counts[i] = data[at + i] & 0xFF;
                total += counts[i];
            }
            if (total > 256 || to - at - 17 < total || (kind & 0x0F) > 3 || kind >>> 4 > 1) {
                throw fault(
                        at - start,
                        "expected a Huffman table of at most 256 codes, found " + total + " of kind " + kind);
            }
            int slot = kind >>> 2 | kind & 0x03;
            HuffmanTable table = known[slot];
            if (table == null || !table.is(counts, data, at + 17)) {
                table = new HuffmanTable(counts, Arrays.copyOfRange(data, at + 17, at + 17 + total), at - start);
                known[slot] = table;
            }
            (kind >>> 4 == 0 ? dc : ac)[kind & 0x0F] = table;
            at += 17 + total;
        }
    }

    private void quantization(int from, int to) {
        int at = from;
        while (at < to) {
            int wide = data[at] >>> 4 & 0x0F;
            int length = wide == 0 ? 64 : 128;
            if (to - at - 1 < length || (data[at] & 0x0F) > 3) {
                throw fault(at - start, "a quantization table is cut short or has no number 0 to 3");
            }
            int[] table = new int[64 + Zigzag.BEYOND];
            for (int i = 0; i < 64; i++) {
                table[i] = wide == 0 ? data[at + 1 + i] & 0xFF : word(at + 1 + 2 * i);
            }
            quantization[data[at] & 0x0F] = table;
            at += 1 + length;
        }
    }

    private ScanHeader scan(int from, int to) {
        FrameHeader frame = header();
        int count = to - from < 1 ? 0 : data[from] & 0xFF;
        if (count < 1 || count > 4 || to - from < 4 + 2 * count) {
            throw fault(from - start, "a scan header of " + count + " components, expected 1 to 4");
        }
        int[] indices = new int[count];
        HuffmanTable[] dcOf = new HuffmanTable[count];
        HuffmanTable[] acOf = new HuffmanTable[count];
        int at = from + 1 + 2 * count;
        int first = data[at] & 0xFF;
        int last = data[at + 1] & 0xFF;
        int high = data[at + 2] >>> 4 & 0x0F;
        int low = data[at + 2] & 0x0F;
        boolean lossless = frame.process() == FrameHeader.LOSSLESS;
        boolean progressive = frame.process() == FrameHeader.PROGRESSIVE;
        boolean needsDc = lossless || !progressive || first == 0 && high == 0;
        boolean needsAc = !lossless && (!progressive || first > 0);
        for (int i = 0; i < count; i++) {
            int id = data[from + 1 + 2 * i] & 0xFF;
            indices[i] = index(frame, id, from + 1 + 2 * i);
            for (int j = 0; j < i; j++) {
                if (indices[j] == indices[i]) {
                    throw fault(from + 1 + 2 * i - start, "component " + id + " twice in one scan");
                }
            }
            int tables = data[from + 2 + 2 * i] & 0xFF;
            if (needsDc) {
                dcOf[i] = table(dc, tables >>> 4, from);
            }
            if (needsAc) {
                acOf[i] = table(ac, tables & 0x0F, from);
            }
        }
        return new ScanHeader(indices, dcOf, acOf, first, last, high, low, restartInterval, to);
    }

    private HuffmanTable table(@Nullable HuffmanTable[] tables, int number, int from) {
        HuffmanTable table = number > 3 ? null : tables[number];
        if (table == null) {
            throw fault(from - start, "the scan needs the Huffman table " + number + ", which the frame does not have");
        }
        return table;
    }

    private int index(FrameHeader frame, int id, int at) {
        for (int i = 0; i < frame.components().size(); i++) {
            if (frame.components().get(i).id() == id) {
                return i;
            }
        }
        throw fault(at - start, "the scan has a component " + id + ", which the frame has not");
    }

    private int word(int at) {
        return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
    }
}
