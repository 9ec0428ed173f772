package org.diconde4j.codec.internal.jpeg2000.block;

import java.util.Arrays;
import org.diconde4j.codec.internal.htj2k.HtBlockDecoder;

/** Decodes blocks that are coded by high throughput (ITU-T T.814): the last set of passes, which has the most planes. */
public final class HighThroughputDecoder implements BlockDecoder {
    /** So many bits has a magnitude without the half step. */
    private static final int MOST_PLANES = 30;

    private final HtBlockDecoder decoder = new HtBlockDecoder();

    /** Makes a decoder. */
    public HighThroughputDecoder() {}

    @Override
    public boolean decode(CodedBlock block, int[] target, int offset, int stride) {
        int cleanup = -1;
        int sets = 0;
        int passes = 0;
        for (int i = 0; i < block.segments; i++) {
            passes += block.segmentPasses[i];
            if (passes % 3 == 1 && block.length[i] > 0) { // else a placeholder, which counts all the same
                cleanup = i;
                sets = passes / 3;
            }
        }
        int plane = block.bitPlanes - 1 - block.zeroBitPlanes - sets;
        if (cleanup < 0 || plane < 0 || plane >= MOST_PLANES) {
            clear(block, target, offset, stride);
            return cleanup < 0 && plane >= 0;
        }
        int refined = cleanup + 1 < block.segments && plane > 0 ? 1 : 0;
        String wrong = decoder.decode(
                block.data,
                block.start[cleanup],
                block.length[cleanup],
                block.start[cleanup + refined],
                block.length[cleanup + refined],
                refined == 0 ? 1 : 1 + block.segmentPasses[cleanup + 1],
                block.width,
                block.height,
                Math.min(block.bitPlanes, MOST_PLANES) - plane,
                plane + 1,
                (block.style & BlockStyle.VERTICALLY_CAUSAL) != 0,
                target,
                offset,
                stride);
        if (wrong != null) {
            clear(block, target, offset, stride); // of an earlier block there may be samples that were not reached
        }
        return wrong == null;
    }

    private static void clear(CodedBlock block, int[] target, int offset, int stride) {
        for (int y = 0; y < block.height; y++) {
            Arrays.fill(target, offset + y * stride, offset + y * stride + block.width, 0);
        }
    }
}
