package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.function.Consumer;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.PixelException;

/**
 * What is wrong with a frame, and what comes of it: damage is refused, or told once where the caller wants what can be
 * decoded. Thread-safe.
 */
public final class Report {
    private static final int MOST = 8;

    private final boolean tolerant;
    private final Consumer<Deviation> listener;
    private boolean damaged;
    private int told;

    /** For one frame. */
    public Report(DecodeOptions options) {
        tolerant = options.isTolerant();
        listener = options.deviations();
    }

    /**
     * Something is damaged or missing.
     *
     * @param problem what was expected and what was found
     * @param offset bytes from the beginning of the frame
     * @throws PixelException if damaged frames are not wanted
     */
    public synchronized void damage(String problem, long offset) {
        if (!tolerant) {
            throw new PixelException(problem + ", at byte " + offset + " of the frame");
        }
        if (!damaged) {
            damaged = true;
            listener.accept(new Deviation(problem + "; what can be decoded is given", Tag.PixelData, offset));
        }
    }

    /** Something breaks a rule, but nothing is lost. */
    public synchronized void deviation(String problem, long offset) {
        if (told++ < MOST) {
            listener.accept(new Deviation(problem, Tag.PixelData, offset));
        }
    }

    /** Whether damage was told. */
    public synchronized boolean isDamaged() {
        return damaged;
    }
}
