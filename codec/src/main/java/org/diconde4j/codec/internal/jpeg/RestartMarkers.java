package org.diconde4j.codec.internal.jpeg;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes from one restart interval to the next (ITU-T T.81 E.2.4), and over those that are lost where damage is tolerated. */
final class RestartMarkers {
    private final BitInput in;
    /** Who is told of damage; null if it is not tolerated. */
    private final @Nullable Consumer<JpegFault> damage;

    RestartMarkers(BitInput in, @Nullable Consumer<JpegFault> damage) {
        this.in = in;
        this.damage = damage;
    }

    /** Tells of damage, or ends with it. */
    void tell(JpegFault fault) {
        if (damage == null) {
            throw fault;
        }
        damage.accept(fault);
    }

    /**
     * Looks for the restart marker after an interval.
     *
     * @param number that it should have
     * @param whole whether the interval was decoded; if not, that was told
     * @param base where the frame begins
     * @return how many intervals are lost before it; -1 if there is none
     */
    int lostBefore(int number, boolean whole, int base) {
        int found = in.restartMarker();
        if (found == number) {
            return 0;
        }
        if (whole) {
            tell(new JpegFault(
                    in.position - base,
                    "expected the restart marker RST" + number + ", found " + (found < 0 ? "none" : "RST" + found)));
        }
        while (found >= 0 && (found - number & 7) > 5) { // one that was there before: marker and data came twice
            found = in.restartMarker();
        }
        return found < 0 ? -1 : found - number & 7;
    }
}
