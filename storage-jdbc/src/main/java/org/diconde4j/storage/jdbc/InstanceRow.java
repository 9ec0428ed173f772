package org.diconde4j.storage.jdbc;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An instance of a series. */
@Entity
@Table(name = "instance")
class InstanceRow extends StoredRow {
    long series;
}
