/** Realistic NDE objects, the same ones for the same seed: for demonstrations, examples, benchmarks and tests. */
@NullMarked
package org.diconde4j.testkit.samples;

import org.jspecify.annotations.NullMarked;
