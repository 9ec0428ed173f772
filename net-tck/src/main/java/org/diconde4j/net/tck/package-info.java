/** Scripted peers and real ones, to judge implementations of DIMSE. */
@NullMarked
package org.diconde4j.net.tck;

import org.jspecify.annotations.NullMarked;
