package org.diconde4j.archive.access;

import java.util.Set;
import org.diconde4j.storage.Restriction;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as far as a door of the archive has made sure of it, and what they may. Immutable.
 *
 * @param name the name that receipts keep, or null if nobody was asked
 * @param roles what they may do
 * @param restriction which part of the archive they may know of, and store into
 */
public record Subject(@Nullable String name, Set<Role> roles, Restriction restriction) {
    /** Somebody who was not asked and may do everything: for a door that only the owner reaches. */
    public static final Subject OWNER = new Subject(null, Role.all(), Restriction.NONE);

    /**
     * Makes the set immutable.
     *
     * @param name the name that receipts keep, or null if nobody was asked
     * @param roles what they may do
     * @param restriction which part of the archive they may know of, and store into
     * @throws IllegalArgumentException if the name is blank
     */
    public Subject {
        roles = Set.copyOf(roles);
        if (name != null && name.isBlank()) {
            throw new IllegalArgumentException("a subject has a name that says something, found a blank one");
        }
    }

    /**
     * Tells whether they may do something.
     *
     * @param role what
     * @return true if it is one of their roles
     */
    public boolean may(Role role) {
        return roles.contains(role);
    }

    /**
     * Makes sure that they may do something.
     *
     * @param role what
     * @throws DeniedException if it is none of their roles
     */
    public void require(Role role) {
        if (!may(role)) {
            throw new DeniedException(this, role);
        }
    }
}
