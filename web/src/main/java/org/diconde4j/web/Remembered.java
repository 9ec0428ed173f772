package org.diconde4j.web;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Answers that were given last, by the tag of their version, which another answer would not have. Thread-safe. */
final class Remembered {
    private static final long MOST_BYTES = 16L << 20;

    /** Longer ones would push out too many. */
    static final int LONGEST = 4 << 20;

    private final LinkedHashMap<String, byte[]> answers = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    synchronized byte @Nullable [] get(String version) {
        return answers.get(version);
    }

    synchronized void put(String version, byte[] answer) {
        byte[] before = answers.put(version, answer);
        bytes += answer.length - (before == null ? 0 : before.length);
        Iterator<byte[]> oldest = answers.values().iterator();
        while (bytes > MOST_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }
}
