package org.diconde4j.codec.internal.jpegls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Encodes rows of samples (T.87 Annex A). A row has one more element before its first sample and one after its last. Where
 * differences are allowed, what the decoder will have is put in the place of the samples.
 */
final class ScanEncoder extends BitWriter {
    /** Bytes that a sample takes at most: a code of 64 bits, and a bit stuffed for each byte. */
    private static final int SAMPLE = 10;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Model model;
    private int runIndex;

    ScanEncoder(Model model) {
        this.model = model;
    }

    int runIndex() {
        return runIndex;
    }

    void runIndex(int index) {
        runIndex = index;
    }

    /** Encodes a row of one component. */
    void row(int[] current, int[] above, int width) {
        reserve((long) SAMPLE * width + SAMPLE);
        Model.edges(current, above, width);
        if (model.lossless) {
            losslessRow(current, above, width);
        } else {
            nearRow(current, above, width);
        }
    }

    private void losslessRow(int[] current, int[] above, int width) {
        byte[] out = target;
        byte[] levels = model.levels;
        int[] contexts = model.contexts;
        int max = model.maxValue;
        int reset = model.reset;
        int unused = 32 - model.bits;
        int longest = model.limit - model.bits - 1;
        long cache = this.cache;
        int count = this.count;
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
                this.count = count;
                position = p;
                x = run(current, above, x, width);
                cache = this.cache;
                count = this.count;
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
            int median = Math.max(Math.min(ra, rb), Math.min(Math.max(ra, rb), ra + rb - rc));
            int predicted = Math.max(0, Math.min(max, median + ((c ^ sign) - sign)));
            ra = current[x];
            int error = (ra - predicted ^ sign) - sign << unused >> unused; // modulo a power of two
            int special = error ^ (k - 1 & 2 * b + n - 1) >> 31; // k is 0 and 2B <= -N (T.87 A.5.2)
            int mapped = special << 1 ^ special >> 31;
            int zeros = mapped >> k;
            int length = zeros + k + 1;
            if (length <= 32 && zeros < longest) {
                cache = cache << length | 1L << k | mapped & (1 << k) - 1;
                count += length;
                if (count >= 32) {
                    int word = (int) (cache >>> count - 32);
                    if (isPlain(word, out[p - 1])) {
                        INTS.set(out, p, word);
                        p += 4;
                        count -= 32;
                    } else {
                        this.cache = cache;
                        this.count = count;
                        position = p;
                        bytes();
                        count = this.count;
                        p = position;
                    }
                }
            } else {
                this.cache = cache;
                this.count = count;
                position = p;
                code(mapped, k, longest, model.bits);
                cache = this.cache;
                count = this.count;
                p = position;
            }
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
        this.count = count;
        position = p;
    }

    private void nearRow(int[] current, int[] above, int width) {
        int x = 1;
        while (x <= width) {
            int q = model.context(current[x - 1], above[x], above[x - 1], above[x + 1]);
            if (q == 0) {
                x = run(current, above, x, width);
            } else {
                current[x] = regular(current[x], q, current[x - 1], above[x], above[x - 1]);
                x++;
            }
        }
    }

    /** Encodes a sample in regular mode (T.87 A.4 to A.6); gives what the decoder will have. */
    private int regular(int value, int q, int ra, int rb, int rc) {
        Model model = this.model;
        int[] contexts = model.contexts;
        int sign = q >> 31;
        int at = (q ^ sign) - sign << 2;
        int n = contexts[at + Model.N];
        int c = contexts[at + Model.C];
        int k = Model.parameter(contexts[at + Model.A], n);
        int predicted = model.predicted(ra, rb, rc, (c ^ sign) - sign);
        int quantised = quantised((value - predicted ^ sign) - sign);
        int error = modulo(quantised);
        boolean special = k == 0 && model.near == 0 && 2 * contexts[at + Model.B] <= -n;
        int signed = special ? ~error : error;
        code(signed << 1 ^ signed >> 31, k, model.limit - model.bits - 1, model.bits);
        model.update(at, error);
        return model.reconstructed(predicted + ((quantised ^ sign) - sign) * (2 * model.near + 1));
    }

    /** The nearest error within what is allowed (T.87 A.4.4). */
    private int quantised(int error) {
        int near = model.near;
        return near == 0 ? error : error > 0 ? (error + near) / (2 * near + 1) : -((near - error) / (2 * near + 1));
    }

    private int modulo(int error) {
        int within = error < 0 ? error + model.range : error;
        return within >= (model.range + 1) / 2 ? within - model.range : within;
    }

    /** Encodes a run and the sample that ends it; gives where the row goes on. */
    private int run(int[] current, int[] above, int first, int width) {
        int ra = current[first - 1];
        int near = model.near;
        int x = first;
        while (x <= width && Math.abs(current[x] - ra) <= near) {
            current[x++] = ra;
        }
        runLength(x - first, x > width);
        if (x > width) {
            return x;
        }
        int rb = above[x];
        int type = Math.abs(ra - rb) <= near ? 1 : 0;
        current[x] = interruption(current[x], type, type == 1 ? ra : rb, type == 0 && ra > rb ? -1 : 1);
        runIndex = Math.max(0, runIndex - 1);
        return x + 1;
    }

    private void runLength(int length, boolean endOfRow) {
        int left = length;
        while (left >= 1 << Model.runBits(runIndex)) {
            put(1, 1);
            left -= 1 << Model.runBits(runIndex);
            runIndex = Math.min(31, runIndex + 1);
        }
        if (!endOfRow) {
            put(left, Model.runBits(runIndex) + 1);
        } else if (left > 0) {
            put(1, 1);
        }
    }

    /** Encodes the sample that ends a run (T.87 A.7.2); gives what the decoder will have. */
    private int interruption(int value, int type, int predicted, int sign) {
        int quantised = quantised(sign * (value - predicted));
        int error = modulo(quantised);
        int k = model.runParameter(type);
        boolean negative = k != 0 || model.mostlyNegative(type);
        int map = error != 0 && error < 0 == negative ? 1 : 0;
        int mapped = 2 * Math.abs(error) - type - map;
        code(mapped, k, model.limit - Model.runBits(runIndex) - 1 - model.bits - 1, model.bits);
        model.updateRun(type, error, mapped);
        return model.reconstructed(predicted + sign * quantised * (2 * model.near + 1));
    }

    /** Encodes a row of pixels whose samples follow each other (T.87 B.2.3). */
    void pixels(int[][] current, int[][] above, int width) {
        int samples = current.length;
        reserve((long) SAMPLE * width * samples + SAMPLE);
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
                continue;
            }
            for (int s = 0; s < samples; s++) {
                int[] row = current[s];
                row[x] = regular(row[x], q[s], row[x - 1], above[s][x], above[s][x - 1]);
            }
            x++;
        }
    }

    private int pixelRun(int[][] current, int[][] above, int first, int width) {
        int x = first;
        while (x <= width && isNear(current, x, first - 1)) {
            for (int[] row : current) {
                row[x] = row[first - 1];
            }
            x++;
        }
        runLength(x - first, x > width);
        if (x > width) {
            return x;
        }
        for (int s = 0; s < current.length; s++) {
            int rb = above[s][x];
            current[s][x] = interruption(current[s][x], 0, rb, current[s][x - 1] > rb ? -1 : 1);
        }
        runIndex = Math.max(0, runIndex - 1);
        return x + 1;
    }

    private boolean isNear(int[][] current, int x, int left) {
        for (int[] row : current) {
            if (Math.abs(row[x] - row[left]) > model.near) {
                return false;
            }
        }
        return true;
    }
}
