package org.diconde4j.pixel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the frames of one image, one after the other in any order. Keeps its working memory from frame to frame. Not
 * thread-safe.
 */
public interface FrameDecoder extends AutoCloseable {
    /**
     * What decoded frames look like: the layout announced, as far as decoding does not change it. A decoder that gives all
     * chrominance samples of YBR_FULL_422 says YBR_FULL; one that undoes a colour transform says RGB; a region or a
     * smaller image has fewer rows and columns.
     *
     * @return the same for all frames
     */
    PixelDescription output();

    /**
     * Decodes one frame.
     *
     * @param encoded the frame, from its position to its limit; a byte of padding may follow what is encoded. The position
     *     is of no meaning afterwards
     * @param target receives as many bytes as {@link PixelDescription#frameLength} of the output says, from its position
     *     on, which moves on by as many
     * @throws PixelException if the frame cannot be decoded, or is none of such pixels; then the target holds anything. With
     *     {@link DecodeOptions#isTolerant} what can be decoded is given, the rest is 0, and the listener is told
     */
    void decode(ByteBuffer encoded, ByteBuffer target);

    /**
     * How information was lost when the frames were encoded, as far as the transfer syntax tells (PS3.3 C.7.6.1.1.5).
     *
     * @return a value of Lossy Image Compression Method (0028,2114) such as {@code ISO_10918_1}, or null
     */
    default @Nullable String lossyMethod() {
        return null;
    }

    /** Gives working memory back. */
    @Override
    default void close() {}
}
