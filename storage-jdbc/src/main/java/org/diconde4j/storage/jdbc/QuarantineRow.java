package org.diconde4j.storage.jdbc;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An object that is or was in quarantine; its key is the sequence of its receipt. */
@Entity
@Table(name = "quarantine")
class QuarantineRow {
    @Id
    long id;

    boolean ended;

    @Nullable
    String receipt;
}
