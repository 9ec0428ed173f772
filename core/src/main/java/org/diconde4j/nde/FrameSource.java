package org.diconde4j.nde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gives the frames of an image one at a time, so that an object may be larger than the memory. It is asked while the
 * object is written, in order, and again if it is written or compared again; it gives the same each time.
 */
@FunctionalInterface
public interface FrameSource {
    /**
     * Gives one frame.
     *
     * @param index counts from 0
     * @return its samples line after line, in little endian order; not changed by the caller
     * @throws IOException if the frame cannot be had
     */
    byte[] frame(int index) throws IOException;

    /**
     * The bytes of samples of 16 bits.
     *
     * @param samples the samples of a frame
     * @return their bytes in little endian order
     */
    static byte[] bytes(short[] samples) {
        ByteBuffer bytes = little(samples.length, Short.BYTES);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }

    /**
     * The bytes of floating point samples of 32 bits.
     *
     * @param samples the samples of a frame
     * @return their bytes in little endian order
     */
    static byte[] bytes(float[] samples) {
        ByteBuffer bytes = little(samples.length, Float.BYTES);
        bytes.asFloatBuffer().put(samples);
        return bytes.array();
    }

    /**
     * The bytes of floating point samples of 64 bits.
     *
     * @param samples the samples of a frame
     * @return their bytes in little endian order
     */
    static byte[] bytes(double[] samples) {
        ByteBuffer bytes = little(samples.length, Double.BYTES);
        bytes.asDoubleBuffer().put(samples);
        return bytes.array();
    }

    private static ByteBuffer little(int count, int size) {
        return ByteBuffer.allocate(Math.multiplyExact(count, size)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
