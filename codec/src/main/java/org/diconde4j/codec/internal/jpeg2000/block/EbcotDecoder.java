package org.diconde4j.codec.internal.jpeg2000.block;

/**
 * Decodes code-blocks of Part 1: bit-planes in three passes each, MQ-coded or raw (ITU-T T.800 Annex D). A region of interest
 * has its bit-planes above those of the rest (H.1), so that a block has twice as many in all: they are taken one half after
 * the other, where each fits into a number.
 */
public final class EbcotDecoder implements BlockDecoder {
    /** Samples of the largest code-block (Table A.18). */
    private static final int MOST_SAMPLES = 4096;

    /** So many bits has a magnitude without the half step. */
    private static final int MOST_BIT_PLANES = 30;

    private static final int SYMBOLS_OF_SEGMENTATION = 0b1010;

    private final Passes passes = new Passes(MOST_SAMPLES);

    @Override
    public boolean decode(CodedBlock block, int[] target, int offset, int stride) {
        passes.begin(block.width, block.height, block.orientation, block.style);
        boolean sound = passes(block);
        passes.copy(target, offset, stride);
        return sound;
    }

    /** All passes; false if something is wrong, at which the rest is left out. */
    private boolean passes(CodedBlock block) {
        int style = block.style;
        int plane = block.bitPlanes - block.zeroBitPlanes - 1;
        int shift = plane < block.regionShift ? 0 : block.regionShift;
        int pass = 0;
        for (int segment = 0; segment < block.segments; segment++) {
            int start = block.start[segment];
            int length = block.length[segment];
            int count = block.segmentPasses[segment];
            if (count == 0) {
                return pass == block.passes; // the rest of the block was cut off
            }
            boolean raw = BlockStyle.isRaw(style, pass);
            if (raw) {
                passes.mq.beginRaw(block.data, start, length);
            } else {
                passes.mq.begin(block.data, start, length);
            }
            for (int i = 0; i < count; i++, pass++) {
                if (plane < 0) {
                    return true; // what lies below a whole step says nothing; some encoders go on there
                }
                int below = plane - shift;
                if (!pass(pass, below < MOST_BIT_PLANES ? 1 << below : 0, raw, style)) {
                    return false;
                }
                if (BlockStyle.isCleanup(pass)) {
                    if (plane == shift && shift > 0) {
                        passes.leaveRegion();
                        shift = 0;
                    }
                    plane--;
                }
                if ((style & BlockStyle.RESET) != 0) {
                    MqStates.reset(passes.mq.contexts);
                }
            }
        }
        return true;
    }

    private boolean pass(int pass, int half, boolean raw, int style) {
        switch (pass % 3) {
            case 1 -> {
                if (raw) {
                    passes.significanceRaw(half);
                } else {
                    passes.significance(half);
                }
            }
            case 2 -> {
                if (raw) {
                    passes.refinementRaw(half);
                } else {
                    passes.refinement(half);
                }
            }
            default -> {
                passes.cleanup(half);
                return (style & BlockStyle.SEGMENTATION_SYMBOLS) == 0 || passes.uniform(4) == SYMBOLS_OF_SEGMENTATION;
            }
        }
        return true;
    }
}
