/**
 * The inverse wavelet transforms (ITU-T T.800 Annex F), row by row: each level reads the subbands once and gives its rows
 * from top to bottom, so that the last one goes into the frame without being kept.
 */
@NullMarked
package org.diconde4j.codec.internal.jpeg2000.wavelet;

import org.jspecify.annotations.NullMarked;
