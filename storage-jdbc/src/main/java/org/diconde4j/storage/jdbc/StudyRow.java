package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/** A study of a component. */
@Entity
@Table(name = "study")
class StudyRow extends LevelRow {
    long component;

    String uid = "";

    @Column(name = "study_date")
    @Nullable
    String date;

    @Nullable
    String accession;

    @Column(name = "study_id")
    @Nullable
    String studyId;

    @Nullable
    String description;

    @Nullable
    String owner;

    /** That of the component, see {@link Copies}. */
    @Nullable
    String material;

    /** That of the component's identity. */
    @Nullable
    String issuer;

    /** Takes over what the component says. */
    void copy(Dataset component) {
        material = Columns.normal(component, Tag.EthnicGroup);
        issuer = Columns.normal(component, Tag.IssuerOfPatientID);
    }

    @Override
    void describe(Dataset all) {
        super.describe(all);
        date = Columns.normal(all, Tag.StudyDate);
        accession = Columns.normal(all, Tag.AccessionNumber);
        studyId = Columns.normal(all, Tag.StudyID);
        description = Columns.normal(all, Tag.StudyDescription);
        owner = Columns.normal(all, Tag.ReferringPhysicianName);
    }
}
