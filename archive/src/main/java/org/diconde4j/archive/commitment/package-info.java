/**
 * Storage commitment (PS3.4 J): an archive promises to keep objects safe. Here is what the asking side needs; every receiver of an
 * archive answers such requests by itself.
 */
@NullMarked
package org.diconde4j.archive.commitment;

import org.jspecify.annotations.NullMarked;
