package org.diconde4j.pixel;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.ReadLimits;
import org.jspecify.annotations.Nullable;

/** How to decode frames. Immutable; the {@code with} methods give changed copies. */
public final class DecodeOptions {
    /** Whole frames in full size on the calling thread, within the default limits; a damaged frame is refused. */
    public static final DecodeOptions DEFAULT =
            new DecodeOptions(ReadLimits.DEFAULT, false, deviation -> {}, null, 0, null);

    /**
     * A part of an image.
     *
     * @param column first column, 0 for the left one
     * @param row first row, 0 for the upper one
     * @param columns how many columns
     * @param rows how many rows
     */
    public record Region(int column, int row, int columns, int rows) {}

    private final ReadLimits limits;
    private final boolean tolerant;
    private final Consumer<Deviation> deviations;
    private final @Nullable Region region;
    private final int reduction;
    private final @Nullable Executor executor;

    private DecodeOptions(
            ReadLimits limits,
            boolean tolerant,
            Consumer<Deviation> deviations,
            @Nullable Region region,
            int reduction,
            @Nullable Executor executor) {
        this.limits = limits;
        this.tolerant = tolerant;
        this.deviations = deviations;
        this.region = region;
        this.reduction = reduction;
        this.executor = executor;
    }

    /**
     * Changes the limits.
     *
     * @param replacement its {@link ReadLimits#valueInMemory} is what a frame may have, encoded and decoded
     * @return a changed copy
     */
    public DecodeOptions withLimits(ReadLimits replacement) {
        return new DecodeOptions(replacement, tolerant, deviations, region, reduction, executor);
    }

    /**
     * Wants as much of damaged frames as can be decoded; the listener is told of the damage.
     *
     * @return a changed copy
     */
    public DecodeOptions withTolerance() {
        return new DecodeOptions(limits, true, deviations, region, reduction, executor);
    }

    /**
     * Listens to deviations.
     *
     * @param listener is told of what is not as announced or damaged; offsets within a frame count from its beginning
     * @return a changed copy
     */
    public DecodeOptions withDeviations(Consumer<Deviation> listener) {
        return new DecodeOptions(limits, tolerant, listener, region, reduction, executor);
    }

    /**
     * Wants a part of each frame. A decoder that cannot leave the rest out refuses.
     *
     * @param part the part, or null for all
     * @return a changed copy
     */
    public DecodeOptions withRegion(@Nullable Region part) {
        return new DecodeOptions(limits, tolerant, deviations, part, reduction, executor);
    }

    /**
     * Wants smaller frames, as a thumbnail needs. A decoder that has no such thing refuses.
     *
     * @param halvings how many times rows and columns are halved, rounded up; 0 for full size
     * @return a changed copy
     */
    public DecodeOptions withReduction(int halvings) {
        if (halvings < 0 || halvings > 32) {
            throw new IllegalArgumentException("an image can be halved 0 to 32 times, not " + halvings);
        }
        return new DecodeOptions(limits, tolerant, deviations, region, halvings, executor);
    }

    /**
     * Lends threads for parts of a frame.
     *
     * @param threads runs what can be done at the same time, or null for the calling thread alone
     * @return a changed copy
     */
    public DecodeOptions withExecutor(@Nullable Executor threads) {
        return new DecodeOptions(limits, tolerant, deviations, region, reduction, threads);
    }

    /**
     * The limits.
     *
     * @return never null
     */
    public ReadLimits limits() {
        return limits;
    }

    /**
     * Whether damaged frames are wanted as far as they can be decoded.
     *
     * @return false if they are to be refused
     */
    public boolean isTolerant() {
        return tolerant;
    }

    /**
     * Who is told of deviations and damage.
     *
     * @return the listener
     */
    public Consumer<Deviation> deviations() {
        return deviations;
    }

    /**
     * The part that is wanted.
     *
     * @return the part, or null for all
     */
    public @Nullable Region region() {
        return region;
    }

    /**
     * How often rows and columns are to be halved.
     *
     * @return 0 for full size
     */
    public int reduction() {
        return reduction;
    }

    /**
     * Threads that may be used.
     *
     * @return runs what can be done at the same time, or null
     */
    public @Nullable Executor executor() {
        return executor;
    }

    /**
     * For codecs whose frames have no parts and no smaller sizes.
     *
     * @param transferSyntax what the message names
     * @throws PixelException if a part or a smaller size is wanted
     */
    public void requireWholeFrames(String transferSyntax) {
        if (region != null || reduction > 0) {
            throw new PixelException("frames of " + transferSyntax + " can be decoded whole and in full size only");
        }
    }
}
