/** The storage contract as runnable tests. */
@NullMarked
package org.diconde4j.storage.tck;

import org.jspecify.annotations.NullMarked;
