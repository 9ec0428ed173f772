/** Who asks, and what they may. */
@NullMarked
package org.diconde4j.archive.access;

import org.jspecify.annotations.NullMarked;
