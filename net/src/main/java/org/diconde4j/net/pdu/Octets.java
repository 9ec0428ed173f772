package org.diconde4j.net.pdu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable sequence of bytes, compared by content. */
public final class Octets {
    /** No bytes. */
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A copy of the bytes.
     *
     * @param bytes what to hold
     * @return the sequence
     */
    public static Octets of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
    }

    /**
     * How many bytes.
     *
     * @return the length
     */
    public int length() {
        return bytes.length;
    }

    /**
     * One byte.
     *
     * @param index from 0
     * @return its value, 0 to 255
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public int at(int index) {
        return bytes[index] & 0xFF;
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /**
     * The bytes as text.
     *
     * @return decoded as UTF-8
     */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /**
     * Length and the first bytes in hexadecimal.
     *
     * @return for messages
     */
    @Override
    public String toString() {
        int shown = Math.min(bytes.length, 16);
        return bytes.length + " bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown)
                + (shown < bytes.length ? " …" : "");
    }
}
