package org.diconde4j.render;

import java.io.IOException;
import org.diconde4j.io.DicomObject;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.Frames;
import org.jspecify.annotations.Nullable;

/** The image of a {@link Rendering} and of its copies, whose frames are looked for once. Thread-safe. */
final class Subject {
    private final DicomObject object;
    private final FrameCodecs codecs;
    private @Nullable Frames frames;

    Subject(DicomObject object, FrameCodecs codecs) {
        this.object = object;
        this.codecs = codecs;
    }

    DicomObject object() {
        return object;
    }

    FrameCodecs codecs() {
        return codecs;
    }

    synchronized Frames frames() throws IOException {
        if (frames == null) {
            frames = Frames.of(object);
        }
        return frames;
    }
}
