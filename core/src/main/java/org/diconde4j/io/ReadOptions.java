package org.diconde4j.io;

import java.util.function.Consumer;
import org.diconde4j.data.BulkData;
import org.jspecify.annotations.Nullable;

/**
 * How a reader reads.
 *
 * @param limits what to accept
 * @param bulk what to do with bulk values
 * @param strict whether every deviation is refused
 * @param truncated whether an input that ends early gives what was read of it
 * @param deviations is told of each deviation
 * @param stopAt the first tag that is not wanted, as an unsigned number
 * @param items is told where the items of the outermost sequences begin
 */
record ReadOptions(
        ReadLimits limits,
        BulkPolicy bulk,
        boolean strict,
        boolean truncated,
        Consumer<Deviation> deviations,
        long stopAt,
        ItemListener items) {

    /** Nobody listens. */
    static final Consumer<Deviation> UNHEARD = d -> {};

    /** Nobody wants to know where items begin. */
    static final ItemListener UNTOLD = (sequence, offset) -> {};

    static final ReadOptions LENIENT = new ReadOptions(
            ReadLimits.DEFAULT, new BulkPolicy(true, null, 1 << 16), false, false, UNHEARD, Long.MAX_VALUE, UNTOLD);

    ReadOptions limits(ReadLimits replacement) {
        return new ReadOptions(replacement, bulk, strict, truncated, deviations, stopAt, items);
    }

    ReadOptions bulk(BulkPolicy replacement) {
        return new ReadOptions(limits, replacement, strict, truncated, deviations, stopAt, items);
    }

    ReadOptions bulkIn(BulkData.@Nullable Source source) {
        return bulk(bulk.source(source));
    }

    ReadOptions strict(boolean replacement) {
        return new ReadOptions(limits, bulk, replacement, truncated, deviations, stopAt, items);
    }

    ReadOptions truncated(boolean replacement) {
        return new ReadOptions(limits, bulk, strict, replacement, deviations, stopAt, items);
    }

    ReadOptions deviations(Consumer<Deviation> replacement) {
        return new ReadOptions(limits, bulk, strict, truncated, replacement, stopAt, items);
    }

    ReadOptions stopAt(long replacement) {
        return new ReadOptions(limits, bulk, strict, truncated, deviations, replacement, items);
    }

    ReadOptions items(ItemListener replacement) {
        return new ReadOptions(limits, bulk, strict, truncated, deviations, stopAt, replacement);
    }
}
