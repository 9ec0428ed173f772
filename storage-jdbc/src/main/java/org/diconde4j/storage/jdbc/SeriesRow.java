package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.jspecify.annotations.Nullable;

/** A series of a study. */
@Entity
@Table(name = "series")
class SeriesRow extends LevelRow {
    long study;

    String uid = "";

    /** The place of the study in the order of arrival, see {@link Copies}. */
    @Column(name = "study_first")
    long studyFirst;

    @Nullable
    String modality;

    @Nullable
    String inspector;

    @Nullable
    String station;

    @Override
    void describe(Dataset all) {
        super.describe(all);
        modality = Columns.normal(all, Tag.Modality);
        inspector = Columns.normal(all, Tag.PerformingPhysicianName);
        station = Columns.normal(all, Tag.StationName);
    }
}
