package org.diconde4j.render;

import java.nio.ByteBuffer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.Palette;
import org.diconde4j.pixel.PaletteColours;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/**
 * Paints a grey image in which stored values from some one on stand for colours: the supplemental palette of an image whose
 * Pixel Presentation (0008,9205) is COLOR or MIXED (PS3.3 C.7.6.19).
 */
final class SupplementalPainter implements Painter {
    private final Painter greys;
    private final PaletteColours colours;
    private final int first;
    private final int scale;
    private int[] stored = new int[0];
    private int[] line = new int[0];
    private int columns;

    SupplementalPainter(Painter greys, Dataset dataset) {
        Palette palette = Palette.of(dataset);
        PaletteColours found = PaletteColours.of(dataset);
        if (palette == null || found == null) {
            throw new PixelException("expected a supplemental palette, found none");
        }
        this.greys = greys;
        this.colours = found;
        this.first = palette.firstMapped();
        this.scale = found.bits() == 8 ? 0x101 : 1;
    }

    static boolean isFor(Dataset dataset, PixelDescription layout) {
        String presentation = dataset.string(Tag.PixelPresentation, "");
        Palette palette = Palette.of(dataset);
        return (presentation.equals("COLOR") || presentation.equals("MIXED"))
                && palette != null
                && palette.supplemental()
                && layout.samplesPerPixel() == 1
                && !layout.sampleType().isFloat()
                && layout.bitsStored() <= 16;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void band(PixelDescription layout, ByteBuffer cells) {
        greys.band(layout, cells);
        stored = FrameSamples.of(layout).ints(cells);
        columns = layout.columns();
    }

    @Override
    public void row(int row, int from, int to, int[] target) {
        if (line.length < to - from) {
            line = new int[to - from];
        }
        greys.row(row, from, to, line);
        for (int i = 0; i < to - from; i++) {
            int value = stored[row * columns + from + i];
            for (int channel = 0; channel < 3; channel++) {
                target[3 * i + channel] = value < first ? line[i] : colours.colour(channel, value) * scale;
            }
        }
    }
}
