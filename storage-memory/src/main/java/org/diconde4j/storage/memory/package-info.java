/** Object store and index in memory, for tests. */
@NullMarked
package org.diconde4j.storage.memory;

import org.jspecify.annotations.NullMarked;
