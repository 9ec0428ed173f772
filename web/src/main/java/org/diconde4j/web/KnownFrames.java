package org.diconde4j.web;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.pixel.Frames;
import org.diconde4j.storage.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * Where the frames of the objects stand that were asked for last, given up when memory is short: who looks through an object asks for one
 * frame after the other, and thousands of fragments take as many looks at the file to be found. Thread-safe.
 */
final class KnownFrames {
    private static final int MOST = 16;

    private final Map<InstanceRef, SoftReference<Frames>> known = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceRef, SoftReference<Frames>> eldest) {
            return size() > MOST;
        }
    };

    /** The frames of an instance, which a retrieval gave. */
    Frames of(Retrieval retrieval, InstanceRef instance) throws IOException {
        Frames frames = find(instance);
        if (frames == null) {
            frames = Frames.of(retrieval.read(instance));
            synchronized (known) {
                known.put(instance, new SoftReference<>(frames));
            }
        }
        return frames;
    }

    private @Nullable Frames find(InstanceRef instance) {
        synchronized (known) {
            SoftReference<Frames> reference = known.get(instance);
            return reference == null ? null : reference.get();
        }
    }
}
