package org.diconde4j.testkit.samples;

/**
 * An ultrasonic C-scan of a laminate plate: the echo of the back wall, the echo of the gate before it, and the depth of
 * the first echo. Where the plate is delaminated the back wall is silent and the depth is less.
 */
final class CScanPicture {
    static final int ROWS = 240;
    static final int COLUMNS = 360;
    /** Millimetres of a pixel. */
    static final double PITCH = 0.5;
    /** Millimetres of a step in the frame of depths. */
    static final double DEPTH_STEP = 0.04;

    private static final float THICKNESS = 8;

    private final byte[] samples = new byte[3 * ROWS * COLUMNS];

    CScanPicture(long seed) {
        Noise noise = new Noise(seed);
        float[] lines = noise.wander(ROWS, 1, 0.018f);
        float[] coupling = noise.wander(ROWS, 34, 0.04f);
        float[] weave = noise.wander(COLUMNS, 26, 0.03f);
        float[] rim = noise.wander(512, 24, 0.07f);
        float[] damage = new float[ROWS * COLUMNS];
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                damage[y * COLUMNS + x] = damage(x, y, rim);
            }
        }
        Noise.blur(damage, ROWS, COLUMNS);
        Noise.blur(damage, ROWS, COLUMNS);
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                float lost = damage[y * COLUMNS + x];
                float texture = 0.025f * Noise.sin(x / 9f) * Noise.sin(y / 9f) + weave[x] + coupling[y] + lines[y];
                float wall = (0.80f + texture) * (1 - 0.93f * lost) + 0.02f * noise.gauss();
                float flaw = 0.05f + 0.72f * lost * (1 + 3 * texture) + 0.02f * noise.gauss();
                float depth = lost > 0.5f ? depth(x, y) : THICKNESS + 0.002f * (x - 180);
                put(0, y, x, wall * 255);
                put(1, y, x, flaw * 255);
                put(2, y, x, (depth + 0.03f * noise.gauss()) / (float) DEPTH_STEP);
            }
        }
    }

    byte[] samples() {
        return samples;
    }

    private void put(int frame, int y, int x, float value) {
        samples[(frame * ROWS + y) * COLUMNS + x] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }

    /** How much of the sound is thrown back before the back wall. */
    private static float damage(int x, int y, float[] rim) {
        float dx = (x - 215) / 58f;
        float dy = (y - 105) / 38f;
        float shear = dx + 0.45f * dy;
        float square = shear * shear + dy * dy;
        int around = (int) ((StrictMath.atan2(dy, shear) + Math.PI) / (2 * Math.PI) * 460);
        float lobes = 1 + 0.13f * Noise.sin(around / 153f) + rim[around] * Math.min(around, 460 - around) / 60f;
        if (square < lobes * lobes) {
            return 1;
        }
        return Math.max(hole(x, y, 60, 190, 12), Math.max(hole(x, y, 100, 190, 8), hole(x, y, 132, 190, 5)));
    }

    /** Flat-bottom holes of the reference row. */
    private static float hole(int x, int y, int atX, int atY, int radius) {
        return (x - atX) * (x - atX) + (y - atY) * (y - atY) <= radius * radius ? 1 : 0;
    }

    private static float depth(int x, int y) {
        if (y > 170) {
            return 4;
        }
        // an impact: each ply parts a little further out than the one above it
        float dx = (x - 215) / 58f;
        float dy = (y - 105) / 38f;
        return 1.6f + 0.55f * (int) (5 * (dx * dx + dy * dy));
    }
}
