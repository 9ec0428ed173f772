package org.diconde4j.render;

import java.nio.ByteBuffer;
import org.diconde4j.data.Dataset;
import org.diconde4j.pixel.Palette;
import org.diconde4j.pixel.PaletteColours;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/** Gives greys the colours of a palette, black the first and white the last (PS3.4 N.2.3). */
final class PseudoColourPainter implements Painter {
    private final Painter greys;
    private final char[][] colours = new char[3][1 << 16];
    private int[] line = new int[0];

    PseudoColourPainter(Painter greys, Dataset attributes) {
        this.greys = greys;
        Palette palette = Palette.of(attributes);
        PaletteColours entries = PaletteColours.of(attributes);
        if (palette == null || entries == null) {
            throw new PixelException("the pseudo-color presentation state has no palette");
        }
        int scale = entries.bits() == 8 ? 0x101 : 1;
        for (int grey = 0; grey < 1 << 16; grey++) {
            int entry = palette.firstMapped() + (int) Math.rint((palette.entries() - 1) * (grey / 65535.0));
            for (int channel = 0; channel < 3; channel++) {
                colours[channel][grey] = (char) (entries.colour(channel, entry) * scale);
            }
        }
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void band(PixelDescription layout, ByteBuffer cells) {
        greys.band(layout, cells);
    }

    @Override
    public void row(int row, int from, int to, int[] target) {
        if (line.length < to - from) {
            line = new int[to - from];
        }
        greys.row(row, from, to, line);
        for (int i = 0; i < to - from; i++) {
            for (int channel = 0; channel < 3; channel++) {
                target[3 * i + channel] = colours[channel][line[i]];
            }
        }
    }
}
