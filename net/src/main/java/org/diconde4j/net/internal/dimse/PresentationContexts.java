package org.diconde4j.net.internal.dimse;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The presentation contexts that both sides agreed on. */
public final class PresentationContexts {
    /**
     * One of them.
     *
     * @param weScu whether this side may send requests in it
     * @param weScp whether this side performs requests in it
     */
    public record Context(int id, String abstractSyntax, String transferSyntax, boolean weScu, boolean weScp) {}

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
        for (Context c : byId.values()) {
            if (c.weScu() && c.abstractSyntax().equals(abstractSyntax)) {
                return c;
            }
        }
        return null;
    }

    /** The context in which this side can send objects of a class in one transfer syntax; null if there is none. */
    public @Nullable Context forRequests(String abstractSyntax, String transferSyntax) {
        for (Context c : byId.values()) {
            if (c.weScu()
                    && c.abstractSyntax().equals(abstractSyntax)
                    && c.transferSyntax().equals(transferSyntax)) {
                return c;
            }
        }
        return null;
    }
}
