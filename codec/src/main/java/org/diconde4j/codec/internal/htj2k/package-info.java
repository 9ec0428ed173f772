/** The block coder of High-Throughput JPEG 2000 (ISO/IEC 15444-15 | ITU-T T.814): code-blocks to coefficients and back. */
@NullMarked
package org.diconde4j.codec.internal.htj2k;

import org.jspecify.annotations.NullMarked;
