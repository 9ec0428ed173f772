package org.diconde4j.net;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.dimse.Requests;
import org.diconde4j.net.internal.scu.ClientAssociation;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/** The matches of a C-FIND, received as they are asked for. For one thread; to be closed. */
public final class FindMatches implements Iterator<Dataset>, AutoCloseable {
    private final ClientAssociation association;
    private final Requests requests;
    private final Context context;
    private final int messageId;
    private final Runnable whenClosed;
    private @Nullable Dataset next;
    private boolean cancelled;
    private boolean done;
    private boolean closed;
    private int status = Status.PENDING;

    FindMatches(ClientAssociation association, Requests requests, Context context, int messageId, Runnable whenClosed) {
        this.association = association;
        this.requests = requests;
        this.context = context;
        this.messageId = messageId;
        this.whenClosed = whenClosed;
    }

    /**
     * Waits for the next match or the end.
     *
     * @throws ServiceException if the peer answers with a failure
     * @throws AssociationException if the association breaks
     */
    @Override
    public boolean hasNext() {
        while (next == null && !done) {
            Command response = requests.response(messageId);
            if (Status.isPending(response.status()) && response.hasDataset()) {
                next = association.dimse().readDataset();
            } else if (!Status.isPending(response.status())) {
                done = true;
                status = response.status();
                association.dimse().finishDataset();
                if (!Status.isSuccessOrWarning(status) && status != Status.CANCEL) {
                    throw DimseClient.failure(association, "C-FIND", response);
                }
            }
        }
        return next != null;
    }

    @Override
    public Dataset next() {
        Dataset match = hasNext() ? next : null;
        if (match == null) {
            throw new NoSuchElementException("no more matches");
        }
        next = null;
        return match;
    }

    /**
     * What extended negotiation agreed on, of what {@link AssociationOptions#negotiation} asked for.
     *
     * @return the options that this query is answered with
     */
    public QueryOptions options() {
        return QueryOptions.of(context.extended());
    }

    /** Asks the peer to stop. Matches that are under way still come. */
    public void cancel() {
        if (!done && !cancelled) {
            cancelled = true;
            association.dimse().send(context, Command.cancel(messageId));
        }
    }

    /**
     * How the query ended.
     *
     * @return the status of the last response; {@link Status#PENDING} before it came
     */
    public int status() {
        return status;
    }

    /** Cancels the query if it is still running; ends the association if it was opened for this query alone. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!done) {
                cancel();
                while (hasNext()) {
                    next = null;
                }
            }
        } catch (DicondeException e) {
            // the matches that were wanted have been read; how the rest ended is of no interest
        } finally {
            whenClosed.run();
        }
    }
}
