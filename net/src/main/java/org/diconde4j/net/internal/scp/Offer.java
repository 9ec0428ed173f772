package org.diconde4j.net.internal.scp;

import java.util.List;
import java.util.function.Predicate;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.pdu.CommonExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.service.FindHandler;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.RetrieveHandler;
import org.diconde4j.net.service.StorageSupport;
import org.diconde4j.net.service.StoreHandler;
import org.jspecify.annotations.Nullable;

/** What a server's handlers offer, SOP class by SOP class. */
final class Offer {
    private final ServerConfig config;

    Offer(ServerConfig config) {
        this.config = config;
    }

    /**
     * The SOP class that an abstract syntax is served as: itself, unless nobody knows it and the requestor names a general
     * class that is served (PS3.7 D.3.3.6).
     *
     * @return empty if it says of itself that it is no storage and nothing here serves it
     */
    String served(String abstractSyntax, List<CommonExtendedNegotiation> common) {
        if (Dictionary.standard().uid(abstractSyntax) != null || isService(abstractSyntax)) {
            return abstractSyntax;
        }
        for (CommonExtendedNegotiation item : common) {
            if (item.sopClassUid().equals(abstractSyntax)) {
                boolean storage = item.serviceClassUid().equals(UID.Storage)
                        && config.acceptStorage().test(abstractSyntax);
                return item.relatedGeneralSopClassUids().stream()
                        .filter(general -> isService(general)
                                || config.acceptStorage().test(general)
                                        && Dictionary.standard().uid(general) != null)
                        .findFirst()
                        .orElse(storage ? abstractSyntax : "");
            }
        }
        return abstractSyntax;
    }

    /** A class with a handler of its own, so not storage. */
    private boolean isService(String sopClass) {
        return sopClass.equals(UID.Verification)
                || config.finds().containsKey(sopClass)
                || config.services().containsKey(sopClass)
                || retrieves(sopClass) != null;
    }

    private @Nullable RetrieveHandler retrieves(String sopClass) {
        RetrieveHandler handler = config.retrieves();
        InformationModel move = InformationModel.ofMove(sopClass);
        InformationModel model = move == null ? InformationModel.ofGet(sopClass) : move;
        return handler != null && model != null && handler.models().contains(model) ? handler : null;
    }

    /**
     * The roles of the requestor, after the answer: SCU by default, SCP too where it proposes that and C-GET is served, or
     * where a service takes notifications. Nothing else is asked of a requestor.
     */
    RoleSelection role(String abstractSyntax, String service, @Nullable RoleSelection proposed) {
        if (config.services().containsKey(service)) {
            return new RoleSelection(
                    abstractSyntax, proposed == null || proposed.scu(), proposed != null && proposed.scp());
        }
        boolean storage = !isService(service) && config.acceptStorage().test(service);
        boolean scp = proposed != null && proposed.scp() && storage && config.retrieves() != null;
        boolean scu = (proposed == null || proposed.scu()) && (!storage || config.stores() != null);
        return new RoleSelection(abstractSyntax, scu, scp);
    }

    /** Which transfer syntaxes do for a service; null if it is not offered. */
    @Nullable
    Predicate<String> transferSyntaxes(String service) {
        if (service.equals(UID.Verification)) {
            return Negotiator::isStandardTransferSyntax;
        }
        if (isService(service)) {
            return syntax -> TransferSyntax.of(syntax).isNative();
        }
        boolean storage = !service.isEmpty() && config.acceptStorage().test(service);
        return storage ? config.acceptTransferSyntax() : null;
    }

    /** The answer to extended negotiation of a service, in which only what is really done is promised; null for none. */
    @Nullable
    Octets extended(String service, Octets asked) {
        FindHandler finds = config.finds().get(service);
        if (finds != null) {
            return QueryOptions.of(asked).and(finds.options()).information(asked.length());
        }
        RetrieveHandler retrieves = retrieves(service);
        if (retrieves != null) {
            boolean relational = QueryOptions.of(asked).relational() && retrieves.relational();
            byte[] answer = new byte[asked.length() > 1 ? 2 : 1]; // the second: no conversion of multi-frame images
            answer[0] = (byte) (relational ? 1 : 0);
            return Octets.of(answer);
        }
        StoreHandler stores = config.stores();
        StorageSupport support = stores != null && config.acceptStorage().test(service) ? stores.support() : null;
        return support == null ? null : support.information();
    }
}
