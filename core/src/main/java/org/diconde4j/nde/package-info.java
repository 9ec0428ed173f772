/**
 * The NDE vocabulary (ASTM E2339): views that read a data set in the words of DICONDE, and builders that make valid
 * objects. Views read legacy files, whose attributes stand in private blocks, the same way.
 */
@NullMarked
package org.diconde4j.nde;

import org.jspecify.annotations.NullMarked;
