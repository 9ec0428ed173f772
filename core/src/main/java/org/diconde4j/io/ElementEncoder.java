package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.BulkReader;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.data.SwappedStream;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** Encodes elements one after the other (PS3.5 7). Not thread-safe. */
final class ElementEncoder {
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_DELIMITER = 0xFFFEE00D;
    static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;
    static final int UNDEFINED = -1;

    /** Bytes that are swapped at once, whole units of any size. */
    private static final int SWAPPED = 1 << 13;

    private final Output out;
    private final boolean explicit;
    private final boolean bigEndian;
    private final boolean bigEndianPixels;
    private final byte[] word = new byte[12];

    ElementEncoder(Output out, TransferSyntax syntax) {
        this(out, syntax.explicitVr(), syntax.bigEndian(), syntax.bigEndian() || syntax.bigEndianPixels());
    }

    private ElementEncoder(Output out, boolean explicit, boolean bigEndian, boolean bigEndianPixels) {
        this.out = out;
        this.explicit = explicit;
        this.bigEndian = bigEndian;
        this.bigEndianPixels = bigEndianPixels;
    }

    /** For what stands within UN: implicit little endian, whatever is around it (PS3.5 6.2.2). */
    ElementEncoder withinUnknown() {
        return new ElementEncoder(out, false, false, false);
    }

    void elements(Dataset dataset) throws IOException {
        for (Element element : dataset) {
            int tag = element.tag();
            if ((tag & 0xFFFF) == 0 && element.length() == 4) {
                groupLength(element, dataset);
            } else {
                element(element);
            }
        }
    }

    /** A group length is that of what is written, not of what was read (PS3.5 7.2). */
    private void groupLength(Element element, Dataset dataset) throws IOException {
        long length = 0;
        for (Element other : dataset) {
            if (other.tag() >>> 16 == element.tag() >>> 16 && other.tag() != element.tag()) {
                length += length(other);
            }
        }
        boolean asUn = explicit && element.isEncodedAsUN();
        header(element.tag(), asUn ? VR.UN : element.vr(), 4);
        boolean big = bigEndian && !asUn;
        for (int i = 0; i < 4; i++) {
            out.write((int) (length >>> 8 * (big ? 3 - i : i)));
        }
    }

    void element(Element element) throws IOException {
        Fragments fragments = element.fragments();
        if (fragments != null) {
            header(element.tag(), element.vr(), UNDEFINED);
            fragments(fragments);
        } else if (element.isSequence()) {
            sequence(element);
        } else {
            value(element);
        }
    }

    private void value(Element element) throws IOException {
        long length = element.length();
        boolean asUn = isWrittenAsUn(element);
        valueHeader(element.tag(), asUn ? VR.UN : element.vr(), length);
        boolean toBigEndian = !asUn && isBigEndian(element.tag());
        boolean swap = element.vr().unit() > 1 && element.isBigEndian() != toBigEndian;
        long copied = swap ? swapped(element, length, toBigEndian) : copy(element, length);
        if (copied != length) {
            throw new IOException(
                    "the bulk value of " + element + " ends early: expected " + length + " bytes, found " + copied);
        }
        if (!swap) {
            pad(element.vr(), length);
        }
    }

    /** Whether the numbers of an element stand in big endian order. */
    boolean isBigEndian(int tag) {
        return tag == Tag.PixelData ? bigEndianPixels : bigEndian;
    }

    /** The header of a value, whose bytes and {@linkplain #pad padding} are to follow. */
    void valueHeader(int tag, VR vr, long length) throws IOException {
        long even = length + (length & 1);
        if (even > 0xFFFFFFFEL || length < 0) {
            throw new IOException(String.format(
                    java.util.Locale.ROOT,
                    "the value of (%04X,%04X) %s has %d bytes; elements hold 0 to 4,294,967,294 (PS3.5 7.1)",
                    tag >>> 16,
                    tag & 0xFFFF,
                    vr,
                    length));
        }
        header(tag, vr, (int) even);
    }

    void pad(VR vr, long length) throws IOException {
        if ((length & 1) != 0) {
            out.write(vr.padding());
        }
    }

    private long copy(Element element, long length) throws IOException {
        BulkData bulk = element.bulkData();
        if (bulk != null && bulk.source() != null) {
            try (BulkReader reader = bulk.source().reader()) {
                return out.copy(reader, bulk.offset(), length);
            }
        }
        try (InputStream in = element.open()) {
            return bulk == null ? in.transferTo(out) : out.copy(in, length); // from memory straight from the array
        }
    }

    private long swapped(Element element, long length, boolean toBigEndian) throws IOException {
        try (InputStream in = element.open()) {
            return swapped(in, length, element.vr(), toBigEndian);
        }
    }

    /**
     * Writes a value and its padding in the other byte order and reads no more of the stream than that. In big endian
     * order the last byte of an odd number stands behind its padding, as the lower half of a word (PS3.5 7.3).
     *
     * @return how many bytes there were
     */
    long swapped(InputStream in, long length, VR vr, boolean toBigEndian) throws IOException {
        byte[] chunk = new byte[(int) Math.min(SWAPPED, length + 1)];
        long done = 0;
        while (done < length) {
            int wanted = (int) Math.min(SWAPPED, length - done);
            int count = in.readNBytes(chunk, 0, wanted);
            done += count;
            int even = count + (count & 1);
            if (even > count) {
                chunk[count] = vr.padding();
            }
            SwappedStream.swap(chunk, 0, toBigEndian ? even : count, vr.unit());
            out.write(chunk, 0, even);
            if (count < wanted) {
                break;
            }
        }
        return done;
    }

    /** As it was read, or because the representation cannot express the length (PS3.5 6.2.2). */
    private boolean isWrittenAsUn(Element element) {
        return explicit && (element.isEncodedAsUN() || !element.vr().hasLongLength() && element.length() > 0xFFFE);
    }

    private void sequence(Element element) throws IOException {
        boolean undefined = element.isUndefinedLength();
        boolean asUn = isWrittenAsUn(element);
        ElementEncoder inner = asUn ? withinUnknown() : this;
        header(
                element.tag(),
                asUn ? VR.UN : VR.SQ,
                undefined ? UNDEFINED : definite(inner.itemsLength(element), element));
        for (int i = 0; i < element.items().size(); i++) {
            Dataset item = element.items().get(i);
            boolean itemUndefined = element.isItemUndefinedLength(i);
            inner.tagAndLength(ITEM, itemUndefined ? UNDEFINED : definite(inner.length(item), element));
            inner.elements(item);
            if (itemUndefined) {
                inner.tagAndLength(ITEM_DELIMITER, 0);
            }
        }
        if (undefined) {
            inner.tagAndLength(SEQUENCE_DELIMITER, 0);
        }
    }

    private static int definite(long length, Element element) throws IOException {
        if (length > 0xFFFFFFFEL) {
            throw new IOException("the items of " + element + " have " + length
                    + " bytes; a defined length goes up to 4,294,967,294 (PS3.5 7.5.1)");
        }
        return (int) length;
    }

    private long itemsLength(Element element) {
        long sum = 0;
        for (int i = 0; i < element.items().size(); i++) {
            sum += 8 + length(element.items().get(i)) + (element.isItemUndefinedLength(i) ? 8 : 0);
        }
        return sum;
    }

    private long length(Dataset dataset) {
        long sum = 0;
        for (Element element : dataset) {
            sum += length(element);
        }
        return sum;
    }

    private long length(Element element) {
        boolean asUn = isWrittenAsUn(element);
        long header = explicit && (asUn || element.vr().hasLongLength()) ? 12 : 8;
        Fragments fragments = element.fragments();
        if (fragments != null) {
            return header + fragments.encodedLength();
        }
        if (element.isSequence()) {
            ElementEncoder inner = asUn ? withinUnknown() : this;
            return header + inner.itemsLength(element) + (element.isUndefinedLength() ? 8 : 0);
        }
        return header + element.length() + (element.length() & 1);
    }

    private void fragments(Fragments fragments) throws IOException {
        if (fragments.count() > 0) {
            try (BulkReader reader = fragments.reader()) {
                if (fragments.areItemsInSource() && !bigEndian) {
                    items(fragments, reader);
                } else {
                    for (int i = 0; i < fragments.count(); i++) {
                        fragment(fragments, i, reader);
                    }
                }
            }
        }
        tagAndLength(SEQUENCE_DELIMITER, 0);
    }

    /** All at once: a call to the system for each of many thousands takes as long as their bytes. */
    private void items(Fragments fragments, BulkReader reader) throws IOException {
        long length = fragments.encodedLength() - 8; // the delimiter
        long copied = out.copy(reader, fragments.offset(0) - 8, length);
        if (copied != length) {
            throw new IOException("the fragments end early: expected " + length + " bytes, found " + copied);
        }
    }

    private void fragment(Fragments fragments, int index, BulkReader reader) throws IOException {
        long length = fragments.length(index);
        tagAndLength(ITEM, (int) (length + (length & 1)));
        long copied = out.copy(reader, fragments.offset(index), length);
        if (copied != length) {
            throw new IOException("fragment " + index + " ends early: expected " + length + " bytes, found " + copied);
        }
        pad(VR.OB, length);
    }

    void header(int tag, VR vr, int length) throws IOException {
        if (!explicit) {
            tagAndLength(tag, length);
            return;
        }
        put16(0, tag >>> 16);
        put16(2, tag);
        word[4] = (byte) vr.name().charAt(0);
        word[5] = (byte) vr.name().charAt(1);
        if (vr.hasLongLength()) {
            word[6] = 0;
            word[7] = 0;
            put32(8, length);
            out.write(word, 0, 12);
        } else {
            put16(6, length);
            out.write(word, 0, 8);
        }
    }

    void tagAndLength(int tag, int length) throws IOException {
        put16(0, tag >>> 16);
        put16(2, tag);
        put32(4, length);
        out.write(word, 0, 8);
    }

    private void put16(int at, int value) {
        word[bigEndian ? at + 1 : at] = (byte) value;
        word[bigEndian ? at : at + 1] = (byte) (value >>> 8);
    }

    private void put32(int at, int value) {
        put16(bigEndian ? at + 2 : at, value);
        put16(bigEndian ? at : at + 2, value >>> 16);
    }
}
