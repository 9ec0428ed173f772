package org.diconde4j.nde;

import java.io.IOException;
import java.io.InputStream;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.TransferSyntax;

/** The pixels of an image, wherever they are. */
sealed interface Pixels {
    /** The longest value that an element can hold (PS3.5 7.1). */
    long LONGEST = 0xFFFFFFFEL;

    Layout layout();

    /** The syntax in which an object with these pixels is written. */
    TransferSyntax syntax();

    /** Sets the element with the samples, and what tells where they are. */
    void putInto(Dataset.Builder dataset);

    /** Rows, columns, frames and what a sample is. */
    record Layout(int rows, int columns, int frames, SampleFormat format) {
        public Layout {
            if (rows < 1 || columns < 1 || rows > 65535 || columns > 65535) {
                throw new IllegalArgumentException("an image has 1 to 65535 rows and columns, found " + rows
                        + " rows and " + columns + " columns");
            }
            if (frames < 1) {
                throw new IllegalArgumentException("an image has at least 1 frame, found " + frames);
            }
        }

        long bits() {
            return (long) rows * columns * format.samplesPerPixel * format.bits;
        }

        long frameBytes() {
            return bits() / 8;
        }

        long bytes() {
            return (Math.multiplyExact(bits(), (long) frames) + 7) / 8;
        }
    }

    /** Pixels in memory. */
    record InMemory(Layout layout, byte[] bytes) implements Pixels {
        /** Counts the frames from the bytes. */
        static Pixels of(int rows, int columns, SampleFormat format, byte[] bytes) {
            long frame = new Layout(rows, columns, 1, format).frameBytes();
            if (bytes.length == 0 || bytes.length % frame != 0) {
                throw new IllegalArgumentException("pixels of " + rows + " rows and " + columns
                        + " columns need a multiple of " + frame + " bytes, found " + bytes.length);
            }
            return new InMemory(new Layout(rows, columns, (int) (bytes.length / frame), format), bytes);
        }

        @Override
        public TransferSyntax syntax() {
            return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        }

        @Override
        public void putInto(Dataset.Builder dataset) {
            dataset.setBytes(layout.format.tag, layout.format.vr, bytes);
        }
    }

    /**
     * Pixels that are asked for when the object is written. Those that are too long for one element are written as one
     * fragment for each frame, not compressed, with an Extended Offset Table (PS3.5 A.4.11, PS3.3 C.7.6.3.1.8).
     */
    record Supplied(Layout layout, FrameSource source) implements Pixels, BulkData.Source {
        public Supplied {
            if (layout.bits() % 8 != 0) {
                throw new IllegalArgumentException(
                        "frames from a source end with a whole byte, found frames of " + layout.bits() + " bits");
            }
            if (layout.format.isFloatingPoint() && layout.bytes() > LONGEST) {
                throw new IllegalArgumentException("floating point pixels hold at most " + LONGEST
                        + " bytes (PS3.5 7.1), found " + layout.bytes() + "; make several objects of them");
            }
        }

        private boolean fits() {
            return layout.bytes() <= LONGEST;
        }

        @Override
        public TransferSyntax syntax() {
            return fits()
                    ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
                    : TransferSyntax.of(UID.EncapsulatedUncompressedExplicitVRLittleEndian);
        }

        @Override
        public void putInto(Dataset.Builder dataset) {
            if (fits()) {
                BulkData bulk = new BulkData(this, 0, layout.bytes(), false);
                dataset.set(Element.of(layout.format.tag, layout.format.vr, bulk));
                return;
            }
            int frames = layout.frames;
            long frame = layout.frameBytes();
            long[] offsets = new long[frames + 1]; // the first is the Basic Offset Table, which stays empty
            long[] lengths = new long[frames + 1];
            long[] table = new long[frames];
            long[] tableLengths = new long[frames];
            for (int i = 0; i < frames; i++) {
                offsets[i + 1] = i * frame;
                lengths[i + 1] = frame;
                table[i] = i * (8 + frame + (frame & 1));
                tableLengths[i] = frame;
            }
            dataset.setLongs(Tag.ExtendedOffsetTable, VR.OV, table)
                    .setLongs(Tag.ExtendedOffsetTableLengths, VR.OV, tableLengths)
                    .set(Element.of(Tag.PixelData, VR.OB, new Fragments(this, offsets, lengths)));
        }

        @Override
        public InputStream open(long offset, long length) {
            return new FrameStream(this, offset, length);
        }
    }

    /** Pixels that are compressed already. */
    record Encapsulated(Layout layout, TransferSyntax syntax, Fragments fragments) implements Pixels {
        @Override
        public void putInto(Dataset.Builder dataset) {
            dataset.set(Element.of(Tag.PixelData, VR.OB, fragments));
        }

        /** How a video is compressed (PS3.3 C.7.6.1.1.5). */
        String method() {
            String uid = syntax.uid();
            if (uid.startsWith(UID.MPEG2MPML) || uid.startsWith(UID.MPEG2MPHL)) {
                return "ISO_13818_2";
            }
            return uid.equals(UID.HEVCMP51) || uid.equals(UID.HEVCM10P51) ? "ISO_23008_2" : "ISO_14496_10";
        }

        /** How many times the pixels are longer than the fragments, to one decimal. */
        double ratio() {
            long length = 0;
            for (int i = 1; i < fragments.count(); i++) {
                length += fragments.length(i);
            }
            return Math.rint(10.0 * layout.bytes() / Math.max(1, length)) / 10;
        }
    }

    /** A part of the bytes of all frames, one after the other; holds one frame at a time. */
    final class FrameStream extends InputStream {
        private final Supplied pixels;
        private final long end;
        private long at;
        private int frame = -1;
        private byte[] bytes = {};

        FrameStream(Supplied pixels, long offset, long length) {
            this.pixels = pixels;
            this.at = offset;
            this.end = Math.min(Math.addExact(offset, length), pixels.layout.bytes());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (at >= end) {
                return -1;
            }
            long size = pixels.layout.frameBytes();
            int wanted = (int) (at / size);
            if (wanted != frame) {
                bytes = pixels.source.frame(wanted);
                frame = wanted;
                if (bytes.length != size) {
                    throw new IOException("frame " + wanted + " of the source has " + bytes.length + " bytes, expected "
                            + size + " for " + pixels.layout);
                }
            }
            int from = (int) (at % size);
            int count = (int) Math.min(Math.min(length, size - from), end - at);
            System.arraycopy(bytes, from, into, offset, count);
            at += count;
            return count;
        }
    }
}
