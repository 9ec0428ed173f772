package org.diconde4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encapsulated pixel data: the items between the tag and the sequence delimiter (PS3.5 A.4). The first item is the Basic
 * Offset Table, often empty. The bytes stay where they are stored. Immutable and thread-safe; takes little more than
 * four bytes a fragment where fragments stand one after the other, so that millions of them fit.
 */
public final class Fragments {
    /** An item has a tag and a length before its value (PS3.5 7.5). */
    private static final int ITEM_HEADER = 8;

    private final BulkData.@Nullable Source source;
    private final Block[] blocks;
    private final int count;
    private final long encodedLength;
    private final boolean itemsInSource;

    /** Some fragments in a row. Each begins one item header after the end of the one before, or a new block begins. */
    private record Block(int first, int[] lengths, long[] marks) {
        /** Every so many fragments the offset is kept, so that none is far from one that is known. */
        static final int MARK = 64;

        static final int SIZE = 1 << 12;

        long offset(int index) {
            int at = index - first;
            long offset = marks[at / MARK];
            for (int i = at / MARK * MARK; i < at; i++) {
                offset += (lengths[i] & 0xFFFFFFFFL) + ITEM_HEADER;
            }
            return offset;
        }
    }

    /**
     * Describes fragments.
     *
     * @param source where the bytes can be read, or null if only their places are known
     * @param offsets first byte of each item's value within the source, the offset table first
     * @param lengths bytes of each item's value
     */
    public Fragments(BulkData.@Nullable Source source, long[] offsets, long[] lengths) {
        this(source, builder(offsets, lengths));
    }

    private Fragments(BulkData.@Nullable Source source, Builder builder) {
        this.source = source;
        this.blocks = builder.blocks.toArray(Block[]::new);
        this.count = builder.count;
        this.encodedLength = builder.encodedLength + ITEM_HEADER;
        this.itemsInSource = builder.itemsInSource && builder.count > 0;
    }

    private static Builder builder(long[] offsets, long[] lengths) {
        if (offsets.length != lengths.length) {
            throw new IllegalArgumentException(offsets.length + " offsets but " + lengths.length + " lengths");
        }
        Builder builder = builder();
        for (int i = 0; i < offsets.length; i++) {
            builder.add(offsets[i], lengths[i]);
        }
        builder.endBlock();
        return builder;
    }

    /**
     * Begins a description, fragment by fragment.
     *
     * @return a builder without fragments
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Number of items, the Basic Offset Table included.
     *
     * @return at least 0
     */
    public int count() {
        return count;
    }

    /**
     * Where an item's value begins.
     *
     * @param index 0 for the Basic Offset Table, 1 for the first fragment
     * @return offset in bytes within the source
     */
    public long offset(int index) {
        return block(index).offset(index);
    }

    /**
     * How long an item's value is.
     *
     * @param index 0 for the Basic Offset Table, 1 for the first fragment
     * @return bytes
     */
    public long length(int index) {
        Block block = block(index);
        return block.lengths[index - block.first] & 0xFFFFFFFFL;
    }

    private Block block(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("fragment " + index + " of " + count);
        }
        int low = 0;
        int high = blocks.length - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (blocks[middle].first <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return blocks[low];
    }

    /**
     * Bytes of the whole as encoded, item headers and sequence delimiter included; odd fragments count with their
     * padding.
     *
     * @return bytes
     */
    public long encodedLength() {
        return encodedLength;
    }

    /**
     * Whether the items follow each other in the source as they are encoded in little endian order, so that all of them
     * can be copied at once.
     *
     * @return true if the source has {@link #encodedLength} bytes, up to the delimiter, from the header of the first on
     */
    public boolean areItemsInSource() {
        return itemsInSource;
    }

    /**
     * Opens one item's value.
     *
     * @param index 0 for the Basic Offset Table, 1 for the first fragment
     * @return a stream that ends with the item; the caller closes it
     * @throws IOException if the bytes cannot be read, or no source is known
     */
    public InputStream open(int index) throws IOException {
        return new BulkData(source, offset(index), length(index), false).open();
    }

    /**
     * Opens the source of all fragments once, to read many of them at {@link #offset} and {@link #length}.
     *
     * @return a reader; the caller closes it
     * @throws IOException if the source cannot be opened, or none is known
     */
    public BulkReader reader() throws IOException {
        long first = count == 0 ? 0 : offset(0);
        return BulkData.readable(source, first, encodedLength).reader();
    }

    /** Collects the places of fragments in their order. Not thread-safe. */
    public static final class Builder {
        private final List<Block> blocks = new ArrayList<>();
        private int[] lengths = new int[8];
        private long[] marks = new long[1];
        private int open;
        private long next;
        private int count;
        private long encodedLength;
        private boolean itemsInSource = true;

        Builder() {}

        /**
         * Adds a fragment.
         *
         * @param offset first byte of the item's value within the source
         * @param length bytes of the item's value, less than 4 GiB
         * @return this builder
         */
        public Builder add(long offset, long length) {
            itemsInSource = false;
            return place(offset, length);
        }

        /**
         * Adds a fragment before whose value the source has the header of its item as it is encoded in little endian
         * order (PS3.5 7.5).
         *
         * @param offset first byte of the item's value within the source
         * @param length bytes of the item's value, an even number less than 4 GiB
         * @return this builder
         */
        public Builder addItem(long offset, long length) {
            itemsInSource &= (length & 1) == 0 && (count == 0 || offset == next);
            return place(offset, length);
        }

        private Builder place(long offset, long length) {
            if (length < 0 || length > 0xFFFFFFFFL) {
                throw new IllegalArgumentException("a fragment has at most 4,294,967,295 bytes, not " + length);
            }
            if (open == Block.SIZE || open > 0 && offset != next) {
                endBlock();
            }
            if (open == lengths.length) {
                lengths = Arrays.copyOf(lengths, open * 2);
                marks = Arrays.copyOf(marks, lengths.length / Block.MARK + 1);
            }
            if (open % Block.MARK == 0) {
                marks[open / Block.MARK] = offset;
            }
            lengths[open++] = (int) length;
            count++;
            next = offset + length + ITEM_HEADER;
            encodedLength += ITEM_HEADER + length + (length & 1);
            return this;
        }

        /**
         * How many fragments there are so far.
         *
         * @return at least 0
         */
        public int count() {
            return count;
        }

        private void endBlock() {
            if (open > 0) {
                int used = (open + Block.MARK - 1) / Block.MARK;
                blocks.add(new Block(count - open, Arrays.copyOf(lengths, open), Arrays.copyOf(marks, used)));
                open = 0;
            }
        }

        /**
         * Finishes the description.
         *
         * @param source where the bytes can be read, or null if only their places are known
         * @return the fragments
         */
        public Fragments build(BulkData.@Nullable Source source) {
            endBlock();
            return new Fragments(source, this);
        }
    }
}
