/** What associations say, written to a file in words. Nothing here is API. */
@NullMarked
package org.diconde4j.net.internal.trace;

import org.jspecify.annotations.NullMarked;
