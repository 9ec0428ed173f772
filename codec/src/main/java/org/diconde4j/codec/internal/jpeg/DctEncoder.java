package org.diconde4j.codec.internal.jpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;

/**
 * Encodes frames by a sequential DCT process (ITU-T T.81 F.1) in one scan with the shortest Huffman tables: coefficients are kept
 * until these are known. Quantization is that of Annex K, scaled by the quality as is usual: 50 takes the tables as they are.
 */
final class DctEncoder {
    /** Table K.1, for luminance, and K.2, for chrominance, row by row. */
    private static final int[][] QUANTIZATION = {
        {
            16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
            29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
            121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
        },
        {
            17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
                    99, 99,
            99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                    99, 99,
            99, 99, 99, 99, 99, 99
        }
    };

    /** The quantization steps of a quality, in zigzag order, and what divides by eight times them. */
    private static final class Steps {
        final int[] sizes = new int[64];
        final int[] halves = new int[64];
        final long[] reciprocals = new long[64];

        Steps(int[] table, int quality) {
            int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
            for (int k = 0; k < 64; k++) {
                int size = Math.max(1, Math.min((table[Zigzag.PLACES[k]] * scale + 50) / 100, 255));
                sizes[k] = size;
                halves[k] = 4 * size;
                reciprocals[k] = (1L << 32) / (8 * size) + 1;
            }
        }
    }

    private final PixelDescription layout;
    private final int precision;
    private final boolean transforms;
    private final int samples;
    private final int factor;
    private final int mcusAcross;
    private final int mcusDown;
    private final FrameRows rows;
    private final ForwardDct dct;
    private final BitOutput out = new BitOutput();
    private final int[] block = new int[64];
    /** By component: eight rows. */
    private final int[][][] strip;
    /** By component: quantised, in zigzag order, one block after the other as they are coded. */
    private final short[][] coefficients;

    DctEncoder(PixelDescription layout, int precision, boolean transforms, boolean halved) {
        this.layout = layout;
        this.precision = precision;
        this.transforms = transforms;
        samples = layout.samplesPerPixel();
        factor = halved ? 2 : 1;
        mcusAcross = (layout.columns() + 8 * factor - 1) / (8 * factor);
        mcusDown = (layout.rows() + 7) / 8;
        rows = new FrameRows(layout);
        dct = new ForwardDct(precision);
        strip = new int[samples][8][mcusAcross * 8 * factor];
        coefficients = new short[samples][];
        for (int i = 0; i < samples; i++) {
            coefficients[i] = new short[Math.multiplyExact(mcusAcross * factor(i), Math.multiplyExact(mcusDown, 64))];
        }
    }

    private int factor(int component) {
        return component == 0 ? factor : 1;
    }

    void encode(ByteBuffer pixels, int quality, OutputStream target) throws IOException {
        int tables = samples == 1 ? 1 : 2;
        Steps[] quantization = new Steps[tables];
        for (int i = 0; i < tables; i++) {
            quantization[i] = new Steps(QUANTIZATION[i], quality);
        }
        for (int y = 0; y < mcusDown; y++) {
            read(pixels, y * 8);
            for (int i = 0; i < samples; i++) {
                transform(i, y, quantization[Math.min(i, tables - 1)]);
            }
        }
        HuffmanCode[] dc = new HuffmanCode[tables];
        HuffmanCode[] ac = new HuffmanCode[tables];
        for (int table = 0; table < tables; table++) {
            BlockCounter counter = new BlockCounter();
            for (int i = table; i < (table == 0 ? 1 : samples); i++) {
                counter.restart();
                for (int at = 0; at < coefficients[i].length; at += 64) {
                    counter.block(coefficients[i], at);
                }
            }
            dc[table] = new HuffmanCode(counter.dc);
            ac[table] = new HuffmanCode(counter.ac);
        }
        out.start(target);
        headers(quantization, dc, ac);
        blocks(dc, ac);
        out.align();
        out.marker(0xD9);
        out.flush();
    }

    /** Eight rows, the last ones repeated, in luminance and chrominance, whose columns are put together by two if wanted. */
    private void read(ByteBuffer pixels, int first) {
        int columns = layout.columns();
        int[][] row = new int[samples][];
        for (int y = 0; y < 8; y++) {
            int from = Math.min(first + y, layout.rows() - 1);
            for (int i = 0; i < samples; i++) {
                row[i] = strip[i][y];
                rows.read(pixels, pixels.position(), i, from, row[i], 0);
            }
            if (transforms) {
                YbrRows.fromRgb(row, columns, precision);
            }
            for (int i = 0; i < samples; i++) {
                Arrays.fill(row[i], columns, row[i].length, row[i][columns - 1]);
                if (factor(i) < factor) {
                    for (int x = 0; x < row[i].length / 2; x++) {
                        row[i][x] = row[i][2 * x] + row[i][2 * x + 1] + (x & 1) >> 1; // halves by turns up and down
                    }
                }
            }
        }
    }

    private void transform(int component, int y, Steps quantization) {
        int across = mcusAcross * factor(component);
        int middle = 1 << precision - 1;
        short[] to = coefficients[component];
        for (int x = 0; x < across; x++) {
            for (int i = 0; i < 8; i++) {
                for (int j = 0; j < 8; j++) {
                    block[i * 8 + j] = strip[component][i][x * 8 + j] - middle;
                }
            }
            dct.transform(block);
            quantize(block, quantization, to, (y * across + x) * 64);
        }
    }

    /**
     * Divides by eight times the steps, as the transform has it, and rounds. Instead of a division there is a multiplication by the
     * reciprocal in 32 bits behind the point, which is exact as long as number times divisor has no more bits than that.
     */
    private static void quantize(int[] block, Steps steps, short[] to, int at) {
        for (int k = 0; k < 64; k++) {
            int value = block[Zigzag.PLACES[k]];
            int sign = value >> 31;
            int absolute = (value ^ sign) - sign;
            int quotient = (int) ((absolute + steps.halves[k]) * steps.reciprocals[k] >>> 32);
            to[at + k] = (short) ((quotient ^ sign) - sign);
        }
    }

    private void headers(Steps[] quantization, HuffmanCode[] dc, HuffmanCode[] ac) throws IOException {
        out.marker(0xD8);
        for (int i = 0; i < quantization.length; i++) {
            out.marker(0xDB);
            out.word(2 + 65);
            out.plain(i);
            for (int k = 0; k < 64; k++) {
                out.plain(quantization[i].sizes[k]);
            }
        }
        // baseline has 8 bits, as extended may have as well
        out.marker(precision == 8 ? 0xC0 : 0xC1);
        out.word(8 + 3 * samples);
        out.plain(precision);
        out.word(layout.rows());
        out.word(layout.columns());
        out.plain(samples);
        for (int i = 0; i < samples; i++) {
            out.plain(i + 1);
            out.plain(factor(i) << 4 | 1);
            out.plain(Math.min(i, 1));
        }
        for (int i = 0; i < dc.length; i++) {
            dc[i].write(out, 0, i);
            ac[i].write(out, 1, i);
        }
        out.marker(0xDA);
        out.word(6 + 2 * samples);
        out.plain(samples);
        for (int i = 0; i < samples; i++) {
            out.plain(i + 1);
            out.plain(Math.min(i, 1) * 0x11);
        }
        out.plain(0);
        out.plain(63);
        out.plain(0);
    }

    private void blocks(HuffmanCode[] dc, HuffmanCode[] ac) throws IOException {
        int[] predicted = new int[samples];
        int mcus = mcusAcross * mcusDown;
        for (int mcu = 0; mcu < mcus; mcu++) {
            for (int i = 0; i < samples; i++) {
                int table = Math.min(i, 1);
                for (int n = 0; n < factor(i); n++) {
                    int at = (mcu * factor(i) + n) * 64;
                    block(coefficients[i], at, predicted[i], dc[table], ac[table]);
                    predicted[i] = coefficients[i][at];
                }
            }
        }
    }

    private void block(short[] from, int at, int predicted, HuffmanCode dc, HuffmanCode ac) throws IOException {
        int difference = from[at] - predicted;
        int size = size(difference);
        out.put(dc.codes[size] << size | additional(difference, size), dc.lengths[size] + size);
        int run = 0;
        for (int k = 1; k < 64; k++) {
            int value = from[at + k];
            if (value == 0) {
                run++;
                continue;
            }
            for (; run > 15; run -= 16) {
                out.put(ac.codes[0xF0], ac.lengths[0xF0]);
            }
            size = size(value);
            int symbol = run << 4 | size;
            out.put(ac.codes[symbol] << size | additional(value, size), ac.lengths[symbol] + size);
            run = 0;
        }
        if (run > 0) {
            out.put(ac.codes[0], ac.lengths[0]);
        }
    }

    static int size(int value) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    }

    private static int additional(int value, int size) {
        return value + (value >> 31) & (1 << size) - 1;
    }
}
