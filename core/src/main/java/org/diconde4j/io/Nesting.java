package org.diconde4j.io;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The data sets and sequences that are open while an object is written, and the order that holds in each. */
final class Nesting {
    static final long UNDEFINED = -1;

    private final Deque<Level> levels = new ArrayDeque<>();

    /** A data set (the outermost, or an item), or a sequence. */
    static final class Level {
        final boolean sequence;
        final int tag;
        final long start;
        final long length;

        private @Nullable Integer last;

        Level(boolean sequence, int tag, long start, long length) {
            this.sequence = sequence;
            this.tag = tag;
            this.start = start;
            this.length = length;
        }
    }

    Nesting() {
        begin(false, 0, 0, UNDEFINED);
    }

    boolean isOutermost() {
        return levels.size() == 1;
    }

    Level innermost() {
        return levels.element();
    }

    void begin(boolean sequence, int tag, long start, long length) {
        levels.push(new Level(sequence, tag, start, length));
    }

    /** Takes note of the next element of the data set that is open. */
    void element(int tag) {
        int group = tag >>> 16;
        if (group == 0x0000 || group == 0x0002 || group == 0xFFFE) {
            throw new IllegalStateException(Reading.name(tag) + " is no element of a data set");
        }
        Level level = innermost();
        Integer last = level.last;
        if (last != null && Integer.compareUnsigned(tag, last) <= 0) {
            throw new IllegalStateException(
                    "tags must ascend (PS3.5 7.1): " + Reading.name(tag) + " comes after " + Reading.name(last));
        }
        level.last = tag;
    }

    /** Ends the innermost; gives true if a delimiter is needed. */
    boolean end(long position) {
        Level level = innermost();
        if (level.length != UNDEFINED && position - level.start != level.length) {
            throw new IllegalStateException((level.sequence ? "sequence " : "an item of sequence ")
                    + Reading.name(level.tag) + " was announced with " + level.length + " bytes and has "
                    + (position - level.start));
        }
        levels.pop();
        return level.length == UNDEFINED;
    }
}
