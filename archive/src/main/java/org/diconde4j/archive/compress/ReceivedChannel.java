package org.diconde4j.archive.compress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomReader;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameReader;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.LayoutConverter;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.storage.ObjectChannel;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The file as received, read from the compressed one. What stands beside the pixels costs no decoding, and of the frames only those
 * are decoded that are read, one at a time.
 */
final class ReceivedChannel extends ObjectChannel {
    private final String object;
    private final BulkData.Source file;
    private final Remainder remainder;
    private @Nullable Pixels pixels;

    /**
     * Opens a file; nothing is decoded yet.
     *
     * @param object how messages call it
     * @param file the compressed file
     * @param remainder what was found in it
     */
    ReceivedChannel(String object, BulkData.Source file, Remainder remainder) {
        super(remainder.length());
        this.object = object;
        this.file = file;
        this.remainder = remainder;
    }

    /** Ends where the next byte is of another frame: whoever reads ahead from a header has one frame decoded at most. */
    @Override
    protected int read(long at, ByteBuffer to) throws IOException {
        ByteBuffer from = from(at);
        int n = Math.min(to.remaining(), from.remaining());
        to.put(from.limit(from.position() + n));
        return n;
    }

    /** Bytes that follow each other from a position on, at least one. */
    private ByteBuffer from(long position) throws IOException {
        long at = position - remainder.before().length;
        if (at < 0) {
            return ByteBuffer.wrap(remainder.before()).position((int) position);
        }
        if (at >= remainder.pixels()) {
            return ByteBuffer.wrap(remainder.after()).position((int) (at - remainder.pixels()));
        }
        try {
            Pixels opened = pixels;
            if (opened == null) {
                opened = new Pixels(file, remainder);
                pixels = opened;
            }
            return opened.from(at);
        } catch (StorageException e) {
            throw e; // the store below says what is wrong
        } catch (DicondeException e) {
            throw new StorageException(object + " can't be brought back into what was received: " + e.getMessage(), e);
        }
    }

    @Override
    protected void release() throws IOException {
        Pixels opened = pixels;
        pixels = null;
        if (opened != null) {
            opened.close();
        }
    }

    /** The frames in the layout in which they were received. */
    private static final class Pixels implements AutoCloseable {
        private final FrameReader reader;
        private final LayoutConverter converter;
        private final boolean swapped;
        private final ByteBuffer frame;
        private long current = -1;

        Pixels(BulkData.Source file, Remainder remainder) throws IOException {
            Frames frames;
            try (var in = file.open(0, Long.MAX_VALUE)) {
                frames = Frames.of(DicomReader.lenient().withBulkIn(file).read(in));
            }
            Dataset received = DicomReader.lenient()
                    .withStopAt(Tag.PixelData)
                    .read(new ByteArrayInputStream(remainder.before()))
                    .dataset();
            PixelDescription layout = PixelDescription.of(received).withFrames(frames.count());
            if (layout.nativeLength() != remainder.pixels()) {
                throw new StorageException("expected frames of " + remainder.pixels() + " bytes, found "
                        + frames.count() + " of " + layout.frameLength());
            }
            reader = FrameReader.open(frames, FrameCodecs.installed(), DecodeOptions.DEFAULT);
            try {
                converter = LayoutConverter.between(reader.description(), layout);
                frame = ByteBuffer.allocate((int) layout.frameLength());
            } catch (RuntimeException e) {
                reader.close();
                throw e;
            }
            swapped = remainder.swapped();
        }

        ByteBuffer from(long at) throws IOException {
            long wanted = at / frame.capacity();
            if (wanted != current) {
                current = -1;
                if (converter.isIdentity()) {
                    reader.read((int) wanted, frame.clear());
                } else {
                    converter.convert(reader.read((int) wanted), frame.clear());
                }
                if (swapped) {
                    swap(frame.array());
                }
                current = wanted;
            }
            return frame.duplicate().clear().position((int) (at % frame.capacity()));
        }

        private static void swap(byte[] words) {
            for (int i = 0; i + 1 < words.length; i += 2) {
                byte low = words[i];
                words[i] = words[i + 1];
                words[i + 1] = low;
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
