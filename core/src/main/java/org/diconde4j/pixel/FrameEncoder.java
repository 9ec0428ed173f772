package org.diconde4j.pixel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the frames of one image, one after the other in any order. Keeps its working memory from frame to frame. Not
 * thread-safe.
 */
public interface FrameEncoder extends AutoCloseable {
    /**
     * What the frames to encode have to look like, such as pixel by pixel instead of plane by plane.
     *
     * @return a layout into which {@link LayoutConverter} can bring the pixels that there are
     */
    PixelDescription input();

    /**
     * What the data set has to say of the encoded frames, such as YBR_RCT for RGB.
     *
     * @return the description
     */
    PixelDescription output();

    /**
     * Encodes one frame.
     *
     * @param pixels the frame in the layout of {@link #input}, from its position to its limit. The position is of no
     *     meaning afterwards
     * @param out receives the encoded frame, without padding to an even length; not closed
     * @throws PixelException if the frame cannot be encoded
     * @throws IOException if the output fails
     */
    void encode(ByteBuffer pixels, OutputStream out) throws IOException;

    /**
     * How information is lost by encoding (PS3.3 C.7.6.1.1.5).
     *
     * @return a value of Lossy Image Compression Method (0028,2114) such as {@code ISO_15444_1}, or null if the same pixels
     *     come back
     */
    default @Nullable String lossyMethod() {
        return null;
    }

    /** Gives working memory back. */
    @Override
    default void close() {}
}
