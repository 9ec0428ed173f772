/** The archive at the end of a DIMSE association: C-STORE, C-FIND, C-MOVE and C-GET (PS3.4). */
@NullMarked
package org.diconde4j.archive.dimse;

import org.jspecify.annotations.NullMarked;
