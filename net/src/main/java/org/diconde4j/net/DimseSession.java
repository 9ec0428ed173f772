package org.diconde4j.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.NormalizedResponder;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.dimse.Requests;
import org.diconde4j.net.internal.scu.ClientAssociation;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.NormalizedCall;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.NormalizedRequestor;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;

/**
 * An association that stays open for many requests: C-ECHO, C-FIND and the operations on normalized SOP instances. What the
 * peer asks for or tells meanwhile goes to the handler that was given at opening. For one thread at a time; to be closed.
 */
public final class DimseSession implements NormalizedRequestor, AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(5);

    private final UlResources resources;
    private final ClientAssociation association;
    private final Requests requests;
    private final NormalizedResponder responder;
    private boolean broken;
    private boolean closed;

    DimseSession(
            UlResources resources,
            ClientAssociation association,
            List<ServiceContext> contexts,
            NormalizedHandler handler) {
        this.resources = resources;
        this.association = association;
        this.requests = new Requests(association.dimse(), this::perform);
        Map<String, NormalizedHandler> handlers = new HashMap<>();
        contexts.forEach(c -> handlers.put(c.sopClassUid(), handler));
        this.responder = new NormalizedResponder(association.dimse(), association.info(), handlers);
    }

    /**
     * Who is at the other end. The calling title is ours.
     *
     * @return titles, addresses and implementation
     */
    public AssociationInfo info() {
        return association.info();
    }

    @Override
    public boolean accepts(String sopClassUid) {
        return requests.accepts(sopClassUid);
    }

    /**
     * Asks whether the peer is there: C-ECHO.
     *
     * @return the time from request to response
     * @throws AssociationException if the association breaks
     * @throws ServiceException if the peer answers with a failure
     */
    public Duration echo() {
        return guarded(this::askEcho);
    }

    private Duration askEcho() {
        Context context = requests.required(UID.Verification, "C-ECHO");
        int id = requests.nextMessageId();
        long start = System.nanoTime();
        requests.send(context, Command.request(Command.C_ECHO_RQ, id, UID.Verification, false));
        Command response = requests.response(id);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (response.status() != Status.SUCCESS) {
            throw DimseClient.failure(association, "C-ECHO", response);
        }
        requests.settle();
        return time;
    }

    /**
     * Queries: C-FIND. The matches are to be read or closed before the next request.
     *
     * @param sopClassUid the information model, or another service that has C-FIND
     * @param keys matching keys and return keys
     * @return the matches, as they come
     * @throws AssociationException if the association breaks or the peer does not offer this
     */
    public FindMatches find(String sopClassUid, Dataset keys) {
        return find(sopClassUid, keys, () -> {});
    }

    FindMatches find(String sopClassUid, Dataset keys, Runnable whenClosed) {
        Context context = requests.required(sopClassUid, "C-FIND");
        int id = requests.nextMessageId();
        Command request =
                Command.request(Command.C_FIND_RQ, id, sopClassUid, true).setShort(Tag.Priority, 0);
        requests.send(context, request, keys);
        return new FindMatches(association, requests, context, id, whenClosed);
    }

    @Override
    public NormalizedResponse request(NormalizedCall call) {
        return guarded(() -> {
            NormalizedResponse response = requests.request(call);
            requests.settle();
            return response;
        });
    }

    /**
     * Waits for a request of the peer, for instance an N-EVENT-REPORT, and lets the handler perform it.
     *
     * @param wait how long to wait; the association stays open if nothing comes
     * @return whether something came. False also if the peer wants to end the association
     * @throws AssociationException if the association breaks
     */
    public boolean serve(Duration wait) {
        return guarded(() -> hears(wait) && performNext());
    }

    /**
     * Whether the peer has asked to end the association; then only {@link #close} is left to do.
     *
     * @return true if so
     */
    public boolean isEnding() {
        return association.dimse().releaseRequested();
    }

    private boolean hears(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (!association.ul().hasInput()) {
            if (association.dimse().releaseRequested() || System.nanoTime() >= end) {
                return false;
            }
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean performNext() {
        Command request = association.dimse().next(association.ul().config().request(), "a request");
        if (request == null) {
            return false;
        }
        if (request.isResponse()) {
            throw association.ul().abortFor(Abort.NOT_SPECIFIED, "it sent a " + request + ", but nothing was asked");
        }
        perform(request);
        requests.settle();
        return true;
    }

    private void perform(Command request) {
        if (request.field() == Command.C_CANCEL_RQ) {
            return; // nothing runs here that could be cancelled
        }
        for (NormalizedOperation operation : NormalizedOperation.values()) {
            if (operation.commandField() == request.field()) {
                Consumer<NormalizedRequestor> after = responder.serve(operation, request);
                if (after != null) {
                    requests.later(after);
                }
                return;
            }
        }
        Dimse dimse = association.dimse();
        dimse.finishDataset();
        dimse.send(dimse.context(), Command.response(request, Status.UNRECOGNIZED_OPERATION, false));
    }

    private <T> T guarded(Supplier<T> action) {
        try {
            return action.get();
        } catch (AssociationException e) {
            broken = !association.dimse().releaseRequested();
            throw e;
        }
    }

    /** Releases the association; aborts it if a response is outstanding. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!broken && !requests.waiting()) {
                association.release();
            }
        } finally {
            association.close();
            resources.close();
        }
    }

    /** Closes where the answer has been had, and how the rest ends is of no interest. */
    void closeQuietly() {
        try {
            close();
        } catch (DicondeException e) {
            // closed either way
        }
    }

    /** The presentation contexts to propose. */
    static List<ProposedContext> proposed(List<ServiceContext> contexts) {
        List<ProposedContext> proposed = new ArrayList<>();
        for (ServiceContext c : contexts) {
            proposed.add(new ProposedContext(2 * proposed.size() + 1, c.sopClassUid(), c.transferSyntaxes()));
        }
        return proposed;
    }
}
