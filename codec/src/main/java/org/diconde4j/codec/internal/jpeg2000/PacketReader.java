package org.diconde4j.codec.internal.jpeg2000;

import org.diconde4j.codec.internal.jpeg2000.block.BlockStyle;
import org.diconde4j.codec.internal.jpeg2000.geometry.PacketOrder;
import org.diconde4j.codec.internal.jpeg2000.geometry.Resolution;
import org.diconde4j.codec.internal.jpeg2000.geometry.Tile;
import org.diconde4j.codec.internal.jpeg2000.syntax.Cod;
import org.diconde4j.codec.internal.jpeg2000.syntax.Marker;
import org.diconde4j.codec.internal.jpeg2000.syntax.Report;
import org.diconde4j.codec.internal.jpeg2000.syntax.TileData;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of a tile (ITU-T T.800 B.9, B.10): which bytes belong to which code-block. Takes time in the order of
 * the bytes that there are.
 */
final class PacketReader {
    /** More bit-planes than M_b allows, which no block can lack (E-2: 7 + 31 - 1, and 255 of a region of interest). */
    private static final int MOST_ZERO_BIT_PLANES = 300;

    private static final int MOST_LENGTH_BITS = 32;

    private final BlockStore blocks;
    private final PacketBits bits = new PacketBits();

    private byte[] data = {};
    private byte[] joined = {};
    /** The next byte of packets, and behind the last one. */
    private int at;

    private int end;
    private byte[] headers = {};
    private int headersAt;
    private int headersEnd;
    private boolean apart;

    PacketReader(BlockStore blocks) {
        this.blocks = blocks;
    }

    /**
     * Reads all packets of a tile.
     *
     * @param source the frame's bytes
     * @param frameStart where the frame begins in them
     * @param layout the tile
     * @param cod its coding style
     * @param tile where its tile-parts are
     * @param report is told of damage
     */
    void read(byte[] source, int frameStart, Tile layout, Cod cod, TileData tile, Report report) {
        blocks.begin(layout);
        apart = tile.hasPackedHeaders();
        headers = tile.packedHeaders();
        headersAt = 0;
        headersEnd = tile.packedLength();
        PacketOrder order = new PacketOrder(layout, cod.progression(), cod.layers(), tile.parameters.progressions());
        join(source, tile);
        boolean more = order.next();
        while (more && (apart ? headersAt < headersEnd : at < end)) {
            String problem = packet(layout, cod, order);
            if (problem != null) {
                report.damage("tile " + layout.index + ": " + problem, place(tile, at) - frameStart);
                return;
            }
            more = order.next();
        }
        if (more) {
            report.deviation("tile " + layout.index + " ends before its last packet", place(tile, end) - frameStart);
        }
    }

    /**
     * Puts the tile-parts of a tile one after the other. Packets should not go on from one to the next (A.4.2), but those of
     * OpenJPEG do.
     */
    private void join(byte[] source, TileData tile) {
        if (tile.parts <= 1) {
            data = source;
            at = tile.parts == 0 ? 0 : tile.from[0];
            end = tile.parts == 0 ? 0 : tile.to[0];
            return;
        }
        long length = 0;
        for (int part = 0; part < tile.parts; part++) {
            length += tile.to[part] - tile.from[part];
        }
        if (joined.length < length) {
            joined = new byte[Math.toIntExact(length)];
        }
        data = joined;
        at = 0;
        end = 0;
        for (int part = 0; part < tile.parts; part++) {
            int bytes = tile.to[part] - tile.from[part];
            System.arraycopy(source, tile.from[part], joined, end, bytes);
            end += bytes;
        }
    }

    /** Where a byte of {@link #data} is in the frame's bytes. */
    int place(TileData tile, int index) {
        if (tile.parts <= 1) {
            return index;
        }
        int left = index;
        for (int part = 0; part < tile.parts; part++) {
            int bytes = tile.to[part] - tile.from[part];
            if (left <= bytes) {
                return tile.from[part] + left;
            }
            left -= bytes;
        }
        return tile.to[tile.parts - 1];
    }

    /** What the chunks of the blocks are in. */
    byte[] data() {
        return data;
    }

    /** One packet; says what is wrong with it, or null. */
    private @Nullable String packet(Tile layout, Cod cod, PacketOrder order) {
        if (at + 6 <= end && data[at] == (byte) 0xFF && data[at + 1] == (byte) Marker.SOP && data[at + 3] == 4) {
            at += 6; // A.8.1; may come whether announced or not, as no packet header begins with FF91
        }
        if (apart) {
            bits.begin(headers, headersAt, headersEnd);
        } else {
            bits.begin(data, at, end);
        }
        int firstChunk = blocks.chunks();
        String problem = bits.bit() == 0 ? null : header(layout, order);
        int behind = bits.align();
        if (problem == null && bits.isOverrun()) {
            problem = "a packet header is cut off";
        }
        byte[] in = apart ? headers : data;
        int inEnd = apart ? headersEnd : end;
        if (behind + 2 <= inEnd && in[behind] == (byte) 0xFF && in[behind + 1] == (byte) Marker.EPH) {
            behind += 2;
        } else if (problem == null && cod.eph()) {
            problem = "expected EPH (FF92) after a packet header";
        }
        if (apart) {
            headersAt = behind;
        } else {
            at = behind;
        }
        return body(firstChunk, problem);
    }

    /** The header of a packet that is not empty (B.10.3 to B.10.7). */
    private @Nullable String header(Tile layout, PacketOrder order) {
        Resolution resolution = order.resolution;
        int style = layout.components.get(resolution.component).style.blockStyle();
        int precinct = blocks.precinct(resolution, order.precinctColumn, order.precinctRow);
        for (int b = 0; b < resolution.bands.size(); b++) {
            int part = blocks.part(precinct, b);
            int across = blocks.across(part);
            int down = blocks.down(part);
            int block = blocks.firstBlock(part);
            if (across == 0 || down == 0) {
                continue;
            }
            blocks.trees.select(across, down);
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++, block++) {
                    String problem = block(block, part, x, y, order.layer, style);
                    if (problem != null) {
                        return problem;
                    }
                }
                if (bits.isOverrun()) {
                    return "a packet header is cut off";
                }
            }
        }
        return null;
    }

    private @Nullable String block(int block, int part, int x, int y, int layer, int style) {
        if (blocks.passes[block] == 0) {
            if (blocks.trees.read(blocks.inclusionTree(part), x, y, layer + 1, bits) < 0) {
                return null;
            }
            int tree = blocks.zeroBitPlanesTree(part);
            int zero = blocks.trees.read(tree, x, y, MOST_ZERO_BIT_PLANES, bits);
            if (zero < 0) {
                return "a code-block lacks more than " + MOST_ZERO_BIT_PLANES + " bit-planes";
            }
            blocks.zeroBitPlanes[block] = zero;
        } else if (bits.bit() == 0) {
            return null;
        }
        int count = passes();
        while (bits.bit() == 1) {
            if (++blocks.lengthBits[block] > MOST_LENGTH_BITS) {
                return "a code-block has lengths of more than " + MOST_LENGTH_BITS + " bits";
            }
        }
        return segments(block, count, style);
    }

    /** How many passes come (Table B.4). */
    private int passes() {
        if (bits.bit() == 0) {
            return 1;
        }
        if (bits.bit() == 0) {
            return 2;
        }
        int value = bits.bits(2);
        if (value < 3) {
            return 3 + value;
        }
        value = bits.bits(5);
        if (value < 31) {
            return 6 + value;
        }
        return 37 + bits.bits(7);
    }

    /** The lengths of the codeword segments that the passes are in (B.10.7). */
    private @Nullable String segments(int block, int count, int style) {
        if ((style & BlockStyle.HIGH_THROUGHPUT) != 0 && blocks.coder[block] != BlockStore.Coder.ORIGINAL) {
            return highThroughput(block, count, (style & BlockStyle.MIXED) != 0);
        }
        int left = count;
        while (left > 0) {
            boolean fresh = blocks.room[block] == 0;
            if (fresh) {
                blocks.room[block] = BlockStyle.passesInSegment(style, blocks.passes[block]);
            }
            int here = Math.min(left, blocks.room[block]);
            int width = width(block, here);
            int length = width > 31 ? -1 : bits.bits(width);
            if (length < 0) {
                return tooWide(width);
            }
            blocks.addChunk(block, here, length, fresh);
            blocks.passes[block] += here;
            if (blocks.room[block] != BlockStyle.UNBOUNDED) {
                blocks.room[block] -= here;
            }
            left -= here;
        }
        return null;
    }

    /**
     * Lengths where blocks are coded by high throughput (T.814 B.3): passes come in sets of a cleanup pass, which is a segment,
     * and two refinement passes, which are another one. Before the first set there may be placeholders, which have no bytes
     * and count as passes of the segment of the cleanup pass. In a mixed style the most significant bit of the first length
     * tells that a block is coded as in Part 1.
     */
    private @Nullable String highThroughput(int block, int count, boolean mixed) {
        int left = count;
        if (blocks.coder[block] == BlockStore.Coder.UNKNOWN) {
            int refinements = (blocks.passes[block] + count - 1) % 3;
            int here = Math.max(0, count - refinements);
            int width = width(block, here > 0 ? here : count);
            int all = width(block, count);
            if (all > 31) {
                return tooWide(all);
            }
            int length = bits.bits(width);
            boolean high = here > 0
                    && length != 0
                    && (!mixed || blocks.lengthBits[block] > 3 && length > 1 && length >> width - 1 == 0);
            if (!high) {
                length = length << all - width | bits.bits(all - width);
                if (length != 0 && !mixed) {
                    return "expected placeholders before the first cleanup pass of a code-block, found " + length
                            + " bytes";
                }
                blocks.addChunk(block, count, length, length != 0 || blocks.passes[block] == 0);
                blocks.passes[block] += count;
                if (length != 0) {
                    blocks.coder[block] = BlockStore.Coder.ORIGINAL;
                    blocks.room[block] = BlockStyle.UNBOUNDED;
                }
                return null;
            }
            blocks.coder[block] = BlockStore.Coder.HIGH_THROUGHPUT;
            blocks.addChunk(block, here, length, true);
            blocks.passes[block] += here;
            left -= here;
        }
        while (left > 0) {
            int place = blocks.passes[block] % 3;
            int here = place == 0 ? 1 : Math.min(left, 3 - place);
            int width = width(block, here);
            if (width > 31) {
                return tooWide(width);
            }
            blocks.addChunk(block, here, bits.bits(width), place != 2);
            blocks.passes[block] += here;
            left -= here;
        }
        return null;
    }

    private int width(int block, int passes) {
        return blocks.lengthBits[block] + 31 - Integer.numberOfLeadingZeros(passes);
    }

    private static String tooWide(int width) {
        return "the length of a code-block has " + width + " bits";
    }

    /** Places the bytes of a packet. What is cut off is left out. */
    private @Nullable String body(int firstChunk, @Nullable String headerProblem) {
        String problem = headerProblem;
        for (int chunk = firstChunk; chunk < blocks.chunks(); chunk++) {
            int wanted = blocks.chunkLength(chunk);
            if (problem == null && wanted > end - at) {
                problem = "a packet is cut off: expected " + wanted + " bytes of a code-block, found " + (end - at);
            }
            if (problem == null) {
                blocks.place(chunk, at);
                at += wanted;
            } else {
                blocks.drop(chunk);
            }
        }
        return problem;
    }
}
