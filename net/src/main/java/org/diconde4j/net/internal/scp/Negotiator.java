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
import org.diconde4j.net.internal.dimse.PresentationContexts;
import org.diconde4j.net.internal.dimse.PresentationContexts.Context;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.ExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.pdu.UserIdentityResponse;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.InformationModel;
import org.jspecify.annotations.Nullable;

/** Decides about proposed presentation contexts (PS3.8 9.3.3.2, PS3.7 Annex D). */
public final class Negotiator {
    /** Requests wait in the socket until their turn comes, so that a wide window costs nothing here. */
    private static final int MAX_INVOKED = 64;

    private final ServerConfig config;
    private final Offer offer;

    Negotiator(ServerConfig config) {
        this.config = config;
        this.offer = new Offer(config);
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

    /**
     * Answers a request.
     *
     * @param identityResponse what to tell of the user, if the requestor wants a positive response; null if nobody verified it
     */
    Agreement negotiate(AssociateRq request, @Nullable Octets identityResponse) {
        UserInformation asked = request.userInformation();
        Map<String, RoleSelection> proposedRoles = new HashMap<>();
        asked.roles().forEach(r -> proposedRoles.put(r.sopClassUid(), r));
        Map<String, Octets> askedExtended = new HashMap<>();
        asked.extended().forEach(e -> askedExtended.put(e.sopClassUid(), e.information()));
        Map<String, RoleSelection> roles = new LinkedHashMap<>();
        Map<String, ExtendedNegotiation> extended = new LinkedHashMap<>();
        List<ContextResult> results = new ArrayList<>();
        List<Context> contexts = new ArrayList<>();
        for (ProposedContext proposed : request.contexts()) {
            String sopClass = proposed.abstractSyntax();
            String service = offer.served(sopClass, asked.commonExtended());
            RoleSelection role = offer.role(sopClass, service, proposedRoles.get(sopClass));
            ContextResult result = decide(proposed, service, role);
            results.add(result);
            if (proposedRoles.containsKey(sopClass)) {
                roles.put(sopClass, role);
            }
            if (result.accepted()) {
                Octets information = askedExtended.get(sopClass);
                Octets agreed = information == null ? null : offer.extended(service, information);
                if (agreed != null) {
                    extended.put(sopClass, new ExtendedNegotiation(sopClass, agreed));
                }
                contexts.add(new Context(
                        proposed.id(),
                        sopClass,
                        service,
                        result.transferSyntax(),
                        agreed == null ? Octets.EMPTY : agreed,
                        role.scp(),
                        role.scu()));
            }
        }
        AssociateAc answer = new AssociateAc(
                1,
                request.calledAeTitle(),
                request.callingAeTitle(),
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                results,
                userInformation(
                        asked,
                        contexts,
                        List.copyOf(roles.values()),
                        List.copyOf(extended.values()),
                        identityResponse));
        return new Agreement(answer, new PresentationContexts(contexts));
    }

    private ContextResult decide(ProposedContext proposed, String service, RoleSelection role) {
        Predicate<String> syntaxes = role.scu() || role.scp() ? offer.transferSyntaxes(service) : null;
        if (syntaxes == null) {
            return rejected(proposed, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        }
        String choice = choice(proposed, service, syntaxes);
        return choice == null
                ? rejected(proposed, ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED)
                : new ContextResult(proposed.id(), ContextResult.ACCEPTED, choice);
    }

    /** The best of those proposed that we prefer, else the first that will do: senders list the stored encoding first. */
    private @Nullable String choice(ProposedContext proposed, String service, Predicate<String> syntaxes) {
        for (String preferred : config.preferredTransferSyntaxes().apply(service)) {
            if (proposed.transferSyntaxes().contains(preferred) && syntaxes.test(preferred)) {
                return preferred;
            }
        }
        return proposed.transferSyntaxes().stream().filter(syntaxes).findFirst().orElse(null);
    }

    /** The transfer syntax of a rejected context means nothing, but some readers want one to be there. */
    private static ContextResult rejected(ProposedContext proposed, int result) {
        List<String> syntaxes = proposed.transferSyntaxes();
        return new ContextResult(
                proposed.id(), result, syntaxes.isEmpty() ? UID.ImplicitVRLittleEndian : syntaxes.get(0));
    }

    private UserInformation userInformation(
            UserInformation asked,
            List<Context> contexts,
            List<RoleSelection> roles,
            List<ExtendedNegotiation> extended,
            @Nullable Octets identityResponse) {
        AsyncOperationsWindow window = asked.asyncOperations();
        AsyncOperationsWindow granted = null;
        if (window != null) {
            // While C-GET sends objects, what comes back are the answers to them: another request would be in the way.
            boolean gets = contexts.stream().anyMatch(c -> InformationModel.ofGet(c.service()) != null);
            int most = gets ? 1 : MAX_INVOKED;
            int invoked = window.maxInvoked() == 0 ? most : Math.min(window.maxInvoked(), most);
            granted = new AsyncOperationsWindow(invoked, 1);
        }
        UserIdentity identity = asked.identity();
        UserIdentityResponse response = null;
        if (identity != null && identity.positiveResponseRequested() && identityResponse != null) {
            response = new UserIdentityResponse(identityResponse);
        }
        return new UserInformation(
                config.ul().maxPduLength(),
                Implementation.CLASS_UID,
                Implementation.VERSION_NAME,
                granted,
                roles,
                extended,
                List.of(),
                null,
                response);
    }
}
