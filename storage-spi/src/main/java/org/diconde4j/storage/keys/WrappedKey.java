package org.diconde4j.storage.keys;

import java.util.Arrays;

/**
 * A key that another key has encrypted.
 *
 * @param by the id of the key that wraps it
 * @param bytes what came of it, in the form of the service that did it; not copied
 */
public record WrappedKey(String by, byte[] bytes) {
    @Override
    public boolean equals(Object o) {
        return o instanceof WrappedKey other && by.equals(other.by) && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * by.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes wrapped by " + by;
    }
}
