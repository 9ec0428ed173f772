package org.diconde4j.storage.jdbc;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/**
 * An instance that was applied and does not hold: an earlier version of one that was corrected or moved, or one with a SOP Instance
 * UID that another one has, which would hold if that one were deleted.
 */
@Entity
@Table(name = "instance_version")
class VersionRow extends StoredRow {}
