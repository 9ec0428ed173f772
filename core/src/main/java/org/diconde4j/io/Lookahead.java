package org.diconde4j.io;

import java.io.IOException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;

/**
 * Judges bytes that are still to come, to find out which of several readings of a broken element was meant: the one
 * after which something sensible stands. Only for what lies in the buffer of the input.
 */
final class Lookahead {
    /** A value of so many bytes is no reason to doubt an element. */
    private static final long LARGE = 1 << 28;

    private static final int ITEM_GROUP = 0xFFFE0000;

    enum Verdict {
        YES,
        NO,
        UNKNOWN
    }

    private final Reading reading;

    Lookahead(Reading reading) {
        this.reading = reading;
    }

    /**
     * Whether an element, an item, a delimiter or the end of everything stands where a value would end.
     *
     * @param ahead bytes from here
     * @param after the tag that the next element should be greater than
     * @param left bytes up to the end of the item around, or more than there can be
     */
    Verdict fits(long ahead, int after, long left) throws IOException {
        if (ahead >= left) {
            return ahead == left ? Verdict.YES : Verdict.NO;
        }
        Input in = reading.in;
        if (ahead + 8 > in.capacity()) {
            return Verdict.UNKNOWN;
        }
        int at = (int) ahead;
        int available = in.available(at + 8);
        if (available < at + 8) {
            return available == at ? Verdict.YES : Verdict.NO;
        }
        int tag = reading.peekTag(at);
        if ((tag & 0xFFFF0000) == ITEM_GROUP) {
            return isItemOrDelimiter(tag) ? Verdict.YES : Verdict.NO;
        }
        boolean sense =
                Integer.compareUnsigned(tag, after) > 0 && (isExplicit(at) || isImplicit(at, tag, left - ahead - 8));
        return sense ? Verdict.YES : Verdict.NO;
    }

    private static boolean isItemOrDelimiter(int tag) {
        return tag == DataSetParser.ITEM
                || tag == DataSetParser.ITEM_DELIMITER
                || tag == DataSetParser.SEQUENCE_DELIMITER;
    }

    private boolean isExplicit(int at) {
        return VR.of(reading.in.peek(at + 4), reading.in.peek(at + 5)) != null;
    }

    private boolean isImplicit(int at, int tag, long left) {
        long length = reading.peekLength(at + 4);
        boolean plausible = length == DataSetParser.UNDEFINED || length <= left && length < LARGE;
        return plausible && isKnown(tag);
    }

    /** Whether a dictionary could know an element: of the standard, or in a private block. */
    static boolean isKnown(int tag) {
        int group = tag >>> 16;
        boolean isPrivate = (group & 1) != 0 && group > 8 && group != 0xFFFF && (tag & 0xFFFF) >= 0x10; // PS3.5 7.8
        return isPrivate || (tag & 0xFFFF) == 0 || Dictionary.standard().vrOf(tag) != VR.UN;
    }
}
