package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.stream.Collectors;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.InstanceRef;
import org.jspecify.annotations.Nullable;

/** An instance of a series. */
@Entity
@Table(name = "instance")
class InstanceRow extends EntityRow {
    long series;

    String uid = "";

    @Column(name = "sop_class")
    @Nullable
    String sopClass;

    String name = "";

    long arrival;

    @Column(name = "transfer_syntax")
    @Nullable
    String transferSyntax;

    long length;

    @Column(name = "dataset_offset")
    long datasetOffset;

    @Column(name = "file_digest")
    String file = "";

    @Column(name = "dataset_digest")
    String dataset = "";

    String flags = "";

    void describe(InstanceRef ref) {
        id = ref.sequence();
        uid = Text.key(ref.sopInstanceUid());
        sopClass = ref.sopClassUid() == null ? null : Text.key(ref.sopClassUid());
        name = ref.name();
        arrival = ref.arrival().toEpochMilli();
        transferSyntax = ref.transferSyntaxUid() == null ? null : Text.plain(ref.transferSyntaxUid());
        length = ref.length();
        datasetOffset = ref.datasetOffset();
        file = ref.file().toString();
        dataset = ref.dataset().toString();
        flags = ref.flags().stream().sorted().map(Flag::name).collect(Collectors.joining(" "));
    }
}
