package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.Arrays;

/** What a codestream has of one tile: its own coding parameters and where the bytes of its tile-parts are. */
public final class TileData {
    public final int index;
    public final Parameters parameters;
    /** How many tile-parts there are. */
    public int parts;
    /** Where the packets of each tile-part begin. */
    public int[] from = new int[2];
    /** Behind the last byte of each tile-part. */
    public int[] to = new int[2];

    private byte[] headers = {};
    private int headersLength;
    private boolean packed;

    TileData(int index, Parameters main) {
        this.index = index;
        parameters = new Parameters(main);
    }

    void add(int start, int end) {
        if (parts == from.length) {
            from = Arrays.copyOf(from, 2 * parts);
            to = Arrays.copyOf(to, 2 * parts);
        }
        from[parts] = start;
        to[parts++] = end;
    }

    void addHeaders(byte[] data, int start, int end) {
        packed = true;
        int length = headersLength + end - start;
        if (length > headers.length) {
            headers = Arrays.copyOf(headers, Math.max(length, 2 * headersLength));
        }
        System.arraycopy(data, start, headers, headersLength, end - start);
        headersLength = length;
    }

    /** Whether packet headers stand apart from packets (PPM, PPT). */
    public boolean hasPackedHeaders() {
        return packed;
    }

    /** All packet headers of the tile, if they stand apart; {@link #packedLength} bytes count. */
    public byte[] packedHeaders() {
        return headers;
    }

    public int packedLength() {
        return headersLength;
    }
}
