/** The dictionary: elements, unique identifiers and the DICONDE names (PS3.6, ASTM E2339). */
@NullMarked
package org.diconde4j.dict;

import org.jspecify.annotations.NullMarked;
