/** Meters for hosts that use Micrometer; nothing else needs it to be there. */
@NullMarked
package org.diconde4j.net.micrometer;

import org.jspecify.annotations.NullMarked;
