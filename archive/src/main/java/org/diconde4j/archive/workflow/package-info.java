/**
 * Workflow: what is to be done, what is being done and what has been done. Kept in the archive's
 * {@link org.diconde4j.storage.Records records}, served over DIMSE, and open to the host application.
 */
@NullMarked
package org.diconde4j.archive.workflow;

import org.jspecify.annotations.NullMarked;
