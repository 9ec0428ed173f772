package org.diconde4j.net.internal.scp;

import org.diconde4j.data.Dataset;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.dimse.StoreResponder;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.FindRequest;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-FIND (PS3.7 9.1.2, PS3.4 C.4.1): a pending response for each match, then the last one. */
final class FindService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(FindService.class);

    @Override
    public void serve(Exchange exchange, Command request) {
        Dimse dimse = exchange.dimse();
        Context context = dimse.context();
        FindHandler handler = exchange.config().finds().get(context.service());
        if (handler == null || !request.hasDataset()) {
            dimse.finishDataset();
            dimse.send(context, Command.response(request, Status.SOP_CLASS_NOT_SUPPORTED, false));
            return;
        }
        int status;
        String comment = null;
        try {
            Dataset keys = dimse.readDataset();
            status = answer(
                    dimse,
                    context,
                    request,
                    handler,
                    new FindRequest(
                            exchange.info(),
                            request.messageId(),
                            context.service(),
                            QueryOptions.of(context.extended()),
                            keys));
        } catch (AssociationException e) {
            throw e;
        } catch (ServiceException e) { // an answer that the handler chose: no failure of ours, so no stack trace
            LOG.info("C-FIND of {} refused: {}", exchange.info().callingAeTitle(), e.getMessage());
            status = failure(e);
            comment = StoreResponder.commentOf(e);
        } catch (RuntimeException e) {
            LOG.warn("C-FIND of {} failed", exchange.info().callingAeTitle(), e);
            status = failure(e);
            comment = StoreResponder.commentOf(e);
        }
        dimse.send(context, Command.response(request, status, false).setComment(comment));
    }

    private static int answer(Dimse dimse, Context context, Command request, FindHandler handler, FindRequest find) {
        try (FindResults results = handler.find(find)) {
            while (results.hasNext()) {
                if (dimse.cancelled(request.messageId())) {
                    return Status.CANCEL;
                }
                Dataset match = results.next();
                dimse.send(context, Command.response(request, Status.PENDING, true), match);
            }
            return results.finalStatus();
        }
    }

    /** Failures of C-FIND have codes of their own (PS3.4 C.4.1.1.4): Cxxx where PS3.7 has 0110. */
    private static int failure(RuntimeException e) {
        int status = StoreResponder.statusOf(e);
        return status == Status.PROCESSING_FAILURE ? Status.CANNOT_UNDERSTAND : status;
    }
}
