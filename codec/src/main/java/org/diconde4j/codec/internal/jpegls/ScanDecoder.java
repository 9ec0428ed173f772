package org.diconde4j.codec.internal.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Decodes rows of samples (T.87 Annex A). A row has one more element before its first sample and one after its last. What
 * decodes a row gives how many samples it has; fewer than expected when there is no code where one is expected.
 */
final class ScanDecoder extends BitReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final Model model;
    /** Where the length of runs stands, which each component has for itself. */
    private int runIndex;

    ScanDecoder(Model model) {
        this.model = model;
    }

    Model model() {
        return model;
    }

    int runIndex() {
        return runIndex;
    }

    void runIndex(int index) {
        runIndex = index;
    }

    /** Decodes a row of one component. */
    int row(int[] current, int[] above, int width) {
        Model.edges(current, above, width);
        return model.lossless ? losslessRow(current, above, width) : nearRow(current, above, width);
    }

    /** The common case. The state of the reader is in variables here, as the loop is fast only then. */
    private int losslessRow(int[] current, int[] above, int width) {
        byte[] in = source;
        int last = end - 8;
        byte[] levels = model.levels;
        int[] contexts = model.contexts;
        int max = model.maxValue;
        int reset = model.reset;
        int longest = model.limit - model.bits - 1;
        long cache = this.cache;
        int valid = this.valid;
        int p = position;
        int ra = current[0];
        int rb = above[1];
        int rc = above[0];
        int x = 1;
        while (x <= width) {
            int rd = above[x + 1];
            int q = levels[max + rd - rb] * 81 + levels[max + rb - rc] * 9 + levels[max + rc - ra];
            if (q == 0) {
                this.cache = cache;
                this.valid = valid;
                position = p;
                x = run(current, above, x, width);
                if (x < 0) {
                    return ~x;
                }
                cache = this.cache;
                valid = this.valid;
                p = position;
                ra = current[x - 1];
                rb = above[x];
                rc = above[x - 1];
                continue;
            }
            int sign = q >> 31;
            int at = (q ^ sign) - sign << 2;
            int a = contexts[at];
            int b = contexts[at + 1];
            int c = contexts[at + 2];
            int n = contexts[at + 3];
            int k = Math.max(0, Integer.numberOfLeadingZeros(n) - Integer.numberOfLeadingZeros(a));
            k += (n << k) - a >>> 31;
            if (valid < 32) {
                long next = p <= last ? (long) LONGS.get(in, p) : -1;
                if ((~next - ONES & next & HIGHS) == 0) { // no byte FF
                    cache |= next >>> valid;
                    p += 63 - valid >> 3;
                    valid |= 56;
                } else {
                    this.cache = cache;
                    this.valid = valid;
                    position = p;
                    fill();
                    cache = this.cache;
                    valid = this.valid;
                    p = position;
                }
            }
            int zeros = Long.numberOfLeadingZeros(cache);
            int mapped;
            if (zeros + k < valid && zeros < longest) {
                cache <<= zeros + 1;
                mapped = zeros << k | (int) (cache >>> 1 >>> 63 - k);
                cache <<= k;
                valid -= zeros + k + 1;
            } else {
                this.cache = cache;
                this.valid = valid;
                position = p;
                mapped = code(k, longest, model.bits);
                if (mapped < 0) {
                    return x - 1;
                }
                cache = this.cache;
                valid = this.valid;
                p = position;
            }
            int median = Math.max(Math.min(ra, rb), Math.min(Math.max(ra, rb), ra + rb - rc));
            int predicted = Math.max(0, Math.min(max, median + ((c ^ sign) - sign)));
            int error = mapped >>> 1 ^ -(mapped & 1);
            error ^= (k - 1 & 2 * b + n - 1) >> 31; // k is 0 and 2B <= -N (T.87 A.5.2)
            ra = predicted + ((error ^ sign) - sign) & max;
            current[x] = ra;
            rc = rb;
            rb = rd;
            x++;
            a += Math.abs(error);
            b += error;
            if (n == reset) {
                a >>= 1;
                b >>= 1;
                n >>= 1;
            }
            n++;
            int under = b + n - 1 >> 31;
            int over = -b >> 31;
            contexts[at] = a;
            contexts[at + 1] = Math.min(0, Math.max(1 - n, b + (n & under) - (n & over)));
            contexts[at + 2] = Math.max(-128, Math.min(127, c + under - over));
            contexts[at + 3] = n;
        }
        this.cache = cache;
        this.valid = valid;
        position = p;
        return width;
    }

    private int nearRow(int[] current, int[] above, int width) {
        int x = 1;
        while (x <= width) {
            int q = model.context(current[x - 1], above[x], above[x - 1], above[x + 1]);
            if (q == 0) {
                x = run(current, above, x, width);
                if (x < 0) {
                    return ~x;
                }
                continue;
            }
            int value = regular(q, current[x - 1], above[x], above[x - 1]);
            if (value < 0) {
                return x - 1;
            }
            current[x++] = value;
        }
        return width;
    }

    /** Decodes a sample in regular mode (T.87 A.4 to A.6); -1 if there is none. */
    private int regular(int q, int ra, int rb, int rc) {
        Model model = this.model;
        int[] contexts = model.contexts;
        int sign = q >> 31;
        int at = (q ^ sign) - sign << 2;
        int n = contexts[at + Model.N];
        int c = contexts[at + Model.C];
        int k = Model.parameter(contexts[at + Model.A], n);
        int mapped = code(k, model.limit - model.bits - 1, model.bits);
        if (mapped < 0) {
            return -1;
        }
        int error = mapped >>> 1 ^ -(mapped & 1);
        if (k == 0 && model.near == 0 && 2 * contexts[at + Model.B] <= -n) {
            error = ~error;
        }
        model.update(at, error);
        int predicted = model.predicted(ra, rb, rc, (c ^ sign) - sign);
        return model.reconstructed(predicted + ((error ^ sign) - sign) * (2 * model.near + 1));
    }

    /** Decodes a run and the sample that ends it; gives where the row goes on, or ~(samples there are) at damage. */
    private int run(int[] current, int[] above, int first, int width) {
        int ra = current[first - 1];
        int length = runLength(width - first + 1);
        if (length < 0) {
            return ~(first - 1);
        }
        int x = first + length;
        Arrays.fill(current, first, x, ra);
        if (x > width) {
            return x;
        }
        int rb = above[x];
        int type = Math.abs(ra - rb) <= model.near ? 1 : 0;
        int value = interruption(type, type == 1 ? ra : rb, type == 0 && ra > rb ? -1 : 1);
        if (value < 0) {
            return ~(x - 1);
        }
        current[x] = value;
        runIndex = Math.max(0, runIndex - 1);
        return x + 1;
    }

    /** How many samples a run has, all that are left if it goes on to the end of the row; -1 at damage. */
    private int runLength(int left) {
        int length = 0;
        while (true) {
            int bit = bit();
            int power = Model.runBits(runIndex);
            if (bit < 0) {
                return -1;
            }
            if (bit == 0) {
                int rest = bits(power);
                return rest < 0 || rest >= left - length ? -1 : length + rest;
            }
            if (1 << power > left - length) {
                return left;
            }
            length += 1 << power;
            runIndex = Math.min(31, runIndex + 1);
            if (length == left) {
                return left;
            }
        }
    }

    /** Decodes the sample that ends a run (T.87 A.7.2). */
    private int interruption(int type, int predicted, int sign) {
        int k = model.runParameter(type);
        int longest = model.limit - Model.runBits(runIndex) - 1 - model.bits - 1;
        int mapped = code(k, longest, model.bits);
        if (mapped < 0) {
            return -1;
        }
        int sum = mapped + type;
        int map = sum & 1;
        int error = sum + map >> 1;
        if ((k != 0 || model.mostlyNegative(type)) == (map == 1)) {
            error = -error;
        }
        model.updateRun(type, error, mapped);
        return model.reconstructed(predicted + sign * error * (2 * model.near + 1));
    }

    /** Decodes a row of pixels whose samples follow each other (T.87 B.2.3). */
    int pixels(int[][] current, int[][] above, int width) {
        int samples = current.length;
        int[] q = new int[samples];
        for (int s = 0; s < samples; s++) {
            Model.edges(current[s], above[s], width);
        }
        int x = 1;
        while (x <= width) {
            int any = 0;
            for (int s = 0; s < samples; s++) {
                int[] up = above[s];
                q[s] = model.context(current[s][x - 1], up[x], up[x - 1], up[x + 1]);
                any |= q[s];
            }
            if (any == 0) {
                x = pixelRun(current, above, x, width);
                if (x < 0) {
                    return ~x;
                }
                continue;
            }
            for (int s = 0; s < samples; s++) {
                int value = regular(q[s], current[s][x - 1], above[s][x], above[s][x - 1]);
                if (value < 0) {
                    return x - 1;
                }
                current[s][x] = value;
            }
            x++;
        }
        return width;
    }

    private int pixelRun(int[][] current, int[][] above, int first, int width) {
        int length = runLength(width - first + 1);
        if (length < 0) {
            return ~(first - 1);
        }
        int x = first + length;
        for (int[] row : current) {
            Arrays.fill(row, first, x, row[first - 1]);
        }
        if (x > width) {
            return x;
        }
        for (int s = 0; s < current.length; s++) {
            int rb = above[s][x];
            int value = interruption(0, rb, current[s][x - 1] > rb ? -1 : 1);
            if (value < 0) {
                return ~(x - 1);
            }
            current[s][x] = value;
        }
        runIndex = Math.max(0, runIndex - 1);
        return x + 1;
    }
}
