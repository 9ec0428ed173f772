package org.diconde4j.io;

import org.diconde4j.data.BulkData;
import org.jspecify.annotations.Nullable;

/**
 * What a reader does with bulk values: those of OB, OD, OF, OL, OV, OW and UN from a number of bytes on, and fragments.
 *
 * @param inMemory whether to keep them in memory
 * @param source where they can be read later, or null if only their place is to be noted
 * @param threshold bytes from which a value counts as bulk
 */
record BulkPolicy(boolean inMemory, BulkData.@Nullable Source source, int threshold) {
    BulkPolicy source(BulkData.@Nullable Source replacement) {
        return new BulkPolicy(false, replacement, threshold);
    }
}
