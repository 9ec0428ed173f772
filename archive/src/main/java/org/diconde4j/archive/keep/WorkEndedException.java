package org.diconde4j.archive.keep;

import java.io.IOException;

/**
 * Long work was told to end. Only a {@link Pace} says so: other interruptions of reading, such as the timeout of a store on a
 * network, are failures.
 */
public final class WorkEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    WorkEndedException() {
        super("the work is to end");
    }
}
