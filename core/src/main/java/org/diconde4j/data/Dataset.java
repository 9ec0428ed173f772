package org.diconde4j.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * A data set: elements in ascending tag order (PS3.5 7.1). Immutable and thread-safe. Small values of one reading share
 * an array; {@link Element} objects are made when asked for.
 */
public final class Dataset extends DatasetValues implements Iterable<Element> {
    /** Words per element in {@link #index}: its tag; its representation with where its value begins. */
    static final int STRIDE = 2;
    /** In the second word: the number of bytes from {@link #base} on, or of the object. */
    static final int PLACE = 0xFFFFFF;
    /** In the second word: the value is one of the objects. */
    static final int OBJECT = 0x80000000;
    /** In the second word: the encoding said UN, so the value is in little endian order (PS3.5 6.2.2). */
    static final int AS_UN = 0x40000000;

    static final VR[] VRS = VR.values();

    private static final int SPECIFIC_CHARACTER_SET = 0x00080005;

    static final Object[] NO_OBJECTS = {};
    private static final Dataset EMPTY =
            new Dataset(new int[1], new Slab(new byte[0]), 0, NO_OBJECTS, false, CharacterSet.DEFAULT);
    private static final VarHandle FOUND = found();

    /**
     * Two words for each element. Then for each object how many bytes of the slab stand before it, and at last how many
     * there are in all: a value ends where the next begins. Null if it is made when first asked for.
     */
    private final int @Nullable [] index;
    /** Bytes of an item that is kept as it was encoded, headers included; 0 if the slab has nothing but values. */
    private final int encoded;
    /** The index of such an item, once somebody has asked. */
    private int @Nullable [] found;

    private final Slab slab;
    private final int base;
    private final Object[] objects;
    private final boolean bigEndian;
    private final CharacterSet characterSet;

    Dataset(int[] index, Slab slab, int base, Object[] objects, boolean bigEndian, CharacterSet characterSet) {
        this.index = index;
        this.slab = slab;
        this.base = base;
        this.objects = objects.length == 0 ? NO_OBJECTS : objects;
        this.bigEndian = bigEndian;
        this.characterSet = characterSet;
        this.encoded = 0;
    }

    /** An item that is kept as it was encoded, as {@link EncodedItem} reads it. */
    Dataset(Slab slab, int base, int encoded, CharacterSet characterSet) {
        this.index = null;
        this.slab = slab;
        this.base = base;
        this.objects = NO_OBJECTS;
        this.bigEndian = false;
        this.characterSet = characterSet;
        this.encoded = encoded;
    }

    private static VarHandle found() {
        try {
            return MethodHandles.lookup().findVarHandle(Dataset.class, "found", int[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int[] index() {
        return index != null ? index : ofEncoded();
    }

    /** Threads that ask at the same time may each make one; they are equal. */
    private int[] ofEncoded() {
        int[] known = (int[]) FOUND.getAcquire(this);
        if (known == null) {
            known = EncodedItem.index(slab.bytes, base, encoded);
            FOUND.setRelease(this, known);
        }
        return known;
    }

    /**
     * The data set without elements.
     *
     * @return the one instance
     */
    public static Dataset empty() {
        return EMPTY;
    }

    /**
     * Begins a new data set.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins a changed copy.
     *
     * @return a builder that holds these elements
     */
    public Builder toBuilder() {
        return new Builder().setAll(this);
    }

    /**
     * Number of elements on this level.
     *
     * @return at least 0
     */
    public int size() {
        return (index().length - objects.length) / STRIDE; // one word is left over
    }

    /**
     * Whether there are no elements.
     *
     * @return true if empty
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * The character set that holds for the texts of this data set: its own Specific Character Set (0008,0005), or that
     * of the data set around it.
     *
     * @return never null
     */
    public CharacterSet characterSet() {
        return characterSet;
    }

    /**
     * The same data set for a place where no other is around it. An item that took its character set from the data set
     * around it gets one of its own, if its text needs it.
     *
     * @return this, or a changed copy
     */
    public Dataset standingAlone() {
        return within(CharacterSet.DEFAULT);
    }

    /** The same texts as an item where another character set holds: encoded anew, or with one of its own. */
    Dataset within(CharacterSet around) {
        return characterSet.equals(around) || contains(SPECIFIC_CHARACTER_SET)
                ? this
                : toBuilder().build(around);
    }

    /**
     * Finds an element.
     *
     * @param tag group and element number
     * @return the element, or null if absent
     */
    @Override
    public @Nullable Element get(int tag) {
        int at = find(tag);
        return at < 0 ? null : element(at);
    }

    /**
     * Finds an element of a private block (PS3.5 7.8).
     *
     * @param creator the private creator
     * @param group the odd group
     * @param elementLowByte the low byte of the element number within the block
     * @return the element, or null if the block or the element is absent
     */
    public @Nullable Element get(String creator, int group, int elementLowByte) {
        for (int block = 0x10; block <= 0xFF; block++) {
            if (creator.equals(string(group << 16 | block))) {
                Element element = get(group << 16 | block << 8 | elementLowByte);
                if (element != null) {
                    return element;
                }
            }
        }
        return null;
    }

    /**
     * The private creator that has reserved the block of a private element (PS3.5 7.8.1).
     *
     * @param tag a private element
     * @return the creator, or null if none is given or the tag is not private
     */
    public @Nullable String privateCreator(int tag) {
        int block = tag >>> 8 & 0xFF;
        return (tag >>> 16 & 1) == 0 || block < 0x10 ? null : string(tag & 0xFFFF0000 | block);
    }

    /**
     * Whether an element is present, be it empty.
     *
     * @param tag group and element number
     * @return true if present
     */
    public boolean contains(int tag) {
        return find(tag) >= 0;
    }

    /**
     * The items of a sequence.
     *
     * @param tag group and element number
     * @return the items, none if the element is absent or no sequence
     */
    public List<Dataset> items(int tag) {
        Element element = get(tag);
        return element == null ? List.of() : element.items();
    }

    @Override
    public Iterator<Element> iterator() {
        return new Iterator<>() {
            private final int end = size() * STRIDE;
            private int next;

            @Override
            public boolean hasNext() {
                return next < end;
            }

            @Override
            public Element next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Element element = element(next);
                next += STRIDE;
                return element;
            }
        };
    }

    private int find(int tag) {
        int[] index = index();
        int low = 0;
        int high = size() - 1;
        int key = tag + Integer.MIN_VALUE;
        while (low <= high) {
            int middle = low + high >>> 1;
            int at = index[middle * STRIDE] + Integer.MIN_VALUE;
            if (at < key) {
                low = middle + 1;
            } else if (at > key) {
                high = middle - 1;
            } else {
                return middle * STRIDE;
            }
        }
        return -1;
    }

    private Element element(int at) {
        int[] index = index();
        int word = index[at + 1];
        VR vr = VRS[word >>> 24 & 0x3F];
        boolean asUn = (word & AS_UN) != 0;
        boolean swapped = bigEndian && !asUn;
        if (word < 0) {
            Object value = objects[word & PLACE];
            int length = value instanceof byte[] bytes ? bytes.length : 0;
            boolean order = value instanceof BulkData bulk ? bulk.bigEndian() : swapped; // a file's stays as it is
            return new Element(index[at], vr, value, 0, length, order, asUn, characterSet);
        }
        int start = word & PLACE;
        int next = placeAt(index, at + STRIDE);
        int length = next - start - (encoded == 0 ? 0 : EncodedItem.HEADER);
        return new Element(index[at], vr, slab.bytes, base + start, length, swapped, asUn, characterSet);
    }

    /** Where the value of an element begins, counted from the base; after the last element where all end. */
    private int placeAt(int[] index, int at) {
        int objectPlaces = index.length - 1 - objects.length;
        if (at == objectPlaces) {
            return index[index.length - 1];
        }
        int word = index[at + 1];
        return word < 0 ? index[objectPlaces + (word & PLACE)] : word & PLACE;
    }

    /**
     * Whether both hold the same elements with the same values, whatever their encoding: byte order, padding, group
     * lengths, the way sequences are delimited, UN against a known representation. Values that stay in a file are
     * compared too.
     *
     * @param other another data set
     * @return true if nothing differs
     * @throws java.io.UncheckedIOException if a bulk value cannot be read
     */
    public boolean sameContent(Dataset other) {
        return Comparison.sameContent(this, other);
    }

    @Override
    public String toString() {
        return "Dataset[" + size() + " elements]";
    }

    /** Collects elements; a later one replaces an earlier one of the same tag. Not thread-safe. */
    public static final class Builder extends DatasetBuilder<Builder> {
        Builder() {}
    }
}
