package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.util.List;
import org.diconde4j.data.Dataset;

/** A component, study or series. */
@MappedSuperclass
abstract class LevelRow extends EntityRow {
    /** The lowest sequence of its instances: its place in the order of arrival. */
    @Column(name = "first_sequence")
    long first;

    /** Takes attributes over, with the columns made from them. */
    void describe(Dataset all) {
        attributes(Blobs.encode(all, List.of()));
    }
}
