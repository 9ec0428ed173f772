/**
 * The archive: receive, store, find, retrieve, keep, verify, quarantine. {@link org.diconde4j.archive.Archive} is the way
 * in.
 */
@NullMarked
package org.diconde4j.archive;

import org.jspecify.annotations.NullMarked;
