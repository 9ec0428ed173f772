package org.diconde4j.io;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a data set say of its encoding. */
final class FirstElement {
    private static final int UNDEFINED = -1;
    /** A first element is short; from 0x4141 on the length would look like two letters. */
    private static final int PLAUSIBLE = 0x4140;

    private FirstElement() {}

    /**
     * Judges the element at a place of an input.
     *
     * @param preferBigEndian the byte order to assume where both make sense
     * @return the encoding, or null if it looks like no element of any
     */
    static @Nullable Encoding look(Input in, int at, boolean preferBigEndian) throws IOException {
        int available = in.available(Math.min(at + 16, in.capacity()));
        if (available < at + 8) {
            return null;
        }
        boolean[] orders = {preferBigEndian, !preferBigEndian};
        for (boolean bigEndian : orders) {
            if (isExplicit(in, at, bigEndian)) {
                return Encoding.found(true, bigEndian);
            }
        }
        for (boolean bigEndian : orders) {
            if (isImplicit(in, at, bigEndian, available)) {
                return Encoding.found(false, bigEndian);
            }
        }
        return null;
    }

    static int tag(Input in, int at, boolean bigEndian) {
        return in.peek16(at, bigEndian) << 16 | in.peek16(at + 2, bigEndian);
    }

    /** Data sets begin with a group that is a small number in one byte order, or with an element that is known. */
    private static boolean isExplicit(Input in, int at, boolean bigEndian) {
        VR vr = VR.of(in.peek(at + 4), in.peek(at + 5));
        if (vr == null) {
            return false;
        }
        int word = in.peek16(at + 6, bigEndian);
        int tag = tag(in, at, bigEndian);
        if ((tag & 0xFFFF) == 0) {
            return word == 4; // a group length
        }
        boolean swapped = in.peek16(at, bigEndian) >= 0x0100 && in.peek16(at, !bigEndian) < 0x0100;
        if (swapped && !isStandard(tag)) {
            return false;
        }
        return vr.hasLongLength() ? word == 0 : word <= 0x4000;
    }

    private static boolean isImplicit(Input in, int at, boolean bigEndian, int available) {
        int tag = tag(in, at, bigEndian);
        int length = in.peek32(at + 4, bigEndian);
        if (length == UNDEFINED) {
            return available >= at + 12 && tag(in, at + 8, bigEndian) == DataSetParser.ITEM;
        }
        boolean small = Integer.compareUnsigned(length, PLAUSIBLE) <= 0;
        return small && tag != 0 && ((tag & 0xFFFF) == 0 ? length == 4 : isStandard(tag));
    }

    /** Whether an implicit element stands here and an explicit one behind it. */
    static boolean isBeforeExplicit(Input in, boolean bigEndian) throws IOException {
        int next = 8 + in.peek32(4, bigEndian);
        return next >= 8
                && next + 8 <= in.capacity()
                && in.available(next + 8) >= next + 8
                && isExplicit(in, next, bigEndian);
    }

    private static boolean isStandard(int tag) {
        return Dictionary.standard().vrOf(tag) != VR.UN && (tag & 0x10000) == 0;
    }

    /** Whether the bytes inflate to something that begins with an explicit little endian element (PS3.5 A.5). */
    static boolean isDeflated(Input in) throws IOException {
        byte[] head = new byte[Math.min(in.available(512), 512)];
        for (int i = 0; i < head.length; i++) {
            head[i] = (byte) in.peek(i);
        }
        byte[] inflated = new byte[64];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(head);
            int count = inflater.inflate(inflated);
            Input first = new Input(new java.io.ByteArrayInputStream(inflated, 0, count), 64, 0);
            return first.available(16) >= 16 && isExplicit(first, 0, false) && Lookahead.isKnown(tag(first, 0, false));
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }
}
