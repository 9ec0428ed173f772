package org.diconde4j.storage.jdbc;

import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.Projected;
import org.diconde4j.storage.Projection;
import org.diconde4j.storage.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * An entry with all that can be computed before it is its turn.
 *
 * @param receipt its receipt
 * @param projected its projection, or null if it adds no instance
 * @param blob the encoded attributes of the instance
 */
record Prepared(Receipt receipt, @Nullable Projected projected, byte[] blob) {
    static Prepared of(IndexEntry entry, Projection projection, Blobs.Encoder encoder) {
        if (!entry.receipt().addsInstance()) {
            return new Prepared(entry.receipt(), null, new byte[0]);
        }
        Projected projected = projection.project(entry);
        return new Prepared(entry.receipt(), projected, encoder.encode(projected.instance(), projected.bulk()));
    }

    long sequence() {
        return receipt.sequence();
    }
}
