package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Receipt;
import org.jspecify.annotations.Nullable;

/** What the rows of instances have, whether they hold or not. */
@MappedSuperclass
abstract class StoredRow extends EntityRow {
    /** The sequence of the receipt that first put the instance into the archive, see {@link Receipt#firstVersion()}. */
    @Column(name = "first_version")
    long firstVersion;

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

    void describe(InstanceRef ref, long first) {
        id = ref.sequence();
        firstVersion = first;
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

    /** Takes over all that another row says. */
    void copy(StoredRow other) {
        id = other.id;
        firstVersion = other.firstVersion;
        uid = other.uid;
        sopClass = other.sopClass;
        name = other.name;
        arrival = other.arrival;
        transferSyntax = other.transferSyntax;
        length = other.length;
        datasetOffset = other.datasetOffset;
        file = other.file;
        dataset = other.dataset;
        flags = other.flags;
        attributes = other.attributes;
        largeAttributes = other.largeAttributes;
    }

    /** The receipt as far as a projection needs it, made anew from what it left here. */
    Receipt receipt(Dataset attributes) {
        boolean later = id != firstVersion;
        return ref(attributes)
                .receipt(later ? Receipt.Kind.CORRECTED : Receipt.Kind.STORED, id, later ? firstVersion : null);
    }

    /** The reference; UIDs are taken from the attributes, which have them as they are. */
    InstanceRef ref(Dataset attributes) {
        return new InstanceRef(
                id,
                Instant.ofEpochMilli(arrival),
                name,
                attributes.string(Tag.SOPClassUID),
                attributes.string(Tag.SOPInstanceUID, ""),
                attributes.string(Tag.StudyInstanceUID, ""),
                attributes.string(Tag.SeriesInstanceUID, ""),
                transferSyntax == null ? null : Text.received(transferSyntax),
                length,
                datasetOffset,
                Digest.parse(file),
                Digest.parse(dataset),
                flags(flags));
    }

    /** Reads what a column says of the flags. */
    static Set<Flag> flags(String column) {
        Set<Flag> all = EnumSet.noneOf(Flag.class);
        for (String flag : column.split(" ", -1)) {
            if (!flag.isEmpty()) {
                all.add(Flag.valueOf(flag));
            }
        }
        return all;
    }
}
