package org.diconde4j.net.internal.dimse;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.NormalizedRequestor;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs requests for operations on normalized SOP instances (PS3.7 10), for either side of an association. */
public final class NormalizedResponder {
    private static final Logger LOG = LoggerFactory.getLogger(NormalizedResponder.class);
    private static final Pattern UID_TEXT = Pattern.compile("[0-9]+(\\.[0-9]+)*");
    private static final int MAX_UID = 64;

    private final Dimse dimse;
    private final AssociationInfo info;
    private final Map<String, NormalizedHandler> handlers;

    /**
     * A responder on an association.
     *
     * @param handlers by SOP class
     */
    public NormalizedResponder(Dimse dimse, AssociationInfo info, Map<String, NormalizedHandler> handlers) {
        this.dimse = dimse;
        this.info = info;
        this.handlers = handlers;
    }

    /**
     * Performs the request that was just received.
     *
     * @return what is to be done now that the response is out; null for nothing
     */
    public @Nullable Consumer<NormalizedRequestor> serve(NormalizedOperation operation, Command request) {
        Context context = dimse.context();
        String instance = request.string(instanceTag(operation));
        if (instance == null && operation == NormalizedOperation.CREATE) {
            instance = newUid(); // the SCP assigns one (PS3.7 10.1.5.1.4)
        }
        NormalizedOutcome outcome;
        try {
            outcome = perform(context, operation, request, instance);
        } catch (AssociationException e) {
            throw e;
        } catch (ServiceException e) { // an answer that the handler chose: no failure of ours, so no stack trace
            LOG.info("{} of {} from {} refused: {}", operation, instance, info.callingAeTitle(), e.getMessage());
            outcome = NormalizedOutcome.of(e.status(), StoreResponder.commentOf(e));
        } catch (RuntimeException e) {
            LOG.warn("{} of {} from {} failed", operation, instance, info.callingAeTitle(), e);
            outcome = NormalizedOutcome.of(Status.PROCESSING_FAILURE, StoreResponder.commentOf(e));
        }
        dimse.finishDataset();
        answer(context, request, instance, outcome);
        return outcome.after();
    }

    private NormalizedOutcome perform(
            Context context, NormalizedOperation operation, Command request, @Nullable String instance) {
        NormalizedHandler handler = handlers.get(context.service());
        boolean notification = operation == NormalizedOperation.EVENT_REPORT;
        if (handler == null || !(notification ? context.weScu() : context.weScp())) {
            return NormalizedOutcome.of(
                    Status.SOP_CLASS_NOT_SUPPORTED, "no " + operation + " in this presentation context");
        }
        String sopClass = request.string(classTag(operation));
        if (sopClass == null) {
            return missing("SOP Class UID", classTag(operation));
        }
        if (!sopClass.equals(context.abstractSyntax()) && handlers.get(sopClass) != handler) {
            return NormalizedOutcome.of(Status.NO_SUCH_SOP_CLASS, sopClass + " in this presentation context");
        }
        if (instance == null) {
            return missing("SOP Instance UID", instanceTag(operation));
        }
        if (instance.length() > MAX_UID || !UID_TEXT.matcher(instance).matches()) {
            return NormalizedOutcome.of(Status.INVALID_OBJECT_INSTANCE, "the SOP Instance UID is no UID");
        }
        int typeTag = notification ? Tag.EventTypeID : Tag.ActionTypeID;
        boolean typed = notification || operation == NormalizedOperation.ACTION;
        int type = typed ? request.shortValue(typeTag, -1) : 0;
        if (type < 0) {
            return missing(notification ? "Event Type ID" : "Action Type ID", typeTag);
        }
        boolean dataless = operation == NormalizedOperation.GET || operation == NormalizedOperation.DELETE;
        if (dataless && request.hasDataset()) {
            return NormalizedOutcome.of(Status.MISTYPED_ARGUMENT, operation + " with a data set");
        }
        return handle(
                handler,
                new NormalizedRequest(
                        info,
                        request.messageId(),
                        operation,
                        context.abstractSyntax(),
                        sopClass,
                        instance,
                        type,
                        request.tags(Tag.AttributeIdentifierList),
                        request.hasDataset() ? dimse.readDataset(Dimse.MAX_ATTRIBUTES) : Dataset.empty()));
    }

    private static NormalizedOutcome handle(NormalizedHandler handler, NormalizedRequest request) {
        return switch (request.operation()) {
            case CREATE -> handler.create(request);
            case GET -> handler.get(request);
            case SET -> handler.set(request);
            case ACTION -> handler.action(request);
            case DELETE -> handler.delete(request);
            case EVENT_REPORT -> handler.eventReport(request);
        };
    }

    private void answer(Context context, Command request, @Nullable String instance, NormalizedOutcome outcome) {
        Dataset dataset = outcome.dataset();
        boolean data = dataset != null && !dataset.isEmpty();
        Command response = Command.response(request, outcome.status(), data)
                .setComment(outcome.errorComment())
                .setTags(Tag.AttributeIdentifierList, outcome.attributes());
        if (outcome.errorId() != 0) {
            response.setShort(Tag.ErrorID, outcome.errorId());
        }
        if (instance != null && Status.isSuccessOrWarning(outcome.status())) {
            response.setUid(Tag.AffectedSOPInstanceUID, instance);
        }
        if (dataset != null && data) {
            dimse.send(context, response, dataset);
        } else {
            dimse.send(context, response);
        }
    }

    private static NormalizedOutcome missing(String what, int tag) {
        return NormalizedOutcome.of(Status.MISSING_ATTRIBUTE, what + " is missing", tag);
    }

    private static boolean affected(NormalizedOperation operation) {
        return operation == NormalizedOperation.CREATE || operation == NormalizedOperation.EVENT_REPORT;
    }

    private static int classTag(NormalizedOperation operation) {
        return affected(operation) ? Tag.AffectedSOPClassUID : Tag.RequestedSOPClassUID;
    }

    private static int instanceTag(NormalizedOperation operation) {
        return affected(operation) ? Tag.AffectedSOPInstanceUID : Tag.RequestedSOPInstanceUID;
    }

    /** A UID made of a UUID (PS3.5 B.2). */
    private static String newUid() {
        UUID uuid = UUID.randomUUID();
        ByteBuffer bytes =
                ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return "2.25." + new BigInteger(1, bytes.array());
    }
}
