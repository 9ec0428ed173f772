/**
 * Coding of single code-blocks (ITU-T T.800 Annexes C and D): what stands between packets and wavelets. Packets give a
 * {@link org.diconde4j.codec.internal.jpeg2000.block.CodedBlock}; a {@link
 * org.diconde4j.codec.internal.jpeg2000.block.BlockDecoder} makes coefficients of it. A second block coder (T.814) only
 * needs this package.
 */
@NullMarked
package org.diconde4j.codec.internal.jpeg2000.block;

import org.jspecify.annotations.NullMarked;
