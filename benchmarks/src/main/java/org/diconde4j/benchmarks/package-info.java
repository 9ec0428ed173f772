/** Benchmarks that guard the paths where time matters. */
@NullMarked
package org.diconde4j.benchmarks;

import org.jspecify.annotations.NullMarked;
