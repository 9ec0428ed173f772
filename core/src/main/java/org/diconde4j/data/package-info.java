/** Data sets, elements and values (PS3.5, PS3.10). */
@NullMarked
package org.diconde4j.data;

import org.jspecify.annotations.NullMarked;
