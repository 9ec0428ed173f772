/** Attribute matching of queries, shared by every index and worklist (PS3.4 C.2.2.2). */
@NullMarked
package org.diconde4j.match;

import org.jspecify.annotations.NullMarked;
