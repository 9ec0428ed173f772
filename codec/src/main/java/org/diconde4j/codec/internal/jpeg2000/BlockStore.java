package org.diconde4j.codec.internal.jpeg2000;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.block.CodedBlock;
import org.diconde4j.codec.internal.jpeg2000.geometry.PagedInts;
import org.diconde4j.codec.internal.jpeg2000.geometry.Resolution;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;
import org.diconde4j.codec.internal.jpeg2000.geometry.Tile;

/**
 * What packets have said so far of the code-blocks of one tile. Blocks are numbers; precincts are made when a packet first
 * brings something for them, so that memory follows the data and not what headers announce. Used again for the next tile.
 */
final class BlockStore {
    /** What is known of a precinct, or rather of its part in one subband. */
    private static final int PART = 5;

    /** How a block is coded. */
    enum Coder {
        /** There are only placeholders so far. */
        UNKNOWN,
        /** As in Part 1. */
        ORIGINAL,
        HIGH_THROUGHPUT
    }

    final TagTrees trees = new TagTrees();

    /** Subbands of blocks. */
    final List<Subband> bands = new ArrayList<>();

    /** For each block the index of its subband. */
    int[] band = new int[256];
    /** For each block its column in the code-block grid of the subband. */
    int[] column = new int[256];
    /** For each block its row. */
    int[] row = new int[256];
    /** For each block all passes so far; 0 if it was not included yet. */
    int[] passes = new int[256];
    /** For each block the number of bit-planes without a 1. */
    int[] zeroBitPlanes = new int[256];
    /** For each block Lblock (B.10.7.1). */
    int[] lengthBits = new int[256];
    /** For each block how many passes the last segment may still take. */
    int[] room = new int[256];
    /** For each block of a high-throughput style which block coder it has, as far as that is known. */
    Coder[] coder = new Coder[256];

    private int[] firstChunk = new int[256];
    private int[] lastChunk = new int[256];
    private int blocks;

    /** What a packet brought to one segment of one block; the first bit of the passes tells a new segment. */
    private int[] chunkNext = new int[256];

    private int[] chunkFrom = new int[256];
    private int[] chunkLength = new int[256];
    private int[] chunkPasses = new int[256];
    private int chunks;

    /** For each precinct of the tile where its parts are, plus one. */
    private final PagedInts precincts = new PagedInts(0);

    private int[] parts = new int[64];
    private int partsEnd;

    /** Begins a tile. */
    void begin(Tile tile) {
        trees.clear();
        bands.clear();
        blocks = 0;
        chunks = 0;
        partsEnd = 0;
        precincts.reset(tile.precincts);
    }

    int blocks() {
        return blocks;
    }

    /** The parts of a precinct, one for each subband of its resolution; they are {@link #PART} numbers apart. */
    int precinct(Resolution resolution, int precinctColumn, int precinctRow) {
        long number = resolution.firstPrecinct + (long) precinctRow * resolution.precinctsAcross + precinctColumn;
        int known = precincts.get(number);
        if (known != 0) {
            return known - 1;
        }
        int at = partsEnd;
        if (at + 3 * PART > parts.length) {
            parts = Arrays.copyOf(parts, 2 * parts.length);
        }
        for (Subband subband : resolution.bands) {
            int across = subband.blocksAcross(precinctColumn);
            int down = subband.blocksDown(precinctRow);
            parts[partsEnd] = blocks;
            parts[partsEnd + 1] = across;
            parts[partsEnd + 2] = down;
            parts[partsEnd + 3] = trees.add(across, down);
            parts[partsEnd + 4] = trees.add(across, down);
            partsEnd += PART;
            addBlocks(
                    subband,
                    subband.firstBlockColumn(precinctColumn),
                    subband.firstBlockRow(precinctRow),
                    across,
                    down);
        }
        precincts.set(number, at + 1);
        return at;
    }

    private void addBlocks(Subband subband, int firstColumn, int firstRow, int across, int down) {
        int end = Math.addExact(blocks, Math.multiplyExact(across, down));
        if (end > band.length) {
            int size = Math.max(end, 2 * band.length);
            band = Arrays.copyOf(band, size);
            column = Arrays.copyOf(column, size);
            row = Arrays.copyOf(row, size);
            passes = Arrays.copyOf(passes, size);
            zeroBitPlanes = Arrays.copyOf(zeroBitPlanes, size);
            lengthBits = Arrays.copyOf(lengthBits, size);
            room = Arrays.copyOf(room, size);
            coder = Arrays.copyOf(coder, size);
            firstChunk = Arrays.copyOf(firstChunk, size);
            lastChunk = Arrays.copyOf(lastChunk, size);
        }
        int known =
                bands.isEmpty() || bands.get(bands.size() - 1) != subband ? bands.indexOf(subband) : bands.size() - 1;
        if (known < 0) {
            known = bands.size();
            bands.add(subband);
        }
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++, blocks++) {
                band[blocks] = known;
                column[blocks] = firstColumn + x;
                row[blocks] = firstRow + y;
                passes[blocks] = 0;
                zeroBitPlanes[blocks] = 0;
                lengthBits[blocks] = 3;
                room[blocks] = 0;
                coder[blocks] = Coder.UNKNOWN;
                firstChunk[blocks] = -1;
                lastChunk[blocks] = -1;
            }
        }
    }

    /** The part of a precinct in a subband. */
    int part(int precinct, int subband) {
        return precinct + PART * subband;
    }

    int firstBlock(int part) {
        return parts[part];
    }

    int across(int part) {
        return parts[part + 1];
    }

    int down(int part) {
        return parts[part + 2];
    }

    int inclusionTree(int part) {
        return parts[part + 3];
    }

    int zeroBitPlanesTree(int part) {
        return parts[part + 4];
    }

    /** Adds what the packet being read brings for a block; its bytes are not known yet. Gives its number. */
    int addChunk(int block, int count, int length, boolean newSegment) {
        if (chunks == chunkNext.length) {
            int size = 2 * chunks;
            chunkNext = Arrays.copyOf(chunkNext, size);
            chunkFrom = Arrays.copyOf(chunkFrom, size);
            chunkLength = Arrays.copyOf(chunkLength, size);
            chunkPasses = Arrays.copyOf(chunkPasses, size);
        }
        chunkNext[chunks] = -1;
        chunkFrom[chunks] = 0;
        chunkLength[chunks] = length;
        chunkPasses[chunks] = count << 1 | (newSegment ? 1 : 0);
        if (lastChunk[block] < 0) {
            firstChunk[block] = chunks;
        } else {
            chunkNext[lastChunk[block]] = chunks;
        }
        lastChunk[block] = chunks;
        return chunks++;
    }

    int chunks() {
        return chunks;
    }

    int chunkLength(int chunk) {
        return chunkLength[chunk];
    }

    /** Says where the bytes of a chunk are. */
    void place(int chunk, int from) {
        chunkFrom[chunk] = from;
    }

    /** Says that the bytes of a chunk are not all there: its passes would be made of nothing. */
    void drop(int chunk) {
        chunkFrom[chunk] = 0;
        chunkLength[chunk] = 0;
        chunkPasses[chunk] &= 1;
    }

    /** Where the first bytes of a block are. */
    int offset(int block) {
        return firstChunk[block] < 0 ? 0 : chunkFrom[firstChunk[block]];
    }

    /** Puts a block together; it has no passes if all of them were dropped. */
    void load(int block, byte[] data, CodedBlock target) {
        target.clear();
        for (int chunk = firstChunk[block]; chunk >= 0; chunk = chunkNext[chunk]) {
            if ((chunkPasses[chunk] & 1) != 0) {
                target.beginSegment();
            }
            target.append(data, chunkFrom[chunk], chunkLength[chunk], chunkPasses[chunk] >> 1);
        }
        target.endSegment();
        target.zeroBitPlanes = zeroBitPlanes[block];
        target.highThroughput = coder[block] == Coder.HIGH_THROUGHPUT;
    }
}
