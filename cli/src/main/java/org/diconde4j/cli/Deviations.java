package org.diconde4j.cli;

import java.util.function.Consumer;
import org.diconde4j.io.Deviation;

/**
 * Tells on standard error where a file breaks the rules but can be read.
 *
 * @param terminal where to
 */
record Deviations(Terminal terminal) implements Consumer<Deviation> {
    @Override
    public void accept(Deviation deviation) {
        terminal.err().println("deviation: " + Terminal.clean(text(deviation)));
    }

    static String text(Deviation deviation) {
        boolean anywhere = deviation.tag() == 0 && deviation.offset() >= 0;
        return anywhere ? deviation.problem() + " (offset " + deviation.offset() + ")" : deviation.toString();
    }
}
