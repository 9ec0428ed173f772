/** Pixels: what a data set says of them, access to single frames, the frame codec interface, transcoding. */
@NullMarked
package org.diconde4j.pixel;

import org.jspecify.annotations.NullMarked;
