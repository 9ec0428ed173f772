/**
 * The encoder of JPEG 2000 (ITU-T T.800), with the code-blocks of Part 1 or of Part 15 (T.814): {@code Plan} says what is to be done for frames of one image, {@code
 * TileCoder} makes code-blocks of the pixels of a tile, {@code RateControl} chooses what of them is kept in which layer, and
 * {@code CodestreamWriter} writes it.
 */
@NullMarked
package org.diconde4j.codec.internal.jpeg2000.encode;

import org.jspecify.annotations.NullMarked;
