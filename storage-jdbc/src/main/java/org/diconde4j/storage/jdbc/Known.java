package org.diconde4j.storage.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/** What the projector remembers of a row of a level, so that most instances cost no look-up. For one thread. */
final class Known {
    final long id;
    long first;
    Dataset attributes;

    Known(long id, long first, Dataset attributes) {
        this.id = id;
        this.first = first;
        this.attributes = attributes;
    }

    /**
     * The rows used last, by the row above and their key.
     *
     * @param parent the row above, 0 for a component
     * @param key the key below it, as its column has it
     */
    record Key(long parent, String key) {}

    /** A bounded memory. */
    static final class Memory extends LinkedHashMap<Key, Known> {
        private static final long serialVersionUID = 1L;

        /** Far more than a part of a batch touches, which must not push out what it has just looked up. */
        private static final int MOST = 4096;

        Memory() {
            super(256, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<Key, Known> eldest) {
            return size() > MOST;
        }
    }
}
