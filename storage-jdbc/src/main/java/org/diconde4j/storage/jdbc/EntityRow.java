package org.diconde4j.storage.jdbc;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/** What the rows of all levels have. Its key is the sequence of the receipt that made it. */
@MappedSuperclass
abstract class EntityRow {
    @Id
    long id;

    /** The attributes, see {@link Blobs}; in the other column if they are too many for this one. */
    @Column(name = "attributes")
    byte @Nullable [] attributes;

    @Column(name = "large_attributes")
    byte @Nullable [] largeAttributes;

    void attributes(byte[] encoded) {
        boolean large = encoded.length > Blobs.LONGEST_IN_ROW;
        attributes = large ? null : encoded;
        largeAttributes = large ? encoded : null;
    }

    Dataset attributes() {
        return Blobs.decode(attributes, largeAttributes);
    }
}
