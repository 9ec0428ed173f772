package org.diconde4j.io;

import java.io.IOException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Recognises, between two elements of the outermost level, that no further element of the object follows. */
final class EndOfObject {
    /** Tags below look like no text, and not like padding if their group is not 0. */
    static final int END_OF_LOW_GROUPS = 0x01000000;

    private static final int WINDOW = 1024;

    private final Reading reading;
    private final Representations representations;
    private int last;

    EndOfObject(Reading reading, Representations representations) {
        this.reading = reading;
        this.representations = representations;
    }

    /** Takes note of an element that was read. */
    void passed(int tag) {
        last = tag;
    }

    /** Whether the next bytes leave no doubt: a tag that ascends, of one of the low groups, with a representation. */
    boolean isPlainlyElement() throws IOException {
        Input in = reading.in;
        if (in.available(8) < 8 || last < 0) {
            return false;
        }
        int tag = reading.peekTag();
        return tag > Math.max(last, 0xFFFF)
                && tag < END_OF_LOW_GROUPS
                && (reading.explicit ? VR.of(in.peek(4), in.peek(5)) != null : Lookahead.isKnown(tag));
    }

    /** The tag of the element that was read last, 0 before the first. */
    int last() {
        return last;
    }

    /** Whether preamble, prefix and File Meta Information of another object stand here. */
    boolean isAnotherObject() throws IOException {
        return isAnotherObject(reading.in);
    }

    static boolean isAnotherObject(Input in) throws IOException {
        return in.available(Preamble.LENGTH + 8) >= Preamble.LENGTH + 8
                && in.peek(Preamble.LENGTH) == 'D'
                && Beginning.isPrefixAndMeta(in, Preamble.LENGTH);
    }

    /** Whether what stands here is padding or junk up to the end of the input; then it is passed over. */
    boolean isNoElement() throws IOException {
        Input in = reading.in;
        int window = Math.min(in.capacity(), WINDOW);
        int first = in.peek(0);
        boolean suspicious = in.available(8) < 8
                || last == 0 && first == 0
                || first == 0 && in.peek(1) == 0
                || Integer.compareUnsigned(reading.peekTag(), last) <= 0
                || isAfterTheLast()
                || !Lookahead.isKnown(reading.peekTag())
                || isText(first) && isText(in.peek(1)) && isText(in.peek(2)) && isText(in.peek(3));
        if (!suspicious) {
            return false;
        }
        int count = Math.min(in.available(window), window);
        String found = kind(count);
        if (found == null) {
            return false;
        }
        boolean cutOff = count < 8 && isBeginningOfNext(count);
        long start = in.position();
        reading.elementStart = start;
        reading.tag = 0;
        in.skip(Long.MAX_VALUE);
        String problem = "expected an element or the end of the input, found " + found + "; the last "
                + (in.position() - start) + " bytes are passed over";
        reading.deviate(problem, cutOff);
        return true;
    }

    private @Nullable String kind(int count) {
        Input in = reading.in;
        boolean zeros = true;
        boolean ones = true;
        boolean text = true;
        for (int i = 0; i < count; i++) {
            int b = in.peek(i);
            zeros &= b == 0;
            ones &= b == 0xFF;
            text &= isText(b);
        }
        if (zeros) {
            return "zeros";
        }
        if (last == 0) {
            return null; // nothing was read yet
        }
        if (count < 8) {
            return reading.options.truncated() || count >= 4 && isNext() ? null : "something else";
        }
        if (ones) {
            return "bytes FF";
        }
        if (text) {
            return "text";
        }
        return isAfterTheLast() && !looksLikeElement() ? "something else" : null;
    }

    /** Whether the tag could be that of the next element, cut off. */
    private boolean isNext() {
        return Integer.compareUnsigned(reading.peekTag(), last) > 0 && Lookahead.isKnown(reading.peekTag());
    }

    /** Whether these few bytes can be what is left of another element: a group that does not descend. */
    private boolean isBeginningOfNext(int count) {
        Input in = reading.in;
        int low = in.peek(reading.bigEndian && count > 1 ? 1 : 0);
        int high = low == 0xE0 ? 0x7F : low >= 0xFA ? 0xFF : 0; // groups 7FE0, FFFA and FFFC, where one byte is all
        int group = count > 1 ? in.peek(reading.bigEndian ? 0 : 1) << 8 | low : high << 8 | low;
        return group != 0 && group >= last >>> 16;
    }

    /** Whether the element before may have been the last: little is defined behind pixel data. */
    private boolean isAfterTheLast() {
        return Integer.compareUnsigned(last, Tag.FloatPixelData) >= 0;
    }

    private boolean looksLikeElement() {
        int tag = reading.peekTag();
        if ((tag & 0xFFFF0000) == 0xFFFE0000) {
            return true;
        }
        Input in = reading.in;
        if (reading.explicit) {
            return VR.of(in.peek(4), in.peek(5)) != null;
        }
        boolean isPrivate = (tag & 0x10000) != 0;
        boolean isCreator = isPrivate && (tag & 0xFFFF) < 0x100;
        return Lookahead.isKnown(tag)
                && reading.peekLength(4) <= (isCreator ? 64 : 1 << 28)
                && (!isPrivate || isCreator || representations.creator(tag) != null);
    }

    private static boolean isText(int b) {
        return b >= ' ' && b < 0x7F || b == '\n' || b == '\r' || b == '\t' || b == 0x1A;
    }
}
