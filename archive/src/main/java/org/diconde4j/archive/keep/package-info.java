/**
 * Keeping what is stored for decades: a second store that follows the first, repair from it, moving to another store while the
 * archive serves, backup and restore.
 */
@org.jspecify.annotations.NullMarked
package org.diconde4j.archive.keep;
