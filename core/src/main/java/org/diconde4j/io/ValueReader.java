package org.diconde4j.io;

import java.io.IOException;
import java.util.Arrays;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.data.SwappedStream;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/** Takes values of defined length and fragments from an input, into memory or by noting their place. */
final class ValueReader {
    private static final int CHUNK = 1 << 20;

    private final Reading reading;
    private final DatasetAssembler assembler;
    private final Representations representations;
    private final DatasetAssembler.Place place = new DatasetAssembler.Place();
    private boolean bigEndianPixels;
    /** From how many bytes on a value stays where it is; none in the File Meta Information. */
    private long bulkFrom = Long.MAX_VALUE;

    ValueReader(Reading reading, DatasetAssembler assembler, Representations representations) {
        this.reading = reading;
        this.assembler = assembler;
        this.representations = representations;
    }

    /** Begins with a data set, after File Meta Information. */
    void begin(boolean pixelsInBigEndian) {
        BulkPolicy bulk = reading.options.bulk();
        bulkFrom = bulk.inMemory() ? Long.MAX_VALUE : bulk.threshold();
        bigEndianPixels = pixelsInBigEndian;
    }

    /** The last value that was read whole as a little endian number of 32 bits, 0 if it is shorter. */
    int lastInteger(boolean bigEndian) {
        byte[] bytes = place.bytes;
        int at = place.offset;
        if (at + 4 > bytes.length) {
            return 0;
        }
        int littleEndian =
                bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
        return bigEndian ? Integer.reverseBytes(littleEndian) : littleEndian;
    }

    /**
     * Reads a value.
     *
     * @param vr its representation
     * @param asUn whether the encoding said UN, so that the value is in little endian order
     */
    void value(VR vr, boolean asUn, long length) throws IOException {
        int tag = reading.tag;
        boolean bigEndian = reading.bigEndian && !asUn;
        boolean swapPixels = bigEndianPixels && !bigEndian && tag == Tag.PixelData;
        if (length >= bulkFrom && isBulkRepresentation(vr)) {
            long start = reading.in.position();
            long found = reading.in.skip(length);
            boolean swapped = (bigEndian || swapPixels) && vr.unit() > 1;
            assembler.bulk(tag, vr, asUn, new BulkData(reading.options.bulk().source(), start, found, swapped));
            if (found < length) {
                reading.endsEarly(length, found);
            }
            return;
        }
        reading.countInMemory(length);
        int size = (int) length;
        if (size > CHUNK) {
            large(vr, asUn, size, swapPixels);
        } else {
            assembler.value(tag, vr, asUn, size, place);
            int found = reading.in.read(place.bytes, place.offset, size);
            if (swapPixels) {
                SwappedStream.swap(place.bytes, place.offset, found, vr.unit());
            }
            if (found < size) {
                assembler.shortenLast(found);
                reading.endsEarly(length, found);
            } else if (size >= 2 && vr == VR.US) {
                int low = place.bytes[place.offset] & 0xFF;
                int high = place.bytes[place.offset + 1] & 0xFF;
                representations.note(tag, bigEndian ? low << 8 | high : high << 8 | low);
            }
        }
    }

    private static boolean isBulkRepresentation(VR vr) {
        return vr.hasLongLength() && vr != VR.SV && vr != VR.UV && vr != VR.UR;
    }

    /** The announced length is believed only as far as bytes arrive. */
    private void large(VR vr, boolean asUn, int length, boolean swap) throws IOException {
        byte[] bytes = new byte[CHUNK];
        int done = 0;
        int wanted = length;
        while (done < wanted) {
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length * 2L));
            }
            int part = Math.min(length, bytes.length) - done;
            int found = reading.in.read(bytes, done, part);
            done += found;
            if (found < part) {
                wanted = done;
            }
        }
        if (swap) {
            SwappedStream.swap(bytes, 0, done, vr.unit());
        }
        keep(vr, asUn, bytes, done);
        if (done < length) {
            reading.endsEarly(length, done);
        }
    }

    /** Adds a value that is in memory already. */
    void keep(VR vr, boolean asUn, byte[] bytes, int length) {
        assembler.value(reading.tag, vr, asUn, length, place);
        System.arraycopy(bytes, 0, place.bytes, place.offset, length);
    }

    /** Bytes up to a sequence delimiter, where no items stand: what some writers make of an undefined length. */
    void delimited(VR vr) throws IOException {
        byte[] bytes = new byte[64];
        int length = 0;
        while (reading.need(8)) {
            if (reading.peekTag() == DataSetParser.SEQUENCE_DELIMITER && reading.peekLength(4) == 0) {
                reading.in.consume(8);
                break;
            }
            if (length == bytes.length) {
                reading.countInMemory(length);
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) reading.in.peek(0);
            reading.in.consume(1);
        }
        keep(vr, false, bytes, length);
    }

    /** Encapsulated pixel data (PS3.5 A.4): items up to the sequence delimiter. */
    void fragments(VR vr, Lookahead lookahead) throws IOException {
        int pixelTag = reading.tag;
        FragmentCollector collector = new FragmentCollector(reading.options.bulk(), reading.bigEndian);
        while (!reading.ended) {
            reading.tag = pixelTag;
            reading.elementStart = reading.in.position();
            if (collector.count() > 0 && reading.isAtEnd()) {
                reading.missing("the delimiter of the fragments");
                break;
            }
            if (!reading.need(8)) {
                break;
            }
            int itemTag = reading.peekTag();
            long length = reading.peekLength(4);
            if (itemTag == DataSetParser.SEQUENCE_DELIMITER) {
                reading.in.consume(8);
                if (length != 0) {
                    reading.deviate("a delimiter has length 0, found " + length);
                }
                break;
            }
            if (itemTag != DataSetParser.ITEM || length == DataSetParser.UNDEFINED) {
                if (collector.count() > 0 && lookahead.fits(0, pixelTag, Long.MAX_VALUE) == Lookahead.Verdict.YES) {
                    reading.missing("the delimiter of the fragments");
                    break;
                }
                throw reading.problem(
                        "expected a fragment (FFFE,E000) of defined length, found " + Reading.name(itemTag));
            }
            reading.in.consume(8);
            fragment(collector, length);
        }
        assembler.fragments(pixelTag, vr, collector.collected());
    }

    private void fragment(FragmentCollector collector, long length) throws IOException {
        if (collector.count() == reading.limits.fragments()) {
            throw reading.problem("more than " + reading.limits.fragments() + " fragments, which is the limit");
        }
        if ((length & 1) != 0) {
            reading.deviate("a fragment has an even length (PS3.5 A.4), found " + length);
        }
        if (reading.options.bulk().inMemory()) {
            reading.countInMemory(length);
        }
        long found = collector.add(reading.in, length);
        if (found < length) {
            reading.endsEarly(length, found);
        }
    }
}
