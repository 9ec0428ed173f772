/** Object store and index in memory, for tests: {@code memory:NAME}. Nothing outlives the closing, nothing is shared. */
@NullMarked
package org.diconde4j.storage.memory;

import org.jspecify.annotations.NullMarked;
