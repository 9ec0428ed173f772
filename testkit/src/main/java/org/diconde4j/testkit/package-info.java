/** Archives in memory and sample objects for tests. */
@NullMarked
package org.diconde4j.testkit;

import org.jspecify.annotations.NullMarked;
