/**
 * Where things are (ITU-T T.800 Annex B): tiles, tile-components, resolutions, subbands, precincts, code-blocks, and the
 * order of packets. Immutable but for {@link org.diconde4j.codec.internal.jpeg2000.geometry.PacketOrder}; used by decoder
 * and encoder. Precincts and code-blocks are numbers, not objects, as hostile headers announce any number of them.
 */
@NullMarked
package org.diconde4j.codec.internal.jpeg2000.geometry;

import org.jspecify.annotations.NullMarked;
