package org.diconde4j.codec.internal.jpeg2000.encode;

import org.diconde4j.codec.internal.jpeg2000.geometry.Grid;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;
import org.jspecify.annotations.Nullable;

/** A sub-band of a tile-component while it is encoded. */
final class BandCode {
    final Subband band;
    final Coefficients coefficients;
    /** Bit-planes that coefficients may have, M_b (ITU-T T.800 E-2), with the shift of a region of interest. */
    final int bitPlanes;
    /** By how much coefficients within the region are shifted. */
    final int regionShift;

    final @Nullable RegionOfInterest region;
    /** One over the step of quantisation. */
    final double perStep;
    /** What a squared error of a step counts in the image. */
    final double weight;
    /** Number of its first code-block among those of the tile; they are numbered row by row. */
    final int firstBlock;

    private final int firstColumn;
    private final int firstRow;
    final int columns;
    final int rows;

    BandCode(Subband band, Coefficients coefficients, Plan plan, int component, int firstBlock) {
        this.band = band;
        this.coefficients = coefficients;
        int resolution = band.resolution.index;
        regionShift = plan.regionShift();
        bitPlanes = plan.quantization().bitPlanes(resolution, band.orientation) + regionShift;
        int level = band.resolution.halvings + (band.orientation == Subband.LL ? 0 : 1);
        region = plan.region() == null ? null : plan.region().below(level);
        perStep = 1 / plan.step(resolution, band.orientation);
        weight = plan.weight(component, resolution, band.orientation);
        this.firstBlock = firstBlock;
        boolean empty = band.width() <= 0 || band.height() <= 0;
        firstColumn = Grid.floorShift(band.x0, band.blockWidthExponent);
        firstRow = Grid.floorShift(band.y0, band.blockHeightExponent);
        columns = empty ? 0 : Grid.ceilShift(band.x1, band.blockWidthExponent) - firstColumn;
        rows = empty ? 0 : Grid.ceilShift(band.y1, band.blockHeightExponent) - firstRow;
    }

    int blocks() {
        return columns * rows;
    }

    /** The number of a block in the tile, by its place in the grid of code-blocks. */
    int block(int column, int row) {
        return firstBlock + (row - firstRow) * columns + column - firstColumn;
    }

    int column(int block) {
        return firstColumn + (block - firstBlock) % columns;
    }

    int row(int block) {
        return firstRow + (block - firstBlock) / columns;
    }
}
