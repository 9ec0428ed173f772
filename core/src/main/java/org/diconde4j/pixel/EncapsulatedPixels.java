package org.diconde4j.pixel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.BulkReader;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;

/**
 * Puts frames into a data set as fragments, each in its own, with the table that says where they are: the Basic Offset
 * Table, or the extended one where offsets need more than 32 bits (PS3.5 A.4, PS3.3 C.7.6.3.1.8).
 */
final class EncapsulatedPixels {
    private static final long MOST = 0xFFFFFFFEL;

    private final BulkData.Source frames;
    private final long[] places;
    private final long[] lengths;

    /**
     * @param frames where the bytes of the frames are, padding included
     * @param places first byte of each frame there
     * @param lengths bytes of each frame without padding
     */
    EncapsulatedPixels(BulkData.Source frames, long[] places, long[] lengths) {
        this.frames = frames;
        this.places = places;
        this.lengths = lengths;
    }

    void into(Dataset.Builder target) {
        long[] offsets = new long[lengths.length];
        long offset = 0;
        for (int i = 0; i < lengths.length; i++) {
            long even = lengths[i] + (lengths[i] & 1);
            if (even > MOST) {
                throw new PixelException("frame " + i + " has " + lengths[i]
                        + " bytes encoded; a fragment holds at most 4,294,967,294 (PS3.5 A.4)");
            }
            offsets[i] = offset;
            offset += 8 + even;
        }
        target.remove(Tag.ExtendedOffsetTable)
                .remove(Tag.ExtendedOffsetTableLengths)
                .remove(Tag.EncapsulatedPixelDataValueTotalLength);
        byte[] table = {};
        if (offsets[offsets.length - 1] > 0xFFFFFFFFL) {
            target.setLongs(Tag.ExtendedOffsetTable, VR.OV, offsets)
                    .setLongs(Tag.ExtendedOffsetTableLengths, VR.OV, lengths);
        } else {
            table = basic(offsets);
        }
        target.set(Element.of(Tag.PixelData, VR.OB, fragments(table)));
    }

    private static byte[] basic(long[] offsets) {
        ByteBuffer table =
                ByteBuffer.allocate(Math.multiplyExact(4, offsets.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (long offset : offsets) {
            table.putInt((int) offset);
        }
        return table.array();
    }

    /** The table has a place before all others, with negative offsets. */
    private Fragments fragments(byte[] table) {
        Fragments.Builder fragments = Fragments.builder().add(-table.length, table.length);
        for (int i = 0; i < places.length; i++) {
            fragments.add(places[i], lengths[i] + (lengths[i] & 1));
        }
        return fragments.build(new TableAndFrames(table, frames));
    }

    /** The table at negative offsets, the frames from 0 on. */
    private record TableAndFrames(byte[] table, BulkData.Source frames) implements BulkData.Source {
        @Override
        public InputStream open(long offset, long length) throws IOException {
            return offset < 0
                    ? new ByteArrayInputStream(table, (int) offset + table.length, (int) length)
                    : frames.open(offset, length);
        }

        @Override
        public BulkReader reader() throws IOException {
            BulkReader reader = frames.reader();
            return new BulkReader() {
                @Override
                public int read(long offset, ByteBuffer into) throws IOException {
                    if (offset >= 0) {
                        return reader.read(offset, into);
                    }
                    int count = (int) Math.min(into.remaining(), -offset);
                    into.put(table, (int) offset + table.length, count);
                    return count;
                }

                @Override
                public long transferTo(long offset, long length, WritableByteChannel out) throws IOException {
                    if (offset >= 0) {
                        return reader.transferTo(offset, length, out);
                    }
                    ByteBuffer bytes = ByteBuffer.wrap(table, (int) offset + table.length, (int) length);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    return length;
                }

                @Override
                public void close() throws IOException {
                    reader.close();
                }
            };
        }
    }
}
