package org.diconde4j.testkit.samples;

/**
 * A small aluminium casting as computed tomography gives it: a flange with four bolt holes and a hub, a bore through both,
 * shrinkage where the wall is thickest, and what reconstruction adds: noise, rings and cupping. Values are attenuation.
 */
final class CastingVolume {
    static final int SIZE = 128;
    static final int SLICES = 24;
    /** Millimetres of a voxel. */
    static final double PITCH = 0.5;
    /** Attenuation of a step of the stored value, 1/m. */
    static final double SLOPE = 0.01;
    /** Attenuation of the stored value 0, 1/m. */
    static final double INTERCEPT = -20;

    private static final float ALUMINIUM = 42; // 1/m at 120 keV
    private static final float CENTRE = SIZE / 2f - 0.5f;

    private final long seed;
    private final float[] rings = new float[SIZE];
    private final float[][] cavities = new float[46][];

    CastingVolume(long seed) {
        this.seed = seed;
        Noise noise = new Noise(seed);
        for (int r = 0; r < SIZE; r++) {
            rings[r] = noise.gauss() * 0.006f;
        }
        // shrinkage: small cavities that crowd around one place and grow together
        for (int i = 0; i < cavities.length; i++) {
            float x = CENTRE + 24 + 4.5f * noise.gauss();
            float y = CENTRE - 7 + 5.5f * noise.gauss();
            float z = 11 + 2.6f * noise.gauss();
            cavities[i] = new float[] {x, y, z, noise.between(0.8f, 2.5f)};
        }
    }

    short[] slice(int z) {
        float[] picture = new float[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                picture[y * SIZE + x] = metal(x - CENTRE, y - CENTRE, z);
            }
        }
        for (float[] cavity : cavities) {
            carve(picture, z, cavity);
        }
        Noise.blur(picture, SIZE, SIZE);
        Noise grain = new Noise(31 * seed + z); // its own, so that a slice is the same whenever it is asked for
        short[] samples = new short[picture.length];
        for (int at = 0; at < samples.length; at++) {
            float dx = at % SIZE - CENTRE;
            float dy = at / SIZE - CENTRE;
            float radius = (float) Math.sqrt(dx * dx + dy * dy);
            float cupping = 1 - 0.09f * Math.max(0, 1 - radius * radius / 3000);
            float ring = rings[(int) radius] * (radius < 58 ? 1 : 0.3f);
            float value = ALUMINIUM * (picture[at] * cupping + ring) + 1.3f * grain.gauss();
            samples[at] = (short) Math.max(0, Math.min(65535, Math.round((value - INTERCEPT) / SLOPE)));
        }
        return samples;
    }

    /** 1 in the metal, 0 outside. */
    private static float metal(float x, float y, int z) {
        float square = x * x + y * y;
        float hub = z < 8 ? 0 : 40 - 0.25f * (z - 8);
        float fillet = z >= 8 && z < 12 ? (12 - z) * (12 - z) * 0.7f : 0;
        float outer = z < 8 ? 57 : hub + fillet;
        float flat = z < 8 ? 54 : 99; // the flange is milled flat on two sides
        float bore = z < 4 ? 18 : 14;
        if (square > outer * outer || Math.abs(y) > flat || square < bore * bore) {
            return 0;
        }
        if (z < 8) {
            float hx = Math.abs(x) - 33.9f;
            float hy = Math.abs(y) - 33.9f;
            return hx * hx + hy * hy < 20 ? 0 : 1;
        }
        boolean keyway = z > 14 && y > 0 && Math.abs(x) < 4 && square < 19 * 19;
        return keyway ? 0 : 1;
    }

    private static void carve(float[] picture, int z, float[] cavity) {
        float left = cavity[3] * cavity[3] - (z - cavity[2]) * (z - cavity[2]);
        if (left <= 0) {
            return;
        }
        int reach = (int) cavity[3] + 1;
        for (int y = (int) cavity[1] - reach; y <= cavity[1] + reach; y++) {
            for (int x = (int) cavity[0] - reach; x <= cavity[0] + reach; x++) {
                float square = (x - cavity[0]) * (x - cavity[0]) + (y - cavity[1]) * (y - cavity[1]);
                if (square < left) {
                    picture[y * SIZE + x] *= 0.2f;
                }
            }
        }
    }
}
