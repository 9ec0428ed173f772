package org.diconde4j.codec.internal.jpegls;

/** What coding knows of the samples seen so far: 365 contexts, and two for the ends of runs (T.87 A.2.1, A.3.3). */
final class Model {
    /** In which order numbers stand in {@link #contexts}: A, B, C, N of each context. */
    static final int STRIDE = 4;

    static final int A = 0;
    static final int B = 1;
    static final int C = 2;
    static final int N = 3;
    /** The first of two contexts for run interruptions; Nn stands in the place of B. */
    static final int RUN = 365;

    /** Lengths of runs as powers of two (T.87 A.2.1.3). */
    private static final byte[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    final int near;
    final int maxValue;
    /** Values that a prediction error can have, and the bits that take. */
    final int range;

    final int bits;
    /** The longest code. */
    final int limit;

    final int reset;
    /** Whether errors wrap around at a power of two and nothing is lost, which is the common case. */
    final boolean lossless;
    /** The quantised gradient of each difference, which counts from -maxValue (T.87 A.3.3). */
    final byte[] levels;

    final int[] contexts = new int[STRIDE * (RUN + 2)];

    final Preset preset;

    Model(Preset preset, int near) {
        this.preset = preset;
        this.near = near;
        maxValue = preset.maxValue();
        range = (maxValue + 2 * near) / (2 * near + 1) + 1;
        bits = log(range);
        int sample = Math.max(2, log(maxValue + 1));
        limit = 2 * (sample + Math.max(8, sample));
        reset = preset.reset();
        lossless = near == 0 && (maxValue & maxValue + 1) == 0;
        levels = new byte[2 * maxValue + 1];
        for (int d = 0; d <= maxValue; d++) {
            int level = d <= near ? 0 : d < preset.t1() ? 1 : d < preset.t2() ? 2 : d < preset.t3() ? 3 : 4;
            levels[maxValue + d] = (byte) level;
            levels[maxValue - d] = (byte) -level;
        }
    }

    /** The least number of bits for so many values. */
    private static int log(int values) {
        return 32 - Integer.numberOfLeadingZeros(values - 1);
    }

    /** What lies beyond the ends of rows (T.87 A.2.1). */
    static void edges(int[] current, int[] above, int width) {
        current[0] = above[1];
        above[width + 1] = above[width];
    }

    /** The context of a sample with its sign, 0 for a run (T.87 A.3.1 to A.3.4). */
    int context(int ra, int rb, int rc, int rd) {
        return levels[maxValue + rd - rb] * 81 + levels[maxValue + rb - rc] * 9 + levels[maxValue + rc - ra];
    }

    /** Forgets everything, as at the beginning of a scan and after a restart. */
    void begin() {
        int mean = Math.max(2, (range + 32) / 64);
        for (int i = 0; i < contexts.length; i += STRIDE) {
            contexts[i + A] = mean;
            contexts[i + B] = 0;
            contexts[i + C] = 0;
            contexts[i + N] = 1;
        }
    }

    /** How long a run one bit stands for, as a power of two. */
    static int runBits(int index) {
        return J[index];
    }

    /** A value that may have left the range of samples through the error of its prediction (T.87 A.4.4). */
    int reconstructed(int value) {
        int step = range * (2 * near + 1);
        int within = value < -near ? value + step : value > maxValue + near ? value - step : value;
        return Math.max(0, Math.min(maxValue, within));
    }

    /** The parameter of the code at the end of a run (T.87 A.7.2). */
    int runParameter(int type) {
        int at = STRIDE * (RUN + type);
        int n = contexts[at + N];
        return parameter(contexts[at + A] + (n >> 1 & -type), n);
    }

    /** The least k for which N·2^k is at least A. */
    static int parameter(int a, int n) {
        int k = Math.max(0, Integer.numberOfLeadingZeros(n) - Integer.numberOfLeadingZeros(a));
        return k + ((n << k) - a >>> 31);
    }

    /** Whether more of the errors at ends of runs were negative than not. */
    boolean mostlyNegative(int type) {
        int at = STRIDE * (RUN + type);
        return 2 * contexts[at + B] >= contexts[at + N];
    }

    /** Learns from the end of a run. */
    void updateRun(int type, int error, int mapped) {
        int at = STRIDE * (RUN + type);
        if (error < 0) {
            contexts[at + B]++;
        }
        contexts[at + A] += mapped + 1 - type >> 1;
        if (contexts[at + N] == reset) {
            contexts[at + A] >>= 1;
            contexts[at + B] >>= 1;
            contexts[at + N] >>= 1;
        }
        contexts[at + N]++;
    }

    /** Learns from a prediction error, of which the sign of the context has been taken (T.87 A.6). */
    void update(int at, int error) {
        int a = contexts[at + A] + Math.abs(error);
        int b = contexts[at + B] + error * (2 * near + 1);
        int n = contexts[at + N];
        if (n == reset) {
            a >>= 1;
            b >>= 1;
            n >>= 1;
        }
        n++;
        int under = b + n - 1 >> 31;
        int over = -b >> 31;
        contexts[at + A] = a;
        contexts[at + B] = Math.min(0, Math.max(1 - n, b + (n & under) - (n & over)));
        contexts[at + C] = Math.max(-128, Math.min(127, contexts[at + C] + under - over));
        contexts[at + N] = n;
    }

    /** What is expected of a sample (T.87 A.4.1), corrected by what its context has learnt. */
    int predicted(int ra, int rb, int rc, int correction) {
        int median = Math.max(Math.min(ra, rb), Math.min(Math.max(ra, rb), ra + rb - rc));
        return Math.max(0, Math.min(maxValue, median + correction));
    }
}
