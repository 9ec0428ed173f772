package org.diconde4j.codec.internal.jpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;

/**
 * Encodes frames by the lossless process (ITU-T T.81 Annex H) in one scan, with the shortest Huffman table for each component: the
 * frame is passed twice.
 */
final class LosslessEncoder {
    private static final int SOF3 = 0xC3;

    private final PixelDescription layout;
    private final int predictor;
    private final int columns;
    private final int samples;
    private final int mask;
    private final FrameRows rows;
    private final BitOutput out = new BitOutput();
    private int[][] line;
    private int[][] above;
    private final int[][] differences;

    LosslessEncoder(PixelDescription layout, int predictor) {
        this.layout = layout;
        this.predictor = predictor;
        columns = layout.columns();
        samples = layout.samplesPerPixel();
        mask = (1 << layout.bitsStored()) - 1;
        rows = new FrameRows(layout);
        line = new int[samples][columns];
        above = new int[samples][columns];
        differences = new int[samples][columns];
    }

    void encode(ByteBuffer pixels, OutputStream target) throws IOException {
        layout.requireFrame(pixels);
        long[][] frequencies = new long[samples][256];
        int start = pixels.position();
        for (int y = 0; y < layout.rows(); y++) {
            subtract(pixels, start, y);
            for (int i = 0; i < samples; i++) {
                count(differences[i], frequencies[i]);
            }
        }
        HuffmanCode[] codes = new HuffmanCode[samples];
        for (int i = 0; i < samples; i++) {
            codes[i] = new HuffmanCode(frequencies[i]);
        }
        out.start(target);
        headers(codes);
        for (int y = 0; y < layout.rows(); y++) {
            subtract(pixels, start, y);
            if (samples == 1) {
                write(differences[0], codes[0]);
            } else {
                write(codes);
            }
        }
        out.align();
        out.marker(0xD9);
        out.flush();
    }

    private void headers(HuffmanCode[] codes) throws IOException {
        out.marker(0xD8);
        out.marker(SOF3);
        out.word(8 + 3 * samples);
        out.plain(layout.bitsStored());
        out.word(layout.rows());
        out.word(columns);
        out.plain(samples);
        for (int i = 0; i < samples; i++) {
            out.plain(i + 1);
            out.plain(0x11);
            out.plain(0);
        }
        for (int i = 0; i < samples; i++) {
            codes[i].write(out, 0, i);
        }
        out.marker(0xDA);
        out.word(6 + 2 * samples);
        out.plain(samples);
        for (int i = 0; i < samples; i++) {
            out.plain(i + 1);
            out.plain(i << 4);
        }
        out.plain(predictor);
        out.plain(0);
        out.plain(0);
    }

    /** The differences of a row of all samples. */
    private void subtract(ByteBuffer pixels, int start, int y) {
        int[][] swap = above;
        above = line;
        line = swap;
        for (int i = 0; i < samples; i++) {
            int[] row = line[i];
            rows.read(pixels, start, i, y, row, 0);
            for (int x = 0; x < columns; x++) {
                row[x] &= mask;
            }
            if (y == 0) {
                left(row, differences[i], 1 << layout.bitsStored() - 1);
            } else {
                subtract(row, above[i], differences[i]);
            }
        }
    }

    private static void left(int[] row, int[] to, int start) {
        int last = start;
        for (int x = 0; x < row.length; x++) {
            to[x] = (short) (row[x] - last);
            last = row[x];
        }
    }

    private void subtract(int[] row, int[] up, int[] to) {
        to[0] = (short) (row[0] - up[0]);
        int n = columns;
        switch (predictor) {
            case 1 -> {
                for (int x = 1; x < n; x++) {
                    to[x] = (short) (row[x] - row[x - 1]);
                }
            }
            case 2 -> {
                for (int x = 1; x < n; x++) {
                    to[x] = (short) (row[x] - up[x]);
                }
            }
            case 3 -> {
                for (int x = 1; x < n; x++) {
                    to[x] = (short) (row[x] - up[x - 1]);
                }
            }
            case 4 -> {
                for (int x = 1; x < n; x++) {
                    to[x] = (short) (row[x] - (row[x - 1] + up[x] - up[x - 1]));
                }
            }
            case 5 -> {
                for (int x = 1; x < n; x++) {
                    to[x] = (short) (row[x] - (row[x - 1] + (up[x] - up[x - 1] >> 1)));
                }
            }
            case 6 -> {
                for (int x = 1; x < n; x++) {
                    to[x] = (short) (row[x] - (up[x] + (row[x - 1] - up[x - 1] >> 1)));
                }
            }
            default -> {
                for (int x = 1; x < n; x++) {
                    to[x] = (short) (row[x] - (row[x - 1] + up[x] >> 1));
                }
            }
        }
    }

    /** The category of a difference: the bits of its magnitude (Table H.2). */
    private static int category(int difference) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
    }

    private static void count(int[] differences, long[] frequencies) {
        for (int difference : differences) {
            frequencies[category(difference)]++;
        }
    }

    private void write(int[] row, HuffmanCode code) throws IOException {
        for (int difference : row) {
            write(difference, code);
        }
    }

    private void write(HuffmanCode[] codes) throws IOException {
        for (int x = 0; x < columns; x++) {
            for (int i = 0; i < samples; i++) {
                write(differences[i][x], codes[i]);
            }
        }
    }

    private void write(int difference, HuffmanCode code) throws IOException {
        int category = category(difference);
        int length = code.lengths[category];
        if (category == 16) {
            out.put(code.codes[16], length); // no additional bits
            return;
        }
        int additional = difference + (difference >> 31) & (1 << category) - 1;
        out.put(code.codes[category] << category | additional, length + category);
    }
}
