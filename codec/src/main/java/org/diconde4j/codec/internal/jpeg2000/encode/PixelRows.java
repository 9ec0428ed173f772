package org.diconde4j.codec.internal.jpeg2000.encode;

import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;

/**
 * The samples of a component of a tile, from the pixels of the frame that is encoded: shifted around 0 (ITU-T T.800 G.1),
 * colours transformed (G.2, G.3).
 */
final class PixelRows implements ForwardLevel.Rows {
    /** The frame that is encoded, shared by all components and tiles. */
    static final class Frame {
        byte[] bytes = {};
        int start;
    }

    /** Rows G-9 of ICT, for Y, Cb, Cr of red, green, blue. */
    private static final float[][] ICT = {
        {0.299f, 0.587f, 0.114f}, {-0.16875f, -0.331260f, 0.5f}, {0.5f, -0.41869f, -0.08131f}
    };

    private final Frame frame;
    private final FrameRows rows;
    private final int component;
    private final int x0;
    private final int width;
    private final boolean transform;
    private final int shift;

    PixelRows(Frame frame, PixelDescription layout, int component, int x0, int x1, boolean transform) {
        this.frame = frame;
        this.rows = new FrameRows(layout);
        this.component = component;
        this.x0 = x0;
        this.width = x1 - x0;
        this.transform = transform;
        this.shift = layout.sampleType() == SampleType.SIGNED ? 0 : 1 << layout.bitsStored() - 1;
    }

    private void sample(int sample, int y, int[] target) {
        rows.read(frame.bytes, frame.start, sample, y, x0, width, target, 0);
    }

    @Override
    public void read(int y, int[] target, int[] scratch) {
        if (!transform) {
            sample(component, y, target);
            add(target, -shift, width);
            return;
        }
        switch (component) {
            case 0 -> {
                sample(0, y, target);
                sample(2, y, scratch);
                for (int x = 0; x < width; x++) {
                    target[x] += scratch[x];
                }
                sample(1, y, scratch);
                for (int x = 0; x < width; x++) {
                    target[x] = (target[x] + 2 * scratch[x] >> 2) - shift;
                }
            }
            default -> {
                sample(component == 1 ? 2 : 0, y, target);
                sample(1, y, scratch);
                for (int x = 0; x < width; x++) {
                    target[x] -= scratch[x];
                }
            }
        }
    }

    private static void add(int[] target, int value, int width) {
        for (int x = 0; x < width; x++) {
            target[x] += value;
        }
    }

    @Override
    public void read(int y, float[] target, int[] scratch) {
        if (!transform) {
            sample(component, y, scratch);
            add(target, scratch, -shift, width);
            return;
        }
        float[] factors = ICT[component];
        // the factors of Y make 1, those of Cb and Cr 0
        float start = component == 0 ? -shift : 0;
        for (int x = 0; x < width; x++) {
            target[x] = start;
        }
        for (int sample = 0; sample < 3; sample++) {
            sample(sample, y, scratch);
            add(target, scratch, factors[sample], width);
        }
    }

    private static void add(float[] target, int[] scratch, int value, int width) {
        for (int x = 0; x < width; x++) {
            target[x] = scratch[x] + value;
        }
    }

    private static void add(float[] target, int[] scratch, float factor, int width) {
        for (int x = 0; x < width; x++) {
            target[x] += factor * scratch[x];
        }
    }
}
