/**
 * JPEG 2000 Part 1 (ITU-T T.800).
 *
 * <ul>
 *   <li>{@code syntax}: marker segments as records, for reading and writing; {@code CodestreamReader} takes a codestream
 *       apart.
 *   <li>{@code geometry}: tiles, resolutions, subbands, precincts, code-blocks, and {@code PacketOrder}, the order of
 *       packets.
 *   <li>{@code block}: coding of code-blocks. {@code BlockDecoder} has one implementation for Part 1 and one for Part 15,
 *       which stands in the package {@code htj2k}; {@code BlockStyle.passesInSegment} is the rule how passes make codeword
 *       segments, which packet headers follow.
 *   <li>{@code wavelet}: the transforms of rows and columns.
 *   <li>this package: packets ({@code PacketReader} fills a {@code BlockStore}, from which a {@code CodedBlock} is
 *       loaded), the decoding of tiles and frames, and the codec.
 * </ul>
 *
 * Arrows: this package uses all of them, {@code geometry} uses {@code syntax}, and {@code block} only {@code htj2k}.
 */
@NullMarked
package org.diconde4j.codec.internal.jpeg2000;

import org.jspecify.annotations.NullMarked;
