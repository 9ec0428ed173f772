package org.diconde4j.codec.internal.jpeg2000.block;

/** Encodes the quantised samples of code-blocks. Keeps its working memory from block to block; not thread-safe. */
public interface BlockEncoder {
    /**
     * Encodes a code-block.
     *
     * @param samples row by row without gaps: the sign in bit 31, set for negative ones, and the magnitude in those below,
     *     its lower bits a fraction of a step
     * @param width samples in a row, 1 to 1024
     * @param height rows, 1 to 1024, all together 4,096 samples at most
     * @param request what is to be encoded of them
     * @param target receives what is encoded
     */
    void encode(int[] samples, int width, int height, BlockRequest request, EncodedBlock target);
}
