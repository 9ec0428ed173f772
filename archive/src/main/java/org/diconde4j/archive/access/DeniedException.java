package org.diconde4j.archive.access;

import org.diconde4j.data.DicondeException;

/** Somebody may not do what they asked for. */
public final class DeniedException extends DicondeException {
    private static final long serialVersionUID = 1;

    private final Role role;

    /**
     * Says what is missing.
     *
     * @param subject who asked
     * @param role what they lack
     */
    public DeniedException(Subject subject, Role role) {
        super((subject.name() == null ? "the one who asks" : subject.name()) + " lacks the role " + role
                + ", which this needs");
        this.role = role;
    }

    /**
     * What is missing.
     *
     * @return the role
     */
    public Role role() {
        return role;
    }
}
