package org.diconde4j.render;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.data.Dataset;
import org.diconde4j.pixel.ColourConversion;
import org.diconde4j.pixel.PixelDescription;

/** Paints colours as RGB. An ICC profile is not applied. */
final class ColourPainter implements Painter {
    private final Dataset dataset;
    private ByteBuffer rgb = ByteBuffer.allocate(0);
    private PixelDescription last;
    private ColourConversion conversion;

    ColourPainter(PixelDescription layout, Dataset dataset) {
        this.dataset = dataset;
        this.last = layout;
        this.conversion = ColourConversion.toRgb(layout, dataset);
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void band(PixelDescription layout, ByteBuffer cells) {
        if (!layout.equals(last)) {
            last = layout;
            conversion = ColourConversion.toRgb(layout, dataset);
        }
        int length = (int) conversion.output().frameLength();
        if (rgb.capacity() < length) {
            rgb = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        }
        conversion.convert(cells, rgb.clear());
    }

    @Override
    public void row(int row, int from, int to, int[] target) {
        int first = 3 * (row * last.columns() + from);
        int greatest = (1 << conversion.output().bitsStored()) - 1;
        boolean bytes = conversion.output().bitsAllocated() == 8;
        for (int i = 0; i < 3 * (to - from); i++) {
            int sample = bytes ? rgb.get(first + i) & 0xFF : rgb.getShort(2 * (first + i)) & 0xFFFF;
            target[i] = (int) ((sample * 0xFFFFL + greatest / 2) / greatest);
        }
    }
}
