package org.diconde4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Keeps account of the frames of encapsulated pixel data while their fragments are written, for the offset table. */
final class FragmentsWriter {
    /** Entries that are written at once, so that a table of millions takes no memory. */
    private static final int CHUNK = 1 << 12;

    private final Output out;
    private final ElementEncoder encoder;
    private final OffsetTables tables;
    /** Where offsets are filled in; the output began at its beginning. */
    private final @Nullable FileChannel file;

    private long tableAt;
    private long lengthsAt;
    private long start;
    /** Entries that are not in the file yet. */
    private final long[] offsets;

    private final long[] lengths;
    private int filled;
    private int frames;
    private int fragmentsOfFrame;

    /** Writes what stands before the first fragment. */
    FragmentsWriter(Output out, ElementEncoder encoder, int tag, VR vr, OffsetTables tables, @Nullable FileChannel file)
            throws IOException {
        this.out = out;
        this.encoder = encoder;
        this.tables = tables;
        this.file = file;
        this.offsets = new long[CHUNK];
        this.lengths = new long[CHUNK];
        if (tables.extended) {
            tableAt = table(Tag.ExtendedOffsetTable, tables.offsets);
            lengthsAt = table(Tag.ExtendedOffsetTableLengths, tables.lengths);
        }
        encoder.header(tag, vr, ElementEncoder.UNDEFINED);
        int basic = tables.extended ? 0 : tables.frames;
        encoder.tagAndLength(ElementEncoder.ITEM, Math.multiplyExact(basic, 4));
        if (basic > 0) {
            tableAt = out.position();
            entries(tables.offsets, basic, 4);
        }
        start = out.position();
    }

    private long table(int tag, long @Nullable [] entries) throws IOException {
        encoder.valueHeader(tag, VR.OV, 8L * tables.frames);
        long at = out.position();
        entries(entries, tables.frames, 8);
        return at;
    }

    private void entries(long @Nullable [] entries, int count, int size) throws IOException {
        for (int i = 0; i < count; i++) {
            long entry = entries == null ? 0 : entries[i];
            for (int b = 0; b < size; b++) {
                out.write((int) (entry >>> 8 * b));
            }
        }
    }

    void beginFrame() throws IOException {
        endFrame();
        if (tables.exist() && frames == tables.frames) {
            throw new IllegalStateException("the offset table is for " + tables.frames + " frames, found one more");
        }
        long offset = out.position() - start;
        if (tables.exist() && !tables.extended && offset > 0xFFFFFFFFL) {
            throw new IOException("frame " + (frames + 1) + " begins at " + offset
                    + ", beyond the 32 bits of a Basic Offset Table; use an Extended Offset Table or none");
        }
        if (tables.offsets != null && tables.offsets[frames] != offset) {
            throw new IllegalStateException(
                    "frame " + (frames + 1) + " begins at " + offset + ", the table says " + tables.offsets[frames]);
        }
        if (frames - filled == offsets.length) {
            fill();
        }
        if (tables.areToBeFilledIn()) {
            offsets[frames - filled] = offset;
        }
        frames++;
        fragmentsOfFrame = 0;
    }

    private void endFrame() {
        if (frames > 0 && fragmentsOfFrame == 0) {
            throw new IllegalStateException("frame " + frames + " has no fragment");
        }
    }

    /** The header of a fragment, whose bytes are to follow. */
    void fragment(long length) throws IOException {
        if (tables.exist() && frames == 0) {
            throw new IllegalStateException("expected the beginning of a frame before its first fragment");
        }
        if (length < 0 || length > 0xFFFFFFFEL) {
            throw new IOException("a fragment has 0 to 4,294,967,294 bytes, not " + length);
        }
        if (tables.extended && fragmentsOfFrame > 0) {
            throw new IllegalStateException(
                    "with an Extended Offset Table each frame is one fragment (PS3.3 C.7.6.3.1.8), found a second one");
        }
        if (tables.lengths != null && tables.lengths[frames - 1] != length) {
            throw new IllegalStateException(
                    "frame " + frames + " has " + length + " bytes, the table says " + tables.lengths[frames - 1]);
        }
        fragmentsOfFrame++;
        if (tables.areToBeFilledIn()) {
            lengths[frames - 1 - filled] = length;
        }
        encoder.tagAndLength(ElementEncoder.ITEM, (int) (length + (length & 1)));
    }

    void end() throws IOException {
        endFrame();
        if (tables.exist() && frames != tables.frames) {
            throw new IllegalStateException("the offset table is for " + tables.frames + " frames, found " + frames);
        }
        encoder.tagAndLength(ElementEncoder.SEQUENCE_DELIMITER, 0);
        fill();
    }

    /** Writes entries into the room that was left for them. */
    private void fill() throws IOException {
        FileChannel channel = file;
        if (channel != null && tables.areToBeFilledIn()) {
            out.flush();
            int size = tables.extended ? 8 : 4;
            fill(channel, tableAt + (long) size * filled, offsets, size);
            if (tables.extended) {
                fill(channel, lengthsAt + 8L * filled, lengths, 8);
            }
        }
        filled = frames;
    }

    private void fill(FileChannel channel, long at, long[] entries, int size) throws IOException {
        int count = frames - filled;
        ByteBuffer bytes = ByteBuffer.allocate(count * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            if (size == 8) {
                bytes.putLong(entries[i]);
            } else {
                bytes.putInt((int) entries[i]);
            }
        }
        bytes.flip();
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }
}
