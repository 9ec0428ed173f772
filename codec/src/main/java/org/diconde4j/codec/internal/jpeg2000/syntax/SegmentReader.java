package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.pixel.PixelException;

/** Reads the values of one marker segment, and not beyond it. */
final class SegmentReader {
    private final byte[] data;
    private final String name;
    private final int start;
    private final int end;
    private int at;

    /** The segment's bytes behind its length. */
    SegmentReader(byte[] data, String name, int from, int to) {
        this.data = data;
        this.name = name;
        this.start = from;
        this.end = to;
        this.at = from;
    }

    int position() {
        return at;
    }

    int left() {
        return end - at;
    }

    int u8() {
        if (at >= end) {
            throw new PixelException(
                    "the marker segment " + name + " is too short, with " + (end - start) + " bytes after its length");
        }
        return data[at++] & 0xFF;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    long u32() {
        return (long) u16() << 16 | u16();
    }

    private int place(String what) {
        long value = u32();
        if (value > Integer.MAX_VALUE) {
            throw new PixelException(what + " is " + value + ": expected less than 2^31");
        }
        return (int) value;
    }

    /** A.5.1. */
    Siz siz() {
        int capabilities = u16();
        int x1 = place("Xsiz");
        int y1 = place("Ysiz");
        int x0 = place("XOsiz");
        int y0 = place("YOsiz");
        int tileWidth = (int) Math.min(Integer.MAX_VALUE, u32()); // one tile, however wide it is said to be
        int tileHeight = (int) Math.min(Integer.MAX_VALUE, u32());
        int tileX0 = place("XTOsiz");
        int tileY0 = place("YTOsiz");
        int count = u16();
        List<Siz.Component> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int depth = u8();
            components.add(new Siz.Component((depth & 0x7F) + 1, depth >= 0x80, u8(), u8()));
        }
        return new Siz(capabilities, x1, y1, x0, y0, tileWidth, tileHeight, tileX0, tileY0, components);
    }

    /** A.5.2. */
    Capabilities capabilities() {
        int parts = (int) u32();
        List<Integer> values = new ArrayList<>();
        while (left() >= 2) {
            values.add(u16());
        }
        return new Capabilities(parts, values);
    }

    /** A.6.1. */
    Cod cod() {
        int scod = u8();
        if ((scod & ~7) != 0) {
            throw new PixelException(
                    "Scod is " + scod + ": a coding style of JPEG 2000 Part 2, which is not supported");
        }
        int order = u8();
        if (order >= Progression.values().length) {
            throw new PixelException("expected a progression order of 0 to 4, found " + order);
        }
        int layers = u16();
        int transform = u8();
        if (transform > 1) {
            throw new PixelException("the multiple component transform " + transform
                    + " is one of JPEG 2000 Part 2, which is not supported");
        }
        return new Cod(
                (scod & 2) != 0,
                (scod & 4) != 0,
                Progression.values()[order],
                layers,
                transform == 1,
                style((scod & 1) != 0));
    }

    /** SPcod and SPcoc, Table A.15. */
    CodingStyle style(boolean hasPrecincts) {
        int levels = u8();
        int width = u8() + 2;
        int height = u8() + 2;
        int style = u8();
        int wavelet = u8();
        if (wavelet > 1) {
            throw new PixelException(
                    "the wavelet transform " + wavelet + " is one of JPEG 2000 Part 2, which is not supported");
        }
        List<Integer> precincts = new ArrayList<>();
        for (int r = 0; hasPrecincts && r <= levels; r++) {
            precincts.add(u8());
        }
        return new CodingStyle(levels, width, height, style, wavelet == 1, precincts);
    }

    /** Sqcd and SPqcd, Tables A.27 and A.28. */
    Quantization quantization() {
        int sqcd = u8();
        int style = sqcd & 31;
        if (style >= Quantization.Style.values().length) {
            throw new PixelException(
                    "the quantization style " + style + " is one of JPEG 2000 Part 2, which is not supported");
        }
        List<Integer> steps = new ArrayList<>();
        while (left() >= (style == 0 ? 1 : 2)) {
            steps.add(style == 0 ? u8() : u16());
        }
        return new Quantization(Quantization.Style.values()[style], sqcd >> 5, steps);
    }

    /** A.6.6. */
    List<ProgressionChange> progressionChanges(boolean manyComponents) {
        List<ProgressionChange> changes = new ArrayList<>();
        while (left() >= (manyComponents ? 9 : 7)) {
            int firstResolution = u8();
            int firstComponent = manyComponents ? u16() : u8();
            int endLayer = u16();
            int endResolution = u8();
            int endComponent = manyComponents ? u16() : u8();
            int order = u8();
            if (order >= Progression.values().length) {
                throw new PixelException("expected a progression order of 0 to 4, found " + order);
            }
            changes.add(new ProgressionChange(
                    firstResolution,
                    firstComponent,
                    endLayer,
                    endResolution,
                    endComponent != 0 ? endComponent : manyComponents ? 16384 : 256,
                    Progression.values()[order]));
        }
        return changes;
    }
}
