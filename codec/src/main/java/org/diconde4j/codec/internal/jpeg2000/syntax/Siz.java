package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.List;

/**
 * Image and tile size: the SIZ marker segment (ITU-T T.800 A.5.1). All places are on the reference grid, whose numbers
 * have at most 31 bits here.
 *
 * @param capabilities Rsiz; bit 15 for extensions of Part 2, bit 14 for parts that CAP names, such as Part 15
 * @param x1 Xsiz, behind the last column of the image area
 * @param y1 Ysiz
 * @param x0 XOsiz, the first column of the image area
 * @param y0 YOsiz
 * @param tileWidth XTsiz
 * @param tileHeight YTsiz
 * @param tileX0 XTOsiz, the first column of the first tile
 * @param tileY0 YTOsiz
 * @param components what each component is, at least one
 */
public record Siz(
        int capabilities,
        int x1,
        int y1,
        int x0,
        int y0,
        int tileWidth,
        int tileHeight,
        int tileX0,
        int tileY0,
        List<Component> components) {

    /** Rsiz says that CAP names further parts of the standard. */
    public static final int HAS_CAP = 0x4000;

    /**
     * A component.
     *
     * @param precision bits of a sample, 1 to 38
     * @param signed whether samples are signed
     * @param dx XRsiz, columns of the reference grid for one sample
     * @param dy YRsiz
     */
    public record Component(int precision, boolean signed, int dx, int dy) {}

    public Siz {
        components = List.copyOf(components);
        if (x1 < 1 || y1 < 1 || x0 < 0 || y0 < 0 || x0 >= x1 || y0 >= y1) {
            throw new IllegalArgumentException(
                    "the image area from " + x0 + "," + y0 + " to " + x1 + "," + y1 + " is empty");
        }
        if (tileWidth < 1
                || tileHeight < 1
                || tileX0 < 0
                || tileY0 < 0
                || tileX0 > x0
                || tileY0 > y0
                || (long) tileX0 + tileWidth <= x0
                || (long) tileY0 + tileHeight <= y0) {
            throw new IllegalArgumentException("the first tile, of " + tileWidth + " by " + tileHeight + " at " + tileX0
                    + "," + tileY0 + ", does not hold the first pixel at " + x0 + "," + y0);
        }
        if (components.isEmpty() || components.size() > 16384) {
            throw new IllegalArgumentException("expected 1 to 16384 components, found " + components.size());
        }
        for (Component c : components) {
            if (c.precision < 1 || c.precision > 38 || c.dx < 1 || c.dx > 255 || c.dy < 1 || c.dy > 255) {
                throw new IllegalArgumentException("there can be no " + c);
            }
        }
    }

    /** Tiles in a row (B-5). */
    public int tilesAcross() {
        return (int) (((long) x1 - tileX0 + tileWidth - 1) / tileWidth);
    }

    /** Tiles in a column (B-5). */
    public int tilesDown() {
        return (int) (((long) y1 - tileY0 + tileHeight - 1) / tileHeight);
    }

    /**
     * Whether a tile holds a sample of any component. Some encoders leave out those that are empty because samples are far
     * apart.
     *
     * @param tile from 0, row by row
     * @return false if nothing is missing without it
     */
    public boolean hasSamples(int tile) {
        long left = tileX0 + (long) tile % tilesAcross() * tileWidth;
        long top = tileY0 + (long) tile / tilesAcross() * tileHeight;
        for (Component c : components) {
            if (isSample(Math.max(left, x0), Math.min(left + tileWidth, x1), c.dx)
                    && isSample(Math.max(top, y0), Math.min(top + tileHeight, y1), c.dy)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSample(long from, long to, int step) {
        return (from + step - 1) / step < (to + step - 1) / step;
    }

    /** All tiles; a codestream can only number 65535. */
    public long tiles() {
        return (long) tilesAcross() * tilesDown();
    }
}
