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
