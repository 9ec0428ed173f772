package org.diconde4j.codec.internal.jpeg2000.block;

/** Decodes code-blocks of Part 1: bit-planes in three passes each, MQ-coded or raw (ITU-T T.800 Annex D). */
public final class EbcotDecoder implements BlockDecoder {
    /** Samples of the largest code-block (Table A.18). */
    private static final int MOST_SAMPLES = 4096;

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
                if (!pass(pass, plane, raw, style)) {
                    return false;
                }
                if (BlockStyle.isCleanup(pass)) {
                    plane--;
                }
                if ((style & BlockStyle.RESET) != 0) {
                    MqStates.reset(passes.mq.contexts);
                }
            }
        }
        return true;
    }

    private boolean pass(int pass, int plane, boolean raw, int style) {
        switch (pass % 3) {
            case 1 -> {
                if (raw) {
                    passes.significanceRaw(plane);
                } else {
                    passes.significance(plane);
                }
            }
            case 2 -> {
                if (raw) {
                    passes.refinementRaw(plane);
                } else {
                    passes.refinement(plane);
                }
            }
            default -> {
                passes.cleanup(plane);
                return (style & BlockStyle.SEGMENTATION_SYMBOLS) == 0 || passes.uniform(4) == SYMBOLS_OF_SEGMENTATION;
            }
        }
        return true;
    }
}
