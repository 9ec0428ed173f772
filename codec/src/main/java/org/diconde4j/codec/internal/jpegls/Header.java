package org.diconde4j.codec.internal.jpegls;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.diconde4j.codec.internal.Damage;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/** The marker segments of a codestream, up to and including the header of the next scan (T.87 Annex C). */
final class Header {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DNL = 0xDC;
    private static final int DRI = 0xDD;
    private static final int APP8 = 0xE8;
    private static final int SOF_LS = 0xF7;
    private static final int LSE = 0xF8;
    /** What HP's encoder, and CharLS after it, says of colours: {@code mrfx} and the number of a transform. */
    private static final int MRFX = 0x6D726678;

    private final byte[] in;
    private final int start;
    private final int end;
    private final Damage damage;
    private int at;

    /** Bits of a sample; 0 as long as there is no frame header. */
    int precision;

    /** 0 if the frame header does not say. */
    long rows;

    long columns;
    Component[] components = {};
    /** The greatest sampling factors of the frame. */
    int horizontal;

    int vertical;
    int transform;
    long restart;
    private Preset preset = new Preset(0, 0, 0, 0, 0);
    private final Map<Integer, Table> tables = new HashMap<>();

    /** A component with its sampling factors: how many samples it has to the greatest factors of the frame (T.87 C.2.2). */
    record Component(int id, int horizontal, int vertical) {}

    /**
     * A scan (T.87 C.2.3).
     *
     * @param components its components as indices into those of the frame
     * @param maps the mapping table of each, or null
     * @param near the difference that is allowed
     * @param interleave 0: one component, 1: by line, 2: by sample
     * @param shift bits that were left out below those encoded
     */
    record Scan(int[] components, @Nullable Table[] maps, int near, int interleave, int shift) {}

    /** A mapping table (T.87 C.2.4.1.2): values of so many bytes, one after the other. */
    record Table(int width, ByteArrayOutputStream values) {}

    Header(byte[] in, int start, int end, Damage damage) {
        this.in = in;
        this.start = start;
        this.end = end;
        this.at = start;
        this.damage = damage;
    }

    /** Where the bytes stand that come next. */
    int at() {
        return at;
    }

    /** Goes on from another place, behind the data of a scan. */
    void at(int place) {
        at = place;
    }

    PixelException bad(int place, String problem) {
        return new PixelException(problem + " (byte " + (place - start) + " of the frame)");
    }

    void begin() {
        if (end - at < 2 || u16(at) != (0xFF00 | SOI)) {
            throw bad(at, "expected a JPEG-LS codestream, which begins with FFD8");
        }
        at += 2;
    }

    /** Reads up to the next scan; null if the codestream ends first. */
    @Nullable
    Scan nextScan() {
        while (true) {
            int place = at;
            int marker = marker();
            if (marker == EOI) {
                return null;
            }
            if (marker >= 0xD0 && marker <= SOI || marker == 0x01) {
                throw bad(place, String.format("marker FF%02X does not belong here", marker));
            }
            int length = end - at >= 2 ? u16(at) : 0;
            if (length < 2 || length > end - at) {
                throw bad(at, String.format("the segment of marker FF%02X is longer than what is left", marker));
            }
            int from = at + 2;
            at += length;
            if (marker == SOS) {
                return scan(from);
            }
            segment(marker, from, place);
        }
    }

    private int marker() {
        int place = at;
        while (at < end && in[at] != -1) {
            at++;
        }
        if (at > place) {
            damage.at(place - start, "expected a marker, found " + (at - place) + " bytes before it");
        }
        while (at < end && in[at] == -1) {
            at++;
        }
        if (at >= end) {
            damage.at(end - start, "expected the marker FFD9 at the end of the codestream");
            return EOI;
        }
        return in[at++] & 0xFF;
    }

    private void segment(int marker, int from, int place) {
        if (marker == SOF_LS) {
            frame(from);
        } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
            throw bad(
                    place,
                    String.format("expected a frame of JPEG-LS (FFF7), found one of another process (FF%02X)", marker));
        } else if (marker == LSE) {
            parameters(from);
        } else if (marker == DRI || marker == DNL) {
            need(from, 2, 4, marker);
            long value = number(from, at - from);
            if (marker == DRI) {
                restart = value;
            } else if (rows == 0) {
                rows = value;
            }
        } else if (marker == APP8 && at - from == 5 && number(from, 4) == MRFX) {
            transform = in[from + 4] & 0xFF;
            if (transform > 3) {
                throw bad(from, "expected HP colour transform 0 to 3, found " + transform);
            }
        }
    }

    private void frame(int from) {
        int count = at - from >= 6 ? u8(from + 5) : 0;
        if (precision != 0 || count == 0) {
            throw bad(from, "expected one frame header with components");
        }
        need(from, 6 + 3 * count, 6 + 3 * count, SOF_LS);
        precision = u8(from);
        if (rows == 0) {
            rows = u16(from + 1);
        }
        if (columns == 0) {
            columns = u16(from + 3);
        }
        if (precision < 2 || precision > 16) {
            throw bad(from, "expected a precision of 2 to 16 bits, found " + precision);
        }
        components = new Component[count];
        for (int i = 0; i < count; i++) {
            int factors = u8(from + 7 + 3 * i);
            if (factors == 0) { // of noisy frames of few pixels, DCMTK 3.6.7 leaves it out
                damage.note(from + 7 + 3 * i - start, "expected sampling factors of 1 to 4, found 0, taken for 1");
                factors = 0x11;
            }
            Component component = new Component(u8(from + 6 + 3 * i), factors >> 4, factors & 0x0F);
            if (!isFactor(component.horizontal) || !isFactor(component.vertical)) {
                throw bad(
                        from + 7 + 3 * i,
                        "expected sampling factors of 1 to 4, found " + component.horizontal + " × "
                                + component.vertical);
            }
            components[i] = component;
            horizontal = Math.max(horizontal, component.horizontal);
            vertical = Math.max(vertical, component.vertical);
        }
    }

    private static boolean isFactor(int number) {
        return number >= 1 && number <= 4;
    }

    /** Samples of a component in a row (T.81 A.1.1). */
    int columns(Component component) {
        return (int) ((columns * component.horizontal + horizontal - 1) / horizontal);
    }

    /** Rows that a component has in so many of the frame. */
    int rows(Component component, int of) {
        return (of * component.vertical + vertical - 1) / vertical;
    }

    private void parameters(int from) {
        int id = at > from ? u8(from) : 0;
        switch (id) {
            case 1 -> {
                need(from, 11, 11, LSE);
                preset = new Preset(u16(from + 1), u16(from + 3), u16(from + 5), u16(from + 7), u16(from + 9));
            }
            case 2, 3 -> {
                need(from, 3, Integer.MAX_VALUE, LSE);
                table(from, id == 3);
            }
            case 4 -> {
                int width = at > from + 1 ? u8(from + 1) : 0;
                need(from, 2 + 2 * width, 2 + 2 * width, LSE);
                if (width < 1 || width > 4) {
                    throw bad(from, "expected sizes of 1 to 4 bytes, found " + width);
                }
                rows = number(from + 2, width);
                columns = number(from + 2 + width, width);
            }
            default -> throw bad(from, "expected JPEG-LS preset parameters of type 1 to 4, found " + id);
        }
    }

    private void table(int from, boolean more) {
        int id = u8(from + 1);
        int width = u8(from + 2);
        Table table = more ? tables.get(id) : new Table(width, new ByteArrayOutputStream());
        if (table == null || table.width != width || width == 0) {
            throw bad(from, "mapping table " + id + " goes on differently from how it began");
        }
        table.values.write(in, from + 3, at - from - 3);
        tables.put(id, table);
    }

    private Scan scan(int from) {
        if (precision == 0) {
            throw bad(from, "expected a frame header (FFF7) before the first scan");
        }
        int count = at > from ? u8(from) : 0;
        need(from, 4 + 2 * count, 4 + 2 * count, SOS);
        int[] which = new int[count];
        Table[] maps = new Table[count];
        for (int i = 0; i < count; i++) {
            which[i] = component(from + 1 + 2 * i);
            int map = u8(from + 2 + 2 * i);
            maps[i] = map == 0 ? null : tables.get(map);
            if (map != 0 && maps[i] == null) {
                throw bad(from + 2 + 2 * i, "there is no mapping table " + map);
            }
        }
        int near = u8(from + 1 + 2 * count);
        int interleave = u8(from + 2 + 2 * count);
        int shift = u8(from + 3 + 2 * count) & 0x0F;
        if (count < 1 || interleave > 2 || interleave == 0 && count > 1 || shift >= precision) {
            throw bad(
                    from,
                    "expected a scan of one component, or of several by line (1) or sample (2), found " + count
                            + " components, interleave mode " + interleave + ", point transform " + shift);
        }
        if (interleave == 2) {
            requireAllSamples(which, from);
        }
        return new Scan(which, maps, near, interleave, shift);
    }

    /** By sample, components that follow each other have one each (T.87 B.2.3). */
    private void requireAllSamples(int[] which, int from) {
        for (int one : which) {
            Component component = components[one];
            if (which.length > 1 && (component.horizontal != 1 || component.vertical != 1)) {
                throw bad(
                        from,
                        "expected components of sampling factors 1 × 1 in a scan by sample, found "
                                + component.horizontal + " × " + component.vertical);
            }
        }
    }

    private int component(int place) {
        for (int i = 0; i < components.length; i++) {
            if (components[i].id == u8(place)) {
                return i;
            }
        }
        throw bad(place, "the frame has no component " + u8(place));
    }

    /** The coding parameters of a scan. */
    Preset preset(Scan scan) {
        int greatest = (1 << precision) - 1 >> scan.shift;
        Preset completed = preset.completed(greatest, scan.near);
        if (completed == null) {
            throw bad(
                    at,
                    "preset parameters are out of their ranges for " + precision + " bits and a difference of "
                            + scan.near + ": " + preset);
        }
        return completed;
    }

    private void need(int from, int least, int most, int marker) {
        int found = at - from;
        if (found < least || found > most) {
            throw bad(from, String.format("the segment of marker FF%02X cannot have %d bytes", marker, found));
        }
    }

    private long number(int from, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | u8(from + i);
        }
        return value;
    }

    private int u8(int index) {
        return in[index] & 0xFF;
    }

    private int u16(int index) {
        return u8(index) << 8 | u8(index + 1);
    }
}
