package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.Arrays;

/** A tag tree being written (ITU-T T.800 B.10.2). */
final class TagTree {
    private final int width;
    private final int height;
    private final int depth;
    /** Where the levels begin among the nodes, the leaves first. */
    private final int[] starts;

    private final int[] widths;
    private final int[] values;
    /** What a reader knows not to be under the value. */
    private final int[] known;

    private final boolean[] told;

    TagTree(int width, int height) {
        this.width = width;
        this.height = height;
        int levels = 1;
        while (1 << levels - 1 < Math.max(width, height)) {
            levels++;
        }
        depth = levels;
        starts = new int[levels];
        widths = new int[levels];
        int nodes = 0;
        for (int level = 0; level < levels; level++) {
            starts[level] = nodes;
            widths[level] = width + (1 << level) - 1 >> level;
            nodes += widths[level] * (height + (1 << level) - 1 >> level);
        }
        values = new int[nodes];
        known = new int[nodes];
        told = new boolean[nodes];
    }

    /** Sets a leaf, before {@link #begin}. */
    void set(int leaf, int value) {
        values[leaf] = value;
    }

    /** Begins anew with the leaves that are set. */
    void begin() {
        Arrays.fill(known, 0);
        Arrays.fill(told, false);
        Arrays.fill(values, width * height, values.length, Integer.MAX_VALUE);
        for (int level = 1; level < depth; level++) {
            int below = starts[level - 1];
            int end = starts[level];
            for (int node = below; node < end; node++) {
                int x = (node - below) % widths[level - 1];
                int y = (node - below) / widths[level - 1];
                int parent = end + (y >> 1) * widths[level] + (x >> 1);
                values[parent] = Math.min(values[parent], values[node]);
            }
        }
    }

    /** Writes until a reader knows whether a leaf is under a threshold, and its value if it is. */
    void write(int x, int y, int threshold, HeaderBits bits) {
        int low = 0;
        for (int level = depth - 1; level >= 0; level--) {
            int node = starts[level] + (y >> level) * widths[level] + (x >> level);
            low = Math.max(low, known[node]);
            while (low < threshold && !told[node]) {
                if (low >= values[node]) {
                    bits.put(1, 1);
                    told[node] = true;
                } else {
                    bits.put(0, 1);
                    low++;
                }
            }
            known[node] = low;
        }
    }
}
