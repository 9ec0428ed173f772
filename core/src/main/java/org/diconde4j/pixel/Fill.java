package org.diconde4j.pixel;

import java.nio.ByteBuffer;

/** Fills what a damaged frame leaves open. */
final class Fill {
    private Fill() {}

    /** Puts so many zeros; none for a number below 1. */
    static void zeros(ByteBuffer target, long count) {
        for (long i = 0; i < count; i++) {
            target.put((byte) 0);
        }
    }
}
