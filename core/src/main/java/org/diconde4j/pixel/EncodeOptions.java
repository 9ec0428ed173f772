package org.diconde4j.pixel;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How to encode frames. What is not said is up to the encoder, which loses nothing as long as its transfer syntax allows
 * that. Immutable; the {@code with} methods give changed copies.
 */
public final class EncodeOptions {
    /** Nothing said. */
    public static final EncodeOptions DEFAULT = new EncodeOptions(0, 0, 0, Map.of(), null);

    private final int quality;
    private final int maximumError;
    private final double ratio;
    private final Map<String, String> special;
    private final @Nullable Executor executor;

    private EncodeOptions(
            int quality, int maximumError, double ratio, Map<String, String> special, @Nullable Executor executor) {
        this.quality = quality;
        this.maximumError = maximumError;
        this.ratio = ratio;
        this.special = special;
        this.executor = executor;
    }

    /**
     * Asks for a quality, as JPEG understands it.
     *
     * @param percent 1 to 100
     * @return a changed copy
     */
    public EncodeOptions withQuality(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a quality is 1 to 100, not " + percent);
        }
        return new EncodeOptions(percent, maximumError, ratio, special, executor);
    }

    /**
     * Bounds the error of each sample, as near-lossless JPEG-LS does.
     *
     * @param difference at least 1
     * @return a changed copy
     */
    public EncodeOptions withMaximumError(int difference) {
        if (difference < 1) {
            throw new IllegalArgumentException("an error that may be made is at least 1, not " + difference);
        }
        return new EncodeOptions(quality, difference, ratio, special, executor);
    }

    /**
     * Asks for a ratio of lengths.
     *
     * @param timesSmaller native length over encoded length, more than 1
     * @return a changed copy
     */
    public EncodeOptions withRatio(double timesSmaller) {
        if (!(timesSmaller > 1)) {
            throw new IllegalArgumentException("a ratio is more than 1, not " + timesSmaller);
        }
        return new EncodeOptions(quality, maximumError, timesSmaller, special, executor);
    }

    /**
     * Says something that only some encoder understands, such as a progression order; others pass it over.
     *
     * @param name the name that the encoder documents
     * @param value the value
     * @return a changed copy
     */
    public EncodeOptions with(String name, String value) {
        Map<String, String> more = new HashMap<>(special);
        more.put(name, value);
        return new EncodeOptions(quality, maximumError, ratio, Map.copyOf(more), executor);
    }

    /**
     * Lends threads for parts of a frame.
     *
     * @param threads runs what can be done at the same time, or null for the calling thread alone
     * @return a changed copy
     */
    public EncodeOptions withExecutor(@Nullable Executor threads) {
        return new EncodeOptions(quality, maximumError, ratio, special, threads);
    }

    /**
     * The quality asked for.
     *
     * @return 1 to 100, or 0 if nothing was said
     */
    public int quality() {
        return quality;
    }

    /**
     * The error that each sample may have.
     *
     * @return at least 1, or 0 if nothing was said
     */
    public int maximumError() {
        return maximumError;
    }

    /**
     * The ratio asked for.
     *
     * @return more than 1, or 0 if nothing was said
     */
    public double ratio() {
        return ratio;
    }

    /**
     * What was said to one encoder only.
     *
     * @param name the name that the encoder documents
     * @return the value, or null
     */
    public @Nullable String special(String name) {
        return special.get(name);
    }

    /**
     * Threads that may be used.
     *
     * @return runs what can be done at the same time, or null
     */
    public @Nullable Executor executor() {
        return executor;
    }
}
