package org.diconde4j.web;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The thumbnails that were asked for last, by the tag of their version. Thread-safe. */
final class Thumbnails {
    private static final long MOST_BYTES = 16L << 20;

    private final LinkedHashMap<String, byte[]> pictures = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    synchronized byte @Nullable [] get(String version) {
        return pictures.get(version);
    }

    synchronized void put(String version, byte[] picture) {
        byte[] before = pictures.put(version, picture);
        bytes += picture.length - (before == null ? 0 : before.length);
        Iterator<byte[]> oldest = pictures.values().iterator();
        while (bytes > MOST_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }
}
