/** The NDE vocabulary as views over data sets and as builders (ASTM E2339). */
@NullMarked
package org.diconde4j.nde;

import org.jspecify.annotations.NullMarked;
