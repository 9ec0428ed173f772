package org.diconde4j.codec.internal.jpeg2000.geometry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A number for each of very many things, 0 at first. Takes memory where numbers were set: hostile headers announce precincts
 * by the million, but each that is touched takes a byte of data at least.
 */
public final class PagedInts {
    private static final int SHIFT = 8;

    private int[] @Nullable [] pages;

    /** For so many things. */
    public PagedInts(long size) {
        if (size >> SHIFT >= 1 << 24) {
            throw new IllegalArgumentException("there are too many precincts: " + size);
        }
        pages = new int[(int) (size + (1 << SHIFT) - 1 >> SHIFT)][];
    }

    /** Makes all 0 again, for another number of things. */
    public void reset(long size) {
        if (size > (long) pages.length << SHIFT) {
            pages = new PagedInts(size).pages;
        }
        for (int[] page : pages) {
            if (page != null) {
                Arrays.fill(page, 0);
            }
        }
    }

    public int get(long index) {
        int[] page = pages[(int) (index >> SHIFT)];
        return page == null ? 0 : page[(int) index & (1 << SHIFT) - 1];
    }

    public void set(long index, int value) {
        int at = (int) (index >> SHIFT);
        int[] page = pages[at];
        if (page == null) {
            page = new int[1 << SHIFT];
            pages[at] = page;
        }
        page[(int) index & (1 << SHIFT) - 1] = value;
    }
}
