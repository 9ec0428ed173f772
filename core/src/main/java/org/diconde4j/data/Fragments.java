package org.diconde4j.data;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Encapsulated pixel data: the items between the tag and the sequence delimiter (PS3.5 A.4). The first item is the Basic
 * Offset Table, often empty. The bytes stay where they are stored. Immutable.
 */
public final class Fragments {
    private final BulkData.@Nullable Source source;
    private final long[] offsets;
    private final long[] lengths;

    /**
     * Describes fragments.
     *
     * @param source where the bytes can be read, or null if only their places are known
     * @param offsets first byte of each item's value within the source, the offset table first
     * @param lengths bytes of each item's value
     */
    public Fragments(BulkData.@Nullable Source source, long[] offsets, long[] lengths) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException(offsets.length + " offsets but " + lengths.length + " lengths");
        }
        this.source = source;
        this.offsets = offsets.clone();
        this.lengths = lengths.clone();
    }

    /**
     * Number of items, the Basic Offset Table included.
     *
     * @return at least 0
     */
    public int count() {
        return offsets.length;
    }

    /**
     * Where an item's value begins.
     *
     * @param index 0 for the Basic Offset Table, 1 for the first fragment
     * @return offset in bytes within the source
     */
    public long offset(int index) {
        return offsets[index];
    }

    /**
     * How long an item's value is.
     *
     * @param index 0 for the Basic Offset Table, 1 for the first fragment
     * @return bytes
     */
    public long length(int index) {
        return lengths[index];
    }

    /**
     * Bytes of the whole as encoded, item headers and sequence delimiter included.
     *
     * @return bytes
     */
    public long encodedLength() {
        long sum = 8;
        for (long length : lengths) {
            sum += 8 + length;
        }
        return sum;
    }

    /**
     * Opens one item's value.
     *
     * @param index 0 for the Basic Offset Table, 1 for the first fragment
     * @return a stream that ends with the item; the caller closes it
     * @throws IOException if the bytes cannot be read, or no source is known
     */
    public InputStream open(int index) throws IOException {
        return new BulkData(source, offsets[index], lengths[index], false).open();
    }
}
