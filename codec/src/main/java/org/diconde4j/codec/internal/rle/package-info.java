/** RLE Lossless (PS3.5 Annex G). */
@NullMarked
package org.diconde4j.codec.internal.rle;

import org.jspecify.annotations.NullMarked;
