/**
 * Marker segments of a JPEG 2000 codestream as immutable records (ITU-T T.800 Annex A) that reading and writing share, and
 * the reader that splits a codestream into headers and tile-parts.
 */
@NullMarked
package org.diconde4j.codec.internal.jpeg2000.syntax;

import org.jspecify.annotations.NullMarked;
