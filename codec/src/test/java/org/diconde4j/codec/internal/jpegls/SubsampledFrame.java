package org.diconde4j.codec.internal.jpegls;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.pixel.PixelDescription;

/**
 * Three components of JPEG-LS of which some have fewer samples, which our encoder does not make: its coding of rows in the order
 * of T.87 B.2.
 *
 * @param factors of each component, across and down
 * @param planes the samples of each component, row by row
 * @param restart rows of one component, or groups of rows, between restarts; 0 for none
 */
public record SubsampledFrame(
        int rows, int columns, int bits, int[][] factors, int[][] planes, boolean byLine, int restart) {
    /** Random samples in a random order. */
    public static SubsampledFrame of(int rows, int columns, int bits, int[][] factors, Random random) {
        int[][] planes = new int[3][];
        for (int c = 0; c < 3; c++) {
            int width = size(columns, factors, c, 0);
            planes[c] = new int[width * size(rows, factors, c, 1)];
            for (int i = 0; i < planes[c].length; i++) {
                int left = i % width == 0 ? 1 << bits - 1 : planes[c][i - 1];
                int next = random.nextInt(3) == 0 ? left : left + random.nextInt(7) - 3; // runs too
                planes[c][i] = random.nextInt(50) == 0 ? random.nextInt(1 << bits) : next & (1 << bits) - 1;
            }
        }
        return new SubsampledFrame(
                rows,
                columns,
                bits,
                factors,
                planes,
                random.nextBoolean(),
                random.nextBoolean() ? 0 : random.nextInt(9));
    }

    /** Samples of a component across (0) or down (1) (T.81 A.1.1). */
    private static int size(int of, int[][] factors, int component, int direction) {
        int most = most(factors, direction);
        return (of * factors[component][direction] + most - 1) / most;
    }

    private static int most(int[][] factors, int direction) {
        return IntStream.range(0, 3).map(c -> factors[c][direction]).max().orElseThrow();
    }

    /** What the data set announces. */
    public PixelDescription layout() {
        return TestFrame.layout(rows, columns, 3, bits, false);
    }

    /** The sample of each pixel, in cells of the layout. */
    byte[] pixels() {
        int cell = bits > 8 ? 2 : 1;
        byte[] pixels = new byte[rows * columns * 3 * cell];
        for (int i = 0; i < rows * columns; i++) {
            for (int c = 0; c < 3; c++) {
                int x = i % columns * factors[c][0] / most(factors, 0);
                int y = i / columns * factors[c][1] / most(factors, 1);
                int value = planes[c][y * size(columns, factors, c, 0) + x];
                int at = (3 * i + c) * cell;
                pixels[at] = (byte) value;
                if (cell == 2) {
                    pixels[at + 1] = (byte) (value >> 8);
                }
            }
        }
        return pixels;
    }

    /** The codestream. */
    public byte[] encoded() {
        Preset standard = new Preset(0, 0, 0, 0, 0).completed((1 << bits) - 1, 0);
        Model model = new Model(Objects.requireNonNull(standard), 0);
        ScanEncoder out = new ScanEncoder(model);
        out.u16(0xFFD8); // SOI
        out.u16(0xFFF7); // SOF55
        out.u16(17);
        out.u8(bits);
        out.u16(rows);
        out.u16(columns);
        out.u8(3);
        for (int c = 0; c < 3; c++) {
            out.u8(c + 1); // Ci
            out.u8(factors[c][0] << 4 | factors[c][1]); // Hi, Vi
            out.u8(0); // Tqi
        }
        if (restart > 0) {
            out.u16(0xFFDD); // DRI
            out.u16(4);
            out.u16(restart);
        }
        if (byLine) {
            scan(out, model, 0, 1, 2);
        } else {
            for (int c = 0; c < 3; c++) {
                scan(out, model, c);
            }
        }
        out.reserve(2);
        out.u16(0xFFD9); // EOI
        return Arrays.copyOf(out.target, out.position);
    }

    private void scan(ScanEncoder out, Model model, int... components) {
        boolean one = components.length == 1;
        out.reserve(20);
        out.u16(0xFFDA); // SOS
        out.u16(6 + 2 * components.length);
        out.u8(components.length);
        for (int c : components) {
            out.u8(c + 1); // Csi
            out.u8(0); // Tmi
        }
        out.u8(0); // NEAR
        out.u8(one ? 0 : 1); // ILV
        out.u8(0); // point transform
        int[][][] lines = new int[3][][]; // of each component the current one and that above it
        int[] runs = new int[3];
        int units = one ? size(rows, factors, components[0], 1) : (rows + most(factors, 1) - 1) / most(factors, 1);
        for (int unit = 0; unit < units; unit++) {
            if (unit == 0 || restart > 0 && unit % restart == 0) {
                if (unit > 0) {
                    out.end();
                    out.reserve(2);
                    out.u16(0xFFD0 + (unit / restart - 1) % 8); // RSTm
                }
                model.begin();
                for (int c : components) {
                    lines[c] = new int[2][size(columns, factors, c, 0) + 2];
                    runs[c] = 0;
                }
            }
            for (int c : components) {
                int tall = one ? 1 : factors[c][1];
                for (int y = unit * tall; y < Math.min((unit + 1) * tall, size(rows, factors, c, 1)); y++) {
                    int width = size(columns, factors, c, 0);
                    lines[c] = new int[][] {lines[c][1], lines[c][0]};
                    System.arraycopy(planes[c], y * width, lines[c][0], 1, width);
                    out.runIndex(runs[c]);
                    out.row(lines[c][0], lines[c][1], width);
                    runs[c] = out.runIndex();
                }
            }
        }
        out.end();
    }
}
