package org.diconde4j.codec.internal.jpeg2000.encode;

/** What a precinct has of a sub-band, while packets are written. */
final class PrecinctCode {
    final BandCode band;
    final int firstColumn;
    final int firstRow;
    final int across;
    final int down;
    /** The first layer of each code-block. */
    final TagTree inclusion;
    /** The bit-planes that each lacks. */
    final TagTree zeroPlanes;

    PrecinctCode(BandCode band, int precinctColumn, int precinctRow) {
        this.band = band;
        firstColumn = band.band.firstBlockColumn(precinctColumn);
        firstRow = band.band.firstBlockRow(precinctRow);
        int columns = band.band.blocksAcross(precinctColumn);
        int rows = band.band.blocksDown(precinctRow);
        boolean empty = columns == 0 || rows == 0;
        across = empty ? 0 : columns;
        down = empty ? 0 : rows;
        inclusion = new TagTree(Math.max(1, across), Math.max(1, down));
        zeroPlanes = new TagTree(Math.max(1, across), Math.max(1, down));
    }
}
