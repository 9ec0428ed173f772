package org.diconde4j.net.internal.scu;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/** Sends objects over one association, with as many requests outstanding as the peer granted. */
final class StoreSession {
    private final ClientAssociation association;
    private final @Nullable Originator originator;
    private final Consumer<SendResult> results;
    private final Map<Integer, Pending> outstanding = new LinkedHashMap<>();

    StoreSession(ClientAssociation association, @Nullable Originator originator, Consumer<SendResult> results) {
        this.association = association;
        this.originator = originator;
        this.results = results;
    }

    private record Pending(OutgoingObject object, String transferSyntaxUid) {}

    boolean canSend(OutgoingObject object) {
        return ObjectWriter.contextFor(association.dimse().contexts(), object) != null;
    }

    /** Waits until one more request may be sent. */
    void awaitRoom() {
        while (outstanding.size() >= association.window()) {
            receive();
        }
    }

    /**
     * Sends one object, and takes in responses that are here. An object that can't be read is reported and not sent.
     *
     * @throws AssociationException if the association broke; {@link #fail} then reports what was outstanding
     */
    void send(OutgoingObject object) {
        Context context = ObjectWriter.contextFor(association.dimse().contexts(), object);
        if (context == null) {
            throw new IllegalStateException("no presentation context for " + object.sopClassUid());
        }
        int id = association.nextMessageId();
        Command request = ObjectWriter.request(object, id, originator);
        Pending pending = new Pending(object, context.transferSyntax());
        outstanding.put(id, pending);
        Exception unreadable = ObjectWriter.write(association.dimse(), context, request, object, () -> {
            outstanding.remove(id);
            collectAnswers();
            outstanding.put(id, pending);
        });
        if (unreadable != null) {
            outstanding.remove(id);
            results.accept(new SendResult(object, Status.PROCESSING_FAILURE, null, "", unreadable));
        }
        while (!outstanding.isEmpty() && association.ul().hasInput()) {
            receive();
        }
    }

    /** Waits for the responses that are outstanding. */
    void finish() {
        while (!outstanding.isEmpty()) {
            receive();
        }
    }

    /** Waits for the answers to what was sent completely, as far as they come. */
    private void collectAnswers() {
        try {
            finish();
        } catch (AssociationException e) {
            // then they stay outstanding, and are reported as failed
        }
    }

    /** Reports what was outstanding when the association broke. */
    void fail(Exception why) {
        outstanding
                .values()
                .forEach(p -> results.accept(
                        new SendResult(p.object(), Status.PROCESSING_FAILURE, null, p.transferSyntaxUid(), why)));
        outstanding.clear();
    }

    void release() {
        association.release();
    }

    void abort() {
        association.abort();
    }

    private void receive() {
        Command response = association.dimse().next(association.ul().config().response(), "a response to C-STORE");
        if (response == null) {
            throw association.ul().abortFor(Abort.NOT_SPECIFIED, "it asked for release before it had answered");
        }
        Pending pending = outstanding.remove(response.messageIdBeingRespondedTo());
        if (pending == null || response.field() != (Command.C_STORE_RQ | Command.RESPONSE)) {
            throw association.ul().abortFor(Abort.NOT_SPECIFIED, "it sent a " + response + ", which was not asked for");
        }
        results.accept(new SendResult(
                pending.object(), response.status(), response.errorComment(), pending.transferSyntaxUid(), null));
    }
}
