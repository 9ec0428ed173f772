/** The storage contract: objects and receipts are the truth, the index is a projection of them. */
@NullMarked
package org.diconde4j.storage;

import org.jspecify.annotations.NullMarked;
