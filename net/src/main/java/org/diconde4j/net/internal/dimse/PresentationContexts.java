package org.diconde4j.net.internal.dimse;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.diconde4j.net.pdu.Octets;
import org.jspecify.annotations.Nullable;

/** The presentation contexts that both sides agreed on. */
public final class PresentationContexts {
    /**
     * One of them.
     *
     * @param service the SOP class that it is served as: the abstract syntax, or a related general class of it
     * @param extended what extended negotiation agreed on; empty if it did not
     * @param weScu whether this side may send requests in it
     * @param weScp whether this side performs requests in it
     */
    public record Context(
            int id,
            String abstractSyntax,
            String service,
            String transferSyntax,
            Octets extended,
            boolean weScu,
            boolean weScp) {}

    private final Map<Integer, Context> byId = new LinkedHashMap<>();

    public PresentationContexts(Collection<Context> contexts) {
        contexts.forEach(c -> byId.put(c.id(), c));
    }

    public @Nullable Context get(int id) {
        return byId.get(id);
    }

    public Collection<Context> all() {
        return byId.values();
    }

    /** The context in which this side can request a service; null if there is none. */
    public @Nullable Context forRequests(String abstractSyntax) {
        return first(c -> c.weScu() && c.abstractSyntax().equals(abstractSyntax));
    }

    /** The context in which this side, which performs a service, can tell of events; null if there is none. */
    public @Nullable Context forNotifications(String abstractSyntax) {
        return first(c -> c.weScp() && c.abstractSyntax().equals(abstractSyntax));
    }

    /** The context in which this side can send objects of a class in one transfer syntax; null if there is none. */
    public @Nullable Context forRequests(String abstractSyntax, String transferSyntax) {
        return first(c -> c.weScu()
                && c.abstractSyntax().equals(abstractSyntax)
                && c.transferSyntax().equals(transferSyntax));
    }

    private @Nullable Context first(Predicate<Context> which) {
        return byId.values().stream().filter(which).findFirst().orElse(null);
    }
}
