package org.diconde4j.codec.internal.jpeg2000.geometry;

/**
 * A subband of a tile-component (ITU-T T.800 B.5) in its own coordinates, and its code-blocks (B.7).
 *
 * <p>Code-blocks lie on a grid that begins at 0 of these coordinates; each precinct holds a rectangle of that grid, in which
 * the blocks are numbered row by row. Blocks at the border are cut off.
 */
public final class Subband {
    public static final int LL = 0;
    /** Horizontally high-pass. */
    public static final int HL = 1;
    /** Vertically high-pass. */
    public static final int LH = 2;

    public static final int HH = 3;

    public final int orientation;
    public final Resolution resolution;
    public final int x0;
    public final int y0;
    public final int x1;
    public final int y1;
    /** xcb', the logarithm of the greatest width of a code-block (B-17). */
    public final int blockWidthExponent;
    /** ycb' (B-18). */
    public final int blockHeightExponent;

    private final int precinctWidthExponent;
    private final int precinctHeightExponent;

    Subband(TileComponent of, Resolution resolution, int orientation) {
        this.orientation = orientation;
        this.resolution = resolution;
        int half = orientation == LL ? 0 : 1;
        int level = resolution.halvings + half; // n_b
        long right = (orientation & 1) == 0 ? 0 : 1L << level - 1;
        long down = (orientation & 2) == 0 ? 0 : 1L << level - 1;
        x0 = Grid.ceilShift(of.x0 - right, level); // B-15
        y0 = Grid.ceilShift(of.y0 - down, level);
        x1 = Grid.ceilShift(of.x1 - right, level);
        y1 = Grid.ceilShift(of.y1 - down, level);
        precinctWidthExponent = resolution.precinctWidthExponent - half;
        precinctHeightExponent = resolution.precinctHeightExponent - half;
        blockWidthExponent = Math.min(of.style.blockWidthExponent(), precinctWidthExponent);
        blockHeightExponent = Math.min(of.style.blockHeightExponent(), precinctHeightExponent);
    }

    public int width() {
        return x1 - x0;
    }

    public int height() {
        return y1 - y0;
    }

    private int precinctX0(int column) {
        int first = Grid.floorShift(resolution.x0, resolution.precinctWidthExponent);
        return clamp((long) first + column << precinctWidthExponent, x0, x1);
    }

    private int precinctY0(int row) {
        int first = Grid.floorShift(resolution.y0, resolution.precinctHeightExponent);
        return clamp((long) first + row << precinctHeightExponent, y0, y1);
    }

    private static int clamp(long value, int least, int most) {
        return (int) Math.max(least, Math.min(value, most));
    }

    /** The column of the code-block grid where a column of precincts begins. */
    public int firstBlockColumn(int precinctColumn) {
        return Grid.floorShift(precinctX0(precinctColumn), blockWidthExponent);
    }

    /** The row of the code-block grid where a row of precincts begins. */
    public int firstBlockRow(int precinctRow) {
        return Grid.floorShift(precinctY0(precinctRow), blockHeightExponent);
    }

    /** Code-blocks in a row of a precinct. */
    public int blocksAcross(int precinctColumn) {
        int from = precinctX0(precinctColumn);
        int to = precinctX0(precinctColumn + 1);
        return to <= from ? 0 : Grid.ceilShift(to, blockWidthExponent) - Grid.floorShift(from, blockWidthExponent);
    }

    /** Code-blocks in a column of a precinct. */
    public int blocksDown(int precinctRow) {
        int from = precinctY0(precinctRow);
        int to = precinctY0(precinctRow + 1);
        return to <= from ? 0 : Grid.ceilShift(to, blockHeightExponent) - Grid.floorShift(from, blockHeightExponent);
    }

    /** The first column of a code-block, in coordinates of the subband. */
    public int blockX0(int blockColumn) {
        return (int) Math.max(x0, (long) blockColumn << blockWidthExponent);
    }

    /** Behind the last column of a code-block. */
    public int blockX1(int blockColumn) {
        return (int) Math.min(x1, blockColumn + 1L << blockWidthExponent);
    }

    /** The first row of a code-block. */
    public int blockY0(int blockRow) {
        return (int) Math.max(y0, (long) blockRow << blockHeightExponent);
    }

    /** Behind the last row of a code-block. */
    public int blockY1(int blockRow) {
        return (int) Math.min(y1, blockRow + 1L << blockHeightExponent);
    }
}
