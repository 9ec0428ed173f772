/** Meters of an archive for hosts that use Micrometer; nothing else needs it to be there. */
@NullMarked
package org.diconde4j.archive.micrometer;

import org.jspecify.annotations.NullMarked;
