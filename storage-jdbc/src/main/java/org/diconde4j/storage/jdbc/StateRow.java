package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far the index has come, and how it was built; there is one row. */
@Entity
@Table(name = "state")
class StateRow {
    static final long ONLY = 1;

    @Id
    long id = ONLY;

    @Column(name = "applied_sequence")
    long applied;

    String fingerprint = "";
}
