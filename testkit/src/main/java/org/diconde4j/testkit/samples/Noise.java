package org.diconde4j.testkit.samples;

/**
 * Random numbers and the few functions that pictures need, fast and the same on every machine (Math.exp and Math.sin are
 * not).
 */
final class Noise {
    private static final int STEPS = 256;
    private static final int RANGE = 10;
    private static final float[] EXP = new float[STEPS * RANGE + 2];
    private static final float[] SIN = new float[1 << 12];

    static {
        for (int i = 0; i < EXP.length; i++) {
            EXP[i] = (float) StrictMath.exp(-i / (double) STEPS);
        }
        for (int i = 0; i < SIN.length; i++) {
            SIN[i] = (float) StrictMath.sin(2 * StrictMath.PI * i / SIN.length);
        }
    }

    private long state;

    Noise(long seed) {
        state = seed;
    }

    /** SplitMix64. */
    long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Of mean 0 and deviation 1: the sum of four uniform numbers. */
    float gauss() {
        long bits = next();
        int sum = (int) (bits & 0xFFFF)
                + (int) (bits >>> 16 & 0xFFFF)
                + (int) (bits >>> 32 & 0xFFFF)
                + (int) (bits >>> 48);
        return (sum - 131070) * (1 / 37837.2f);
    }

    float between(float low, float high) {
        return low + (high - low) * ((next() >>> 40) * 0x1p-24f);
    }

    /** e to the power of -x, for x from 0 on. */
    static float fade(float x) {
        float at = Math.min(x, RANGE) * STEPS;
        int i = (int) at;
        return EXP[i] + (EXP[i + 1] - EXP[i]) * (at - i);
    }

    /** Of turns: 1 is a full circle. */
    static float sin(float turns) {
        return SIN[(int) (turns * SIN.length) & SIN.length - 1];
    }

    /** A curve that wanders slowly: values at a distance of {@code step} drawn at random, between them smooth. */
    float[] wander(int length, int step, float amplitude) {
        float[] knots = new float[length / step + 3];
        for (int i = 0; i < knots.length; i++) {
            knots[i] = gauss() * amplitude;
        }
        float[] curve = new float[length];
        for (int i = 0; i < length; i++) {
            float t = i % step / (float) step;
            float smooth = t * t * (3 - 2 * t);
            curve[i] = knots[i / step] + (knots[i / step + 1] - knots[i / step]) * smooth;
        }
        return curve;
    }

    /** Three samples wide, both ways: what no focus can resolve. */
    static void blur(float[] picture, int rows, int columns) {
        float[] line = new float[Math.max(rows, columns)];
        for (int y = 0; y < rows; y++) {
            int at = y * columns;
            System.arraycopy(picture, at, line, 0, columns);
            for (int x = 1; x < columns - 1; x++) {
                picture[at + x] = 0.25f * (line[x - 1] + line[x + 1]) + 0.5f * line[x];
            }
        }
        float[] above = new float[columns];
        System.arraycopy(picture, 0, above, 0, columns);
        for (int y = 1; y < rows - 1; y++) {
            int at = y * columns;
            for (int x = 0; x < columns; x++) {
                float here = picture[at + x];
                picture[at + x] = 0.25f * (above[x] + picture[at + columns + x]) + 0.5f * here;
                above[x] = here;
            }
        }
    }
}
