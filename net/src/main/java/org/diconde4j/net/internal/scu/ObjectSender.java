package org.diconde4j.net.internal.scu;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.diconde4j.net.internal.scu.ContextPlan.Kind;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/**
 * Sends objects to one peer. Looks ahead to know which presentation contexts it needs, opens the associations that takes
 * (one, unless there are more than 128 contexts) and keeps them for the rest. Whatever happens, every object gets a
 * result.
 */
public final class ObjectSender {
    private static final int LOOK_AHEAD = 4096;

    private final Destination to;
    private final ScuConfig config;
    private final UlResources resources;
    private final @Nullable Originator originator;
    private final Consumer<SendResult> results;
    private final Map<List<ProposedContext>, @Nullable StoreSession> sessions = new LinkedHashMap<>();
    private final Set<Kind> planned = new LinkedHashSet<>();
    private @Nullable AssociationException unreachable;
    private boolean reached;

    public ObjectSender(
            Destination to,
            ScuConfig config,
            UlResources resources,
            @Nullable Originator originator,
            Consumer<SendResult> results) {
        this.to = to;
        this.config = config;
        this.resources = resources;
        this.originator = originator;
        this.results = results;
    }

    /** Why the peer could not be reached at all; null if an association could be opened. */
    public @Nullable AssociationException unreachable() {
        return reached ? null : unreachable;
    }

    /**
     * Sends what the iterator gives, and ends the associations.
     *
     * @param stop asked before each object; what is left then gets no result
     */
    public void send(Iterator<? extends OutgoingObject> objects, BooleanSupplier stop) {
        boolean done = false;
        try {
            while (objects.hasNext() && !stop.getAsBoolean()) {
                List<OutgoingObject> batch = new ArrayList<>();
                while (batch.size() < LOOK_AHEAD && objects.hasNext()) {
                    batch.add(objects.next());
                }
                plan(batch);
                for (OutgoingObject object : batch) {
                    if (stop.getAsBoolean()) {
                        break;
                    }
                    send(object);
                }
            }
            finish();
            done = true;
        } finally {
            if (!done) {
                sessions.values().forEach(s -> {
                    if (s != null) {
                        s.abort();
                    }
                });
            }
        }
    }

    private void plan(List<OutgoingObject> batch) {
        Set<Kind> fresh = new LinkedHashSet<>();
        for (OutgoingObject object : batch) {
            Kind kind = Kind.of(object);
            if (planned.add(kind)) {
                fresh.add(kind);
            }
        }
        for (List<ProposedContext> contexts : ContextPlan.of(fresh)) {
            sessions.put(contexts, null);
        }
    }

    private void send(OutgoingObject object) {
        boolean proposed = false;
        for (List<ProposedContext> contexts : List.copyOf(sessions.keySet())) {
            boolean candidate =
                    contexts.stream().anyMatch(c -> c.abstractSyntax().equals(object.sopClassUid()));
            if (!candidate) {
                continue;
            }
            StoreSession session = session(contexts);
            if (session == null) {
                results.accept(new SendResult(object, Status.PROCESSING_FAILURE, null, "", unreachable));
                return;
            }
            proposed = true;
            if (session.canSend(object)) {
                transmit(contexts, session, object);
                return;
            }
        }
        String what = "class " + object.sopClassUid() + " in transfer syntax " + object.transferSyntaxUid();
        results.accept(new SendResult(
                object,
                Status.SOP_CLASS_NOT_SUPPORTED,
                null,
                "",
                new AssociationException(to + (proposed ? " does not accept " : " was not offered ") + what)));
    }

    private void transmit(List<ProposedContext> contexts, StoreSession session, OutgoingObject object) {
        try {
            session.awaitRoom();
        } catch (AssociationException e) {
            drop(contexts, session, e);
            send(object); // nothing of it was sent: it gets a new association
            return;
        }
        try {
            session.send(object);
        } catch (AssociationException e) {
            drop(contexts, session, e);
        }
    }

    private void drop(List<ProposedContext> contexts, StoreSession session, AssociationException why) {
        sessions.put(contexts, null);
        session.abort();
        session.fail(why);
    }

    private @Nullable StoreSession session(List<ProposedContext> contexts) {
        StoreSession session = sessions.get(contexts);
        if (session == null && unreachable == null) {
            try {
                session = new StoreSession(
                        ClientAssociation.open(to, config, contexts, List.of(), resources), originator, results);
                sessions.put(contexts, session);
                reached = true;
            } catch (AssociationException e) {
                unreachable = e;
            }
        }
        return session;
    }

    private void finish() {
        for (StoreSession session : sessions.values()) {
            if (session != null) {
                try {
                    session.finish();
                    session.release();
                } catch (AssociationException e) {
                    session.abort();
                    session.fail(e);
                }
            }
        }
    }
}
