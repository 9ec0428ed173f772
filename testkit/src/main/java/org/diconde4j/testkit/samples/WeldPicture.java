package org.diconde4j.testkit.samples;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.nde.Indication;
import org.diconde4j.nde.Indication.PhysicalProperty;
import org.diconde4j.nde.Indication.Region;

/**
 * A butt weld between two steel plates as a flat panel sees it: plate, cap and root of the weld, a wire image quality
 * indicator across it, lead letters, and in the weld pores, an inclusion of slag and a crack. Thickness is laid out in
 * millimetres of steel, rays pass through it, quanta are counted.
 */
final class WeldPicture {
    static final int ROWS = 1024;
    static final int COLUMNS = 1280;
    static final int BITS = 14;
    /** Millimetres of a pixel at the detector. */
    static final double PITCH = 0.1;

    private static final float PLATE = 10;
    private static final float ATTENUATION = 0.095f; // 1/mm, steel at 160 kV with 1 mm of copper
    private static final float OPEN_BEAM = 30_000;
    private static final float SCATTER = 0.10f;
    private static final float LEAD = 40; // as much steel as the letters are worth
    private static final int CENTRE = 520;
    /** Diameters of W10 to W16 of ISO 19232-1. */
    private static final float[] WIRES = {0.40f, 0.32f, 0.25f, 0.20f, 0.16f, 0.125f, 0.10f};

    private final Noise noise;
    private final float[] steel = new float[ROWS * COLUMNS];
    private final float[] axis;
    private final short[] samples;
    private final List<Indication> indications = new ArrayList<>();

    WeldPicture(long seed, String name) {
        noise = new Noise(seed);
        axis = noise.wander(COLUMNS, 160, 5);
        plate();
        weld();
        pores();
        slag();
        crack();
        wires();
        LeadLetters.lay(name, steel, COLUMNS, 90, 70, 7, LEAD);
        LeadLetters.lay("W1", steel, COLUMNS, 1080, 70, 7, LEAD);
        LeadLetters.lay("10 FE EN", steel, COLUMNS, 860, 900, 5, LEAD);
        LeadLetters.lay("->", steel, COLUMNS, 90, 890, 6, LEAD);
        Noise.blur(steel, ROWS, COLUMNS);
        samples = expose();
    }

    List<Indication> indications() {
        return List.copyOf(indications);
    }

    /** What the detector reads: more radiation, larger values. */
    short[] samples() {
        return samples;
    }

    private short[] expose() {
        float[] light = new float[ROWS * COLUMNS];
        float[] gain = new float[COLUMNS];
        for (int x = 0; x < COLUMNS; x++) {
            gain[x] = 1 + 0.0012f * noise.gauss();
        }
        for (int y = 0; y < ROWS; y++) {
            float dy = (y - ROWS / 2) / 7000f; // distance of the source 700 mm
            for (int x = 0; x < COLUMNS; x++) {
                int at = y * COLUMNS + x;
                float dx = (x - COLUMNS / 2) / 7000f;
                float beam = OPEN_BEAM / (1 + dx * dx + dy * dy) * (1 - 0.03f * (x - 500) / COLUMNS);
                float mean = beam * (Noise.fade(ATTENUATION * steel[at]) + SCATTER * 0.39f) * gain[x];
                light[at] = mean + (float) Math.sqrt(mean) * 0.75f * noise.gauss();
            }
        }
        short[] samples = new short[light.length];
        int most = (1 << BITS) - 1;
        for (int at = 0; at < samples.length; at++) {
            // a little of each quantum's light reaches the pixels beside it
            float spread = at > 0 && at < samples.length - 1 ? (light[at - 1] + light[at + 1]) * 0.5f : light[at];
            samples[at] = (short) Math.max(0, Math.min(most, (int) (0.8f * light[at] + 0.2f * spread)));
        }
        return samples;
    }

    private void plate() {
        float[] rolled = noise.wander(ROWS, 90, 0.02f);
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                steel[y * COLUMNS + x] = PLATE + 0.5f * x / COLUMNS + rolled[y];
            }
        }
    }

    private void weld() {
        float[] width = noise.wander(COLUMNS, 60, 3);
        float[] height = noise.wander(COLUMNS, 45, 0.10f);
        float[] rootHeight = noise.wander(COLUMNS, 30, 0.16f);
        float[] rootAxis = noise.wander(COLUMNS, 90, 2.5f);
        float[] beat = noise.wander(COLUMNS, 25, 0.12f);
        for (int x = 0; x < COLUMNS; x++) {
            float half = 74 + width[x];
            for (int d = -95; d <= 95; d++) {
                float off = d / half;
                int at = (CENTRE + Math.round(axis[x]) + d) * COLUMNS + x;
                if (Math.abs(off) < 1) {
                    float cap = (1 - off * off) * (1.9f + height[x]);
                    // ripples are crescents: the pool froze from its edge inwards
                    float ripple = Noise.sin(x / 21f + beat[x] + 1.9f * off * off);
                    steel[at] += cap + 0.10f * ripple * (1 - off * off * off * off);
                } else if (Math.abs(off) < 1.10f) {
                    steel[at] -= 0.12f * (1 - Math.abs(Math.abs(off) - 1.05f) * 20); // undercut
                }
                float root = (d - rootAxis[x]) / 19f;
                if (Math.abs(root) < 1) {
                    steel[at] += (1 - root * root) * (0.9f + rootHeight[x]);
                }
            }
        }
    }

    private void pores() {
        float[][] cluster = {{0, 0, 7}, {16, -9, 4}, {-14, 8, 5}, {24, 11, 3}, {-5, -20, 3.5f}, {9, 19, 2.5f}};
        int x = 318 + (int) noise.between(-30, 30);
        int y = CENTRE + Math.round(axis[x]) + 20;
        for (float[] pore : cluster) {
            sphere(x + pore[0], y + pore[1], pore[2] * noise.between(0.9f, 1.15f));
        }
        indications.add(Indication.of(1, "POROSITY", "ACCEPT", "Cluster of six gas pores beside the root")
                .at(Region.rectangle(x - 30, y - 32, x + 36, y + 32))
                .measured(new PhysicalProperty("MAX DIAMETER", 1.4, "mm")));
        int single = 1010 + (int) noise.between(-20, 20);
        int row = CENTRE + Math.round(axis[single]) - 34;
        sphere(single, row, 5.5f);
        indications.add(Indication.of(2, "VOID", "ACCEPT", "Single gas pore")
                .at(Region.rectangle(single - 14, row - 14, single + 14, row + 14))
                .measured(new PhysicalProperty("DIAMETER", 1.1, "mm")));
    }

    private void sphere(float centreX, float centreY, float radius) {
        for (int y = (int) (centreY - radius); y <= centreY + radius; y++) {
            for (int x = (int) (centreX - radius); x <= centreX + radius; x++) {
                float square = radius * radius - (x - centreX) * (x - centreX) - (y - centreY) * (y - centreY);
                if (square > 0) {
                    steel[y * COLUMNS + x] -= 2 * (float) Math.sqrt(square) * (float) PITCH;
                }
            }
        }
    }

    private void slag() {
        int left = 480;
        int length = 62;
        float[] edge = noise.wander(length + 1, 6, 1.4f);
        float[] path = noise.wander(length + 1, 20, 2);
        for (int i = 0; i < length; i++) {
            float half = 4.5f * (float) Math.sqrt(1 - Math.abs(2f * i / length - 1)) + edge[i];
            int middle = CENTRE + Math.round(axis[left + i] + path[i]) - 30;
            for (int d = -9; d <= 9; d++) {
                if (Math.abs(d) < half) {
                    steel[(middle + d) * COLUMNS + left + i] -= 0.75f;
                }
            }
        }
        int row = CENTRE + Math.round(axis[left + length / 2]) - 30;
        indications.add(Indication.of(3, "INCLUSION", "ACCEPT", "Slag, elongated along the weld")
                .at(Region.rectangle(left - 8, row - 16, left + length + 8, row + 16))
                .measured(new PhysicalProperty("LENGTH", 6.2, "mm")));
    }

    private void crack() {
        int left = 664;
        int length = 190;
        float at = CENTRE + axis[left] + 4;
        float top = at;
        float bottom = at;
        for (int i = 0; i < length; i++) {
            float jump = noise.gauss();
            at += 0.35f * jump + (noise.next() >>> 60 == 0 ? Math.signum(jump) * 3 : 0);
            at += 0.05f * (CENTRE + axis[left + i] + 4 - at);
            top = Math.min(top, at);
            bottom = Math.max(bottom, at);
            float taper = Math.min(1, Math.min(i, length - i) / 40f);
            float depth = taper * noise.between(0.6f, 1.7f);
            int row = (int) at;
            float part = at - row;
            steel[row * COLUMNS + left + i] -= depth * (1 - part);
            steel[(row + 1) * COLUMNS + left + i] -= depth * part;
            steel[(row + 2) * COLUMNS + left + i] -= depth * 0.35f;
        }
        indications.add(Indication.of(4, "CRACK", "REJECT", "Longitudinal crack in the centre of the weld")
                .at(Region.rectangle(left - 10, Math.round(top) - 12, left + length + 10, Math.round(bottom) + 14))
                .measured(new PhysicalProperty("LENGTH", 19.0, "mm")));
    }

    private void wires() {
        for (int i = 0; i < WIRES.length; i++) {
            float radius = WIRES[i] / 2 / (float) PITCH;
            float centre = 880 + i * 50;
            for (int y = 360; y < 860; y++) {
                float bent = centre + 0.8f * Noise.sin(y / 900f + i * 0.3f);
                for (int x = (int) (bent - radius - 1); x <= bent + radius + 1; x++) {
                    steel[y * COLUMNS + x] += chord(x - bent, radius) * (float) PITCH;
                }
            }
        }
    }

    /** Mean thickness of a wire over a pixel, in pixels. */
    private static float chord(float offset, float radius) {
        float sum = 0;
        for (int i = -3; i <= 3; i++) {
            float d = offset + i / 7f;
            float square = radius * radius - d * d;
            sum += square > 0 ? 2 * (float) Math.sqrt(square) : 0;
        }
        return sum / 7;
    }
}
