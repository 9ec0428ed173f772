/**
 * JPEG (ISO/IEC 10918-1 | ITU-T T.81): the DCT processes, sequential and progressive, and the lossless one; Huffman coding.
 *
 * <p>{@link org.diconde4j.codec.internal.jpeg.JpegParser} takes a frame apart into its {@code Scan}s; {@code LosslessDecoder} and
 * {@code DctDecoder} decode them from {@code BitInput}. {@code LosslessEncoder} and {@code DctEncoder} go the other way.
 */
@NullMarked
package org.diconde4j.codec.internal.jpeg;

import org.jspecify.annotations.NullMarked;
