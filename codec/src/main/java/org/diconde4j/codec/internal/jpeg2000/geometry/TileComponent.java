package org.diconde4j.codec.internal.jpeg2000.geometry;

import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.syntax.CodingStyle;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;

/** The samples of one component in a tile (ITU-T T.800 B.3, B-12), and the resolutions that they are coded in. */
public final class TileComponent {
    public final int index;
    public final Siz.Component component;
    public final CodingStyle style;
    public final int x0;
    public final int y0;
    public final int x1;
    public final int y1;
    /** From the lowest one, which is LL alone, to full size. */
    public final List<Resolution> resolutions;

    final long endPrecinct;

    TileComponent(Tile tile, int index, Siz.Component component, CodingStyle style, long firstPrecinct) {
        this.index = index;
        this.component = component;
        this.style = style;
        x0 = Grid.ceilDiv(tile.x0, component.dx());
        y0 = Grid.ceilDiv(tile.y0, component.dy());
        x1 = Grid.ceilDiv(tile.x1, component.dx());
        y1 = Grid.ceilDiv(tile.y1, component.dy());
        Resolution[] all = new Resolution[style.levels() + 1];
        long first = firstPrecinct;
        for (int r = 0; r < all.length; r++) {
            all[r] = new Resolution(tile, this, r, first);
            first += all[r].precincts();
        }
        resolutions = List.of(all);
        endPrecinct = first;
    }

    public int width() {
        return x1 - x0;
    }

    public int height() {
        return y1 - y0;
    }
}
