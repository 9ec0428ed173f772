/** DIMSE messages over an association (PS3.7). Nothing here is API. */
@NullMarked
package org.diconde4j.net.internal.dimse;

import org.jspecify.annotations.NullMarked;
