package org.diconde4j.codec.internal.jpeg2000.geometry;

import java.util.List;

/**
 * A resolution of a tile-component (ITU-T T.800 B.5, B.6): its area, the subbands that it adds to the one below, and its
 * precincts, numbered row by row.
 */
public final class Resolution {
    /** The component that it belongs to. */
    public final int component;
    /** 0 for the lowest. */
    public final int index;
    /** N_L - r, how often it can be doubled. */
    public final int halvings;

    public final int x0;
    public final int y0;
    public final int x1;
    public final int y1;
    /** LL alone, or HL, LH, HH. */
    public final List<Subband> bands;

    public final int precinctsAcross;
    public final int precinctsDown;
    /** Number of the first precinct among all of the tile. */
    public final long firstPrecinct;

    final int precinctWidthExponent;
    final int precinctHeightExponent;
    private final Tile tile;
    private final int dx;
    private final int dy;

    Resolution(Tile tile, TileComponent of, int index, long firstPrecinct) {
        this.tile = tile;
        this.component = of.index;
        this.index = index;
        this.firstPrecinct = firstPrecinct;
        dx = of.component.dx();
        dy = of.component.dy();
        halvings = of.style.levels() - index;
        x0 = Grid.ceilShift(of.x0, halvings); // B-14
        y0 = Grid.ceilShift(of.y0, halvings);
        x1 = Grid.ceilShift(of.x1, halvings);
        y1 = Grid.ceilShift(of.y1, halvings);
        precinctWidthExponent = of.style.precinctWidthExponent(index);
        precinctHeightExponent = of.style.precinctHeightExponent(index);
        boolean empty = x1 <= x0 || y1 <= y0;
        // B-16
        precinctsAcross =
                empty ? 0 : Grid.ceilShift(x1, precinctWidthExponent) - Grid.floorShift(x0, precinctWidthExponent);
        precinctsDown =
                empty ? 0 : Grid.ceilShift(y1, precinctHeightExponent) - Grid.floorShift(y0, precinctHeightExponent);
        bands = index == 0
                ? List.of(new Subband(of, this, Subband.LL))
                : List.of(
                        new Subband(of, this, Subband.HL),
                        new Subband(of, this, Subband.LH),
                        new Subband(of, this, Subband.HH));
    }

    public int width() {
        return x1 - x0;
    }

    public int height() {
        return y1 - y0;
    }

    public long precincts() {
        return (long) precinctsAcross * precinctsDown;
    }

    /** Where the packets of a column of precincts come in progressions by position: a column of the reference grid (B.12.1.3). */
    public long gridX(int precinctColumn) {
        return grid(tile.x0, x0, precinctColumn, precinctWidthExponent, dx);
    }

    /** Where the packets of a row of precincts come in progressions by position: a row of the reference grid (B.12.1.3). */
    public long gridY(int precinctRow) {
        return grid(tile.y0, y0, precinctRow, precinctHeightExponent, dy);
    }

    /** A precinct that begins before the tile counts where the tile begins. */
    private long grid(int tileStart, int start, int precinct, int exponent, int step) {
        long place = (long) Grid.floorShift(start, exponent) + precinct << exponent + halvings;
        return Math.max(tileStart, place * step);
    }
}
