package org.diconde4j.pixel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.data.BulkReader;
import org.jspecify.annotations.Nullable;

/**
 * Gives the frames of an image decoded, one at a time in any order. Keeps the file open and its memory from frame to
 * frame: one encoded and one decoded frame. To be closed. Not thread-safe; each thread opens its own.
 */
public final class FrameReader implements AutoCloseable {
    private final Frames frames;
    private final BulkReader source;
    private final DecodeOptions options;
    /** Null for native frames, which need no decoder. */
    private final @Nullable FrameDecoder decoder;

    private final PixelDescription output;
    private ByteBuffer encoded = ByteBuffer.allocate(0);
    private ByteBuffer decoded = ByteBuffer.allocate(0);

    private FrameReader(Frames frames, BulkReader source, DecodeOptions options, @Nullable FrameDecoder decoder) {
        this.frames = frames;
        this.source = source;
        this.options = options;
        this.decoder = decoder;
        this.output = decoder == null ? frames.description() : decoder.output();
    }

    /**
     * Opens the frames of an image.
     *
     * @param frames the frames
     * @param codecs where a decoder is looked for
     * @param options how to decode
     * @return a reader
     * @throws PixelException if there is no codec, or frames are over the limit
     * @throws IOException if the pixels cannot be opened
     */
    public static FrameReader open(Frames frames, FrameCodecs codecs, DecodeOptions options) throws IOException {
        FrameDecoder decoder = null;
        if (frames.location() == FrameLocation.NATIVE) {
            options.requireWholeFrames("native pixel data");
        } else if (frames.location() == FrameLocation.STREAM) {
            throw new PixelException("the frames of " + frames.transferSyntax().name()
                    + " are one video stream, which is kept as it is and not decoded");
        } else {
            decoder = codecs.decoder(frames.transferSyntax(), frames.description(), options);
        }
        try {
            FrameReader reader = new FrameReader(frames, frames.places().reader(), options, decoder);
            reader.withinLimits("a decoded frame", reader.output.frameLength());
            return reader;
        } catch (IOException | RuntimeException e) {
            if (decoder != null) {
                decoder.close();
            }
            throw e;
        }
    }

    /**
     * What decoded frames look like.
     *
     * @return the description, with the number of frames that there are
     */
    public PixelDescription description() {
        return output;
    }

    /**
     * How information was lost when the frames were encoded.
     *
     * @return a value of Lossy Image Compression Method (0028,2114), or null if nothing tells of a loss
     */
    public @Nullable String lossyMethod() {
        return decoder == null ? null : decoder.lossyMethod();
    }

    /**
     * Decodes a frame into memory that the next call uses again.
     *
     * @param frame 0 for the first
     * @return the frame in little endian order, from position 0 to its limit
     * @throws PixelException if the frame cannot be decoded
     * @throws IOException if it cannot be read
     */
    public ByteBuffer read(int frame) throws IOException {
        int length = (int) output.frameLength();
        if (decoded.capacity() < length) {
            decoded = ByteBuffer.allocate(length);
        }
        decoded.clear().limit(length);
        read(frame, decoded);
        return decoded.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Decodes a frame into a buffer of the caller's.
     *
     * @param frame 0 for the first
     * @param target receives {@link PixelDescription#frameLength} bytes in little endian order from its position on, which
     *     moves on by as many
     * @throws PixelException if the frame cannot be decoded
     * @throws IOException if it cannot be read
     */
    public void read(int frame, ByteBuffer target) throws IOException {
        int length = (int) output.frameLength();
        if (target.remaining() < length) {
            throw new IndexOutOfBoundsException(
                    "frame " + frame + " has " + length + " bytes, the target " + target.remaining());
        }
        if (decoder == null) {
            nativeFrame(frame, target, length);
            return;
        }
        try {
            decoder.decode(encoded(frame), target);
        } catch (PixelException e) {
            throw new PixelException("frame " + frame + ": " + e.getMessage(), e);
        }
    }

    private void nativeFrame(int frame, ByteBuffer target, int length) throws IOException {
        if (frames.isCutShort(frame) && !options.isTolerant()) {
            throw new PixelException(
                    "frame " + frame + " is cut short: expected " + length + " bytes, found " + frames.length(frame));
        }
        int start = target.position();
        int limit = target.limit();
        target.limit(start + length);
        int found = frames.places().read(source, frame, target);
        if (found < frames.length(frame)) {
            throw endsEarly(frame, found);
        }
        Fill.zeros(target, length - found);
        target.limit(limit);
    }

    private ByteBuffer encoded(int frame) throws IOException {
        long length = frames.length(frame);
        withinLimits("frame " + frame, length);
        if (encoded.capacity() < length) {
            encoded = ByteBuffer.allocate((int) length);
        }
        encoded.clear().limit((int) length);
        int found = frames.places().read(source, frame, encoded);
        if (found < length) {
            throw endsEarly(frame, found);
        }
        return encoded.flip();
    }

    private EOFException endsEarly(int frame, int found) {
        return new EOFException("frame " + frame + " ends early: expected " + frames.length(frame) + " bytes, found "
                + found + " at offset " + frames.offset(frame));
    }

    private void withinLimits(String what, long length) {
        if (length > options.limits().valueInMemory()) {
            throw new PixelException(what + " has " + length + " bytes, over the limit of "
                    + options.limits().valueInMemory() + " bytes in memory");
        }
    }

    /** Closes file and decoder. */
    @Override
    public void close() throws IOException {
        if (decoder != null) {
            decoder.close();
        }
        source.close();
    }
}
