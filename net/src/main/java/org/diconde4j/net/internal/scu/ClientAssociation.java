package org.diconde4j.net.internal.scu;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.io.Implementation;
import org.diconde4j.net.internal.dimse.Dimse;
import org.diconde4j.net.internal.dimse.Observation;
import org.diconde4j.net.internal.dimse.PresentationContexts;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.internal.ul.SocketTransport;
import org.diconde4j.net.internal.ul.TlsTransport;
import org.diconde4j.net.internal.ul.Transport;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.internal.ul.UpperLayer;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.CommonExtendedNegotiation;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.ExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

/** An association that this side opened. */
public final class ClientAssociation implements AutoCloseable {
    private static final UserInformation NOTHING_SAID = new UserInformation(0, "", null);

    private final UpperLayer ul;
    private final Dimse dimse;
    private final AssociationInfo info;
    private final int window;
    private int lastMessageId;
    private final Observation observation;
    private boolean ended;

    private ClientAssociation(UpperLayer ul, Dimse dimse, AssociationInfo info, int window, Observation observation) {
        this.observation = observation;
        this.ul = ul;
        this.dimse = dimse;
        this.info = info;
        this.window = window;
    }

    /**
     * Connects and negotiates.
     *
     * @throws AssociationException if there is no one, or no one who agrees
     */
    public static ClientAssociation open(
            Destination to,
            ScuConfig config,
            List<ProposedContext> contexts,
            List<RoleSelection> roles,
            UlResources resources) {
        Transport transport;
        try {
            transport = connect(to, config);
        } catch (AssociationException e) {
            InetSocketAddress nobody = InetSocketAddress.createUnresolved(to.host(), to.port());
            Observation.failed(config.ul().listeners(), nobody, e);
            throw e;
        }
        UpperLayer ul = UpperLayer.connected(transport, to.toString(), config.ul(), resources);
        try {
            AsyncOperationsWindow asked =
                    config.maxOperations() > 1 ? new AsyncOperationsWindow(config.maxOperations(), 1) : null;
            AssociateAc answer = ul.request(new AssociateRq(
                    to.aeTitle(),
                    config.callingAeTitle(),
                    contexts,
                    new UserInformation(
                            config.ul().maxPduLength(),
                            Implementation.CLASS_UID,
                            Implementation.VERSION_NAME,
                            asked,
                            roles,
                            extended(config.negotiation(), contexts),
                            related(config.negotiation(), contexts),
                            config.identity(),
                            null)));
            UserInformation user = answer.userInformation();
            confirm(ul, config, user);
            config.negotiation().agreed().accept(answer);
            AssociationInfo info = info(to, config, ul, user);
            PresentationContexts agreed = agreed(contexts, roles, answer);
            Observation observation = Observation.opened(config.ul().listeners(), info);
            return new ClientAssociation(
                    ul, new Dimse(ul, agreed, observation), info, window(config, user.asyncOperations()), observation);
        } catch (RuntimeException e) {
            if (e instanceof AssociationRejectedException rejected) {
                Observation.rejected(config.ul().listeners(), info(to, config, ul, NOTHING_SAID), rejected.rejection());
            } else if (e instanceof AssociationException failed) {
                Observation.failed(config.ul().listeners(), ul.transport().remote(), failed);
            }
            ul.close();
            throw e;
        }
    }

    private static AssociationInfo info(Destination to, ScuConfig config, UpperLayer ul, UserInformation user) {
        return new AssociationInfo(
                0,
                config.callingAeTitle(),
                to.aeTitle(),
                ul.transport().remote(),
                ul.transport().local(),
                user.implementationClassUid(),
                user.implementationVersionName(),
                null,
                ul.transport().peerCertificate());
    }

    private static List<ExtendedNegotiation> extended(Negotiation wanted, List<ProposedContext> contexts) {
        return wanted.extended().stream()
                .filter(e -> isProposed(e.sopClassUid(), contexts))
                .toList();
    }

    private static List<CommonExtendedNegotiation> related(Negotiation wanted, List<ProposedContext> contexts) {
        return wanted.related().stream()
                .filter(r -> isProposed(r.sopClassUid(), contexts))
                .toList();
    }

    private static boolean isProposed(String sopClass, List<ProposedContext> contexts) {
        return contexts.stream().anyMatch(c -> c.abstractSyntax().equals(sopClass));
    }

    /** A peer that does not know about users accepts without a positive response (PS3.7 D.3.3.7). */
    private static void confirm(UpperLayer ul, ScuConfig config, UserInformation answer) {
        UserIdentity identity = config.identity();
        boolean wanted = identity != null
                && identity.positiveResponseRequested()
                && config.negotiation().identityConfirmed();
        if (wanted && answer.identityResponse() == null) {
            throw ul.abortFor(Abort.NOT_SPECIFIED, "it did not confirm the user identity, which has to be");
        }
    }

    private static Transport connect(Destination to, ScuConfig config) {
        InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
        if (address.isUnresolved()) {
            throw new AssociationException("can't connect to " + to + ": unknown host " + to.host());
        }
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            int millis = (int) Math.max(
                    1, Math.min(Integer.MAX_VALUE, config.ul().connect().toMillis()));
            channel.socket().connect(address, millis);
            Tls tls = config.tls();
            return tls == null ? new SocketTransport(channel) : TlsTransport.client(channel, tls, to.host());
        } catch (IOException e) {
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException e2) {
                    e.addSuppressed(e2);
                }
            }
            throw new AssociationException("can't connect to " + to + ": " + e.getMessage(), e);
        }
    }

    private static int window(ScuConfig config, @Nullable AsyncOperationsWindow answer) {
        if (answer == null) {
            return 1;
        }
        int granted = answer.maxInvoked() == 0 ? config.maxOperations() : answer.maxInvoked();
        return Math.min(granted, config.maxOperations());
    }

    private static PresentationContexts agreed(
            List<ProposedContext> proposed, List<RoleSelection> proposedRoles, AssociateAc answer) {
        Map<Integer, ProposedContext> byId = new HashMap<>();
        proposed.forEach(p -> byId.put(p.id(), p));
        Map<String, RoleSelection> roles = new HashMap<>();
        proposedRoles.forEach(r -> roles.put(r.sopClassUid(), r)); // some peers leave the answer out and mean yes
        answer.userInformation().roles().forEach(r -> roles.put(r.sopClassUid(), r));
        Map<String, Octets> extended = new HashMap<>();
        answer.userInformation().extended().forEach(e -> extended.put(e.sopClassUid(), e.information()));
        List<Context> contexts = new ArrayList<>();
        for (ContextResult r : answer.contexts()) {
            ProposedContext p = byId.get(r.id());
            if (p != null && r.accepted() && p.transferSyntaxes().contains(r.transferSyntax())) {
                RoleSelection role = roles.get(p.abstractSyntax());
                contexts.add(new Context(
                        p.id(),
                        p.abstractSyntax(),
                        p.abstractSyntax(),
                        r.transferSyntax(),
                        extended.getOrDefault(p.abstractSyntax(), Octets.EMPTY),
                        role == null || role.scu(),
                        role != null && role.scp()));
            }
        }
        return new PresentationContexts(contexts);
    }

    public UpperLayer ul() {
        return ul;
    }

    public Dimse dimse() {
        return dimse;
    }

    public AssociationInfo info() {
        return info;
    }

    /** How many requests may be outstanding. */
    public int window() {
        return window;
    }

    /** The next message ID; 1 to 65535, then again from 1. */
    public int nextMessageId() {
        lastMessageId = lastMessageId % 0xFFFF + 1;
        return lastMessageId;
    }

    /** The context for a service that is not storage. */
    public Context required(String abstractSyntax, String service) {
        Context c = dimse.contexts().forRequests(abstractSyntax);
        if (c == null) {
            throw new AssociationException(ul.peer() + " does not accept " + service + " (" + abstractSyntax + ")");
        }
        return c;
    }

    /** Ends in order. */
    public void release() {
        if (!ended) {
            ended = true;
            try {
                if (dimse.releaseRequested()) {
                    ul.confirmRelease();
                } else {
                    ul.release();
                }
            } finally {
                ul.close();
                observation.ended(ul);
            }
        }
    }

    /** Ends at once. */
    public void abort() {
        if (!ended) {
            ended = true;
            ul.abort(Abort.BY_USER);
            ul.close();
            observation.ended(ul);
        }
    }

    /** Ends at once, unless released before. */
    @Override
    public void close() {
        abort();
    }
}
