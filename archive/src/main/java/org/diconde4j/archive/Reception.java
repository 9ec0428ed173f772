package org.diconde4j.archive;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.delivery.RetryPolicy;
import org.diconde4j.archive.dimse.CommitmentReports;
import org.diconde4j.archive.dimse.CommitmentService;
import org.diconde4j.archive.dimse.Desk;
import org.diconde4j.archive.dimse.FindService;
import org.diconde4j.archive.dimse.Gate;
import org.diconde4j.archive.dimse.RetrieveService;
import org.diconde4j.archive.dimse.StoreService;
import org.diconde4j.archive.workflow.AvailabilityNotices;
import org.diconde4j.archive.workflow.ProcedureSteps;
import org.diconde4j.archive.workflow.Workitems;
import org.diconde4j.archive.workflow.Worklist;
import org.diconde4j.dict.UID;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.NormalizedHandler;
import org.jspecify.annotations.Nullable;

/**
 * Describes a DIMSE receiver of an archive: C-ECHO, C-STORE, C-FIND, C-MOVE and C-GET at Patient Root and Study Root, Modality
 * Worklist, Modality Performed Procedure Step, Unified Procedure Step and Storage Commitment. Every storage SOP class is accepted, known
 * or not. Not thread-safe.
 */
public final class Reception {
    private static final List<String> WORKITEMS = List.of(
            UID.UnifiedProcedureStepPush,
            UID.UnifiedProcedureStepPull,
            UID.UnifiedProcedureStepWatch,
            UID.UnifiedProcedureStepEvent,
            UID.UnifiedProcedureStepQuery);

    private final Desk desk;
    private final Workitems workitems;
    private final Consumer<Receiver> started;
    private final CommitmentInbox inbox;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private final Map<Peer, AssociationOptions> peerOptions = new ConcurrentHashMap<>();
    private final DimseServer.Builder server;
    private String aeTitle = "DICONDE4J";
    private @Nullable AssociationOptions outgoing;
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private Gate gate = new Gate(association -> Subject.OWNER);

    Reception(
            Desk desk,
            CommitmentInbox inbox,
            Workitems workitems,
            DimseServer.Builder server,
            Consumer<Receiver> started) {
        this.desk = desk;
        this.inbox = inbox;
        this.workitems = workitems;
        this.server = server.bind(InetAddress.getLoopbackAddress());
        this.started = started;
    }

    /**
     * Sets the title to answer by; {@code DICONDE4J} if not changed.
     *
     * @param title 1 to 16 characters
     * @return this builder
     */
    public Reception aeTitle(String title) {
        aeTitle = title;
        return this;
    }

    /**
     * Sets the port; 11112 if not changed.
     *
     * @param port the port, 0 for a free one
     * @return this builder
     */
    public Reception port(int port) {
        server.port(port);
        return this;
    }

    /**
     * Sets the address to listen on; the loopback address if not changed, so that nobody outside gets in unasked.
     *
     * @param address an address of this host
     * @return this builder
     */
    public Reception bind(InetAddress address) {
        server.bind(address);
        return this;
    }

    /**
     * Names a peer: a destination of C-MOVE, which also gets its results of storage commitment there, and is told of the unified
     * procedure steps that it watches.
     *
     * @param peer where it is
     * @return this builder
     */
    public Reception peer(Peer peer) {
        peers.put(peer.aeTitle(), peer);
        return this;
    }

    /**
     * Sets how associations to peers are opened, to destinations of C-MOVE and to those that are told of something, such as results
     * of storage commitment; unless {@link #peer(Peer, AssociationOptions)} says otherwise for one of them.
     *
     * @param options timeouts, identity, TLS
     * @return this builder
     */
    public Reception outgoing(AssociationOptions options) {
        outgoing = options;
        return this;
    }

    /**
     * Sets when a peer is told again that could not be told; {@link RetryPolicy#DEFAULT} if not changed.
     *
     * @param policy when to try again
     * @return this builder
     */
    public Reception retry(RetryPolicy policy) {
        retry = policy;
        return this;
    }

    /**
     * Names a peer, and how associations to it are opened.
     *
     * @param peer where it is
     * @param options TLS, user, timeouts
     * @return this builder
     */
    public Reception peer(Peer peer, AssociationOptions options) {
        peerOptions.put(peer, options);
        return peer(peer);
    }

    /**
     * Changes what the DIMSE server offers beyond this: timeouts, limits, policies.
     *
     * @param change what to change
     * @return this builder
     */
    public Reception server(Consumer<DimseServer.Builder> change) {
        change.accept(server);
        return this;
    }

    /**
     * Leaves services out that are offered otherwise: Modality Worklist, Modality Performed Procedure Step, Unified Procedure
     * Step, Instance Availability Notification, Storage Commitment.
     *
     * @param sopClassUids their SOP classes
     * @return this builder
     */
    public Reception without(String... sopClassUids) {
        leftOut.addAll(List.of(sopClassUids));
        return this;
    }

    private DimseClient client(Peer peer) {
        return DimseClient.as(aeTitle).with(options(peer));
    }

    private AssociationOptions options(Peer peer) {
        AssociationOptions own = peerOptions.get(peer);
        return own != null ? own : outgoing != null ? outgoing : AssociationOptions.DEFAULT;
    }

    /**
     * Says who is at the other end of an association and what they may, by their certificate, user or title; without it everybody who is
     * admitted may do everything. Storage, query and retrieve then keep to roles and restriction, as {@link Archive#as} does; the other
     * services, which know no restriction, are closed to who has one (0124, not authorized).
     *
     * @param subjects who it is; called for each request, at once
     * @return this builder
     */
    public Reception subjects(Function<AssociationInfo, Subject> subjects) {
        gate = new Gate(subjects);
        return this;
    }

    private void finds(String sopClassUid, FindHandler handler) {
        if (!leftOut.contains(sopClassUid)) {
            server.finds(sopClassUid, gate.whole(handler));
        }
    }

    private void service(String sopClassUid, NormalizedHandler handler) {
        if (!leftOut.contains(sopClassUid)) {
            server.service(sopClassUid, handler);
        }
    }

    /**
     * Starts to listen.
     *
     * @return the receiver; closing the archive closes it too
     * @throws IOException if the port cannot be had
     */
    public Receiver start() throws IOException {
        server.aeTitle(aeTitle)
                .stores(new StoreService(desk, gate))
                .finds(new FindService(desk, gate, aeTitle))
                .retrieves(new RetrieveService(desk, gate))
                .destinations(peers::get);
        if (outgoing != null || !peerOptions.isEmpty()) {
            server.destinationOptions(this::options);
        }
        Worklist worklist = new Worklist(desk::records);
        finds(UID.ModalityWorklistInformationModelFind, worklist.handler(desk.findLimit()));
        // one gate for all classes of a service, which requests may name for each other (PS3.4 CC.3.1)
        NormalizedHandler steps = gate.whole(new ProcedureSteps(desk::records, worklist).handler());
        service(UID.ModalityPerformedProcedureStep, steps);
        service(UID.ModalityPerformedProcedureStepRetrieve, steps);
        service(
                UID.InstanceAvailabilityNotification,
                gate.whole(new AvailabilityNotices(desk::records, desk::index).handler()));
        NormalizedHandler tasks = gate.whole(workitems.handler());
        WORKITEMS.forEach(sopClass -> service(sopClass, tasks));
        FindHandler finder = workitems.finder(desk.findLimit());
        finds(UID.UnifiedProcedureStepPull, finder);
        finds(UID.UnifiedProcedureStepWatch, finder);
        finds(UID.UnifiedProcedureStepQuery, finder);
        List<AutoCloseable> beside = new ArrayList<>();
        if (!leftOut.contains(UID.StorageCommitmentPushModel)) {
            CommitmentReports reports = new CommitmentReports(desk, this::client, aeTitle, peers::get, retry);
            beside.add(reports);
            server.service(UID.StorageCommitmentPushModel, gate.whole(new CommitmentService(desk, reports, inbox)));
        }
        Receiver receiver;
        try {
            receiver = new Receiver(server.start(), beside);
        } catch (IOException | RuntimeException e) {
            Receiver.closeAll(beside).forEach(e::addSuppressed);
            throw e;
        }
        if (!leftOut.contains(UID.UnifiedProcedureStepWatch)) {
            workitems.connect(peers::get, this::client);
        }
        started.accept(receiver);
        return receiver;
    }
}
