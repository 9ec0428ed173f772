package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.Arrays;
import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.block.BlockStyle;
import org.diconde4j.codec.internal.jpeg2000.block.EncodedBlock;
import org.diconde4j.codec.internal.jpeg2000.geometry.PacketOrder;
import org.diconde4j.codec.internal.jpeg2000.syntax.Cod;
import org.diconde4j.codec.internal.jpeg2000.syntax.Marker;

/** Writes the packets of a tile (ITU-T T.800 B.9, B.10), or counts their bytes. */
final class PacketWriter {
    private static final int FIRST_LENGTH_BITS = 3;

    private final Cod cod;
    private final boolean highThroughput;
    private final ByteSink sink;
    private final HeaderBits bits;
    private final Listener listener;
    /** For each block of the tile Lblock (B.10.7.1). */
    private int[] lengthBits = {};

    /** Is told of packets. */
    interface Listener {
        /** A packet is going to be written. */
        void begins(PacketOrder packet);

        /** A packet was written, or counted, of so many bytes. */
        void ended(PacketOrder packet, int length);
    }

    PacketWriter(Cod cod, ByteSink sink, Listener listener) {
        this.listener = listener;
        this.cod = cod;
        this.highThroughput = (cod.style().blockStyle() & BlockStyle.HIGH_THROUGHPUT) != 0;
        this.sink = sink;
        this.bits = new HeaderBits(sink);
    }

    /**
     * Writes all packets of a tile.
     *
     * @param counts is given the bytes of each layer, added to those that it has; null to write them
     */
    void write(TileCode tile, long @org.jspecify.annotations.Nullable [] counts) {
        begin(tile);
        PacketOrder order = new PacketOrder(tile.tile, cod.progression(), cod.layers(), List.of());
        int number = 0;
        while (order.next()) {
            if (counts == null) {
                listener.begins(order);
            }
            int start = sink.length;
            if (cod.sop()) {
                sink.u16(Marker.SOP);
                sink.u16(4);
                sink.u16(number++);
            }
            PrecinctCode[] precinct = tile.precinct(order.resolution, order.precinct());
            int body = header(tile, precinct, order.layer);
            if (cod.eph()) {
                sink.u16(Marker.EPH);
            }
            int length = sink.length - start + body;
            if (counts == null) {
                sink.reserve(body);
                body(tile, precinct, order.layer);
            } else {
                counts[order.layer] += length;
                sink.length = start;
            }
            listener.ended(order, length);
        }
    }

    private void begin(TileCode tile) {
        if (lengthBits.length < tile.blocks.length) {
            lengthBits = new int[tile.blocks.length];
        }
        Arrays.fill(lengthBits, FIRST_LENGTH_BITS);
        for (List<PrecinctCode[][]> component : tile.precincts()) {
            for (PrecinctCode[][] resolution : component) {
                for (PrecinctCode[] precinct : resolution) {
                    for (PrecinctCode part : precinct) {
                        begin(tile, part);
                    }
                }
            }
        }
    }

    private void begin(TileCode tile, PrecinctCode part) {
        for (int y = 0, leaf = 0; y < part.down; y++) {
            for (int x = 0; x < part.across; x++, leaf++) {
                int block = part.band.block(part.firstColumn + x, part.firstRow + y);
                int first = 0;
                while (first < tile.layers && tile.included(block, first) == 0) {
                    first++;
                }
                part.inclusion.set(leaf, first);
                int choice = highThroughput ? Math.max(0, tile.included(block, 0) - 1) : 0; // each has a plane more
                part.zeroPlanes.set(leaf, part.band.bitPlanes - tile.blocks[block].bitPlanes() + choice);
            }
        }
        part.inclusion.begin();
        part.zeroPlanes.begin();
    }

    /** Writes a packet header. Gives the length of the body. */
    private int header(TileCode tile, PrecinctCode[] precinct, int layer) {
        if (isEmpty(tile, precinct, layer)) {
            bits.put(0, 1);
            bits.align();
            return 0;
        }
        bits.put(1, 1);
        int body = 0;
        for (PrecinctCode part : precinct) {
            for (int y = 0; y < part.down; y++) {
                for (int x = 0; x < part.across; x++) {
                    int block = part.band.block(part.firstColumn + x, part.firstRow + y);
                    int from = tile.included(block, layer - 1);
                    int to = tile.included(block, layer);
                    if (from > 0) {
                        bits.put(to > from ? 1 : 0, 1);
                    } else {
                        part.inclusion.write(x, y, layer + 1, bits);
                        if (to > 0) {
                            part.zeroPlanes.write(x, y, Integer.MAX_VALUE, bits);
                        }
                    }
                    if (to > from) {
                        body += passes(block, tile.blocks[block], from, to);
                    }
                }
            }
        }
        bits.align();
        return body;
    }

    private static boolean isEmpty(TileCode tile, PrecinctCode[] precinct, int layer) {
        for (PrecinctCode part : precinct) {
            for (int y = 0; y < part.down; y++) {
                for (int x = 0; x < part.across; x++) {
                    int block = part.band.block(part.firstColumn + x, part.firstRow + y);
                    if (tile.included(block, layer) > tile.included(block, layer - 1)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** How many passes a block has in a packet, and the lengths of their segments (B.10.6, B.10.7). Gives all together. */
    private int passes(int block, EncodedBlock code, int from, int to) {
        if (highThroughput) {
            return pass(block, code.end(to - 1));
        }
        count(to - from);
        int more = 0;
        int start = from == 0 ? 0 : code.end(from - 1);
        for (int pass = from, first = from, begin = start; pass < to; pass++) {
            if (pass == to - 1 || code.isTerminated(pass)) {
                int length = code.end(pass) - begin;
                int needed = 32 - Integer.numberOfLeadingZeros(length) - log2(pass + 1 - first);
                more = Math.max(more, needed - lengthBits[block]);
                begin = code.end(pass);
                first = pass + 1;
            }
        }
        for (int i = 0; i < more; i++) {
            bits.put(1, 1);
        }
        bits.put(0, 1);
        lengthBits[block] += more;
        for (int pass = from, first = from, begin = start; pass < to; pass++) {
            if (pass == to - 1 || code.isTerminated(pass)) {
                bits.put(code.end(pass) - begin, lengthBits[block] + log2(pass + 1 - first));
                begin = code.end(pass);
                first = pass + 1;
            }
        }
        return code.end(to - 1) - start;
    }

    /** The one pass of a block coded by high throughput. Gives its length. */
    private int pass(int block, int length) {
        count(1);
        while (32 - Integer.numberOfLeadingZeros(length) > lengthBits[block]) {
            bits.put(1, 1);
            lengthBits[block]++;
        }
        bits.put(0, 1);
        bits.put(length, lengthBits[block]);
        return length;
    }

    private static int log2(int value) {
        return 31 - Integer.numberOfLeadingZeros(value);
    }

    /** Table B.4. */
    private void count(int passes) {
        if (passes == 1) {
            bits.put(0, 1);
        } else if (passes == 2) {
            bits.put(2, 2);
        } else if (passes <= 5) {
            bits.put(3 << 2 | passes - 3, 4);
        } else if (passes <= 36) {
            bits.put(15 << 5 | passes - 6, 9);
        } else {
            bits.put(511 << 7 | passes - 37, 16);
        }
    }

    private void body(TileCode tile, PrecinctCode[] precinct, int layer) {
        for (PrecinctCode part : precinct) {
            for (int y = 0; y < part.down; y++) {
                for (int x = 0; x < part.across; x++) {
                    int block = part.band.block(part.firstColumn + x, part.firstRow + y);
                    int from = tile.included(block, layer - 1);
                    int to = tile.included(block, layer);
                    if (to > from) {
                        EncodedBlock code = tile.blocks[block];
                        int start = from == 0 ? 0 : code.end(from - 1);
                        sink.append(code.bytes(), code.start(to - 1) + start, code.end(to - 1) - start);
                    }
                }
            }
        }
    }
}
