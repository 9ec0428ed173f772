package org.diconde4j.codec.internal.jpeg2000;

import org.diconde4j.codec.internal.jpeg2000.geometry.Grid;
import org.diconde4j.codec.internal.jpeg2000.geometry.Resolution;
import org.diconde4j.codec.internal.jpeg2000.geometry.Tile;
import org.diconde4j.codec.internal.jpeg2000.geometry.TileComponent;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;

/**
 * Where the pixels that are wanted are on the reference grid. A pixel is as large as a sample of the finest component; of a
 * coarser one, whichever sample covers it is taken (ITU-T T.800 B.2).
 */
final class FrameMap {
    /** Columns of the reference grid for one pixel, before reduction. */
    private final int gx;

    private final int gy;
    private final int reduction;
    /** The first pixel wanted, in reduced pixels of the grid. */
    final int x0;

    final int y0;
    final int x1;
    final int y1;

    private FrameMap(int gx, int gy, int reduction, int x0, int y0, int columns, int rows) {
        this.gx = gx;
        this.gy = gy;
        this.reduction = reduction;
        this.x0 = x0;
        this.y0 = y0;
        this.x1 = x0 + columns;
        this.y1 = y0 + rows;
    }

    /** Pixels in a row of the whole image, in full size. */
    static int columns(Siz siz) {
        int gx = finest(siz, true);
        return Grid.ceilDiv(siz.x1(), gx) - Grid.ceilDiv(siz.x0(), gx);
    }

    /** Pixels in a column of the whole image, in full size. */
    static int rows(Siz siz) {
        int gy = finest(siz, false);
        return Grid.ceilDiv(siz.y1(), gy) - Grid.ceilDiv(siz.y0(), gy);
    }

    private static int finest(Siz siz, boolean horizontal) {
        return siz.components().stream()
                .mapToInt(c -> horizontal ? c.dx() : c.dy())
                .min()
                .orElse(1);
    }

    /** For a part that begins so many reduced pixels from the upper left corner. */
    static FrameMap of(Siz siz, int reduction, int column, int row, int columns, int rows) {
        int gx = finest(siz, true);
        int gy = finest(siz, false);
        return new FrameMap(
                gx,
                gy,
                reduction,
                Grid.ceilShift(Grid.ceilDiv(siz.x0(), gx), reduction) + column,
                Grid.ceilShift(Grid.ceilDiv(siz.y0(), gy), reduction) + row,
                columns,
                rows);
    }

    /** The first column wanted of a tile. */
    int left(Tile tile) {
        return Math.max(x0, Grid.ceilShift(Grid.ceilDiv(tile.x0, gx), reduction));
    }

    /** Behind the last column wanted of a tile. */
    int right(Tile tile) {
        return Math.min(x1, Grid.ceilShift(Grid.ceilDiv(tile.x1, gx), reduction));
    }

    int top(Tile tile) {
        return Math.max(y0, Grid.ceilShift(Grid.ceilDiv(tile.y0, gy), reduction));
    }

    int bottom(Tile tile) {
        return Math.min(y1, Grid.ceilShift(Grid.ceilDiv(tile.y1, gy), reduction));
    }

    /** Whether each pixel of a component has a column of its own. */
    boolean isDirect(TileComponent component, int halvings) {
        return component.component.dx() == gx && halvings == reduction;
    }

    /** The column of a resolution for a pixel. */
    int column(int x, TileComponent component, Resolution resolution, int halvings) {
        return place(x, gx, component.component.dx(), halvings, resolution.x0, resolution.x1);
    }

    /** The row of a resolution for a pixel. */
    int row(int y, TileComponent component, Resolution resolution, int halvings) {
        return place(y, gy, component.component.dy(), halvings, resolution.y0, resolution.y1);
    }

    private int place(int pixel, int step, int componentStep, int halvings, int first, int end) {
        long at = step == componentStep && halvings == reduction
                ? pixel
                : ((long) pixel << reduction) * step / componentStep >> halvings;
        return (int) Math.max(first, Math.min(at, end - 1));
    }
}
