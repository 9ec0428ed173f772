package org.diconde4j.codec.internal.jpeg2000.block;

/** Decodes code-blocks, one after the other. Keeps its working memory; one thread at a time. */
public interface BlockDecoder {
    /**
     * Decodes a code-block.
     *
     * <p>A coefficient is sign and magnitude: bit 31 is 1 if it is negative; the bits below are twice its magnitude, so that
     * bit 0 is half a step. Where the lowest p bit-planes are not known, the magnitude lies in the middle of what it can be:
     * with all planes decoded a magnitude of m other than 0 is 2m + 1, otherwise the first unknown bit is 1. What was not
     * found significant is 0.
     *
     * @param block what is coded; has at least one pass and at most 30 bit-planes that are not 0, in a region of interest as many above the
     *     rest. May hold any nonsense: decoding takes bounded time and throws nothing
     * @param target receives all coefficients of the block
     * @param offset where the first one goes
     * @param stride from one row to the next
     * @return false if the block is damaged as far as can be told; the target holds what was decoded
     */
    boolean decode(CodedBlock block, int[] target, int offset, int stride);
}
