package org.diconde4j.codec.internal.jpeg2000;

import java.util.Arrays;

/**
 * Tag trees of packet headers (ITU-T T.800 B.10.2), all of a tile in one array. A tree is a number: where its root is; below
 * it follow the levels, each row by row, the leaves last.
 */
final class TagTrees {
    /** For each node twice the value that is known not to be exceeded from below, plus 1 if it is the value. */
    private int[] nodes = new int[1024];

    private int size;
    private final int[] widths = new int[33];
    private final int[] starts = new int[33];
    private int depth;
    private int shape = -1;
    private int shapeHeight;

    void clear() {
        size = 0;
    }

    /** Adds a tree of so many leaves; gives its number. */
    int add(int width, int height) {
        int count = 0;
        int w = width;
        int h = height;
        while (w > 0 && h > 0) {
            count += w * h;
            if (w == 1 && h == 1) {
                break;
            }
            w = w + 1 >> 1;
            h = h + 1 >> 1;
        }
        if (size + count > nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(size + count, 2 * nodes.length));
        }
        Arrays.fill(nodes, size, size + count, 0);
        size += count;
        return size - count;
    }

    /** Finds where the levels are of trees with so many leaves. */
    void select(int width, int height) {
        if (width == shape && height == shapeHeight) {
            return;
        }
        shape = width;
        shapeHeight = height;
        depth = 1;
        while (1L << depth - 1 < Math.max(width, height)) {
            depth++;
        }
        int start = 0;
        for (int level = depth - 1; level >= 0; level--) {
            int w = width + (1 << level) - 1 >> level;
            int h = height + (1 << level) - 1 >> level;
            widths[level] = w;
            starts[level] = start;
            start += w * h;
        }
    }

    /**
     * Reads until it is known whether the value of a leaf is under a threshold.
     *
     * @param tree of the size selected
     * @return the value if it is, otherwise -1
     */
    int read(int tree, int column, int row, int threshold, PacketBits bits) {
        int low = 0;
        for (int level = depth - 1; level >= 0; level--) {
            int at = tree + starts[level] + (row >> level) * widths[level] + (column >> level);
            int node = nodes[at];
            low = Math.max(low, node >> 1);
            boolean known = (node & 1) != 0;
            while (!known && low < threshold) {
                if (bits.bit() == 1) {
                    known = true;
                } else {
                    low++;
                }
            }
            nodes[at] = low << 1 | (known ? 1 : 0);
            if (level == 0 && known && low < threshold) {
                return low;
            }
        }
        return -1;
    }
}
