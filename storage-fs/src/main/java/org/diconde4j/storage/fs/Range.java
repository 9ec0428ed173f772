package org.diconde4j.storage.fs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.diconde4j.io.BoundedInputStream;

/** A part of a file as a stream. */
final class Range {
    private Range() {}

    /** Opens a part; the channel is closed with it, or at once if there is no such part. */
    static InputStream open(String name, SeekableByteChannel channel, long offset, long length) throws IOException {
        boolean opened = false;
        try {
            if (offset < 0 || length < 0 || offset > channel.size()) {
                throw new IllegalArgumentException("no range of " + name + ", which has " + channel.size()
                        + " bytes: offset " + offset + ", length " + length);
            }
            InputStream in = new BoundedInputStream(Channels.newInputStream(channel.position(offset)), length);
            opened = true;
            return in;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }
}
