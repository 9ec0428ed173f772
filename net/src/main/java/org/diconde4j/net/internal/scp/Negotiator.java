package org.diconde4j.net.internal.scp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Dictionary.UidEntry;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Implementation;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.internal.dimse.PresentationContexts;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.pdu.UserIdentityResponse;
import org.diconde4j.net.pdu.UserInformation;
import org.jspecify.annotations.Nullable;

/** Decides about proposed presentation contexts (PS3.8 9.3.3.2, PS3.7 Annex D). */
public final class Negotiator {
    /** Requests wait in the socket until their turn comes, so that a wide window costs nothing here. */
    private static final int MAX_INVOKED = 64;

    private final ServerConfig config;

    Negotiator(ServerConfig config) {
        this.config = config;
    }

    /** What was agreed on: the answer, and the contexts to work with. */
    record Agreement(AssociateAc answer, PresentationContexts contexts) {}

    /** Storage classes, known or not: whatever the standard does not register as something else. */
    public static boolean isStorage(String uid) {
        UidEntry entry = Dictionary.standard().uid(uid);
        return entry == null ? !uid.isEmpty() : entry.isStorageClass();
    }

    /** Every encoding of a data set that the standard registers. */
    public static boolean isStandardTransferSyntax(String uid) {
        UidEntry entry = Dictionary.standard().uid(uid);
        return entry != null
                && entry.type().equals("Transfer Syntax")
                && !uid.equals(UID.RFC2557MIMEEncapsulation)
                && !uid.equals(UID.XMLEncoding)
                && !uid.equals(UID.Papyrus3ImplicitVRLittleEndian)
                && !uid.startsWith("1.2.840.10008.1.2.7."); // SMPTE ST 2110: real-time streams, never in a P-DATA-TF
    }

    Agreement negotiate(AssociateRq request) {
        Map<String, RoleSelection> proposedRoles = new HashMap<>();
        request.userInformation().roles().forEach(r -> proposedRoles.put(r.sopClassUid(), r));
        Map<String, RoleSelection> roles = new LinkedHashMap<>();
        List<ContextResult> results = new ArrayList<>();
        List<Context> contexts = new ArrayList<>();
        for (ProposedContext proposed : request.contexts()) {
            RoleSelection role = role(proposed.abstractSyntax(), proposedRoles.get(proposed.abstractSyntax()));
            ContextResult result = decide(proposed, role);
            results.add(result);
            if (proposedRoles.containsKey(proposed.abstractSyntax())) {
                roles.put(proposed.abstractSyntax(), role);
            }
            if (result.accepted()) {
                contexts.add(new Context(
                        proposed.id(), proposed.abstractSyntax(), result.transferSyntax(), role.scp(), role.scu()));
            }
        }
        AssociateAc answer = new AssociateAc(
                1,
                request.calledAeTitle(),
                request.callingAeTitle(),
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                results,
                userInformation(request.userInformation(), List.copyOf(roles.values())));
        return new Agreement(answer, new PresentationContexts(contexts));
    }

    /**
     * The roles of the requestor, after the answer: SCU by default, SCP too where it proposes that and C-GET is served, or
     * where a service takes notifications.
     */
    private RoleSelection role(String abstractSyntax, @Nullable RoleSelection proposed) {
        if (config.services().containsKey(abstractSyntax)) {
            return new RoleSelection(
                    abstractSyntax, proposed == null || proposed.scu(), proposed != null && proposed.scp());
        }
        boolean storage = config.acceptStorage().test(abstractSyntax);
        boolean scp = proposed != null && proposed.scp() && storage && config.retrieves() != null;
        boolean scu = (proposed == null || proposed.scu()) && (!storage || config.stores() != null);
        return new RoleSelection(abstractSyntax, scu, scp);
    }

    private ContextResult decide(ProposedContext proposed, RoleSelection role) {
        Predicate<String> syntaxes = syntaxesFor(proposed.abstractSyntax(), role);
        if (syntaxes == null) {
            return rejected(proposed, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        }
        for (String syntax : proposed.transferSyntaxes()) {
            if (syntaxes.test(syntax)) {
                return new ContextResult(proposed.id(), ContextResult.ACCEPTED, syntax);
            }
        }
        return rejected(proposed, ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED);
    }

    /** Which transfer syntaxes do for an abstract syntax; null if that is not served. */
    private @Nullable Predicate<String> syntaxesFor(String abstractSyntax, RoleSelection role) {
        if (abstractSyntax.equals(UID.Verification)) {
            return Negotiator::isStandardTransferSyntax;
        }
        boolean retrieve = Models.move(abstractSyntax) != null || Models.get(abstractSyntax) != null;
        if (config.finds().containsKey(abstractSyntax)
                || config.services().containsKey(abstractSyntax)
                || retrieve && config.retrieves() != null) {
            return syntax -> TransferSyntax.of(syntax).isNative();
        }
        boolean storage = config.acceptStorage().test(abstractSyntax) && (role.scu() || role.scp());
        return storage ? config.acceptTransferSyntax() : null;
    }

    /** The transfer syntax of a rejected context means nothing, but some readers want one to be there. */
    private static ContextResult rejected(ProposedContext proposed, int result) {
        List<String> syntaxes = proposed.transferSyntaxes();
        return new ContextResult(
                proposed.id(), result, syntaxes.isEmpty() ? UID.ImplicitVRLittleEndian : syntaxes.get(0));
    }

    private UserInformation userInformation(UserInformation asked, List<RoleSelection> roles) {
        AsyncOperationsWindow window = asked.asyncOperations();
        AsyncOperationsWindow granted = null;
        if (window != null) {
            int invoked = window.maxInvoked() == 0 ? MAX_INVOKED : Math.min(window.maxInvoked(), MAX_INVOKED);
            granted = new AsyncOperationsWindow(invoked, 1);
        }
        UserIdentity identity = asked.identity();
        boolean respond = identity != null && identity.positiveResponseRequested();
        return new UserInformation(
                config.ul().maxPduLength(),
                Implementation.CLASS_UID,
                Implementation.VERSION_NAME,
                granted,
                roles,
                List.of(),
                List.of(),
                null,
                respond ? new UserIdentityResponse(Octets.EMPTY) : null);
    }
}
