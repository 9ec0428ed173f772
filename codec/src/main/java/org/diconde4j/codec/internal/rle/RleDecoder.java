package org.diconde4j.codec.internal.rle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.diconde4j.codec.internal.Damage;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/** Decodes frames of RLE Lossless: a piece of each segment at a time, so that a cell is written once. */
final class RleDecoder implements FrameDecoder {
    /** Bytes of a segment that are decoded at a time: few enough to stay in the cache until they are put together. */
    private static final int PIECE = 4096;

    private final PixelDescription output;
    private final Segments segments;
    private final SegmentReader[] readers;
    private final Damage damage;
    private final FrameBytes in = new FrameBytes();
    private final FrameBytes out = new FrameBytes();
    /** Of each segment where it begins, from the beginning of the frame; -1 if it is not there. */
    private final int[] offsets = new int[Segments.MOST];
    /** A byte for each single bit; otherwise empty. */
    private byte[] cells = {};

    RleDecoder(PixelDescription announced, DecodeOptions options) {
        // chrominance has segments as long as all others, whatever is announced
        output = announced.photometricInterpretation().equals("YBR_FULL_422") && announced.samplesPerPixel() == 3
                ? announced.withColour(3, "YBR_FULL", announced.planar())
                : announced;
        segments = Segments.of(output.bitsAllocated() == 1 ? output.withBits(8, 1, 0) : output);
        readers = new SegmentReader[segments.count()];
        Arrays.setAll(readers, i -> new SegmentReader(PIECE));
        damage = new Damage(options);
    }

    @Override
    public PixelDescription output() {
        return output;
    }

    @Override
    public void decode(ByteBuffer encoded, ByteBuffer target) {
        damage.begin();
        in.read(encoded);
        header();
        int length = (int) output.frameLength();
        out.write(target, length);
        if (output.bitsAllocated() != 1) {
            segments(out.array(), out.start());
        } else if (!packedBits(out.array(), out.start(), length)) {
            singleBits(out.array(), out.start(), length);
        }
        out.written(target);
    }

    private void header() {
        int found = in.end() - in.start();
        if (found < Segments.HEADER) {
            throw new PixelException(
                    "expected an RLE header of 64 bytes, found " + found + " bytes (byte 0 of the frame)");
        }
        ByteBuffer header =
                ByteBuffer.wrap(in.array(), in.start(), Segments.HEADER).order(ByteOrder.LITTLE_ENDIAN);
        int count = header.getInt();
        if (count != segments.count()) {
            damage.at(
                    0,
                    "expected " + segments.count() + " RLE segments for " + output + ", found "
                            + Integer.toUnsignedString(count));
        }
        for (int i = 0; i < Segments.MOST; i++) {
            int offset = header.getInt();
            boolean there = Integer.compareUnsigned(i, count) < 0;
            boolean fits = offset >= Segments.HEADER && offset <= found;
            offsets[i] = there && fits ? offset : -1;
            if (i < segments.count() && there && !fits) {
                damage.at(
                        4 + 4L * i,
                        "expected the offset of RLE segment " + i + " within 64 to " + found + ", found "
                                + Integer.toUnsignedString(offset));
            }
            if (i < segments.count() && there && (offset & 1) != 0) {
                damage.note(4 + 4L * i, "expected an even offset of RLE segment " + i + ", found " + offset);
            }
        }
    }

    /** A segment ends where the next one begins, in whatever order they stand. */
    private int end(int segment) {
        int end = in.end() - in.start();
        for (int offset : offsets) {
            if (offset > offsets[segment] && offset < end) {
                end = offset;
            }
        }
        return end;
    }

    private void begin() {
        for (int i = 0; i < readers.length; i++) {
            boolean there = offsets[i] >= 0;
            readers[i].begin(in.array(), in.start() + (there ? offsets[i] : 0), in.start() + (there ? end(i) : 0));
        }
    }

    private void segments(byte[] target, int start) {
        begin();
        int length = segments.length();
        for (int done = 0; done < length; ) {
            int count = Math.min(PIECE, length - done);
            for (int i = 0; i < readers.length; i++) {
                read(i, done, count);
            }
            put(target, start, done, count);
            for (SegmentReader reader : readers) {
                reader.drop(count);
            }
            done += count;
        }
        for (int i = 0; i < readers.length; i++) {
            if (readers[i].have() > 0) {
                damage.note(place(i), "RLE segment " + i + " has more than the " + length + " bytes expected");
            }
        }
    }

    /** Where a segment goes on, from the beginning of the frame. */
    private int place(int segment) {
        return readers[segment].position() - in.start();
    }

    private void read(int segment, int done, int count) {
        SegmentReader reader = readers[segment];
        int have = reader.read(count);
        if (have < count) {
            if (offsets[segment] >= 0) { // otherwise that has been said
                damage.at(
                        place(segment),
                        "expected " + segments.length() + " bytes in RLE segment " + segment + ", found "
                                + (done + have));
            }
            reader.fill(count);
        }
    }

    private void put(byte[] target, int start, int done, int count) {
        int step = segments.step();
        int first = start + done * step;
        if (segments.cellBytes() == 1 && step == 3) {
            Cells.triple(readers[0].piece(), readers[1].piece(), readers[2].piece(), target, first, count);
        } else if (segments.cellBytes() == 2 && step == 2) {
            for (int i = 0; i < readers.length; i += 2) {
                int low = first + segments.first(i + 1);
                Cells.pair(readers[i].piece(), readers[i + 1].piece(), target, low, count);
            }
        } else {
            for (int i = 0; i < readers.length; i++) {
                Cells.spread(readers[i].piece(), target, first + segments.first(i), step, count);
            }
        }
    }

    private void singleBits(byte[] target, int start, int length) {
        if (cells.length == 0) {
            cells = new byte[(int) segments.layout().frameLength()];
        }
        segments(cells, 0);
        Arrays.fill(target, start, start + length, (byte) 0);
        for (int i = 0; i < cells.length; i++) {
            target[start + (i >> 3)] |= (byte) ((cells[i] != 0 ? 1 : 0) << (i & 7));
        }
    }

    /** Takes a segment as it is if it has an eighth of the bytes expected, perhaps padded to an even number. */
    private boolean packedBits(byte[] target, int start, int length) {
        if (readers.length != 1 || offsets[0] < 0) {
            return false;
        }
        int from = in.start() + offsets[0];
        long found = SegmentReader.length(in.array(), from, in.start() + end(0));
        if (found >= segments.length() || found != length && found != length + (length & 1)) {
            return false;
        }
        damage.note(offsets[0], "expected a byte for each bit in the RLE segment, found 8 bits in each byte");
        begin();
        for (int done = 0; done < length; ) {
            int count = Math.min(PIECE, length - done);
            readers[0].read(count);
            System.arraycopy(readers[0].piece(), 0, target, start + done, count);
            readers[0].drop(count);
            done += count;
        }
        return true;
    }
}
