package org.diconde4j.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** One element of a data set: tag, value representation and value (PS3.5 7.1). Immutable and thread-safe. */
public final class Element extends ElementValues {
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;
    /** Bytes of a text in a file that are looked at for a number. */
    private static final int MAX_NUMBER = 1 << 10;

    private final int tag;
    private final VR vr;
    /** byte[], Items, Fragments or BulkData. */
    private final Object value;

    private final int offset;
    private final int length;
    private final boolean bigEndian;
    private final boolean asUn;
    private final CharacterSet characterSet;

    Element(int tag, VR vr, Object value, int offset, int length, boolean bigEndian, CharacterSet characterSet) {
        this(tag, vr, value, offset, length, bigEndian, false, characterSet);
    }

    Element(
            int tag,
            VR vr,
            Object value,
            int offset,
            int length,
            boolean bigEndian,
            boolean asUn,
            CharacterSet characterSet) {
        this.tag = tag;
        this.vr = vr;
        this.value = value;
        this.offset = offset;
        this.length = length;
        this.bigEndian = bigEndian;
        this.asUn = asUn;
        this.characterSet = characterSet;
    }

    /**
     * Makes an element whose value stays where it is stored.
     *
     * @param tag group and element number
     * @param vr representation of the value
     * @param bulk place of the value
     * @return the element
     */
    public static Element of(int tag, VR vr, BulkData bulk) {
        return new Element(tag, vr, bulk, 0, 0, bulk.bigEndian(), CharacterSet.DEFAULT);
    }

    /**
     * Makes an element of encapsulated pixel data.
     *
     * @param tag group and element number
     * @param vr representation of the value, OB or OW
     * @param fragments places of the fragments
     * @return the element
     */
    public static Element of(int tag, VR vr, Fragments fragments) {
        return new Element(tag, vr, fragments, 0, 0, false, CharacterSet.DEFAULT);
    }

    /**
     * Group and element number.
     *
     * @return the tag, group in the upper half
     */
    @Override
    public int tag() {
        return tag;
    }

    /**
     * The value representation as read, or that of the dictionary where the encoding carries none, or UN.
     *
     * @return never null
     */
    @Override
    public VR vr() {
        return vr;
    }

    /**
     * Whether the encoding said UN where {@link #vr()} is what the dictionary knows; it is written as UN again.
     *
     * @return true if the value stands in implicit little endian (PS3.5 6.2.2)
     */
    public boolean isEncodedAsUN() {
        return asUn;
    }

    /**
     * The character set that its text is in.
     *
     * @return never null
     */
    public CharacterSet characterSet() {
        return characterSet;
    }

    /**
     * Bytes of the value as read, padding included.
     *
     * @return bytes, or -1 for sequences and encapsulated pixel data
     */
    public long length() {
        if (value instanceof BulkData bulk) {
            return bulk.length();
        }
        return value instanceof byte[] ? length : -1;
    }

    /**
     * Whether there is no value: no bytes, or a sequence without items.
     *
     * @return true if empty
     */
    public boolean isEmpty() {
        return value instanceof Items items ? items.datasets().isEmpty() : length() == 0;
    }

    /**
     * Whether this is a sequence of items.
     *
     * @return true if {@link #items()} says what there is
     */
    public boolean isSequence() {
        return value instanceof Items;
    }

    /**
     * The items of a sequence.
     *
     * @return the items in order, none if this is no sequence
     */
    public List<Dataset> items() {
        return value instanceof Items items ? items.datasets() : List.of();
    }

    /**
     * Whether a sequence was encoded with undefined length (PS3.5 7.5.1).
     *
     * @return true if it ends with a delimiter
     */
    public boolean isUndefinedLength() {
        return value instanceof Items items ? items.undefinedLength() : value instanceof Fragments;
    }

    /**
     * Whether an item was encoded with undefined length (PS3.5 7.5.1).
     *
     * @param item index of the item
     * @return true if it ends with a delimiter
     */
    public boolean isItemUndefinedLength(int item) {
        return value instanceof Items items && items.itemUndefined(item);
    }

    /**
     * The fragments of encapsulated pixel data.
     *
     * @return the fragments, or null if this is none
     */
    public @Nullable Fragments fragments() {
        return value instanceof Fragments fragments ? fragments : null;
    }

    /**
     * The place of a value that was left where it is stored.
     *
     * @return the place, or null if the value is in memory
     */
    public @Nullable BulkData bulkData() {
        return value instanceof BulkData bulk ? bulk : null;
    }

    /**
     * A view of the value's bytes, padding included, in the byte order in which they stand. A value in a file is read
     * whole.
     *
     * @return a read-only buffer whose order is that of the value; empty for sequences and fragments
     * @throws UncheckedIOException if a value in a file cannot be read
     */
    public ByteBuffer buffer() {
        Element here = bulkData() != null ? inMemory(bytes()) : inMemory();
        return ByteBuffer.wrap(here.array(), here.offset, here.length)
                .slice()
                .asReadOnlyBuffer()
                .order(here.bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The value as bytes in little endian order, padding included. A value in a file is read whole.
     *
     * @return a copy; empty for sequences and fragments
     * @throws UncheckedIOException if a value in a file cannot be read
     */
    public byte[] bytes() {
        if (length() > MAX_ARRAY) {
            throw new UncheckedIOException(new IOException("value of " + this + " with " + length()
                    + " bytes is too long for an array: open() gives it as a stream"));
        }
        try (InputStream in = open()) {
            byte[] bytes = in.readAllBytes();
            if (bigEndian) {
                Numbers.swap(bytes, 0, bytes.length, vr.unit());
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens the value's bytes as they are stored, in the byte order of {@link #isBigEndian()}.
     *
     * @return a stream; the caller closes it; empty for sequences and fragments
     * @throws IOException if a value in a file cannot be read
     */
    public InputStream open() throws IOException {
        if (value instanceof BulkData bulk) {
            return bulk.open();
        }
        return value instanceof byte[] bytes
                ? new ByteArrayInputStream(bytes, offset, length)
                : InputStream.nullInputStream();
    }

    /**
     * The byte order in which {@link #open()} gives binary values.
     *
     * @return true for big endian
     */
    public boolean isBigEndian() {
        return bigEndian;
    }

    Element withTag(int other) {
        return new Element(other, vr, value, offset, length, bigEndian, asUn, characterSet);
    }

    Object value() {
        return value;
    }

    int offset() {
        return offset;
    }

    /** This with its value in memory, read from the file if it stands there; without one if that cannot be had. */
    @Override
    Element inMemory() {
        if (value instanceof byte[]) {
            return this;
        }
        return inMemory(value instanceof BulkData bulk && bulk.source() != null ? bytes() : new byte[0]);
    }

    private Element inMemory(byte[] read) {
        return new Element(tag, vr, read, 0, read.length, false, asUn, characterSet);
    }

    /** The same with the first value only, which must be a number; of one in a file no more is read. */
    Element firstValue() {
        int unit = vr == VR.AT ? 4 : vr.isString() ? MAX_NUMBER : vr.unit();
        if (!(value instanceof byte[] bytes)) {
            try (InputStream in =
                    bulkData() == null || bulkData().source() == null ? InputStream.nullInputStream() : open()) {
                byte[] read = in.readNBytes(unit);
                return new Element(tag, vr, read, 0, read.length, bigEndian, asUn, characterSet).firstValue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        int end = Math.min(length, unit);
        if (vr.isString()) {
            for (end = 0; end < length && bytes[offset + end] != '\\'; end++) {}
        }
        return new Element(tag, vr, bytes, offset, end, bigEndian, asUn, characterSet);
    }

    /** The array of a value in memory. */
    byte[] array() {
        return (byte[]) value;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "(%04X,%04X) %s", tag >>> 16, tag & 0xFFFF, vr);
    }
}
