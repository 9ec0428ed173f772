package org.diconde4j.storage.jdbc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of one item of a batch: nothing, or its own failure. */
record Answer(Optional<RuntimeException> failure) {
    static final Answer FINE = new Answer(Optional.empty());

    static Answer failed(@Nullable RuntimeException e) {
        return new Answer(Optional.ofNullable(e));
    }
}
