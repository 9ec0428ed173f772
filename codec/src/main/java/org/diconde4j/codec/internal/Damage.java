package org.diconde4j.codec.internal;

import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.PixelException;

/**
 * What is wrong with a frame: refused with its place, or told once a frame where the caller wants what can be decoded. Not
 * thread-safe.
 */
public final class Damage {
    private final DecodeOptions options;
    private boolean told;

    /**
     * Prepares for the frames of one image.
     *
     * @param options say whether damage is tolerated, and who is told
     */
    public Damage(DecodeOptions options) {
        this.options = options;
    }

    /** Begins a frame, of which nothing has been told. */
    public void begin() {
        told = false;
    }

    /**
     * Meets what makes a part of the frame undecodable.
     *
     * @param offset bytes from the beginning of the frame
     * @param problem what was expected and what was found
     * @throws PixelException unless damage is tolerated
     */
    public void at(long offset, String problem) {
        if (!options.isTolerant()) {
            throw new PixelException(problem + " (byte " + offset + " of the frame)");
        }
        note(offset, problem);
    }

    /**
     * Meets what is not as it should be, but does no harm to a sample.
     *
     * @param offset bytes from the beginning of the frame
     * @param problem what was expected and what was found
     */
    public void note(long offset, String problem) {
        if (!told) { // damage brings more damage; the first says it
            told = true;
            options.deviations().accept(new Deviation(problem, Tag.PixelData, offset));
        }
    }
}
