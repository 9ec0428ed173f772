package org.diconde4j.net.internal.scp;

import java.util.HashMap;
import java.util.Map;
import org.diconde4j.net.internal.dimse.Command;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.Observation;
import org.diconde4j.net.internal.dimse.StoreResponder;
import org.diconde4j.net.internal.ul.Transport;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.internal.ul.UpperLayer;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.Admission;
import org.diconde4j.net.service.Allowance;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.IdentityVerifier;
import org.diconde4j.net.service.IdentityVerifier.Verdict;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One association that came in, from its first byte to its last, on one thread. */
final class ServerAssociation implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAssociation.class);

    private static final Map<Integer, Service> SERVICES = services();

    private final Server server;
    private final ServerConfig config;
    private final UlResources resources;
    private final Transport transport;
    private final long number;
    private volatile @Nullable UpperLayer upperLayer;
    private volatile boolean ended;
    private volatile boolean idle;
    private @Nullable Observation observation;
    private boolean turnedAway;

    ServerAssociation(Server server, ServerConfig config, UlResources resources, Transport transport, long number) {
        this.server = server;
        this.config = config;
        this.resources = resources;
        this.transport = transport;
        this.number = number;
    }

    private static Map<Integer, Service> services() {
        Map<Integer, Service> services = new HashMap<>();
        services.put(Command.C_ECHO_RQ, ServerAssociation::echo);
        services.put(Command.C_STORE_RQ, ServerAssociation::store);
        services.put(Command.C_FIND_RQ, new FindService());
        services.put(Command.C_MOVE_RQ, new MoveService());
        services.put(Command.C_GET_RQ, new GetService());
        for (NormalizedOperation operation : NormalizedOperation.values()) {
            services.put(operation.commandField(), new NormalizedService(operation));
        }
        return Map.copyOf(services);
    }

    /** Ends the association if it waits for a request. */
    void endIfIdle() {
        if (idle) {
            abort();
        }
    }

    void abort() {
        ended = true;
        UpperLayer ul = upperLayer;
        if (ul == null) {
            transport.close();
        } else {
            ul.abort(Abort.BY_USER);
        }
    }

    @Override
    public void run() {
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        thread.setName("diconde4j-" + config.aeTitle() + "-association-" + number);
        try {
            converse();
        } catch (AssociationException e) {
            if (!server.closing()) {
                LOG.info("association {}: {}", number, e.getMessage());
            }
        } catch (RuntimeException | Error e) {
            LOG.error("association {} with {} failed", number, transport.remote(), e);
        } finally {
            transport.close();
            server.ended(this);
            thread.setName(name);
        }
    }

    /**
     * Serves, and tells how it ended.
     *
     * @throws AssociationException if it ended before its time
     */
    void converse() {
        try (UpperLayer ul = UpperLayer.accepted(transport, config.ul(), resources)) {
            upperLayer = ul;
            idle = true;
            if (!server.closing()) {
                observed(ul);
            }
        }
    }

    private void observed(UpperLayer ul) {
        try {
            serve(ul);
        } catch (AssociationException e) {
            if (observation == null && !turnedAway) {
                Observation.failed(config.ul().listeners(), transport.remote(), e);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            ul.abort(Abort.BY_USER); // a fault of ours: the peer shall not wait
            throw e;
        } finally {
            if (observation != null) {
                observation.ended(ul);
            }
        }
    }

    private void serve(UpperLayer ul) {
        AssociateRq request = ul.awaitRequest();
        idle = false;
        UserInformation user = request.userInformation();
        AssociationInfo info = new AssociationInfo(
                number,
                request.callingAeTitle(),
                request.calledAeTitle(),
                transport.remote(),
                transport.local(),
                user.implementationClassUid(),
                user.implementationVersionName(),
                user.identity(),
                transport.peerCertificate());
        Admission admission = ul.scarce() ? congested(info) : admit(request, info);
        try (Allowance allowance = admission.allowance()) {
            serve(ul, request, info, admission.rejection(), new Pace(allowance, () -> ended));
        }
    }

    private void serve(
            UpperLayer ul, AssociateRq request, AssociationInfo info, @Nullable AssociateRj refusal, Pace pace) {
        UserInformation user = request.userInformation();
        Verdict verdict = Verdict.accept();
        AssociateRj rejection = refusal;
        if (rejection == null) {
            verdict = verify(user.identity(), info);
            rejection = verdict.accepted() ? null : AssociateRj.NO_REASON_GIVEN;
        }
        if (rejection != null) {
            LOG.info(
                    "association {} of \"{}\" at {} to \"{}\" rejected: {}",
                    number,
                    printable(info.callingAeTitle()),
                    info.remote(),
                    printable(info.calledAeTitle()),
                    rejection.text());
            turnedAway = true;
            Observation.rejected(config.ul().listeners(), info, rejection);
            ul.reject(rejection);
            return;
        }
        Negotiator.Agreement agreement =
                new Negotiator(config).negotiate(request, config.identities() == null ? null : verdict.response());
        ul.accept(agreement.answer(), user);
        ul.pace(pace::bytes);
        LOG.debug("association {} of \"{}\" at {} opened", number, printable(info.callingAeTitle()), info.remote());
        Observation o = Observation.opened(config.ul().listeners(), info);
        observation = o;
        Exchange exchange = Exchange.of(
                new Dimse(ul, agreement.contexts(), o), info, config, resources, ServerAssociation::dispatch);
        while (perform(ul, exchange, pace)) {
            if (server.closing()) {
                ul.abort(Abort.BY_USER);
                return;
            }
        }
        ul.confirmRelease();
        LOG.debug("association {} released", number);
    }

    private Admission congested(AssociationInfo info) {
        LOG.warn(
                "association {} with {}: no direct memory is left; allow more by -XX:MaxDirectMemorySize, or fewer associations",
                number,
                info.remote());
        return Admission.rejected(AssociateRj.TEMPORARY_CONGESTION, "");
    }

    private Admission admit(AssociateRq request, AssociationInfo info) {
        if (server.overLimit()) {
            return Admission.rejected(AssociateRj.LOCAL_LIMIT_EXCEEDED, "");
        }
        if (!request.applicationContext().equals(AssociateRq.DICOM_APPLICATION_CONTEXT)) {
            return Admission.rejected(AssociateRj.APPLICATION_CONTEXT_NOT_SUPPORTED, "");
        }
        if (config.requireCalledAeTitle() && !config.aeTitle().equals(request.calledAeTitle())) {
            return Admission.rejected(AssociateRj.CALLED_AE_TITLE_NOT_RECOGNIZED, "");
        }
        try {
            Admission admission = config.policy().admit(info);
            if (!admission.why().isEmpty()) {
                LOG.info("association {}: {}", number, admission.why());
            }
            return admission;
        } catch (RuntimeException e) {
            LOG.error("the association policy failed for {}", info.remote(), e);
            return Admission.rejected(AssociateRj.TEMPORARY_CONGESTION, "");
        }
    }

    private Verdict verify(@Nullable UserIdentity identity, AssociationInfo info) {
        IdentityVerifier verifier = config.identities();
        if (verifier == null) {
            return Verdict.accept();
        }
        try {
            Verdict verdict = verifier.verify(identity, info);
            if (!verdict.accepted()) {
                String who = identity == null ? "a requestor that names no user" : printable(identity.toString());
                LOG.info("association {}: {} not let in: {}", number, who, verdict.why());
            }
            return verdict;
        } catch (RuntimeException e) {
            LOG.error("the identity verifier failed for {}", info.remote(), e);
            return Verdict.reject("the verifier failed");
        }
    }

    /** Serves the next request; false if the peer asks for release instead. */
    private boolean perform(UpperLayer ul, Exchange exchange, Pace pace) {
        idle = true;
        if (server.closing()) {
            return true;
        }
        Dimse dimse = exchange.dimse();
        Command request = dimse.next(ul.config().idle(), "a request");
        idle = false;
        if (request == null) {
            return false;
        }
        if (request.isResponse()) {
            throw ul.abortFor(Abort.NOT_SPECIFIED, "it sent a " + request + ", but nothing was asked");
        }
        pace.operation();
        dispatch(exchange, request);
        exchange.requests().settle();
        return true;
    }

    private static void dispatch(Exchange exchange, Command request) {
        if (request.field() == Command.C_CANCEL_RQ) {
            return; // the operation was over before the cancel came
        }
        Dimse dimse = exchange.dimse();
        Service service = SERVICES.get(request.field());
        if (service == null) {
            dimse.finishDataset();
            dimse.send(dimse.context(), Command.response(request, Status.UNRECOGNIZED_OPERATION, false));
        } else {
            service.serve(exchange, request);
        }
    }

    private static void echo(Exchange exchange, Command request) {
        exchange.dimse().finishDataset();
        exchange.dimse().send(exchange.dimse().context(), Command.response(request, Status.SUCCESS, false));
    }

    private static void store(Exchange exchange, Command request) {
        StoreResponder.serve(
                exchange.dimse(), exchange.info(), exchange.config().stores(), request);
    }

    private static String printable(String title) {
        return title.replaceAll("[^ -~]", "?");
    }
}
