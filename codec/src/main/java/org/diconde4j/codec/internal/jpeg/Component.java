package org.diconde4j.codec.internal.jpeg;

/**
 * A component of a frame (ITU-T T.81 B.2.2).
 *
 * @param id its identifier
 * @param horizontal horizontal sampling factor, 1 to 4
 * @param vertical vertical sampling factor, 1 to 4
 * @param quantization which quantization table it takes
 */
record Component(int id, int horizontal, int vertical, int quantization) {}
