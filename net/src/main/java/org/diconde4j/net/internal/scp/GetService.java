package org.diconde4j.net.internal.scp;

import java.io.IOException;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.dimse.StoreResponder;
import org.diconde4j.net.internal.scu.ObjectWriter;
import org.diconde4j.net.internal.ul.UpperLayer;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.RetrieveRequest;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-GET (PS3.7 9.1.3, PS3.4 C.4.3): sends the objects back over the same association. */
final class GetService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(GetService.class);

    @Override
    public void serve(Exchange exchange, Command request) {
        Dimse dimse = exchange.dimse();
        Context context = dimse.context();
        RetrieveHandler handler = exchange.config().retrieves();
        InformationModel model = InformationModel.ofGet(context.service());
        SubOperations none = new SubOperations(dimse, context, request, 0);
        if (handler == null || model == null || !request.hasDataset()) {
            dimse.finishDataset();
            none.last(Status.SOP_CLASS_NOT_SUPPORTED, null);
            return;
        }
        try {
            var keys = dimse.readDataset();
            RetrieveRequest retrieve = new RetrieveRequest(
                    exchange.info(),
                    request.messageId(),
                    model,
                    QueryOptions.of(context.extended()).relational(),
                    keys,
                    null);
            try (Retrieval retrieval = handler.retrieve(retrieve)) {
                new Sending(dimse, context, request, retrieval).run();
            }
        } catch (AssociationException e) {
            throw e;
        } catch (ServiceException e) { // an answer that the handler chose: no failure of ours, so no stack trace
            LOG.info("C-GET of {} refused: {}", exchange.info().callingAeTitle(), e.getMessage());
            none.last(MoveService.failure(e), StoreResponder.commentOf(e));
        } catch (RuntimeException e) {
            LOG.warn("C-GET of {} failed", exchange.info().callingAeTitle(), e);
            none.last(MoveService.failure(e), StoreResponder.commentOf(e));
        }
    }

    /** The sub-operations of one C-GET. */
    private static final class Sending {
        private final Dimse dimse;
        private final Context context;
        private final Command request;
        private final Retrieval retrieval;
        private final SubOperations operations;
        private int messageId;
        private boolean cancelled;

        Sending(Dimse dimse, Context context, Command request, Retrieval retrieval) {
            this.dimse = dimse;
            this.context = context;
            this.request = request;
            this.retrieval = retrieval;
            this.operations = new SubOperations(dimse, context, request, retrieval.count());
        }

        void run() {
            while (retrieval.hasNext()) {
                if (cancelled || dimse.cancelled(request.messageId())) {
                    operations.cancelled();
                    return;
                }
                SendResult result = send(retrieval.next());
                operations.count(result);
                if (result.failure() != null) {
                    LOG.info(
                            "C-GET of {} failed: {}",
                            result.object().sopInstanceUid(),
                            result.failure().getMessage());
                }
                operations.pending();
            }
            operations.done();
        }

        private SendResult send(OutgoingObject object) {
            Context in = ObjectWriter.contextFor(dimse.contexts(), object);
            if (in == null) {
                return new SendResult(
                        object,
                        Status.SOP_CLASS_NOT_SUPPORTED,
                        null,
                        "",
                        new IOException("no accepted presentation context for class " + object.sopClassUid()
                                + " in transfer syntax " + object.transferSyntaxUid()));
            }
            messageId = messageId % 0xFFFF + 1;
            Exception unreadable =
                    ObjectWriter.write(dimse, in, ObjectWriter.request(object, messageId, null), object, () -> {});
            if (unreadable != null) {
                return new SendResult(object, Status.PROCESSING_FAILURE, null, "", unreadable);
            }
            Command response = response();
            return new SendResult(object, response.status(), response.errorComment(), in.transferSyntax(), null);
        }

        /**
         * Waits for the response to the C-STORE, noting a C-CANCEL that comes before it. Requests that come in between can't
         * wait until the C-GET is done, as the response is behind them: they are refused.
         */
        private Command response() {
            UpperLayer ul = dimse.ul();
            while (true) {
                Command command = dimse.next(ul.config().response(), "a response to C-STORE");
                if (command == null) {
                    throw ul.abortFor(Abort.NOT_SPECIFIED, "it asked for release before it had answered C-STORE");
                }
                if (command.field() == Command.C_CANCEL_RQ) {
                    cancelled |= command.messageIdBeingRespondedTo() == request.messageId();
                } else if (command.field() == (Command.C_STORE_RQ | Command.RESPONSE)
                        && command.messageIdBeingRespondedTo() == messageId) {
                    return command;
                } else if (!command.isResponse()) {
                    dimse.finishDataset();
                    dimse.send(dimse.context(), Command.response(command, Status.RESOURCE_LIMITATION, false));
                } else {
                    throw ul.abortFor(
                            Abort.NOT_SPECIFIED,
                            "it sent a " + command + ", expected the response to C-STORE request " + messageId);
                }
            }
        }
    }
}
