package org.diconde4j.pixel;

import org.diconde4j.data.DicondeException;
import org.jspecify.annotations.Nullable;

/** Frames could not be made an instance of their own (PS3.4 Y.3). */
public final class FrameExtractionException extends DicondeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failure, as PS3.4 Y.4.1.2 tells them apart. */
    public enum Reason {
        /** None of the frames is in the instance. */
        NOT_FOUND,

        /** The instance is no image of several frames, so that its class has no place for some of them. */
        NO_FRAMES,

        /** The frames are there, but cannot be taken out. */
        UNABLE,

        /** Frames were asked for by time, and the instance does not say when they were. */
        NO_TIMES,

        /** The list of frames is none that the standard allows. */
        INVALID
    }

    private final Reason reason;

    /**
     * Makes an exception.
     *
     * @param reason the kind of failure
     * @param message what happened, for the person who reads it
     */
    public FrameExtractionException(Reason reason, String message) {
        this(reason, message, null);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param reason the kind of failure
     * @param message what happened, for the person who reads it
     * @param cause the underlying failure, or null
     */
    public FrameExtractionException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * The kind of failure.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
