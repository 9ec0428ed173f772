package org.diconde4j.codec.internal.jpeg2000.block;

/**
 * What is to be encoded of the code-blocks of a sub-band.
 *
 * @param band 0 for LL, 1 for HL, 2 for LH, 3 for HH
 * @param fraction how many bits of a magnitude are a fraction of a step, which only counts where errors are measured
 * @param lowestPlane the bit-plane below which nothing is encoded, 0 for all
 * @param measured whether each coding pass is to say what it is good for, and where it ends
 */
public record BlockRequest(int band, int fraction, int lowestPlane, boolean measured) {}
