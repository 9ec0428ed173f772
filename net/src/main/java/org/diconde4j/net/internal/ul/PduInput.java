package org.diconde4j.net.internal.ul;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.PDataTf;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.PduDecoder;
import org.diconde4j.net.pdu.PduException;
import org.diconde4j.net.pdu.ReleaseRp;
import org.diconde4j.net.pdu.ReleaseRq;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the byte stream into PDUs and presentation data values. Data goes from the socket into one direct buffer and from
 * there to whoever reads it; nothing is allocated for a P-DATA-TF, however long it says it is.
 */
final class PduInput {
    private static final int HEADER = 6;
    private static final int PDV_HEADER = 6;

    /** 128 contexts with all transfer syntaxes of the standard are under 600 KiB. */
    private static final int MAX_ASSOCIATE_LENGTH = 1 << 20;

    /** Some implementations count the headers of PDU and PDV out of the maximum that was announced to them. */
    private static final int SLACK = HEADER + PDV_HEADER;

    private final Transport transport;
    private final Watchdog.Watch watch;
    private final AssociationBuffers buffers;
    private ByteBuffer in;
    private LongConsumer pace = count -> {};
    private long budget;
    private String waitedFor = "";
    private Duration waited = Duration.ZERO;

    private long pduOffset;
    private long pduRemaining;
    private int pdvRemaining;
    private int contextId;
    private int control;
    private long received;
    private boolean filled;

    PduInput(Transport transport, Watchdog.Watch watch, AssociationBuffers buffers) {
        this.transport = transport;
        this.watch = watch;
        this.buffers = buffers;
        this.in = buffers.in().clear().flip();
    }

    void pace(LongConsumer told) {
        pace = told;
    }

    /** Forgets what is left to be read, before its buffer is given back; there is nothing more to be read from here. */
    void close() {
        in = ByteBuffer.allocate(1).flip();
    }

    /** Bytes that came in all. */
    long received() {
        return received;
    }

    String waitedFor() {
        return waitedFor;
    }

    Duration waited() {
        return waited;
    }

    boolean buffered() {
        return in.hasRemaining();
    }

    /** Whether a P-DATA-TF has values left. */
    boolean inPdu() {
        return pduRemaining > 0;
    }

    /** Whether more of a P-DATA-TF is to come. */
    private boolean inMessage() {
        return pdvRemaining > 0 || pduRemaining > 0;
    }

    int contextId() {
        return contextId;
    }

    boolean isCommand() {
        return (control & 1) != 0;
    }

    boolean isLast() {
        return (control & 2) != 0;
    }

    /** What a first byte that no PDU has is likely to be, as ports are mixed up more often than bytes. */
    private static String guess(int type) {
        return switch (type) {
            case 0x15, 0x16 -> "; it looks like TLS, which the peer speaks at this port and this side does not";
            case 'D', 'G', 'H', 'P' -> "; it looks like HTTP";
            default -> "";
        };
    }

    int pdvRemaining() {
        return pdvRemaining;
    }

    /**
     * Reads the next PDU, of a P-DATA-TF the header only.
     *
     * @param wait how long to wait for its first byte
     * @param rest how long it may then take to arrive; null for what is left of {@code wait}
     * @param maxPduLength what was announced to the peer, 0 for unlimited
     */
    Received nextPdu(Duration wait, String what, @Nullable Duration rest, int maxPduLength) throws IOException {
        await(wait, what);
        fill(1);
        if (rest != null) {
            await(rest, "the rest of a message");
        }
        int type = in.get(in.position()) & 0xFF;
        if (type < AssociateRq.TYPE || type > Abort.TYPE) {
            throw new PduException(
                    String.format("PDU type %02XH, expected 01H to 07H%s", type, guess(type)),
                    0,
                    Abort.UNRECOGNIZED_PDU);
        }
        fill(HEADER);
        long length = in.getInt(in.position() + 2) & 0xFFFFFFFFL;
        if (type == PDataTf.TYPE) {
            if (length < PDV_HEADER || maxPduLength != 0 && length > (long) maxPduLength + SLACK) {
                throw new PduException(
                        "P-DATA-TF of length " + length + ", expected " + PDV_HEADER + " to " + maxPduLength,
                        2,
                        Abort.INVALID_PARAMETER);
            }
            in.position(in.position() + HEADER);
            pduRemaining = length;
            pduOffset = HEADER;
            return Received.DATA;
        }
        int max = type == AssociateRq.TYPE || type == AssociateAc.TYPE ? MAX_ASSOCIATE_LENGTH : 4;
        if (length > max) {
            throw new PduException(
                    String.format("PDU type %02XH of length %d, at most %d", type, length, max),
                    2,
                    Abort.INVALID_PARAMETER);
        }
        Pdu pdu = PduDecoder.decode(whole(HEADER + (int) length));
        return new Received(eventOf(type), pdu);
    }

    private static Event eventOf(int type) {
        return switch (type) {
            case AssociateRq.TYPE -> Event.EVT6;
            case AssociateAc.TYPE -> Event.EVT3;
            case AssociateRj.TYPE -> Event.EVT4;
            case ReleaseRq.TYPE -> Event.EVT12;
            case ReleaseRp.TYPE -> Event.EVT13;
            default -> Event.EVT16;
        };
    }

    /** Collects a short PDU; memory grows with what has really come. */
    private byte[] whole(int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, 4096)];
        int n = 0;
        while (n < length) {
            fill(1);
            int more = Math.min(in.remaining(), length - n);
            if (bytes.length - n < more) {
                bytes = Arrays.copyOf(bytes, Math.min(length, Math.max(bytes.length * 2, n + more)));
            }
            in.get(bytes, n, more);
            n += more;
        }
        return bytes;
    }

    /** Goes to the next value of the current P-DATA-TF; what is left of the last one must have been read or skipped. */
    void nextPdv() throws IOException {
        if (pduRemaining < PDV_HEADER) {
            throw new PduException(
                    pduRemaining + " bytes left in P-DATA-TF, a presentation data value has at least " + PDV_HEADER,
                    pduOffset,
                    Abort.INVALID_PARAMETER);
        }
        fill(PDV_HEADER);
        long length = in.getInt() & 0xFFFFFFFFL;
        if (length < 2 || length > pduRemaining - 4) {
            throw new PduException(
                    "presentation data value of length " + length + ", expected 2 to " + (pduRemaining - 4),
                    pduOffset,
                    Abort.INVALID_PARAMETER);
        }
        contextId = in.get() & 0xFF;
        control = in.get() & 0xFF;
        pdvRemaining = (int) Math.min(length - 2, Integer.MAX_VALUE);
        pduRemaining -= 4 + length;
        pduOffset += 4 + length;
    }

    int read(byte[] into, int offset, int length) throws IOException {
        if (!in.hasRemaining()) {
            fill(1);
        }
        int n = Math.min(Math.min(length, pdvRemaining), in.remaining());
        in.get(into, offset, n);
        pdvRemaining -= n;
        return n;
    }

    void skipPdv() throws IOException {
        while (pdvRemaining > 0) {
            fill(1);
            int n = Math.min(pdvRemaining, in.remaining());
            in.position(in.position() + n);
            pdvRemaining -= n;
        }
    }

    /** Passes over the rest of the current P-DATA-TF, which has that long to come. */
    void skipPdu(Duration wait) throws IOException {
        await(wait, "the rest of a message");
        skipPdu();
    }

    private void skipPdu() throws IOException {
        skipPdv();
        while (pduRemaining > 0) {
            fill(1);
            int n = (int) Math.min(pduRemaining, in.remaining());
            in.position(in.position() + n);
            pduRemaining -= n;
        }
    }

    /** Takes in and forgets whatever comes, until the stream ends or the time is up. */
    void discardAll(Duration wait) throws IOException {
        await(wait, "the connection to close");
        while (true) {
            in.position(in.limit());
            fill(1);
        }
    }

    /** An A-ABORT that waits to be read after a write failed, if there is one. */
    @Nullable
    Abort abortAtHand() {
        try {
            await(Duration.ofMillis(100), "A-ABORT");
            skipPdu();
            while (in.hasRemaining() || transport.hasInput()) {
                Received received = nextPdu(Duration.ofMillis(100), "A-ABORT", null, 0);
                if (received.pdu() instanceof Abort abort) {
                    return abort;
                }
                skipPdu();
            }
        } catch (IOException | PduException e) {
            // then there is none
        }
        return null;
    }

    private void await(Duration wait, String what) {
        waited = wait;
        waitedFor = what;
        budget = wait.toNanos();
    }

    /**
     * Makes at least {@code count} bytes available. Only the time blocked in reads counts against the budget, so that a
     * slow handler is not held against the peer.
     */
    private void fill(int count) throws IOException {
        while (in.remaining() < count) {
            if (filled && inMessage()) {
                in = buffers.largerIn(in); // data comes faster than it is read
            }
            if (in.hasRemaining()) {
                in.compact();
            } else {
                in.clear();
            }
            int n;
            long start = System.nanoTime();
            watch.reading(start + budget);
            try {
                n = transport.read(in);
            } finally {
                watch.doneReading();
                in.flip();
                budget -= System.nanoTime() - start;
            }
            filled = in.limit() == in.capacity();
            received += Math.max(0, n);
            if (n < 0) {
                throw new EOFException("the peer closed the connection");
            }
            pace.accept(n);
        }
    }
}
