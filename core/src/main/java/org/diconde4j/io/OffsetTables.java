package org.diconde4j.io;

import org.jspecify.annotations.Nullable;

/**
 * Which table of frame offsets stands before encapsulated pixel data (PS3.5 A.4, PS3.3 C.7.6.3.1.8), and whether its
 * entries are known beforehand. If they are not, room is left for them, and they are written when all frames are; that
 * needs a file, and a data set that is not deflated. Immutable.
 */
public final class OffsetTables {
    /** No table: the first item is empty. */
    public static final OffsetTables NONE = new OffsetTables(false, 0, null, null);

    final boolean extended;
    final int frames;
    final long @Nullable [] offsets;
    final long @Nullable [] lengths;

    private OffsetTables(boolean extended, int frames, long @Nullable [] offsets, long @Nullable [] lengths) {
        this.extended = extended;
        this.frames = frames;
        this.offsets = offsets;
        this.lengths = lengths;
    }

    /**
     * A Basic Offset Table, with 32 bits for each frame, to be filled in at the end.
     *
     * @param frames number of frames
     * @return the choice
     */
    public static OffsetTables basic(int frames) {
        return new OffsetTables(false, checked(frames), null, null);
    }

    /**
     * A Basic Offset Table whose entries are known.
     *
     * @param offsets of each frame: from the item tag of the first fragment to that of the frame's first fragment
     * @return the choice
     * @throws IllegalArgumentException if an offset needs more than 32 bits
     */
    public static OffsetTables basic(long[] offsets) {
        for (long offset : offsets) {
            if (offset < 0 || offset > 0xFFFFFFFFL) {
                throw new IllegalArgumentException(
                        "a Basic Offset Table has 32 bits for an offset, too few for " + offset);
            }
        }
        return new OffsetTables(false, checked(offsets.length), offsets.clone(), null);
    }

    /**
     * An Extended Offset Table with its lengths, 64 bits each, to be filled in at the end. Each frame is one fragment.
     *
     * @param frames number of frames
     * @return the choice
     */
    public static OffsetTables extended(int frames) {
        return new OffsetTables(true, checked(frames), null, null);
    }

    /**
     * An Extended Offset Table whose entries are known. Each frame is one fragment.
     *
     * @param offsets of each frame: from the item tag of the first fragment to that of the frame
     * @param lengths of each frame in bytes, without padding
     * @return the choice
     */
    public static OffsetTables extended(long[] offsets, long[] lengths) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException(offsets.length + " offsets but " + lengths.length + " lengths");
        }
        return new OffsetTables(true, checked(offsets.length), offsets.clone(), lengths.clone());
    }

    private static int checked(int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("a table is for at least one frame, not " + frames);
        }
        return frames;
    }

    /** Whether there is one at all. */
    boolean exist() {
        return frames > 0;
    }

    boolean areToBeFilledIn() {
        return exist() && offsets == null;
    }
}
