package org.diconde4j.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.diconde4j.io.ChannelInputStream;

/** A part of an object as a stream, see {@link ObjectStore#open(String, long, long)}. For providers. */
public final class ObjectRange {
    private ObjectRange() {}

    /**
     * Opens a part.
     *
     * @param name the name of the object
     * @param channel all of it; closed with the stream, or at once if there is no such part
     * @param offset where to begin, in bytes
     * @param length how many bytes at most
     * @return the bytes
     * @throws IOException if they can't be read
     * @throws IllegalArgumentException if the range begins outside the object
     */
    public static ChannelInputStream open(String name, SeekableByteChannel channel, long offset, long length)
            throws IOException {
        boolean opened = false;
        try {
            if (offset < 0 || length < 0 || offset > channel.size()) {
                throw new IllegalArgumentException("no range of " + name + ", which has " + channel.size()
                        + " bytes: offset " + offset + ", length " + length);
            }
            ChannelInputStream in = new ChannelInputStream(channel.position(offset), length);
            opened = true;
            return in;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }
}
