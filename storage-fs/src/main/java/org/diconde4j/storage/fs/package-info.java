/** An object store of plain Part 10 files with receipts beside them. */
@NullMarked
package org.diconde4j.storage.fs;

import org.jspecify.annotations.NullMarked;
