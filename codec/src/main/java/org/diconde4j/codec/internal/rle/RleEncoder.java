package org.diconde4j.codec.internal.rle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.diconde4j.codec.internal.Chrominance;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/** Encodes frames as RLE Lossless, each row of each segment by itself (PS3.5 G.3.1). */
final class RleEncoder implements FrameEncoder {
    private final PixelDescription input;
    private final Segments segments;
    private final FrameBytes in = new FrameBytes();
    private final byte[] row;
    /** A byte for each single bit; otherwise empty. */
    private byte[] cells = {};

    private byte[] encoded;

    RleEncoder(PixelDescription pixels) {
        input = Chrominance.inFull(pixels);
        segments = Segments.of(input.bitsAllocated() == 1 ? input.withBits(8, 1, 0) : input);
        row = new byte[pixels.columns()];
        encoded = new byte[Segments.HEADER + 2 * PackBits.most(row.length)];
    }

    @Override
    public PixelDescription input() {
        return input;
    }

    @Override
    public PixelDescription output() {
        return input;
    }

    @Override
    public void encode(ByteBuffer pixels, OutputStream out) throws IOException {
        input.requireFrame(pixels);
        in.read(pixels);
        byte[] frame = in.array();
        int start = in.start();
        if (input.bitsAllocated() == 1) {
            singleBits();
            frame = cells;
            start = 0;
        }
        int[] offsets = new int[Segments.MOST];
        int length = Segments.HEADER;
        for (int i = 0; i < segments.count(); i++) {
            offsets[i] = length;
            length = segment(i, frame, start, length);
        }
        ByteBuffer header = ByteBuffer.wrap(encoded, 0, Segments.HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(segments.count());
        for (int offset : offsets) {
            header.putInt(offset);
        }
        out.write(encoded, 0, length);
    }

    private int segment(int segment, byte[] frame, int start, int at) {
        int columns = input.columns();
        int step = segments.step();
        int first = start + segments.first(segment);
        int to = at;
        for (int y = 0; y < input.rows(); y++) {
            reserve(to);
            int from = first + y * columns * step;
            if (step == 1) {
                to = PackBits.pack(frame, from, columns, encoded, to);
            } else {
                gather(frame, from, step, row);
                to = PackBits.pack(row, 0, columns, encoded, to);
            }
        }
        if ((to & 1) != 0) {
            encoded[to++] = 0; // the header and each segment are even, so this one was odd
        }
        return to;
    }

    /** Makes room for a row and a byte of padding. */
    private void reserve(int length) {
        long wanted = (long) length + PackBits.most(row.length) + 1;
        if (wanted > encoded.length) {
            if (wanted > Integer.MAX_VALUE - 64) {
                throw new PixelException(
                        "a frame of " + input + " encodes to more than " + length + " bytes, too many");
            }
            encoded = Arrays.copyOf(encoded, (int) Math.min(Integer.MAX_VALUE - 64, wanted + wanted / 2));
        }
    }

    private static void gather(byte[] frame, int from, int step, byte[] target) {
        for (int i = 0, p = from; i < target.length; i++, p += step) {
            target[i] = frame[p];
        }
    }

    private void singleBits() {
        if (cells.length == 0) {
            cells = new byte[(int) segments.layout().frameLength()];
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) (in.array()[in.start() + (i >> 3)] >> (i & 7) & 1);
        }
    }
}
