package org.diconde4j.net.internal.ul;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.diconde4j.net.pdu.PDataTf;
import org.diconde4j.net.pdu.Pdv;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as P-DATA-TF PDUs of the length that the peer takes. PDUs are laid out in one direct buffer, headers
 * in front of their fragments, and leave it in one write; a command set and the first fragment of its data set go
 * together. One fragment is one PDU.
 */
public final class PDataOutput extends OutputStream {
    private static final int HEADERS = 12;
    private static final int SCRATCH = 32 * 1024;

    private final UpperLayer ul;
    private final AssociationBuffers buffers;
    private final int maxFragment;
    /** Whether a data set of odd length, against PS3.5 7.1.1 and A.5, gets a byte of padding. Many peers abort over an odd
     * fragment; another of this implementation takes the bytes as they are stored. */
    private final boolean padOdd;

    private byte @Nullable [] scratch;
    private int pduStart;
    private int fragmentEnd;
    private int contextId;
    private boolean command;
    private boolean sent;
    private long datasetBytes;

    PDataOutput(UpperLayer ul, AssociationBuffers buffers, int maxPduLength, boolean padOdd) {
        this.padOdd = padOdd;
        this.ul = ul;
        this.buffers = buffers;
        this.maxFragment = Math.max(2, maxPduLength - 6 & ~1); // even, as PS3.8 Annex E wants fragments of data sets
    }

    /** Begins the command set or the data set of a message. */
    public void begin(int context, boolean isCommand) {
        if (isCommand) {
            sent = false;
            datasetBytes = 0;
        }
        contextId = context;
        command = isCommand;
        beginFragment();
    }

    @Override
    public void write(int b) {
        ByteBuffer out = room();
        out.put((byte) b);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            ByteBuffer out = room();
            int n = Math.min(left, fragmentEnd - out.position());
            out.put(from, at, n);
            at += n;
            left -= n;
        }
    }

    /**
     * Writes all that the stream gives; a stream that is also a channel is read without a detour.
     *
     * @return number of bytes
     */
    public long writeAll(InputStream from) throws IOException {
        return from instanceof ReadableByteChannel channel ? fromChannel(channel) : fromStream(from);
    }

    private long fromChannel(ReadableByteChannel from) throws IOException {
        long total = 0;
        while (true) {
            // The fragment goes out when the next byte is known to exist, because the last one must be marked as such.
            ByteBuffer out = buffer();
            if (out.position() < fragmentEnd) {
                out.limit(fragmentEnd);
                int n = from.read(out);
                out.limit(out.capacity());
                if (n < 0) {
                    return total;
                }
                total += n;
            } else {
                ByteBuffer one = ByteBuffer.allocate(1);
                if (from.read(one) < 0) {
                    return total;
                }
                write(one.get(0));
                total++;
            }
        }
    }

    private long fromStream(InputStream from) throws IOException {
        byte[] bytes = scratch;
        if (bytes == null) {
            bytes = new byte[SCRATCH];
            scratch = bytes;
        }
        long total = 0;
        for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
            write(bytes, 0, n);
            total += n;
        }
        return total;
    }

    /**
     * Ends the command set or the data set.
     *
     * @param more true if the data set follows at once; then its first fragment goes along in the same write
     */
    public void end(boolean more) {
        endFragment(true);
        if (!more || buffer().capacity() - buffer().position() < HEADERS + 1024) {
            send();
        }
    }

    /**
     * Takes the message back that was begun.
     *
     * @return false if a part of it is on its way already
     */
    public boolean takeBack() {
        if (sent) {
            return false;
        }
        buffer().clear();
        return true;
    }

    /** How long the data set of the message is, padding included. */
    public long datasetBytes() {
        return datasetBytes;
    }

    /** What {@link UpperLayer#sendData} writes. */
    ByteBuffer pending() {
        return buffer();
    }

    private ByteBuffer buffer() {
        return buffers.out();
    }

    /** The buffer with room for at least one byte of the current fragment. */
    private ByteBuffer room() {
        ByteBuffer out = buffer();
        if (out.position() == fragmentEnd && fragmentEnd < pduStart + HEADERS + maxFragment) {
            out = buffers.largerOut();
            limitFragment(out);
        }
        if (out.position() == fragmentEnd) {
            endFragment(false);
            send();
            beginFragment();
        }
        return out;
    }

    private void beginFragment() {
        ByteBuffer out = buffer();
        pduStart = out.position();
        out.position(pduStart + HEADERS);
        limitFragment(out);
    }

    private void limitFragment(ByteBuffer out) {
        int start = pduStart + HEADERS;
        fragmentEnd = start + Math.min(maxFragment, out.capacity() - start & ~1);
    }

    private void endFragment(boolean last) {
        ByteBuffer out = buffer();
        if (padOdd && last && !command && (out.position() - pduStart & 1) != 0) {
            out.put((byte) 0);
        }
        int fragment = out.position() - pduStart - HEADERS;
        datasetBytes += command ? 0 : fragment;
        out.putShort(pduStart, (short) (PDataTf.TYPE << 8));
        out.putInt(pduStart + 2, fragment + 6);
        out.putInt(pduStart + 6, fragment + 2);
        out.put(pduStart + 10, (byte) contextId);
        out.put(pduStart + 11, (byte) ((command ? Pdv.COMMAND : 0) | (last ? Pdv.LAST : 0)));
    }

    private void send() {
        buffer().flip();
        sent = true;
        try {
            ul.requestData();
        } finally {
            buffer().clear(); // asked for anew: if that failed, the one just written may be another association's by
            // now
        }
    }
}
