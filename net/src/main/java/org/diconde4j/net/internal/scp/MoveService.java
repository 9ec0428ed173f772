package org.diconde4j.net.internal.scp;

import org.diconde4j.dict.Tag;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.dimse.StoreResponder;
import org.diconde4j.net.internal.scu.MoveTarget;
import org.diconde4j.net.internal.scu.ObjectSender;
import org.diconde4j.net.internal.scu.Originator;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.RetrieveRequest;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-MOVE (PS3.7 9.1.4, PS3.4 C.4.2): sends the objects over an association of our own to the move destination. */
final class MoveService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(MoveService.class);

    @Override
    public void serve(Exchange exchange, Command request) {
        Dimse dimse = exchange.dimse();
        Context context = dimse.context();
        RetrieveHandler handler = exchange.config().retrieves();
        InformationModel model = InformationModel.ofMove(context.service());
        SubOperations none = new SubOperations(dimse, context, request, 0);
        if (handler == null || model == null || !request.hasDataset()) {
            dimse.finishDataset();
            none.last(Status.SOP_CLASS_NOT_SUPPORTED, null);
            return;
        }
        try {
            var keys = dimse.readDataset();
            String title = request.string(Tag.MoveDestination);
            MoveTarget to =
                    title == null ? null : exchange.config().destinations().apply(title);
            if (title == null || to == null) {
                none.last(Status.MOVE_DESTINATION_UNKNOWN, "no peer named " + title + " is configured");
                return;
            }
            RetrieveRequest retrieve = new RetrieveRequest(
                    exchange.info(),
                    request.messageId(),
                    model,
                    QueryOptions.of(context.extended()).relational(),
                    keys,
                    title);
            try (Retrieval retrieval = handler.retrieve(retrieve)) {
                move(exchange, request, to, retrieval);
            }
        } catch (AssociationException e) {
            throw e;
        } catch (ServiceException e) { // an answer that the handler chose: no failure of ours, so no stack trace
            LOG.info("C-MOVE of {} refused: {}", exchange.info().callingAeTitle(), e.getMessage());
            none.last(failure(e), StoreResponder.commentOf(e));
        } catch (RuntimeException e) {
            LOG.warn("C-MOVE of {} failed", exchange.info().callingAeTitle(), e);
            none.last(failure(e), StoreResponder.commentOf(e));
        }
    }

    private static void move(Exchange exchange, Command request, MoveTarget to, Retrieval retrieval) {
        Dimse dimse = exchange.dimse();
        SubOperations operations = new SubOperations(dimse, dimse.context(), request, retrieval.count());
        Requestor requestor = new Requestor(dimse, request, operations);
        ObjectSender sender = new ObjectSender(
                to.to(),
                to.how(),
                exchange.resources(),
                new Originator(exchange.info().callingAeTitle(), request.messageId()),
                result -> {
                    if (result.failure() != null) {
                        LOG.info(
                                "C-MOVE of {} to {} failed: {}",
                                result.object().sopInstanceUid(),
                                to.to(),
                                result.failure().getMessage());
                    }
                    requestor.tell(result);
                });
        sender.send(retrieval, requestor::wantsNoMore);
        requestor.finish();
    }

    /** The association that asked, kept apart from those that objects are sent over: either may break. */
    private static final class Requestor {
        private final Dimse dimse;
        private final Command request;
        private final SubOperations operations;
        private boolean cancelled;
        private @Nullable AssociationException broken;

        Requestor(Dimse dimse, Command request, SubOperations operations) {
            this.dimse = dimse;
            this.request = request;
            this.operations = operations;
        }

        void tell(SendResult result) {
            operations.count(result);
            if (broken == null) {
                try {
                    operations.pending();
                } catch (AssociationException e) {
                    broken = e;
                }
            }
        }

        boolean wantsNoMore() {
            if (broken == null && !cancelled) {
                try {
                    cancelled = dimse.cancelled(request.messageId());
                } catch (AssociationException e) {
                    broken = e;
                }
            }
            return cancelled || broken != null;
        }

        void finish() {
            if (broken != null) {
                throw broken;
            }
            if (cancelled) {
                operations.cancelled();
            } else {
                operations.done();
            }
        }
    }

    static int failure(RuntimeException e) {
        int status = StoreResponder.statusOf(e);
        return status == Status.PROCESSING_FAILURE ? Status.CANNOT_UNDERSTAND : status;
    }
}
