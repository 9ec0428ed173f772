package org.diconde4j.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.dimse.StoreResponder;
import org.diconde4j.net.internal.scu.ClientAssociation;
import org.diconde4j.net.internal.scu.Destination;
import org.diconde4j.net.internal.scu.ObjectSender;
import org.diconde4j.net.internal.scu.ScuConfig;
import org.diconde4j.net.internal.ul.UlConfig;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.service.AssociationListener;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreHandler;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM application entity that asks: C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET and the operations on normalized SOP
 * instances as SCU. {@link #open} gives an association for many requests; every other call opens one, uses it and releases it.
 * Immutable; many threads may use one client.
 */
public final class DimseClient {
    private static final List<String> QUERY_SYNTAXES = List.of(UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian);
    private static final NormalizedHandler NOTHING = new NormalizedHandler() {};
    private static final int MAX_CONTEXTS = 128;
    private static final int SMALL_READS = 32 * 1024;
    private static final int LARGE_READS = 256 * 1024;

    private final String aeTitle;
    private final AssociationOptions options;
    private final List<AssociationListener> listeners;
    private final @Nullable Path trace;

    private DimseClient(
            String aeTitle, AssociationOptions options, List<AssociationListener> listeners, @Nullable Path trace) {
        this.aeTitle = aeTitle;
        this.options = options;
        this.listeners = listeners;
        this.trace = trace;
    }

    /**
     * A client with default options.
     *
     * @param aeTitle the calling title, 1 to 16 characters
     * @return the client
     */
    public static DimseClient as(String aeTitle) {
        if (aeTitle.isBlank() || aeTitle.length() > 16) {
            throw new IllegalArgumentException("AE title \"" + aeTitle + "\", expected 1 to 16 characters");
        }
        return new DimseClient(aeTitle, AssociationOptions.DEFAULT, List.of(), null);
    }

    /**
     * Changes the options.
     *
     * @param value the new options
     * @return a changed copy
     */
    public DimseClient with(AssociationOptions value) {
        return new DimseClient(aeTitle, value, listeners, trace);
    }

    /**
     * Tells what associations and operations do.
     *
     * @param listener told besides those that were given before
     * @return a changed copy
     */
    public DimseClient listener(AssociationListener listener) {
        List<AssociationListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new DimseClient(aeTitle, options, List.copyOf(all), trace);
    }

    /**
     * Writes every PDU to a file, as {@link DimseServer.Builder#trace} does; what can't be written is logged and left out.
     *
     * @param file appended to
     * @return a changed copy
     */
    public DimseClient trace(Path file) {
        return new DimseClient(aeTitle, options, listeners, file);
    }

    /**
     * Asks whether the peer is there: C-ECHO.
     *
     * @param peer whom
     * @return the time from request to response
     * @throws AssociationException if the peer can't be reached or does not talk to us
     * @throws ServiceException if it answers with a failure
     */
    public Duration echo(Peer peer) {
        try (DimseSession session = open(peer, List.of(ServiceContext.scu(UID.Verification)), NOTHING)) {
            return session.echo();
        }
    }

    /**
     * Opens an association for many requests.
     *
     * @param peer whom
     * @param contexts for what: 1 to 128 services
     * @param handler performs what the peer asks for or tells meanwhile, on the thread that waits for it
     * @return the session, to be closed
     * @throws AssociationException if the peer can't be reached or does not talk to us
     */
    public DimseSession open(Peer peer, List<ServiceContext> contexts, NormalizedHandler handler) {
        if (contexts.isEmpty() || contexts.size() > MAX_CONTEXTS) {
            throw new IllegalArgumentException(contexts.size() + " contexts, expected 1 to " + MAX_CONTEXTS);
        }
        List<RoleSelection> roles = contexts.stream()
                .filter(ServiceContext::scp) // SCU alone is what holds without a word
                .map(c -> new RoleSelection(c.sopClassUid(), c.scu(), true))
                .toList();
        UlResources resources = resources(LARGE_READS);
        try {
            ClientAssociation association = open(peer, DimseSession.proposed(contexts), roles, resources);
            return new DimseSession(resources, association, contexts, handler);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /**
     * Opens an association for many requests to a peer that is not expected to ask for anything itself.
     *
     * @param peer whom
     * @param sopClassUids for what: 1 to 128 services, of which this side is SCU
     * @return the session, to be closed
     * @throws AssociationException if the peer can't be reached or does not talk to us
     */
    public DimseSession open(Peer peer, String... sopClassUids) {
        return open(peer, Arrays.stream(sopClassUids).map(ServiceContext::scu).toList(), NOTHING);
    }

    /**
     * Sends objects: C-STORE. One association is used for all, unless they need more than 128 presentation contexts, or
     * it breaks. Bytes go out as they are wherever the peer takes them; uncompressed objects are re-encoded where it does
     * not.
     *
     * @param peer to whom
     * @param objects what; read once, some thousand ahead of what is sent
     * @param results told of each object, in the order of the answers
     * @return the counts
     * @throws AssociationException if the peer can't be reached at all; the results tell of every object then too
     */
    public SendSummary store(
            Peer peer, Iterable<? extends OutgoingObject> objects, Consumer<? super SendResult> results) {
        long[] counts = new long[2];
        try (UlResources resources = resources(SMALL_READS)) {
            ObjectSender sender =
                    new ObjectSender(destination(peer), config(options.maxOperations()), resources, null, result -> {
                        counts[result.stored() ? 0 : 1]++;
                        results.accept(result);
                    });
            sender.send(objects.iterator(), () -> false);
            AssociationException unreachable = sender.unreachable();
            if (unreachable != null) {
                throw unreachable;
            }
        }
        return new SendSummary(counts[0], counts[1]);
    }

    /**
     * Queries: C-FIND.
     *
     * @param peer whom
     * @param model the information model
     * @param keys query/retrieve level, matching keys and return keys
     * @return the matches, as they come; to be closed
     * @throws AssociationException if the peer can't be reached or does not offer this
     */
    public FindMatches find(Peer peer, InformationModel model, Dataset keys) {
        return find(peer, model.findUid(), keys);
    }

    /**
     * Queries another service that has C-FIND, for instance Modality Worklist.
     *
     * @param peer whom
     * @param sopClassUid the service
     * @param keys matching keys and return keys
     * @return the matches, as they come; to be closed
     * @throws AssociationException if the peer can't be reached or does not offer this
     */
    public FindMatches find(Peer peer, String sopClassUid, Dataset keys) {
        DimseSession session = open(peer, sopClassUid);
        try {
            return session.find(sopClassUid, keys, session::closeQuietly);
        } catch (RuntimeException e) {
            session.closeQuietly();
            throw e;
        }
    }

    /**
     * Lets the peer send objects to a third party: C-MOVE.
     *
     * @param peer who has the objects
     * @param model the information model
     * @param keys query/retrieve level and unique keys
     * @param destination the AE title to send to, which the peer must know
     * @param monitor told of every pending response
     * @return how it ended, failures included
     * @throws AssociationException if the peer can't be reached or does not offer this
     */
    public RetrieveOutcome move(
            Peer peer, InformationModel model, Dataset keys, String destination, RetrieveMonitor monitor) {
        try (UlResources resources = resources(SMALL_READS);
                ClientAssociation association = open(
                        peer, List.of(new ProposedContext(1, model.moveUid(), QUERY_SYNTAXES)), List.of(), resources)) {
            Context context = association.required(model.moveUid(), "C-MOVE");
            int id = association.nextMessageId();
            Command request = Command.request(Command.C_MOVE_RQ, id, model.moveUid(), true)
                    .setShort(Tag.Priority, 0)
                    .setAeTitle(Tag.MoveDestination, destination);
            association.dimse().send(context, request, keys);
            RetrieveOutcome outcome = await(association, context, id, null, monitor);
            association.release();
            return outcome;
        }
    }

    /**
     * Fetches objects: C-GET.
     *
     * @param peer who has the objects
     * @param model the information model
     * @param keys query/retrieve level and unique keys
     * @param contexts what may come, see {@link StorageContext#defaults()}
     * @param handler takes the objects, on this thread
     * @param monitor told of every pending response
     * @return how it ended, failures included
     * @throws AssociationException if the peer can't be reached or does not offer this
     */
    public RetrieveOutcome get(
            Peer peer,
            InformationModel model,
            Dataset keys,
            List<StorageContext> contexts,
            StoreHandler handler,
            RetrieveMonitor monitor) {
        if (contexts.size() > StorageContext.MAX) {
            throw new IllegalArgumentException(
                    contexts.size() + " storage contexts, at most " + StorageContext.MAX + " fit one association");
        }
        List<ProposedContext> proposed = new ArrayList<>();
        proposed.add(new ProposedContext(1, model.getUid(), QUERY_SYNTAXES));
        Set<String> classes = new LinkedHashSet<>();
        for (StorageContext c : contexts) {
            proposed.add(new ProposedContext(2 * proposed.size() + 1, c.sopClassUid(), c.transferSyntaxes()));
            classes.add(c.sopClassUid());
        }
        List<RoleSelection> roles =
                classes.stream().map(c -> new RoleSelection(c, false, true)).toList();
        try (UlResources resources = resources(LARGE_READS);
                ClientAssociation association = open(peer, proposed, roles, resources)) {
            Context context = association.required(model.getUid(), "C-GET");
            int id = association.nextMessageId();
            Command request =
                    Command.request(Command.C_GET_RQ, id, model.getUid(), true).setShort(Tag.Priority, 0);
            association.dimse().send(context, request, keys);
            RetrieveOutcome outcome = await(association, context, id, handler, monitor);
            association.release();
            return outcome;
        }
    }

    /** Receives responses up to the last one, and objects in between where there is a handler for them. */
    private static RetrieveOutcome await(
            ClientAssociation association,
            Context context,
            int messageId,
            @Nullable StoreHandler handler,
            RetrieveMonitor monitor) {
        boolean cancelled = false;
        while (true) {
            Command command = association.dimse().next(association.ul().config().response(), "a response");
            if (command != null && handler != null && command.field() == Command.C_STORE_RQ) {
                StoreResponder.serve(association.dimse(), association.info(), handler, command);
                continue;
            }
            if (command == null || !command.isResponse() || command.messageIdBeingRespondedTo() != messageId) {
                throw association
                        .ul()
                        .abortFor(
                                Abort.NOT_SPECIFIED,
                                "it sent " + (command == null ? "a release request" : "a " + command)
                                        + ", expected a response to message " + messageId);
            }
            RetrieveProgress progress = progress(command);
            if (!Status.isPending(command.status())) {
                List<String> failed = command.hasDataset()
                        ? association.dimse().readDataset().strings(Tag.FailedSOPInstanceUIDList)
                        : List.of();
                return new RetrieveOutcome(command.status(), progress, failed, command.errorComment());
            }
            association.dimse().finishDataset();
            if (!monitor.progress(progress) && !cancelled) {
                cancelled = true;
                association.dimse().send(context, Command.cancel(messageId));
            }
        }
    }

    private static RetrieveProgress progress(Command response) {
        return new RetrieveProgress(
                response.shortValue(Tag.NumberOfRemainingSuboperations, 0),
                response.shortValue(Tag.NumberOfCompletedSuboperations, 0),
                response.shortValue(Tag.NumberOfFailedSuboperations, 0),
                response.shortValue(Tag.NumberOfWarningSuboperations, 0));
    }

    static ServiceException failure(ClientAssociation association, String service, Command response) {
        String comment = response.errorComment();
        return new ServiceException(
                response.status(),
                association.ul().peer() + " answered " + service + " with status " + Status.hex(response.status())
                        + (comment == null ? "" : ": " + comment));
    }

    private ClientAssociation open(
            Peer peer, List<ProposedContext> contexts, List<RoleSelection> roles, UlResources resources) {
        return ClientAssociation.open(destination(peer), config(1), contexts, roles, resources);
    }

    private UlResources resources(int readBuffer) {
        return new UlResources("diconde4j-" + aeTitle + "-watchdog", ul(), readBuffer, 1, 0);
    }

    private ScuConfig config(int maxOperations) {
        return options.withMaxOperations(maxOperations).as(aeTitle, ul());
    }

    private UlConfig ul() {
        return options.ul().observed(listeners, trace);
    }

    private static Destination destination(Peer peer) {
        return new Destination(peer.aeTitle(), peer.host(), peer.port());
    }
}
