package org.diconde4j.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.data.Fragments;
import org.diconde4j.data.VR;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;

/** Reads the elements of a data set one after the other (PS3.5 7). */
final class DataSetParser {
    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_DELIMITER = 0xFFFEE00D;
    private static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;
    private static final int UNDEFINED = -1;
    private static final long TO_END_OF_INPUT = Long.MAX_VALUE;
    private static final int CHUNK = 1 << 20;

    private final Input in;
    private final ReadLimits limits;
    private final BulkPolicy bulk;
    private final boolean strict;
    private final Consumer<Deviation> deviations;
    private final Dictionary dictionary = Dictionary.standard();
    private final DatasetAssembler assembler;
    private final DatasetAssembler.Place place = new DatasetAssembler.Place();
    private int elements;
    private long inMemory;
    private int tag;
    private long elementStart;

    DataSetParser(Input in, ReadLimits limits, BulkPolicy bulk, boolean strict, Consumer<Deviation> deviations) {
        this.in = in;
        this.limits = limits;
        this.bulk = bulk;
        this.strict = strict;
        this.deviations = deviations;
        this.assembler = new DatasetAssembler(4096, 1 << 12);
    }

    /** Reads group 0002, which is explicit little endian always and ends where another group begins. */
    Dataset readFileMeta() throws IOException {
        assembler.begin(false);
        while (in.available(4) >= 4 && in.peek16(0, false) == 0x0002) {
            element(true, false, 0, TO_END_OF_INPUT);
        }
        return assembler.end();
    }

    /** Reads elements up to the end of the input, or until one has a tag from {@code stopAt} on. */
    Dataset readToEnd(boolean explicit, boolean bigEndian, long stopAt) throws IOException {
        assembler.begin(bigEndian);
        while (in.available(8) > 0) {
            if (in.available(4) >= 4 && Integer.toUnsignedLong(peekTag(bigEndian)) >= stopAt) {
                break;
            }
            if (atPaddingToEnd()) {
                break;
            }
            element(explicit, bigEndian, 0, TO_END_OF_INPUT);
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
        int count = in.available(1024);
        for (int i = 0; i < Math.min(count, 1024); i++) {
            if (in.peek(i) != 0) {
                return false;
            }
        }
        elementStart = in.position();
        tag = 0;
        deviate("expected an element, found only zeros");
        while (in.available(1024) > 0) {
            in.consume(in.available(1));
        }
        return true;
    }

    private int peekTag(boolean bigEndian) {
        return in.peek16(0, bigEndian) << 16 | in.peek16(2, bigEndian);
    }

    /** Reads one element; false if it was the delimiter of the item that is open. */
    private boolean element(boolean explicit, boolean bigEndian, int depth, long end) throws IOException {
        elementStart = in.position();
        if (in.available(8) < 8) {
            tag = in.available(4) >= 4 ? peekTag(bigEndian) : 0;
            throw truncated(8, in.available(8));
        }
        tag = peekTag(bigEndian);
        if (++elements > limits.elements()) {
            throw problem("more than " + limits.elements() + " elements, which is the limit");
        }
        if ((tag & 0xFFFF0000) == 0xFFFE0000) {
            return delimiter(bigEndian, depth);
        }
        VR vr;
        int length;
        if (explicit) {
            VR read = VR.of(in.peek(4), in.peek(5));
            if (read == null) {
                vr = unknownRepresentation();
                if (vr == null) {
                    vr = implicitRepresentation();
                    length = in.peek32(4, bigEndian);
                    in.consume(8);
                } else {
                    length = longLength(bigEndian);
                }
            } else {
                vr = read;
                if (vr.hasLongLength()) {
                    length = longLength(bigEndian);
                } else {
                    length = in.peek16(6, bigEndian);
                    in.consume(8);
                }
            }
        } else {
            vr = implicitRepresentation();
            length = in.peek32(4, bigEndian);
            in.consume(8);
        }
        if (length == UNDEFINED) {
            undefinedLength(vr, explicit, bigEndian, depth);
            return true;
        }
        long unsigned = Integer.toUnsignedLong(length);
        if (unsigned > end - in.position()) {
            throw problem("the value of " + unsigned + " bytes ends after the item around it, which has "
                    + (end - in.position()) + " left");
        }
        if (vr == VR.SQ) {
            sequence(vr, explicit, bigEndian, depth, in.position() + unsigned, false);
        } else if (vr == VR.UN && dictionary.vrOf(tag) != VR.UN) {
            unknownButKnown(unsigned, depth);
        } else {
            value(vr, unsigned, bigEndian);
        }
        return true;
    }

    private boolean delimiter(boolean bigEndian, int depth) throws IOException {
        int length = in.peek32(4, bigEndian);
        if (tag == ITEM_DELIMITER || tag == SEQUENCE_DELIMITER) {
            if (tag == SEQUENCE_DELIMITER && depth > 0) {
                return false; // the item's own delimiter is missing; the sequence takes this one
            }
            in.consume(8);
            if (length != 0) {
                deviate("a delimiter has length 0, found " + Integer.toUnsignedLong(length));
            }
            if (depth == 0) {
                deviate("a delimiter stands outside of any sequence");
                return true;
            }
            return false;
        }
        throw problem("expected an element, found an item outside of a sequence");
    }

    /** A representation of a later edition has two capital letters and a 32-bit length (PS3.5 6.2 note 2). */
    private @org.jspecify.annotations.Nullable VR unknownRepresentation() throws IOException {
        int first = in.peek(4);
        int second = in.peek(5);
        boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
        deviate(
                letters
                        ? "unknown value representation " + (char) first + (char) second + ", read as UN"
                        : String.format(
                                Locale.ROOT, "expected a value representation, found bytes %02X %02X", first, second));
        return letters ? VR.UN : null;
    }

    private int longLength(boolean bigEndian) throws IOException {
        if (in.available(12) < 12) {
            throw truncated(12, in.available(12));
        }
        int length = in.peek32(8, bigEndian);
        in.consume(12);
        return length;
    }

    /** What an implicit encoding leaves to the dictionary. */
    private VR implicitRepresentation() {
        VR vr = dictionary.vrOf(tag);
        if (vr == VR.US) {
            Dictionary.Entry entry = dictionary.entry(tag);
            if (entry != null && entry.vr().startsWith("US or SS")) {
                int sign = assembler.soFar().integer(Tag.PixelRepresentation, 0);
                return sign == 1 ? VR.SS : VR.US;
            }
        }
        return vr;
    }

    private void undefinedLength(VR vr, boolean explicit, boolean bigEndian, int depth) throws IOException {
        if (vr == VR.SQ) {
            sequence(vr, explicit, bigEndian, depth, TO_END_OF_INPUT, true);
        } else if ((vr == VR.OB || vr == VR.OW || vr == VR.UN) && isPixelData(tag)) {
            fragments(vr, bigEndian);
        } else if (vr == VR.UN) {
            // PS3.5 6.2.2: UN of undefined length is a sequence encoded in implicit little endian
            sequence(vr, false, false, depth, TO_END_OF_INPUT, true);
        } else {
            throw problem("representation " + vr + " cannot have undefined length");
        }
    }

    private static boolean isPixelData(int tag) {
        return tag == Tag.PixelData || (tag & 0xFF00FFFF) == 0x7F000010 && (tag & 0x10000) == 0;
    }

    /** UN whose representation today's dictionary knows: its value is in implicit little endian (PS3.5 6.2.2). */
    private void unknownButKnown(long length, int depth) throws IOException {
        VR known = implicitRepresentation();
        if (known != VR.SQ) {
            value(known, length, false);
            return;
        }
        sequence(VR.SQ, false, false, depth, in.position() + length, false);
    }

    private void sequence(VR vr, boolean explicit, boolean bigEndian, int depth, long end, boolean undefined)
            throws IOException {
        if (depth >= limits.depth()) {
            throw problem("sequences are nested deeper than " + limits.depth() + ", which is the limit");
        }
        int sequenceTag = tag;
        List<Dataset> items = new ArrayList<>(2);
        boolean[] itemsUndefined = {};
        while (in.position() < end) {
            elementStart = in.position();
            tag = sequenceTag;
            if (in.available(8) < 8) {
                throw truncated(8, in.available(8));
            }
            int itemTag = peekTag(bigEndian);
            int length = in.peek32(4, bigEndian);
            if (itemTag == SEQUENCE_DELIMITER) {
                in.consume(8);
                if (!undefined) {
                    deviate("a sequence of defined length has a delimiter");
                    continue;
                }
                break;
            }
            if (itemTag == ITEM_DELIMITER) {
                in.consume(8);
                deviate("an item delimiter stands outside of any item");
                continue;
            }
            if (itemTag != ITEM) {
                throw problem(String.format(
                        Locale.ROOT,
                        "expected an item (FFFE,E000), found (%04X,%04X)",
                        itemTag >>> 16,
                        itemTag & 0xFFFF));
            }
            in.consume(8);
            if (++elements > limits.elements()) {
                throw problem("more than " + limits.elements() + " elements and items, which is the limit");
            }
            long itemEnd = length == UNDEFINED ? end : in.position() + Integer.toUnsignedLong(length);
            if (itemEnd > end) {
                throw problem("an item of " + Integer.toUnsignedLong(length) + " bytes ends after its sequence");
            }
            if (length == UNDEFINED) {
                itemsUndefined = Arrays.copyOf(itemsUndefined, Math.max(items.size() + 1, itemsUndefined.length));
                itemsUndefined[items.size()] = true;
            }
            items.add(item(explicit, bigEndian, depth + 1, itemEnd));
        }
        tag = sequenceTag;
        boolean[] flags = itemsUndefined.length == 0 ? itemsUndefined : Arrays.copyOf(itemsUndefined, items.size());
        assembler.sequence(sequenceTag, vr, items, undefined, flags);
    }

    private Dataset item(boolean explicit, boolean bigEndian, int depth, long end) throws IOException {
        assembler.begin(bigEndian);
        while (in.position() < end) {
            if (!element(explicit, bigEndian, depth, end)) {
                break;
            }
        }
        return finish();
    }

    private void value(VR vr, long length, boolean bigEndian) throws IOException {
        if (length >= bulk.threshold() && isBulkRepresentation(vr) && !bulk.inMemory()) {
            assembler.bulk(tag, vr, new BulkData(bulk.source(), in.position(), length, bigEndian && vr.unit() > 1));
            skip(length);
            return;
        }
        countInMemory(length);
        int size = (int) length;
        if (size > CHUNK) {
            readLarge(vr, size);
            return;
        }
        assembler.value(tag, vr, size, place);
        try {
            in.readFully(place.bytes, place.offset, size);
        } catch (EOFException e) {
            throw truncated(length, in.position() - elementStart);
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
    private void readLarge(VR vr, int length) throws IOException {
        byte[] bytes = new byte[CHUNK];
        int done = 0;
        try {
            while (done < length) {
                if (done == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length * 2L));
                }
                int part = Math.min(length, bytes.length) - done;
                in.readFully(bytes, done, part);
                done += part;
            }
        } catch (EOFException e) {
            throw truncated(length, in.position() - elementStart);
        }
        assembler.value(tag, vr, length, place);
        System.arraycopy(bytes, 0, place.bytes, place.offset, length);
    }

    private void skip(long length) throws IOException {
        long skipped = in.skip(length);
        if (skipped < length) {
            throw truncated(length, skipped);
        }
    }

    /** Encapsulated pixel data (PS3.5 A.4): items up to the sequence delimiter. */
    private void fragments(VR vr, boolean bigEndian) throws IOException {
        int pixelTag = tag;
        long[] offsets = new long[8];
        long[] lengths = new long[8];
        int count = 0;
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        while (true) {
            tag = pixelTag;
            elementStart = in.position();
            if (in.available(8) < 8) {
                throw truncated(8, in.available(8));
            }
            int itemTag = peekTag(bigEndian);
            long length = Integer.toUnsignedLong(in.peek32(4, bigEndian));
            in.consume(8);
            if (itemTag == SEQUENCE_DELIMITER) {
                break;
            }
            if (itemTag != ITEM || length == Integer.toUnsignedLong(UNDEFINED)) {
                throw problem("expected a fragment (FFFE,E000) of defined length, found "
                        + String.format(Locale.ROOT, "(%04X,%04X)", itemTag >>> 16, itemTag & 0xFFFF));
            }
            if (count == limits.fragments()) {
                throw problem("more than " + limits.fragments() + " fragments, which is the limit");
            }
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count * 2);
                lengths = Arrays.copyOf(lengths, count * 2);
            }
            lengths[count] = length;
            if (bulk.inMemory()) {
                offsets[count++] = memory.size();
                keep(length, memory);
            } else {
                offsets[count++] = in.position();
                skip(length);
            }
        }
        BulkData.Source source = bulk.inMemory() ? memorySource(memory.toByteArray()) : bulk.source();
        assembler.fragments(
                pixelTag, vr, new Fragments(source, Arrays.copyOf(offsets, count), Arrays.copyOf(lengths, count)));
    }

    private void keep(long length, ByteArrayOutputStream memory) throws IOException {
        countInMemory(length);
        byte[] chunk = new byte[(int) Math.min(length, CHUNK)];
        for (long left = length; left > 0; ) {
            int part = (int) Math.min(left, chunk.length);
            try {
                in.readFully(chunk, 0, part);
            } catch (EOFException e) {
                throw truncated(length, length - left);
            }
            memory.write(chunk, 0, part);
            left -= part;
        }
    }

    private static BulkData.Source memorySource(byte[] bytes) {
        return (offset, length) -> new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }

    private void deviate(String problem) {
        if (strict) {
            throw problem(problem);
        }
        deviations.accept(new Deviation(problem, tag, elementStart));
    }

    private DicomParseException truncated(long expected, long found) {
        return problem("the input ends early: expected " + expected + " bytes, found " + Math.max(0, found));
    }

    private DicomParseException problem(String problem) {
        return new DicomParseException(problem, tag, elementStart);
    }
}
