package org.diconde4j.render;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameLocation;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/**
 * The rows of one frame, given in bands that are frames of fewer rows. Of native frames, only the rows asked for are read,
 * and a band is all that is in memory; of JPEG 2000, only the part and the size asked for is decoded. Others are decoded as a
 * whole. To be closed. Not thread-safe.
 */
final class FrameRows implements Closeable {
    private static final int BAND = 1 << 20;

    /** Takes bands. */
    interface Sink {
        /**
         * Takes one band.
         *
         * @param firstRow its first row, counted as the bands are asked for
         * @param layout what the band looks like
         * @param cells the band as a native frame, used again for the next one
         */
        void band(int firstRow, PixelDescription layout, ByteBuffer cells);
    }

    /** Where a plane's bytes come from, forwards only. */
    private interface Bytes extends Closeable {
        void read(int plane, long offset, byte[] into, int at, int length) throws IOException;
    }

    private final PixelDescription layout;
    private final DecodeOptions.Region part;
    private final int reduction;
    private final Bytes bytes;
    private final int planes;
    private final int rowBits;

    private FrameRows(PixelDescription layout, DecodeOptions.Region part, int reduction, Bytes bytes) {
        this.layout = layout;
        this.part = part;
        this.reduction = reduction;
        this.bytes = bytes;
        this.planes = layout.planar() ? layout.samplesPerPixel() : 1;
        this.rowBits = (int) (layout.withSize(1, layout.columns()).frameBits() / planes);
        if (planes > 1 && (long) layout.rows() * rowBits % 8 != 0) {
            throw new PixelException("there is no rule to draw planes that do not begin with a byte: " + layout);
        }
    }

    /**
     * Opens a frame.
     *
     * @param frames the frames
     * @param frame 0 for the first
     * @param codecs where a decoder is looked for
     * @param options limits, tolerance and threads
     * @param wanted the part that will be asked for; more may be given
     * @param halvings how often it may be halved; less may be done
     */
    static FrameRows open(
            Frames frames,
            int frame,
            FrameCodecs codecs,
            DecodeOptions options,
            DecodeOptions.Region wanted,
            int halvings)
            throws IOException {
        PixelDescription all = frames.description();
        if (all.samplesPerPixel() > 4) { // so that a row fits into memory, whatever is announced
            throw new PixelException("there is no rule to draw " + all);
        }
        DecodeOptions.Region whole = new DecodeOptions.Region(0, 0, all.columns(), all.rows());
        if (frames.location() == FrameLocation.NATIVE) {
            if (frames.isCutShort(frame) && !options.isTolerant()) {
                throw new PixelException("frame " + (frame + 1) + " is cut short: expected " + all.frameLength()
                        + " bytes, found " + frames.length(frame));
            }
            return new FrameRows(all, whole, 0, new NativeBytes(frames, frame));
        }
        if (isInParts(frames.transferSyntax().uid()) && (halvings > 0 || !wanted.equals(whole))) {
            DecodeOptions parts = options.withReduction(halvings).withRegion(wanted.equals(whole) ? null : wanted);
            try {
                return decoded(frames, frame, codecs, parts, wanted, halvings);
            } catch (PixelException e) {
                // a codec need not know parts, and what else there is the whole frame tells
            }
        }
        return decoded(frames, frame, codecs, options, whole, 0);
    }

    private static FrameRows decoded(
            Frames frames,
            int frame,
            FrameCodecs codecs,
            DecodeOptions options,
            DecodeOptions.Region part,
            int reduction)
            throws IOException {
        try (FrameReader reader = FrameReader.open(frames, codecs, options)) {
            PixelDescription decoded = reader.description();
            return new FrameRows(decoded, part, reduction, new DecodedBytes(reader.read(frame), decoded));
        }
    }

    /** Whether frames can be decoded in part and smaller. */
    static boolean isInParts(String transferSyntax) {
        return switch (transferSyntax) {
            case UID.JPEG2000Lossless,
                    UID.JPEG2000,
                    UID.JPEG2000MCLossless,
                    UID.JPEG2000MC,
                    UID.HTJ2KLossless,
                    UID.HTJ2KLosslessRPCL,
                    UID.HTJ2K -> true;
            default -> false;
        };
    }

    /** What a row looks like; its columns are those of the part that there is. */
    PixelDescription layout() {
        return layout;
    }

    int reduction() {
        return reduction;
    }

    /** Where a column of the image, be it within one, is among the columns that there are. */
    double column(double ofImage) {
        return place(ofImage, part.column());
    }

    /** Where a row of the image, be it within one, is among the rows that there are. */
    double row(double ofImage) {
        return place(ofImage, part.row());
    }

    /** A sample of a halved image lies on every second one of the image, beginning with the first (ITU-T T.800 F.3). */
    private double place(double ofImage, int first) {
        return reduction == 0 ? ofImage - first : Math.scalb(ofImage - 0.5, -reduction) + 0.5 - (first >> reduction);
    }

    /** The column of the image that one of those that there are comes from. */
    int imageColumn(int column) {
        return column + (part.column() >> reduction) << reduction;
    }

    /** The row of the image that one of those that there are comes from. */
    int imageRow(int row) {
        return row + (part.row() >> reduction) << reduction;
    }

    /**
     * Gives rows.
     *
     * @param from the first one
     * @param to behind the last one
     * @param step 1 for all, otherwise how far those that matter are apart; rows before one that matters may be in its band
     */
    void bands(int from, int to, int step, Sink sink) throws IOException {
        int align = rowBits % 8 == 0 ? 1 : 8; // bands begin with a byte
        int most = step > 1 ? 1 : (int) Math.max(1, 8L * BAND / planes / Math.max(1, rowBits)) / align * align;
        int next = from;
        byte[] band = new byte[0];
        while (next < to) {
            int first = next / align * align;
            int end = Math.min(to, step > 1 ? next + 1 : Math.max(first + align, first + most));
            PixelDescription rows = layout.withSize(end - first, layout.columns());
            int length = (int) rows.frameLength();
            int each = length / planes;
            if (band.length < length) {
                band = new byte[length];
            }
            for (int plane = 0; plane < planes; plane++) {
                bytes.read(plane, (long) first * rowBits / 8, band, plane * each, each);
            }
            sink.band(first, rows, ByteBuffer.wrap(band, 0, length).order(ByteOrder.LITTLE_ENDIAN));
            next = step > 1 ? next + step : end;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** A frame that was decoded. */
    private record DecodedBytes(ByteBuffer frame, long planeLength) implements Bytes {
        DecodedBytes(ByteBuffer frame, PixelDescription layout) {
            this(frame, layout.planar() ? layout.frameLength() / layout.samplesPerPixel() : 0);
        }

        @Override
        public void read(int plane, long offset, byte[] into, int at, int length) {
            frame.get((int) (plane * planeLength + offset), into, at, length);
        }

        @Override
        public void close() {
            // memory only
        }
    }

    /** A frame as it is stored, one stream a plane. What a file that ends early has not is 0. */
    private static final class NativeBytes implements Bytes {
        private final Frames frames;
        private final int frame;
        private final long planeLength;
        private final InputStream[] streams;
        private final long[] places;

        NativeBytes(Frames frames, int frame) {
            PixelDescription layout = frames.description();
            int planes = layout.planar() ? layout.samplesPerPixel() : 1;
            this.frames = frames;
            this.frame = frame;
            this.planeLength = layout.frameLength() / planes;
            this.streams = new InputStream[planes];
            this.places = new long[planes];
        }

        @Override
        public void read(int plane, long offset, byte[] into, int at, int length) throws IOException {
            if (streams[plane] == null || places[plane] > offset) {
                close(plane);
                streams[plane] = frames.open(frame);
                places[plane] = -plane * planeLength;
            }
            InputStream in = streams[plane];
            long toSkip = offset - places[plane];
            while (toSkip > 0) {
                long skipped = in.skip(toSkip);
                if (skipped <= 0 && in.read() < 0) {
                    break;
                }
                toSkip -= Math.max(1, skipped);
            }
            int found = toSkip > 0 ? 0 : in.readNBytes(into, at, length);
            Arrays.fill(into, at + found, at + length, (byte) 0);
            places[plane] = offset + length;
        }

        private void close(int plane) throws IOException {
            if (streams[plane] != null) {
                streams[plane].close();
            }
        }

        @Override
        public void close() throws IOException {
            for (int plane = 0; plane < streams.length; plane++) {
                close(plane);
            }
        }
    }
}
