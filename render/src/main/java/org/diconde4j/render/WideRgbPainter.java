package org.diconde4j.render;

import java.nio.ByteBuffer;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;

/** Paints red, green and blue of more than 16 bits, which no other program makes much of but some files have. */
final class WideRgbPainter implements Painter {
    private final double greatest;
    private PixelDescription layout;
    private double[] samples = new double[0];

    WideRgbPainter(PixelDescription layout) {
        this.layout = layout;
        this.greatest = Math.scalb(1.0, layout.bitsStored()) - 1;
    }

    static boolean isFor(PixelDescription layout) {
        return layout.samplesPerPixel() == 3
                && layout.photometricInterpretation().equals("RGB")
                && layout.sampleType() == SampleType.UNSIGNED
                && layout.bitsStored() > 16;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void band(PixelDescription rows, ByteBuffer cells) {
        layout = rows;
        samples = FrameSamples.of(rows).doubles(cells);
    }

    @Override
    public void row(int row, int from, int to, int[] target) {
        int pixels = layout.rows() * layout.columns();
        for (int i = 0; i < to - from; i++) {
            int pixel = row * layout.columns() + from + i;
            for (int channel = 0; channel < 3; channel++) {
                int at = layout.planar() ? channel * pixels + pixel : 3 * pixel + channel;
                target[3 * i + channel] = (int) Math.rint(samples[at] / greatest * 0xFFFF);
            }
        }
    }
}
