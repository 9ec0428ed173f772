package org.diconde4j.codec.internal;

import java.nio.ByteBuffer;

/**
 * The bytes of a frame as an array: that of the buffer, or where it has none a copy in memory that is kept from frame to
 * frame. Not thread-safe.
 */
public final class FrameBytes {
    private byte[] copy = {};
    private byte[] array = copy;
    private int start;
    private int length;

    /** Prepares for frames of any length. */
    public FrameBytes() {}

    /**
     * Takes the bytes of a frame that is to be read.
     *
     * @param frame the frame, from its position to its limit, which stay
     */
    public void read(ByteBuffer frame) {
        take(frame, frame.remaining());
        if (array == copy) {
            frame.get(frame.position(), copy, 0, length);
        }
    }

    /**
     * Makes room for a frame that is to be written. What stands there is of no meaning.
     *
     * @param frame where the frame goes, from its position on
     * @param bytes how long it is
     */
    public void write(ByteBuffer frame, int bytes) {
        if (frame.remaining() < bytes) {
            throw new IndexOutOfBoundsException("a frame of " + bytes + " bytes into " + frame.remaining());
        }
        take(frame, bytes);
    }

    private void take(ByteBuffer frame, int bytes) {
        length = bytes;
        if (frame.hasArray()) {
            array = frame.array();
            start = frame.arrayOffset() + frame.position();
            return;
        }
        if (copy.length < bytes) {
            copy = new byte[bytes];
        }
        array = copy;
        start = 0;
    }

    /**
     * Ends writing: the frame is in the buffer, and its position behind it.
     *
     * @param frame the one that was given to {@link #write}
     */
    public void written(ByteBuffer frame) {
        if (array == copy) {
            frame.put(copy, 0, length);
        } else {
            frame.position(frame.position() + length);
        }
        array = copy;
    }

    /**
     * The array.
     *
     * @return what holds the bytes, and perhaps more before and after them
     */
    public byte[] array() {
        return array;
    }

    /**
     * Where the frame begins.
     *
     * @return index of its first byte
     */
    public int start() {
        return start;
    }

    /**
     * Where the frame ends.
     *
     * @return index after its last byte
     */
    public int end() {
        return start + length;
    }
}
