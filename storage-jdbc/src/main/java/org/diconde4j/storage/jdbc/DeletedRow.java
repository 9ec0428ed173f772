package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A deletion; its key is the sequence of its receipt. */
@Entity
@Table(name = "deleted_instance")
class DeletedRow {
    @Id
    long id;

    String uid = "";

    @Column(name = "first_version")
    long firstVersion;
}
