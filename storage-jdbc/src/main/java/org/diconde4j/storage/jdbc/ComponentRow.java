package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QueryPlan;
import org.jspecify.annotations.Nullable;

/** A component. */
@Entity
@Table(name = "component")
class ComponentRow extends LevelRow {
    @Column(name = "identity_key")
    String identityKey = "";

    @Column(name = "sort_key")
    String sortKey = "";

    @Column(name = "component_id")
    @Nullable
    String componentId;

    @Nullable
    String issuer;

    @Nullable
    String name;

    @Nullable
    String material;

    @Override
    void describe(Dataset all) {
        super.describe(all);
        sortKey = Text.plain(QueryPlan.sortKey(Level.COMPONENT, all));
        componentId = Columns.normal(all, Tag.PatientID);
        issuer = Columns.normal(all, Tag.IssuerOfPatientID);
        name = Columns.normal(all, Tag.PatientName);
        material = Columns.normal(all, Tag.EthnicGroup);
    }
}
