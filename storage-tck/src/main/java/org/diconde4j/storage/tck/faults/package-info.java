/** Storage that fails: wrappers that inject faults, chosen by a seed, into any provider. */
@NullMarked
package org.diconde4j.storage.tck.faults;

import org.jspecify.annotations.NullMarked;
