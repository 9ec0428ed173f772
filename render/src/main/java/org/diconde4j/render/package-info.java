/** Frames as pictures of {@code java.desktop}, and a reader of DICOM files for {@code javax.imageio}. */
@NullMarked
package org.diconde4j.render;

import org.jspecify.annotations.NullMarked;
