package org.diconde4j.net.internal.ul;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.diconde4j.io.Implementation;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AssociationAbortedException;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.pdu.AssociationTimeoutException;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.PduEncoder;
import org.diconde4j.net.pdu.PduException;
import org.diconde4j.net.pdu.UserInformation;
import org.jspecify.annotations.Nullable;

/**
 * One association at the level of PS3.8: opens and ends it, and gives the presentation data values as they come in.
 * One thread owns it; only {@link #abort} may be called by others. Whatever ends the association before its time is
 * thrown as an {@link AssociationException}, after the state machine has answered the peer.
 */
public final class UpperLayer implements AutoCloseable, Provider {
    /** How long to wait for the peer to close after the last word; ARTIM if that is shorter. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final UlConfig config;
    private final AssociationBuffers buffers;
    private final boolean requestor;
    private final String peer;
    private final StateMachine machine = new StateMachine(this);
    private final Transport transport;
    private final Watchdog.Watch watch;
    private final PduInput input;
    private @Nullable PDataOutput output;
    private @Nullable Indication indication;
    private @Nullable Pdu indicated;
    private Abort providerAbort = new Abort(Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU);
    private @Nullable Duration artim;
    private LongConsumer pace = count -> {};
    private boolean framingLost;
    private volatile boolean abortedHere;
    private boolean closed;
    private boolean released;
    private @Nullable AssociationException failure;
    private long bytesSent;

    private UpperLayer(Transport plain, boolean requestor, String peer, UlConfig config, UlResources resources) {
        AssociationBuffers own = AssociationBuffers.take(resources);
        if (own == null || requestor && own.scarce()) {
            if (own != null) {
                own.free();
            }
            plain.close();
            throw new AssociationException("no direct memory is left for an association with " + peer
                    + "; allow more by -XX:MaxDirectMemorySize, or fewer associations");
        }
        this.buffers = own;
        this.transport = resources.traced(plain);
        this.requestor = requestor;
        this.peer = peer;
        this.config = config;
        this.watch = resources.watchdog().watch(transport);
        this.input = new PduInput(transport, watch, buffers);
    }

    /** Takes over a connection that came in (Evt5). */
    public static UpperLayer accepted(Transport transport, UlConfig config, UlResources resources) {
        UpperLayer ul = new UpperLayer(transport, false, transport.remote().toString(), config, resources);
        ul.machine.on(Event.EVT5, null);
        return ul;
    }

    /** Takes over a connection that was opened (Evt1 and Evt2); {@link #request} must follow. */
    public static UpperLayer connected(Transport transport, String peer, UlConfig config, UlResources resources) {
        UpperLayer ul = new UpperLayer(transport, true, peer, config, resources);
        ul.machine.on(Event.EVT1, null);
        return ul;
    }

    public Transport transport() {
        return transport;
    }

    public UlConfig config() {
        return config;
    }

    /**
     * Lets somebody slow the association down: told of every read and write, it may take its time, which is not held against the
     * peer.
     */
    public void pace(LongConsumer told) {
        pace = told;
        input.pace(told);
    }

    /** Whether it ended in order. */
    public boolean released() {
        return released;
    }

    /** What ended it before its time; null if nothing has yet. */
    public @Nullable AssociationException failure() {
        return failure;
    }

    private <T extends AssociationException> T failed(T e) {
        failure = e;
        return e;
    }

    /** Bytes that came, headers included. */
    public long bytesReceived() {
        return input.received();
    }

    /** Bytes that went, headers included. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Whether there was no memory for its buffers, so that it can only be refused. */
    public boolean scarce() {
        return buffers.scarce();
    }

    /** Who is at the other end, for messages. */
    public String peer() {
        return peer;
    }

    // Opening

    /** Waits for A-ASSOCIATE-RQ. */
    public AssociateRq awaitRequest() {
        next(config.accept(), "A-ASSOCIATE-RQ");
        if (indication == Indication.ASSOCIATE && indicated instanceof AssociateRq request) {
            return request;
        }
        throw unexpected();
    }

    /** Answers the request and is ready for data. */
    public void accept(AssociateAc answer, UserInformation requestor) {
        on(Event.EVT7, answer);
        open(requestor);
    }

    /** Answers the request with a rejection, and ends. */
    public void reject(AssociateRj answer) {
        on(Event.EVT8, answer);
        linger();
    }

    /** Sends the request and waits for the answer. */
    public AssociateAc request(AssociateRq request) {
        on(Event.EVT2, request);
        next(config.accept(), "the answer to A-ASSOCIATE-RQ");
        if (indication == Indication.ACCEPTED && indicated instanceof AssociateAc answer) {
            open(answer.userInformation());
            return answer;
        }
        if (indicated instanceof AssociateRj rejection) {
            close();
            throw new AssociationRejectedException(peer, rejection);
        }
        throw unexpected();
    }

    private void open(UserInformation peerInformation) {
        long peerMaxLength = peerInformation.maxPduLength();
        boolean takesOdd = peerInformation.implementationClassUid().equals(Implementation.CLASS_UID);
        int max = peerMaxLength == 0 ? config.maxSendLength() : (int) Math.min(peerMaxLength, config.maxSendLength());
        output = new PDataOutput(this, buffers, max, !takesOdd);
    }

    // Data

    /**
     * Goes to the next presentation data value.
     *
     * @return false if the peer asks for release instead, which {@link #confirmRelease} answers
     */
    public boolean nextPdv(Duration wait, String waitedFor) {
        while (!input.inPdu()) {
            next(wait, waitedFor);
            if (indication == Indication.RELEASE) {
                return false;
            }
            if (indication != Indication.DATA) {
                throw unexpected();
            }
        }
        try {
            input.nextPdv();
        } catch (PduException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw broken(e);
        }
        return true;
    }

    public int contextId() {
        return input.contextId();
    }

    public boolean isCommand() {
        return input.isCommand();
    }

    public boolean isLast() {
        return input.isLast();
    }

    /** Bytes left in the current presentation data value. */
    public int pdvRemaining() {
        return input.pdvRemaining();
    }

    /** Reads at least one and at most {@code length} bytes of the current presentation data value, which must not be used up. */
    public int read(byte[] into, int offset, int length) {
        try {
            return input.read(into, offset, length);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Passes over the rest of the current presentation data value. */
    public void skipPdv() {
        try {
            input.skipPdv();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Whether something of the peer is here to be read without waiting. */
    public boolean hasInput() {
        try {
            return input.buffered() || transport.hasInput();
        } catch (IOException e) {
            return true; // the read will say what is wrong
        }
    }

    /** Where messages are written to. */
    public PDataOutput output() {
        PDataOutput o = output;
        if (o == null) {
            throw new IllegalStateException("the association with " + peer + " is not open");
        }
        return o;
    }

    /** Sends the PDUs in the output's buffer (Evt9). */
    void requestData() {
        on(Event.EVT9, null);
    }

    // Ending

    /** Answers A-RELEASE-RQ, and ends. */
    public void confirmRelease() {
        on(Event.EVT14, null);
        released = true;
        linger();
    }

    /** Asks for release and waits for the answer, passing over data that still comes. */
    public void release() {
        on(Event.EVT11, null);
        long end = System.nanoTime() + config.release().toNanos();
        while (true) {
            next(until(end), "A-RELEASE-RP");
            if (indication == Indication.DATA) {
                skipPdu(until(end));
            } else if (indication == Indication.RELEASE_COLLISION) {
                if (requestor) {
                    on(Event.EVT14, null); // AR-9, and A-RELEASE-RP is still to come
                }
            } else if (indication == Indication.RELEASED) {
                if (machine.state() == State.STA12) {
                    confirmRelease(); // AR-4 after a collision
                }
                released = true;
                close();
                return;
            } else {
                throw unexpected();
            }
        }
    }

    /** Ends with A-ABORT. Any thread may call it; it does not wait for a blocked write, but cuts it off. */
    public void abort(Abort abort) {
        abortedHere = true;
        boolean locked = false;
        try {
            locked = machine.lock().tryLock(100, TimeUnit.MILLISECONDS);
            if (locked && StateTable.action(Event.EVT15, machine.state()) != null) {
                machine.on(Event.EVT15, abort);
                transport.shutdownInput(); // wakes a reader
            } else {
                transport.close();
            }
        } catch (InterruptedException e) {
            transport.close();
            Thread.currentThread().interrupt();
        } catch (AssociationException e) {
            transport.close();
        } finally {
            if (locked) {
                machine.lock().unlock();
            }
        }
    }

    /** Ends with A-ABORT because of what the peer sent; for the owner. */
    public AssociationAbortedException abortFor(int reason, String why) {
        return abortFor(reason, why, null);
    }

    /** The same with a cause. */
    public AssociationAbortedException abortFor(int reason, String why, @Nullable Throwable cause) {
        Abort abort = reason == Abort.NOT_SPECIFIED ? Abort.BY_USER : new Abort(Abort.SERVICE_PROVIDER, reason);
        on(Event.EVT15, abort);
        linger();
        return failed(new AssociationAbortedException(peer, abort, why, cause));
    }

    /** Closes what is still open, and gives the buffers back. For the owner; a second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        transport.close();
        watch.close();
        input.close();
        buffers.free();
    }

    // Reading PDUs

    /** Reads one PDU, for P-DATA-TF its header only, and lets its event happen. */
    private void next(Duration wait, String waitedFor) {
        indication = null;
        indicated = null;
        try {
            boolean opening = machine.state() == State.STA2 || machine.state() == State.STA5;
            Received received =
                    input.nextPdu(wait, waitedFor, opening ? null : config.request(), config.maxPduLength());
            on(received.event(), received.pdu());
        } catch (PduException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw broken(e);
        }
        Pdu pdu = indicated;
        State now = machine.state();
        if (now == State.STA13) { // AA-1 or AA-8 has aborted, or AE-6 rejected
            linger();
            Abort sent = pdu instanceof Abort abort ? abort : Abort.BY_USER;
            throw failed(new AssociationAbortedException(peer, sent, "it sent a PDU that has no place here", null));
        }
        if (now == State.STA1 && (pdu instanceof Abort || indication == null)) { // AA-3 or AA-2
            close();
            throw failed(new AssociationAbortedException(peer, pdu instanceof Abort abort ? abort : Abort.BY_USER));
        }
    }

    private void skipPdu(Duration wait) {
        try {
            input.skipPdu(wait);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Evt19: what came is not a PDU, and what follows can't be told apart any more. */
    private AssociationException invalid(PduException e) {
        framingLost = true;
        providerAbort = e.abort();
        on(Event.EVT19, null);
        linger();
        return failed(new AssociationAbortedException(peer, e.abort(), String.valueOf(e.getMessage()), e));
    }

    /** The connection ended, by the peer, by a timeout or by {@link #abort}. */
    private AssociationException broken(IOException e) {
        if (abortedHere) {
            close();
            return failed(new AssociationAbortedException(peer, Abort.BY_USER, "ended from here", e));
        }
        if (watch.readExpired()) {
            State state = machine.state();
            if (state == State.STA2 || state == State.STA13) {
                on(Event.EVT18, null);
            } else {
                on(Event.EVT15, Abort.BY_USER);
            }
            close();
            return failed(new AssociationTimeoutException(peer, input.waitedFor(), input.waited()));
        }
        closedByTransport();
        return failed(new AssociationException(
                "connection with " + peer + " lost while waiting for " + input.waitedFor() + ": " + text(e), e));
    }

    private void closedByTransport() {
        if (StateTable.action(Event.EVT17, machine.state()) != null) {
            machine.on(Event.EVT17, null);
        }
        close();
    }

    private static String text(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private IllegalStateException unexpected() {
        close();
        return new IllegalStateException(indication + " in " + machine.state());
    }

    /** Sta13: takes in and forgets what the peer still sends, until it closes or ARTIM expires. */
    private void linger() {
        long end = System.nanoTime() + min(LINGER, config.accept()).toNanos();
        try {
            if (!framingLost) {
                ignorePdus(end);
            }
            input.discardAll(until(end));
        } catch (IOException e) {
            if (machine.state() == State.STA13) {
                machine.on(watch.readExpired() ? Event.EVT18 : Event.EVT17, null);
            }
        } catch (AssociationException e) {
            // could not be told; it is over
        } finally {
            farewell();
            close();
        }
    }

    /** AA-6 and AA-7, until the connection ends or what comes is no PDU. */
    private void ignorePdus(long end) throws IOException {
        try {
            input.skipPdu(until(end));
            while (machine.state() == State.STA13) {
                Received received = input.nextPdu(until(end), "the connection to close", null, config.maxPduLength());
                machine.on(received.event(), received.pdu());
                input.skipPdu(until(end));
            }
        } catch (PduException e) {
            providerAbort = e.abort();
            machine.on(Event.EVT19, null);
        }
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void on(Event event, @Nullable Pdu pdu) {
        try {
            machine.on(event, pdu);
        } catch (IllegalStateException e) {
            if (abortedHere || closed) {
                close();
                throw failed(new AssociationAbortedException(peer, Abort.BY_USER, "ended from here", e));
            }
            throw e;
        }
    }

    // Provider: what the actions do

    @Override
    public boolean requestor() {
        return requestor;
    }

    @Override
    public void connectTransport() {
        // the connection was opened before this object came to be, so that a failure leaves nothing to clean up
    }

    @Override
    public void send(Pdu pdu) {
        byte[] bytes = PduEncoder.encode(pdu);
        // the JDK would take direct memory for the array, which is not there to be taken
        write(buffers.scarce() ? buffers.out().clear().put(bytes).flip() : ByteBuffer.wrap(bytes));
    }

    @Override
    public void sendData() {
        write(output().pending());
    }

    private void write(ByteBuffer bytes) {
        int count = bytes.remaining();
        watch.writing(System.nanoTime() + config.write().toNanos());
        try {
            transport.write(bytes);
            bytesSent += count;
        } catch (IOException e) {
            throw writeFailed(e);
        } finally {
            watch.doneWriting();
        }
        pace.accept(count);
    }

    private AssociationException writeFailed(IOException e) {
        if (abortedHere) { // perhaps on another's thread, which must not give back what the owner still uses
            return failed(new AssociationAbortedException(peer, Abort.BY_USER, "ended from here", e));
        }
        if (watch.writeExpired()) {
            closedByTransport();
            return failed(new AssociationTimeoutException(peer, "data to be taken by the peer", config.write()));
        }
        Abort abort = input.abortAtHand();
        closedByTransport();
        return abort != null
                ? failed(new AssociationAbortedException(peer, abort))
                : failed(new AssociationException("connection with " + peer + " lost while sending: " + text(e), e));
    }

    @Override
    public void closeTransport() {
        farewell();
        transport.close();
    }

    /** Who does not take it within the time for the last word does not get it. */
    private void farewell() {
        watch.writing(System.nanoTime() + min(LINGER, config.write()).toNanos());
        try {
            transport.farewell();
        } catch (IOException e) {
            // it is over either way
        } finally {
            watch.doneWriting();
        }
    }

    @Override
    public void startArtim() {
        artim = config.accept();
    }

    @Override
    public void stopArtim() {
        artim = null;
    }

    @Override
    public @Nullable AssociateRj unacceptable(AssociateRq request) {
        return (request.protocolVersion() & 1) == 0 ? AssociateRj.PROTOCOL_VERSION_NOT_SUPPORTED : null;
    }

    @Override
    public void indicate(Indication what, @Nullable Pdu pdu) {
        indication = what;
        indicated = pdu;
    }

    @Override
    public Abort providerAbort() {
        return providerAbort;
    }
}
