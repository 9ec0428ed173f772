/** The archive: receive, store, find, retrieve, verify, quarantine. */
@NullMarked
package org.diconde4j.archive;

import org.jspecify.annotations.NullMarked;
