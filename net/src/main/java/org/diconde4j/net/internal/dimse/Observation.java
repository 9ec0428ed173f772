package org.diconde4j.net.internal.dimse;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.ul.UpperLayer;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationAbortedException;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.AssociationTimeoutException;
import org.diconde4j.net.service.AssociationEnd;
import org.diconde4j.net.service.AssociationEnd.How;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.AssociationListener;
import org.diconde4j.net.service.Operation;
import org.diconde4j.net.service.OperationResult;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what one association does. For the thread of the association. */
public final class Observation {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private final List<AssociationListener> listeners;
    private final AssociationInfo info;
    private final long opened = System.nanoTime();
    private final Map<Integer, Running> performed = new HashMap<>();
    private final Map<Integer, Running> invoked = new HashMap<>();
    private @Nullable Running receiving;
    private boolean ended;

    private static final class Running {
        final Operation operation;
        final long begun = System.nanoTime();
        long bytes;

        @Nullable
        Integer status;

        Running(Operation operation) {
            this.operation = operation;
        }
    }

    private Observation(List<AssociationListener> listeners, AssociationInfo info) {
        this.listeners = listeners;
        this.info = info;
    }

    // Associations

    /** Tells that an association was opened. */
    public static Observation opened(List<AssociationListener> listeners, AssociationInfo info) {
        tell(listeners, l -> l.opened(info));
        return new Observation(listeners, info);
    }

    /** Tells that an association was not accepted. */
    public static void rejected(List<AssociationListener> listeners, AssociationInfo info, AssociateRj answer) {
        tell(listeners, l -> l.rejected(info, answer));
    }

    /** Tells that no association came to be. */
    public static void failed(List<AssociationListener> listeners, InetSocketAddress remote, AssociationException why) {
        tell(listeners, l -> l.failed(remote, why));
    }

    /** Tells that the association has ended, once, and with it all that was under way. */
    public void ended(UpperLayer ul) {
        if (ended) {
            return;
        }
        ended = true;
        List.copyOf(performed.values()).forEach(this::end);
        List.copyOf(invoked.values()).forEach(this::end);
        AssociationException cause = ul.released() ? null : ul.failure();
        AssociationEnd end =
                new AssociationEnd(how(ul, cause), since(opened), ul.bytesReceived(), ul.bytesSent(), cause);
        tell(listeners, l -> l.ended(info, end));
    }

    private static How how(UpperLayer ul, @Nullable AssociationException cause) {
        if (ul.released()) {
            return How.RELEASED;
        }
        if (cause instanceof AssociationTimeoutException) {
            return How.TIMED_OUT;
        }
        if (cause instanceof AssociationAbortedException aborted) {
            return aborted.byPeer() ? How.ABORTED_BY_PEER : How.ABORTED_HERE;
        }
        return cause == null ? How.ABORTED_HERE : How.LOST;
    }

    // Operations

    /** A command came. */
    void received(Context context, Command command) {
        receiving = null;
        if (listeners.isEmpty() || command.field() == Command.C_CANCEL_RQ) {
            return;
        }
        if (!command.isResponse()) {
            receiving = begin(context, command, true);
            return;
        }
        Running running = invoked.get(command.messageIdBeingRespondedTo());
        if (running == null) {
            return;
        }
        receiving = running;
        if (!Status.isPending(command.status())) {
            running.status = command.status();
            if (!command.hasDataset()) {
                end(running);
            }
        }
    }

    /** Bytes came of the data set of the last command. */
    void came(int bytes) {
        if (receiving != null) {
            receiving.bytes += bytes;
        }
    }

    /** The data set of the last command is read to its end. */
    void datasetReceived() {
        Running running = receiving;
        receiving = null;
        if (running != null && running.status != null && !running.operation.performedHere()) {
            end(running);
        }
    }

    /** A command is about to go. */
    void sending(Context context, Command command) {
        if (!listeners.isEmpty() && !command.isResponse() && command.field() != Command.C_CANCEL_RQ) {
            begin(context, command, false);
        }
    }

    /** A message is on its way. */
    void sent(Command command, long datasetBytes) {
        Running running = command.isResponse()
                ? performed.get(command.messageIdBeingRespondedTo())
                : invoked.get(command.messageId());
        if (running != null) {
            running.bytes += datasetBytes;
            if (command.isResponse() && !Status.isPending(command.status())) {
                running.status = command.status();
                end(running);
            }
        }
    }

    /** A request that could not be sent after all. */
    void takenBack(Command command) {
        Running running = command.isResponse() ? null : invoked.get(command.messageId());
        if (running != null) {
            end(running);
        }
    }

    private Running begin(Context context, Command request, boolean here) {
        String sopClass = first(request, Tag.AffectedSOPClassUID, Tag.RequestedSOPClassUID);
        Operation operation = new Operation(
                info,
                here,
                request.service(),
                request.messageId(),
                sopClass == null ? context.abstractSyntax() : sopClass,
                first(request, Tag.AffectedSOPInstanceUID, Tag.RequestedSOPInstanceUID));
        Running running = new Running(operation);
        Running forgotten = (here ? performed : invoked).put(request.messageId(), running);
        if (forgotten != null) { // the peer uses a message ID twice
            result(forgotten);
        }
        tell(listeners, l -> l.begun(operation));
        return running;
    }

    private static @Nullable String first(Command command, int tag, int or) {
        String value = command.string(tag);
        return value == null ? command.string(or) : value;
    }

    private void end(Running running) {
        Operation operation = running.operation;
        (operation.performedHere() ? performed : invoked).remove(operation.messageId(), running);
        result(running);
    }

    private void result(Running running) {
        OperationResult result = new OperationResult(running.status, running.bytes, since(running.begun));
        tell(listeners, l -> l.ended(running.operation, result));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void tell(List<AssociationListener> listeners, Consumer<AssociationListener> what) {
        for (AssociationListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("a listener of associations failed", e);
            }
        }
    }
}
