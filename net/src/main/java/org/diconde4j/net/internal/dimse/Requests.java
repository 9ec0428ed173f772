package org.diconde4j.net.internal.dimse;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.NormalizedCall;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.NormalizedRequestor;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of this side over an open association, whoever opened it. While one waits for its response, requests of the
 * peer are performed; what those leave to be done afterwards waits until {@link #settle}.
 */
public final class Requests implements NormalizedRequestor {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Dimse dimse;
    private final Consumer<Command> performer;
    private final Deque<Consumer<NormalizedRequestor>> afterwards = new ArrayDeque<>();
    private int lastMessageId;
    private boolean waiting;

    /**
     * Requests over an association.
     *
     * @param performer performs what the peer asks for, up to its last response
     */
    public Requests(Dimse dimse, Consumer<Command> performer) {
        this.dimse = dimse;
        this.performer = performer;
    }

    /** Whether a request has been sent and its response has not come. */
    public boolean waiting() {
        return waiting;
    }

    /** The next message ID; 1 to 65535, then again from 1. */
    public int nextMessageId() {
        lastMessageId = lastMessageId % 0xFFFF + 1;
        return lastMessageId;
    }

    /** The context for a request of a class that this side makes as SCU. */
    public Context required(String abstractSyntax, String service) {
        Context context = dimse.contexts().forRequests(abstractSyntax);
        if (context == null) {
            throw refused(service, abstractSyntax);
        }
        return context;
    }

    private AssociationException refused(String service, String abstractSyntax) {
        return new AssociationException(
                dimse.ul().peer() + " does not accept " + service + " (" + abstractSyntax + ")");
    }

    /** Sends a request without data set. */
    public void send(Context context, Command request) {
        dimse.send(context, request);
        waiting = true;
    }

    /** Sends a request with its data set. */
    public void send(Context context, Command request, Dataset dataset) {
        dimse.send(context, request, dataset);
        waiting = true;
    }

    /**
     * Waits for a response to a message. What the peer asks for meanwhile is performed, but the wait is no longer for that.
     *
     * @throws AssociationException if the peer answers something else, nothing, or asks for release
     */
    public Command response(int messageId) {
        long end = System.nanoTime() + dimse.ul().config().response().toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            Command command = dimse.next(left, "a response");
            if (command == null) {
                throw new AssociationException(
                        dimse.ul().peer() + " asked for release before it had answered message " + messageId);
            }
            if (!command.isResponse()) {
                performer.accept(command);
            } else if (command.messageIdBeingRespondedTo() != messageId) {
                throw dimse.ul()
                        .abortFor(
                                Abort.NOT_SPECIFIED,
                                "it sent a " + command + ", expected a response to message " + messageId);
            } else {
                waiting = Status.isPending(command.status());
                return command;
            }
        }
    }

    /** Remembers what is to be done when a response is out. */
    public void later(Consumer<NormalizedRequestor> action) {
        afterwards.add(action);
    }

    /** Does what was left to be done. */
    public void settle() {
        for (Consumer<NormalizedRequestor> next = afterwards.poll(); next != null; next = afterwards.poll()) {
            try {
                next.accept(this);
            } catch (AssociationException e) {
                if (!dimse.releaseRequested()) {
                    throw e;
                }
                LOG.debug("{}", e.getMessage()); // the peer goes in order, and had no ear for it
            } catch (RuntimeException e) {
                LOG.warn("what followed a response to {} failed", dimse.ul().peer(), e);
            }
        }
    }

    // Normalized services

    @Override
    public boolean accepts(String sopClassUid) {
        return dimse.contexts().all().stream().anyMatch(c -> c.abstractSyntax().equals(sopClassUid));
    }

    @Override
    public NormalizedResponse request(NormalizedCall call) {
        boolean notification = call.operation() == NormalizedOperation.EVENT_REPORT;
        Context context = notification
                ? dimse.contexts().forNotifications(call.abstractSyntaxUid())
                : dimse.contexts().forRequests(call.abstractSyntaxUid());
        if (context == null) {
            throw refused(call.operation().toString(), call.abstractSyntaxUid());
        }
        int id = nextMessageId();
        Dataset dataset = call.dataset();
        boolean data = dataset != null && !dataset.isEmpty();
        Command request = command(call, id, data);
        if (dataset != null && data) {
            send(context, request, dataset);
        } else {
            send(context, request);
        }
        Command response = response(id);
        String instance = response.string(Tag.AffectedSOPInstanceUID);
        if (instance == null) {
            instance = call.sopInstanceUid() == null ? "" : call.sopInstanceUid();
        }
        return new NormalizedResponse(
                call.operation(),
                response.status(),
                instance,
                response.hasDataset() ? dimse.readDataset(Dimse.MAX_ATTRIBUTES) : Dataset.empty(),
                response.errorComment(),
                response.shortValue(Tag.ErrorID, 0),
                response.tags(Tag.AttributeIdentifierList));
    }

    /** Requests name the class and instance as "affected" or "requested" (PS3.7 10.3). */
    private static Command command(NormalizedCall call, int messageId, boolean data) {
        NormalizedOperation operation = call.operation();
        boolean affected = operation == NormalizedOperation.CREATE || operation == NormalizedOperation.EVENT_REPORT;
        Command request = Command.request(operation.commandField(), messageId, null, data)
                .setUid(affected ? Tag.AffectedSOPClassUID : Tag.RequestedSOPClassUID, call.sopClassUid())
                .setTags(Tag.AttributeIdentifierList, call.attributes());
        String instance = call.sopInstanceUid();
        if (instance != null) {
            request.setUid(affected ? Tag.AffectedSOPInstanceUID : Tag.RequestedSOPInstanceUID, instance);
        }
        if (operation == NormalizedOperation.ACTION) {
            request.setShort(Tag.ActionTypeID, call.typeId());
        } else if (operation == NormalizedOperation.EVENT_REPORT) {
            request.setShort(Tag.EventTypeID, call.typeId());
        }
        return request;
    }
}
