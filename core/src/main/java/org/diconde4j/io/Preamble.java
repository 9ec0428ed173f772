package org.diconde4j.io;

import java.util.Arrays;

/**
 * The 128 bytes at the beginning of a Part 10 file (PS3.10 7.1). They mean nothing to DICOM and are mostly zero; files
 * that are of another format as well, such as TIFF, have its header there. Immutable.
 */
public final class Preamble {
    /** Bytes of each preamble. */
    public static final int LENGTH = 128;

    /** All bytes zero. */
    public static final Preamble EMPTY = new Preamble(new byte[LENGTH]);

    private final byte[] bytes;

    private Preamble(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Makes a preamble.
     *
     * @param bytes its content, {@value #LENGTH} bytes
     * @return the preamble
     */
    public static Preamble of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a preamble has " + LENGTH + " bytes, not " + bytes.length);
        }
        return Arrays.equals(bytes, EMPTY.bytes) ? EMPTY : new Preamble(bytes.clone());
    }

    /**
     * Its content.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Preamble preamble && Arrays.equals(bytes, preamble.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return this == EMPTY ? "Preamble[empty]" : "Preamble[" + LENGTH + " bytes]";
    }
}
