package org.diconde4j.codec.internal.jpeg2000.geometry;

import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.syntax.CodingStyle;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;

/** A tile (ITU-T T.800 B.3): its area on the reference grid and its components. */
public final class Tile {
    public final int index;
    public final int x0;
    public final int y0;
    public final int x1;
    public final int y1;
    public final List<TileComponent> components;
    /** Precincts of all resolutions of all components. */
    public final long precincts;

    /**
     * Lays a tile out.
     *
     * @param siz image and tile size
     * @param index from 0, row by row
     * @param styles how each component is coded
     */
    public Tile(Siz siz, int index, List<CodingStyle> styles) {
        this.index = index;
        int p = index % siz.tilesAcross();
        int q = index / siz.tilesAcross();
        // B-7 to B-10; in 64 bits, as a tile may reach beyond the grid
        x0 = (int) Math.max(siz.tileX0() + (long) p * siz.tileWidth(), siz.x0());
        y0 = (int) Math.max(siz.tileY0() + (long) q * siz.tileHeight(), siz.y0());
        x1 = (int) Math.min(siz.tileX0() + (p + 1L) * siz.tileWidth(), siz.x1());
        y1 = (int) Math.min(siz.tileY0() + (q + 1L) * siz.tileHeight(), siz.y1());
        TileComponent[] all = new TileComponent[styles.size()];
        long first = 0;
        for (int c = 0; c < all.length; c++) {
            all[c] = new TileComponent(this, c, siz.components().get(c), styles.get(c), first);
            first = all[c].endPrecinct;
        }
        components = List.of(all);
        precincts = first;
    }
}
