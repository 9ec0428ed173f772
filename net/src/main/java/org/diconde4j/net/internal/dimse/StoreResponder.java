package org.diconde4j.net.internal.dimse;

import java.io.IOException;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.service.StoreRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs C-STORE requests (PS3.7 9.1.1), for servers and for the receiving side of C-GET. */
public final class StoreResponder {
    private static final Logger LOG = LoggerFactory.getLogger(StoreResponder.class);

    private StoreResponder() {}

    /** Serves the C-STORE request that was just received. */
    public static void serve(Dimse dimse, AssociationInfo info, @Nullable StoreHandler handler, Command request) {
        Context context = dimse.context();
        StoreOutcome outcome;
        if (handler == null || !context.weScp()) {
            outcome = StoreOutcome.of(Status.SOP_CLASS_NOT_SUPPORTED, "no C-STORE in this presentation context");
        } else if (!request.hasDataset()) {
            outcome = StoreOutcome.of(Status.CANNOT_UNDERSTAND, "C-STORE without a data set");
        } else {
            String sopClass = request.string(Tag.AffectedSOPClassUID);
            String sopInstance = request.string(Tag.AffectedSOPInstanceUID);
            int originatorId = request.shortValue(Tag.MoveOriginatorMessageID, -1);
            outcome = handle(
                    handler,
                    new StoreRequest(
                            info,
                            request.messageId(),
                            sopClass == null ? context.abstractSyntax() : sopClass,
                            sopInstance == null ? "" : sopInstance,
                            context.transferSyntax(),
                            request.string(Tag.MoveOriginatorApplicationEntityTitle),
                            originatorId < 0 ? null : originatorId),
                    dimse.dataset());
        }
        dimse.finishDataset();
        dimse.send(
                context,
                Command.response(request, outcome.status(), false)
                        .setComment(outcome.errorComment())
                        .setOffending(outcome.offendingElements()));
    }

    private static StoreOutcome handle(StoreHandler handler, StoreRequest request, DatasetInput in) {
        try {
            return handler.store(request, in);
        } catch (IOException | RuntimeException e) {
            AssociationException broken = in.failure();
            if (broken != null) {
                throw broken;
            }
            LOG.warn(
                    "C-STORE of {} from {} failed",
                    request.sopInstanceUid(),
                    request.association().callingAeTitle(),
                    e);
            return StoreOutcome.of(statusOf(e), commentOf(e));
        }
    }

    /** The status for an exception of a handler. */
    public static int statusOf(Exception e) {
        if (e instanceof ServiceException s) {
            return s.status();
        }
        if (e instanceof DicomParseException) {
            return Status.CANNOT_UNDERSTAND;
        }
        return e instanceof IOException ? Status.OUT_OF_RESOURCES : Status.PROCESSING_FAILURE;
    }

    /** What the peer is told of it: our own words, but not those of foreign exceptions. */
    public static String commentOf(Exception e) {
        boolean ours = e instanceof ServiceException || e instanceof DicomParseException;
        return ours
                ? String.valueOf(e.getMessage())
                : "failed here, see the log (" + e.getClass().getSimpleName() + ")";
    }
}
