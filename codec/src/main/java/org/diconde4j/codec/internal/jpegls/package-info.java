/** JPEG-LS, lossless and near-lossless (ISO/IEC 14495-1 | ITU-T T.87). */
@NullMarked
package org.diconde4j.codec.internal.jpegls;

import org.jspecify.annotations.NullMarked;
