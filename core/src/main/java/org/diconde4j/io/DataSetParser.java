package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** Reads the elements of a data set one after the other (PS3.5 7). */
final class DataSetParser {
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_DELIMITER = 0xFFFEE00D;
    static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;
    static final long UNDEFINED = 0xFFFFFFFFL;

    private static final long TO_END_OF_INPUT = Long.MAX_VALUE;
    private static final int CHUNK = 1 << 20;
    private static final int ITEM_BYTE = 0xFE;

    private final ReadOptions options;
    private final ReadLimits limits;
    private final DatasetAssembler assembler = new DatasetAssembler(4096);
    private final DatasetAssembler.Place place = new DatasetAssembler.Place();
    private final Representations representations = new Representations(assembler);
    private Input in;
    private boolean explicit;
    private boolean bigEndian;
    private int elements;
    private long inMemory;
    private int tag;
    private long elementStart;
    /** Whether the input ended early, and what was read of it is wanted. */
    private boolean ended;
    /** Whether the input is the value of an element, which is to be taken whole or not at all. */
    private boolean within;

    DataSetParser(Input in, ReadOptions options) {
        this.in = in;
        this.options = options;
        this.limits = options.limits();
    }

    /** Reads group 0002, which is explicit little endian always and ends where another group begins. */
    Dataset readFileMeta() throws IOException {
        explicit = true;
        bigEndian = false;
        assembler.begin(false);
        long groupEnd = -1;
        boolean deflated = false;
        while (!ended && in.available(4) >= 4 && in.peek16(0, false) == 0x0002) {
            if (deflated && in.position() == groupEnd) {
                break; // deflated bytes may look like anything
            }
            element(0, TO_END_OF_INPUT);
            if (tag == Tag.FileMetaInformationGroupLength) {
                groupEnd = in.position() + Math.max(0, lastInteger());
            } else if (tag == Tag.TransferSyntaxUID) {
                String uid = assembler.string(tag);
                deflated = uid != null && TransferSyntax.of(uid).deflated();
            }
        }
        return assembler.end();
    }

    private int lastInteger() {
        byte[] bytes = place.bytes;
        int at = place.offset;
        return at + 4 > bytes.length
                ? 0
                : bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
    }

    /** Reads elements up to the end of the input, or until one has a tag from {@link ReadOptions#stopAt} on. */
    Dataset readToEnd(boolean explicitVr, boolean bigEndianOrder) throws IOException {
        explicit = explicitVr;
        bigEndian = bigEndianOrder;
        assembler.begin(bigEndian);
        while (!ended && in.available(8) > 0) {
            if (in.available(4) >= 4 && Integer.toUnsignedLong(peekTag()) >= options.stopAt()) {
                break;
            }
            if (in.peek(0) == 0 && atPaddingToEnd()) {
                break;
            }
            element(0, TO_END_OF_INPUT);
        }
        return finish();
    }

    private Dataset finish() {
        if (!assembler.isSorted()) {
            deviate("tags must ascend (PS3.5 7.1), found some out of order or twice");
        }
        return assembler.end();
    }

    /** Some writers fill the last block of a file with zeros. */
    private boolean atPaddingToEnd() throws IOException {
        int count = Math.min(in.available(1024), 1024);
        for (int i = 0; i < count; i++) {
            if (in.peek(i) != 0) {
                return false;
            }
        }
        elementStart = in.position();
        tag = 0;
        deviate("expected an element, found only zeros");
        while (in.available(1) > 0) {
            if (in.peek(0) != 0) {
                throw problem("expected zeros to the end, found something at offset " + in.position());
            }
            in.consume(1);
        }
        return true;
    }

    private int peekTag() {
        return in.peek16(0, bigEndian) << 16 | in.peek16(2, bigEndian);
    }

    /** Makes bytes available; false where the input ends before, and that is no reason to fail. */
    private boolean need(int count) throws IOException {
        int available = in.available(count);
        if (available >= count) {
            return true;
        }
        endsEarly(count, available);
        return false;
    }

    private void endsEarly(long expected, long found) {
        String problem = "the input ends early: expected " + expected + " bytes, found " + Math.max(0, found);
        if (!options.truncated() || within) {
            throw problem(problem);
        }
        deviate(problem);
        ended = true;
    }

    /** Reads one element; false if it was the delimiter of the item that is open. */
    private boolean element(int depth, long end) throws IOException {
        elementStart = in.position();
        if (in.available(8) < 8) {
            tag = in.available(4) >= 4 ? peekTag() : 0;
            endsEarly(8, in.available(8));
            return true;
        }
        tag = peekTag();
        if (++elements > limits.elements()) {
            throw problem("more than " + limits.elements() + " elements, which is the limit");
        }
        if ((tag & 0xFFFF0000) == 0xFFFE0000) {
            return delimiter(depth);
        }
        VR vr;
        long length;
        VR read = explicit ? VR.of(in.peek(4), in.peek(5)) : null;
        if (read != null && !read.hasLongLength()) {
            vr = read;
            length = in.peek16(6, bigEndian);
            in.consume(8);
        } else if (read != null || explicit && isUnknownRepresentation()) {
            vr = read == null ? VR.UN : read;
            if (!need(12)) {
                return true;
            }
            length = in.peek32(8, bigEndian) & UNDEFINED;
            in.consume(12);
        } else {
            vr = representations.of(tag);
            length = in.peek32(4, bigEndian) & UNDEFINED;
            in.consume(8);
        }
        if (length == UNDEFINED) {
            undefinedLength(vr, read != null, depth, end);
            return true;
        }
        if (length > end - in.position()) {
            throw problem("the value of " + length + " bytes ends after the item around it, which has "
                    + (end - in.position()) + " left");
        }
        if (vr == VR.SQ) {
            sequence(VR.SQ, depth, in.position() + length, false);
        } else if (vr == VR.UN && explicit) {
            unknown(length, depth);
        } else {
            value(vr, false, length);
        }
        return true;
    }

    private boolean delimiter(int depth) throws IOException {
        int length = in.peek32(4, bigEndian);
        if (tag == ITEM) {
            throw problem("expected an element, found an item outside of a sequence");
        }
        if (tag == SEQUENCE_DELIMITER && depth > 0) {
            deviate("expected the delimiter of an item, found that of its sequence");
            return false; // not consumed: the sequence takes it
        }
        in.consume(8);
        if (length != 0) {
            deviate("a delimiter has length 0, found " + (length & UNDEFINED));
        }
        if (depth == 0 || tag != ITEM_DELIMITER) {
            deviate("a delimiter stands outside of any sequence");
            return true;
        }
        return false;
    }

    /**
     * A representation of a later edition has two capital letters and a 32-bit length (PS3.5 6.2 note 2); other bytes
     * are the length of an implicit encoding.
     */
    private boolean isUnknownRepresentation() {
        int first = in.peek(4);
        int second = in.peek(5);
        boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
        deviate(
                letters
                        ? "unknown value representation " + (char) first + (char) second + ", read as UN"
                        : "expected a value representation, found bytes "
                                + Integer.toHexString(first)
                                + ' '
                                + Integer.toHexString(second));
        return letters;
    }

    private void undefinedLength(VR vr, boolean said, int depth, long end) throws IOException {
        if (vr == VR.SQ) {
            sequence(VR.SQ, depth, end, true);
        } else if ((vr == VR.OB || vr == VR.OW || vr == VR.UN) && isPixelData(tag)) {
            fragments(said ? vr : VR.OB); // PS3.5 A.4: encapsulated pixel data is OB
        } else if (vr != VR.UN) {
            throw problem("representation " + vr + " cannot have undefined length");
        } else if (explicit) {
            implicitSequence(depth, end, true); // PS3.5 6.2.2 note 4
        } else {
            sequence(VR.SQ, depth, end, true);
        }
    }

    private static boolean isPixelData(int tag) {
        return tag == Tag.PixelData || (tag & 0xFF00FFFF) == 0x7F000010 && (tag & 0x10000) == 0;
    }

    /** UN of an explicit encoding: in implicit little endian, if a dictionary knows what it is (PS3.5 6.2.2). */
    private void unknown(long length, int depth) throws IOException {
        VR known = representations.of(tag);
        if (known != VR.SQ || length == 0) {
            value(known, known != VR.UN, length);
            return;
        }
        if (length > CHUNK || options.strict()) {
            implicitSequence(depth, in.position() + length, false);
            return;
        }
        int unknown = tag;
        long start = elementStart;
        countInMemory(length);
        Input outer = in;
        boolean outerWithin = within;
        int open = assembler.depth();
        byte[] bytes = new byte[(int) length];
        long at = in.position();
        int found = in.read(bytes, 0, bytes.length);
        if (found < bytes.length) {
            endsEarly(length, found);
            return;
        }
        in = new Input(new ByteArrayInputStream(bytes), (int) Math.min(1 << 13, Math.max(64, length)), at);
        within = true;
        try {
            if (in.available(8) < 8 || in.peek(0) != ITEM_BYTE) {
                throw problem("expected an item");
            }
            implicitSequence(depth, at + length, false);
        } catch (DicomParseException e) {
            assembler.rollBack(open);
            tag = unknown;
            elementStart = start;
            deviate("UN of a known sequence does not hold one, kept as bytes: " + e.getMessage());
            assembler.value(unknown, VR.UN, bytes.length, place);
            System.arraycopy(bytes, 0, place.bytes, place.offset, bytes.length);
        } finally {
            in = outer;
            within = outerWithin;
        }
    }

    private void implicitSequence(int depth, long end, boolean undefined) throws IOException {
        boolean outerOrder = bigEndian;
        explicit = false;
        bigEndian = false;
        try {
            sequence(VR.UN, depth, end, undefined);
        } finally {
            explicit = true;
            bigEndian = outerOrder;
        }
    }

    private void sequence(VR vr, int depth, long end, boolean undefined) throws IOException {
        if (depth >= limits.depth()) {
            throw problem("sequences are nested deeper than " + limits.depth() + ", which is the limit");
        }
        int sequenceTag = tag;
        List<Dataset> items = new ArrayList<>(2);
        boolean[] itemsUndefined = {};
        boolean delimited = false;
        while (!ended && in.position() < end) {
            elementStart = in.position();
            tag = sequenceTag;
            if (!need(8)) {
                break;
            }
            int itemTag = peekTag();
            long length = in.peek32(4, bigEndian) & UNDEFINED;
            if (itemTag == SEQUENCE_DELIMITER && undefined) {
                in.consume(8);
                delimited = true;
                break;
            }
            if (itemTag == SEQUENCE_DELIMITER || itemTag == ITEM_DELIMITER) {
                in.consume(8);
                deviate("a delimiter stands where there is nothing to delimit");
                continue;
            }
            if (itemTag != ITEM) {
                throw problem(String.format(
                        Locale.ROOT,
                        "expected an item (FFFE,E000), found (%04X,%04X)",
                        itemTag >>> 16,
                        itemTag & 0xFFFF));
            }
            if (depth == 0) {
                options.items().begins(sequenceTag, elementStart);
            }
            in.consume(8);
            if (++elements > limits.elements()) {
                throw problem("more than " + limits.elements() + " elements and items, which is the limit");
            }
            long itemEnd = length == UNDEFINED ? end : in.position() + length;
            if (itemEnd > end) {
                deviate("an item of " + length + " bytes ends after its sequence, which has " + (end - in.position())
                        + " left");
                itemEnd = end;
            }
            if (length == UNDEFINED) {
                itemsUndefined = Arrays.copyOf(itemsUndefined, Math.max(items.size() + 1, itemsUndefined.length));
                itemsUndefined[items.size()] = true;
            }
            items.add(item(depth + 1, itemEnd, length == UNDEFINED));
        }
        tag = sequenceTag;
        if (undefined && !delimited && !ended) {
            deviate("the delimiter of a sequence is missing");
        }
        boolean[] flags = itemsUndefined.length == 0 ? itemsUndefined : Arrays.copyOf(itemsUndefined, items.size());
        assembler.sequence(sequenceTag, vr, items, undefined, flags);
    }

    private Dataset item(int depth, long end, boolean undefined) throws IOException {
        int outer = representations.beginItem();
        assembler.begin(bigEndian);
        boolean open = true;
        while (open && !ended && in.position() < end) {
            open = element(depth, end);
        }
        if (undefined && open && !ended) {
            deviate("the delimiter of an item is missing");
        }
        representations.endItem(outer);
        return finish();
    }

    private void value(VR vr, boolean asUn, long length) throws IOException {
        BulkPolicy bulk = options.bulk();
        if (length >= bulk.threshold() && !bulk.inMemory() && isBulkRepresentation(vr)) {
            long start = in.position();
            long found = in.skip(length);
            if (found < length) {
                endsEarly(length, found);
            }
            boolean swapped = bigEndian && !asUn && vr.unit() > 1;
            assembler.bulk(tag, vr, asUn, new BulkData(bulk.source(), start, found, swapped));
            return;
        }
        countInMemory(length);
        int size = (int) length;
        if (size > CHUNK) {
            readLarge(vr, asUn, size);
            return;
        }
        assembler.value(tag, vr, asUn, size, place);
        int found = in.read(place.bytes, place.offset, size);
        if (found < size) {
            assembler.shortenLast(found);
            endsEarly(length, found);
        } else if (size >= 2 && vr == VR.US) {
            int low = place.bytes[place.offset] & 0xFF;
            int high = place.bytes[place.offset + 1] & 0xFF;
            representations.note(tag, bigEndian && !asUn ? low << 8 | high : high << 8 | low);
        }
    }

    private static boolean isBulkRepresentation(VR vr) {
        return vr.hasLongLength() && vr != VR.SV && vr != VR.UV && vr != VR.UR;
    }

    private void countInMemory(long length) {
        inMemory += length;
        if (length > limits.valueInMemory() || inMemory > limits.totalInMemory()) {
            throw problem("a value of " + length + " bytes is over the limit of " + limits.valueInMemory()
                    + " bytes a value and " + limits.totalInMemory() + " bytes in all");
        }
    }

    /** The announced length is believed only as far as bytes arrive. */
    private void readLarge(VR vr, boolean asUn, int length) throws IOException {
        byte[] bytes = new byte[CHUNK];
        int done = 0;
        while (done < length) {
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length * 2L));
            }
            int part = Math.min(length, bytes.length) - done;
            int found = in.read(bytes, done, part);
            done += found;
            if (found < part) {
                endsEarly(length, done);
                break;
            }
        }
        assembler.value(tag, vr, asUn, done, place);
        System.arraycopy(bytes, 0, place.bytes, place.offset, done);
    }

    /** Encapsulated pixel data (PS3.5 A.4): items up to the sequence delimiter. */
    private void fragments(VR vr) throws IOException {
        int pixelTag = tag;
        FragmentCollector collector = new FragmentCollector(options.bulk());
        while (!ended) {
            tag = pixelTag;
            elementStart = in.position();
            if (!need(8)) {
                break;
            }
            int itemTag = peekTag();
            long length = in.peek32(4, bigEndian) & UNDEFINED;
            in.consume(8);
            if (itemTag == SEQUENCE_DELIMITER) {
                break;
            }
            if (itemTag != ITEM || length == UNDEFINED) {
                throw problem("expected a fragment (FFFE,E000) of defined length, found "
                        + String.format(Locale.ROOT, "(%04X,%04X)", itemTag >>> 16, itemTag & 0xFFFF));
            }
            if (collector.count() == limits.fragments()) {
                throw problem("more than " + limits.fragments() + " fragments, which is the limit");
            }
            if (options.bulk().inMemory()) {
                countInMemory(length);
            }
            long found = collector.add(in, length);
            if (found < length) {
                endsEarly(length, found);
            }
        }
        assembler.fragments(pixelTag, vr, collector.collected());
    }

    private void deviate(String problem) {
        if (options.strict()) {
            throw problem(problem);
        }
        options.deviations().accept(new Deviation(problem, tag, elementStart));
    }

    private DicomParseException problem(String problem) {
        return new DicomParseException(problem, tag, elementStart);
    }
}
