package org.diconde4j.codec.internal.jpeg2000.block;

/** Code-block style: bits of SPcod and SPcoc (ITU-T T.800 Table A.19, T.814 Table A.4), and what they mean for segments. */
public final class BlockStyle {
    /** Selective arithmetic coding bypass: raw bits from the fifth bit-plane on. */
    public static final int BYPASS = 1;
    /** Contexts are reset after each pass. */
    public static final int RESET = 2;
    /** Each pass is terminated. */
    public static final int TERMINATE_ALL = 4;
    /** Contexts do not look into the next stripe. */
    public static final int VERTICALLY_CAUSAL = 8;
    /** Terminated such that damage shows. */
    public static final int PREDICTABLE_TERMINATION = 16;
    /** Four symbols end each cleanup pass. */
    public static final int SEGMENTATION_SYMBOLS = 32;
    /** High-throughput block coding (T.814). */
    public static final int HIGH_THROUGHPUT = 64;
    /** With {@link #HIGH_THROUGHPUT}: some code-blocks are coded so and some not. */
    public static final int MIXED = 128;

    /** More passes than a code-block can have: the segment is never terminated before the end. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final int PASSES_BEFORE_BYPASS = 10;

    private BlockStyle() {}

    /**
     * How many passes share the codeword segment that begins with a pass (T.800 D.4.2, D.6, B.10.7.1).
     *
     * @param style the code-block style
     * @param pass number of the first pass of the segment, 0 for the first cleanup pass
     * @return at least 1
     */
    public static int passesInSegment(int style, int pass) {
        if ((style & TERMINATE_ALL) != 0) {
            return 1;
        }
        if ((style & BYPASS) == 0) {
            return UNBOUNDED;
        }
        if (pass < PASSES_BEFORE_BYPASS) {
            return PASSES_BEFORE_BYPASS - pass;
        }
        return isCleanup(pass) ? 1 : 2 - (pass + 2) % 3;
    }

    /** Whether a pass is a cleanup pass: 0, 3, 6 and so on. */
    public static boolean isCleanup(int pass) {
        return pass % 3 == 0;
    }

    /** Whether a pass consists of raw bits (Table D.9). */
    public static boolean isRaw(int style, int pass) {
        return (style & BYPASS) != 0 && pass >= PASSES_BEFORE_BYPASS && !isCleanup(pass);
    }
}
