package org.diconde4j.pixel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.BulkReader;
import org.jspecify.annotations.Nullable;

/**
 * The native frames of an image one after the other as a source of bytes, decoded while they are read, one in memory at a
 * time. Each frame takes a number of bits; where that is no number of bytes, the next one begins within a byte.
 *
 * <p>Thread-safe; each stream has a decoder of its own.
 */
final class DecodedFrames implements BulkData.Source {
    private final Frames frames;
    private final FrameCodecs codecs;
    private final DecodeOptions options;
    /** Bits from the beginning of a frame to that of the next. */
    private final long stride;

    private final long length;

    DecodedFrames(Frames frames, FrameCodecs codecs, DecodeOptions options, long stride) {
        this.frames = frames;
        this.codecs = codecs;
        this.options = options;
        this.stride = stride;
        long bytes = (Math.multiplyExact(stride, frames.count()) + 7) / 8;
        this.length = bytes + (bytes & 1);
    }

    /** Bytes in all, padded to an even number: the last word of a big endian value has its padding first. */
    long length() {
        return length;
    }

    /** Whether frames are not compressed and so need not be in memory, however large they are. */
    static boolean isStreamed(Frames frames) {
        return frames.location() == FrameLocation.NATIVE
                || frames.transferSyntax().uid().equals(Transcoder.UNCOMPRESSED);
    }

    @Override
    public InputStream open(long offset, long wanted) throws IOException {
        long end = Math.min(length, offset + wanted);
        FrameReader reader = isStreamed(frames) ? null : FrameReader.open(frames, codecs, options);
        FrameStream stream = new FrameStream(reader, (int) Math.min(offset * 8 / stride, frames.count()));
        try {
            stream.skipNBytes(offset - (stream.firstBit() + 7) / 8);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        stream.left = end - offset;
        return stream;
    }

    /** Goes on where it stopped, so that parts in a row take one decoder and decode each frame once. */
    @Override
    public BulkReader reader() {
        return new BulkReader() {
            private InputStream stream = InputStream.nullInputStream();
            private long position = -1;

            private InputStream at(long offset) throws IOException {
                if (offset != position) {
                    close();
                    stream = open(offset, length);
                    position = offset;
                }
                return stream;
            }

            @Override
            public int read(long offset, ByteBuffer into) throws IOException {
                byte[] bytes = at(offset).readNBytes(into.remaining());
                into.put(bytes);
                position += bytes.length;
                return bytes.length;
            }

            @Override
            public long transferTo(long offset, long wanted, WritableByteChannel out) throws IOException {
                InputStream in = at(offset);
                byte[] buffer = new byte[(int) Math.min(wanted, 1 << 16)];
                long done = 0;
                while (done < wanted) {
                    int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, wanted - done));
                    if (count == 0) {
                        break;
                    }
                    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    done += count;
                }
                position += done;
                return done;
            }

            @Override
            public void close() throws IOException {
                stream.close();
                position = -1;
            }
        };
    }

    private InputStream frame(@Nullable FrameReader reader, int frame) throws IOException {
        long frameLength = frames.description().frameLength();
        if (reader != null) {
            ByteBuffer pixels = reader.read(frame);
            return new ByteArrayInputStream(pixels.array(), pixels.arrayOffset(), pixels.limit());
        }
        if (frames.length(frame) < frameLength) {
            throw new PixelException("frame " + frame + " is cut short: expected " + frameLength + " bytes, found "
                    + frames.length(frame));
        }
        return frames.open(frame);
    }

    /** Frames in a row. The bits of a byte that two frames share are put together. */
    private final class FrameStream extends InputStream {
        private final @Nullable FrameReader reader;
        private final int first;
        private int next;
        private long left = Long.MAX_VALUE;
        private long bitsOfFrame;
        private InputStream current = InputStream.nullInputStream();
        private int pending;
        private int pendingBits;

        FrameStream(@Nullable FrameReader reader, int frame) {
            this.reader = reader;
            // a frame that begins within a byte is reached from the last one that does not
            this.first = (int) (frame - frame % framesToByte());
            this.next = first;
        }

        private long framesToByte() {
            return 8 / BigInteger.valueOf(stride).gcd(BigInteger.valueOf(8)).longValue();
        }

        long firstBit() {
            return first * stride;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int wanted = (int) Math.min(count, left);
            if (wanted <= 0) {
                return count == 0 ? 0 : -1;
            }
            int done = stride % 8 == 0 ? whole(bytes, offset, wanted) : packed(bytes, offset, wanted);
            if (done == 0) { // only the padding is left
                bytes[offset] = 0;
                done = 1;
            }
            left -= done;
            return done;
        }

        private boolean nextFrame() throws IOException {
            current.close();
            if (next == frames.count()) {
                return false;
            }
            current = frame(reader, next++);
            bitsOfFrame = stride;
            return true;
        }

        private int whole(byte[] bytes, int offset, int count) throws IOException {
            if (bitsOfFrame == 0 && !nextFrame()) {
                return 0;
            }
            int wanted = (int) Math.min(count, bitsOfFrame / 8);
            int found = current.read(bytes, offset, wanted);
            if (found < 0) { // between frames there may be padding
                Arrays.fill(bytes, offset, offset + wanted, (byte) 0);
                found = wanted;
            }
            bitsOfFrame -= found * 8L;
            return found;
        }

        private int packed(byte[] bytes, int offset, int count) throws IOException {
            int done = 0;
            while (done < count) {
                while (pendingBits < 8 && (bitsOfFrame > 0 || nextFrame())) {
                    int bits = (int) Math.min(8, bitsOfFrame);
                    pending |= (current.read() & (1 << bits) - 1) << pendingBits;
                    pendingBits += bits;
                    bitsOfFrame -= bits;
                }
                if (pendingBits == 0) {
                    break;
                }
                bytes[offset + done++] = (byte) pending;
                pending >>>= 8;
                pendingBits = Math.max(0, pendingBits - 8);
            }
            return done;
        }

        @Override
        public void close() throws IOException {
            current.close();
            if (reader != null) {
                reader.close();
            }
        }
    }
}
