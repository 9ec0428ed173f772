package org.diconde4j.net.internal.dimse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.ul.PDataOutput;
import org.diconde4j.net.internal.ul.UpperLayer;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationException;
import org.jspecify.annotations.Nullable;

/**
 * Messages over one association (PS3.7 6.3, PS3.8 Annex E): a command set, and with some a data set behind it. One
 * thread at a time.
 */
public final class Dimse {
    /** Real command sets have some hundred bytes. */
    private static final int MAX_COMMAND = 64 * 1024;

    /** Identifiers of queries and retrieves; unique key lists can be long. */
    private static final int MAX_IDENTIFIER = 4 << 20;

    /** Attribute lists, action and event information: a storage commitment of 100,000 objects has some 11 MB. */
    public static final int MAX_ATTRIBUTES = 16 << 20;

    private static final DicomReader IDENTIFIERS = DicomReader.lenient().withLimits(ReadLimits.HEADERS);

    private final UpperLayer ul;
    private final PresentationContexts contexts;
    private final Observation observation;
    private @Nullable Context context;
    private @Nullable Command pushedBack;
    private @Nullable DatasetInput dataset;
    private boolean releaseRequested;

    public Dimse(UpperLayer ul, PresentationContexts contexts, Observation observation) {
        this.ul = ul;
        this.contexts = contexts;
        this.observation = observation;
    }

    public UpperLayer ul() {
        return ul;
    }

    public PresentationContexts contexts() {
        return contexts;
    }

    /** The presentation context of the last command that was received. */
    public Context context() {
        Context c = context;
        if (c == null) {
            throw new IllegalStateException("no command was received yet");
        }
        return c;
    }

    /** Whether the peer has asked for release. */
    public boolean releaseRequested() {
        return releaseRequested;
    }

    // Receiving

    /**
     * Receives the next command set. What is left of the last message's data set is passed over.
     *
     * @return null if the peer asks for release instead
     */
    public @Nullable Command next(Duration wait, String waitedFor) {
        Command waiting = pushedBack;
        if (waiting != null) {
            pushedBack = null;
            return waiting;
        }
        if (releaseRequested) {
            return null;
        }
        finishDataset();
        byte[] bytes = new byte[512];
        int n = 0;
        int id = -1;
        boolean last = false;
        Duration left = wait;
        long end = 0;
        while (!last) {
            boolean begun = id >= 0;
            if (begun) { // all of its fragments together, as any number of them may be empty
                end = end == 0 ? System.nanoTime() + ul.config().request().toNanos() : end;
                left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            }
            if (!ul.nextPdv(left, begun ? "the rest of a command" : waitedFor)) {
                releaseRequested = true;
                if (begun) {
                    throw ul.abortFor(Abort.NOT_SPECIFIED, "it asked for release in the middle of a command");
                }
                return null;
            }
            if (!ul.isCommand()) {
                throw ul.abortFor(
                        Abort.UNEXPECTED_PARAMETER,
                        "it sent data in presentation context " + ul.contextId() + " where a command was expected");
            }
            if (begun && id != ul.contextId()) {
                throw ul.abortFor(
                        Abort.INVALID_PARAMETER,
                        "it went from presentation context " + id + " to " + ul.contextId() + " within a command");
            }
            id = ul.contextId();
            int size = ul.pdvRemaining();
            if (size > MAX_COMMAND - n) {
                throw ul.abortFor(Abort.INVALID_PARAMETER, "it sent a command of more than " + MAX_COMMAND + " bytes");
            }
            if (bytes.length < n + size) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, n + size));
            }
            while (ul.pdvRemaining() > 0) {
                n += ul.read(bytes, n, ul.pdvRemaining());
            }
            last = ul.isLast();
        }
        Context c = contexts.get(id);
        if (c == null) {
            throw ul.abortFor(
                    Abort.INVALID_PARAMETER,
                    "it sent a command in presentation context " + id + ", not an accepted one");
        }
        context = c;
        Command command = Command.decode(bytes, n);
        if (command == null) {
            throw ul.abortFor(Abort.NOT_SPECIFIED, "it sent " + n + " bytes that are not a command set");
        }
        dataset = command.hasDataset() ? new DatasetInput(ul, id, observation) : null;
        observation.received(c, command);
        return command;
    }

    /**
     * Looks without waiting whether the peer cancels an operation, or wants to end the association. Another request that
     * came early is kept for {@link #next}.
     */
    public boolean cancelled(int messageId) {
        while (pushedBack == null && !releaseRequested && ul.hasInput()) {
            Command command = next(ul.config().request(), "a command");
            if (command == null) {
                return true;
            }
            if (command.field() != Command.C_CANCEL_RQ) {
                pushedBack = command;
            } else if (command.messageIdBeingRespondedTo() == messageId) {
                return true;
            }
        }
        return releaseRequested;
    }

    /** The data set of the last command. */
    public DatasetInput dataset() {
        DatasetInput d = dataset;
        if (d == null) {
            throw new IllegalStateException("the last command has no data set");
        }
        return d;
    }

    /** Passes over what is left of the last command's data set. */
    public void finishDataset() {
        DatasetInput d = dataset;
        if (d != null) {
            d.finish();
            dataset = null;
            observation.datasetReceived();
        }
    }

    /** Receives and parses the data set of the last command, an identifier. */
    public Dataset readDataset() {
        return readDataset(MAX_IDENTIFIER);
    }

    /**
     * Receives and parses the data set of the last command.
     *
     * @param max how many bytes it may have
     * @throws org.diconde4j.io.DicomParseException if it is not one in the context's transfer syntax, or too long
     */
    public Dataset readDataset(int max) {
        InputStream in = dataset();
        TransferSyntax syntax = TransferSyntax.of(context().transferSyntax());
        try {
            byte[] bytes = in.readNBytes(max + 1);
            if (bytes.length > max) {
                throw new org.diconde4j.io.DicomParseException("the data set is longer than " + max + " bytes", 0, max);
            }
            return IDENTIFIERS.readDataset(new ByteArrayInputStream(bytes), syntax);
        } catch (IOException e) {
            if (e.getCause() instanceof AssociationException broken) {
                throw broken;
            }
            throw new UncheckedIOException(e);
        }
    }

    // Sending

    /** Writes the data set of a message. */
    @FunctionalInterface
    public interface DatasetWriter {
        void writeTo(PDataOutput out) throws IOException;
    }

    /** Sends a message without data set. */
    public void send(Context c, Command command) {
        PDataOutput out = ul.output();
        begin(c, command, out);
        out.end(false);
        observation.sent(command, 0);
    }

    /** Sends a message with a data set that is at hand. */
    public void send(Context c, Command command, Dataset data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try {
            DicomWriter.writeDataset(data, TransferSyntax.of(c.transferSyntax()), bytes);
            send(c, command, out -> out.write(bytes.toByteArray(), 0, bytes.size()), () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a message with a data set that is written as it goes out.
     *
     * @param beforeAbort called when the source failed in the middle of the message, which must end the association; what
     *     was sent before may still be answered
     * @throws IOException if the source of the data set failed before anything was sent; the association goes on
     * @throws AssociationException if the association broke, also because the source failed in the middle of the message
     */
    public void send(Context c, Command command, DatasetWriter data, Runnable beforeAbort) throws IOException {
        PDataOutput out = ul.output();
        begin(c, command, out);
        out.end(true);
        out.begin(c.id(), false);
        try {
            data.writeTo(out);
        } catch (AssociationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (out.takeBack()) {
                observation.takenBack(command);
                throw e;
            }
            beforeAbort.run();
            throw ul.abortFor(Abort.NOT_SPECIFIED, "the data set of a " + command + " could not be read to its end", e);
        }
        out.end(false);
        observation.sent(command, out.datasetBytes());
    }

    private void begin(Context c, Command command, PDataOutput out) {
        observation.sending(c, command);
        out.begin(c.id(), true);
        try {
            command.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // PDataOutput throws none
        }
    }
}
