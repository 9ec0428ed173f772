package org.diconde4j.archive.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do. None contains another: who may administer sees no images by that. */
public enum Role {
    /** Find and retrieve objects, and follow what happens to them. */
    VIEW,
    /** Store objects. */
    STORE,
    /** Add evaluations to what is stored: presentation states, structured reports, indications. */
    ANNOTATE,
    /** Approve evaluations, or reject them. */
    APPROVE,
    /** Delete objects, where the owner of the archive allows that at all. */
    DELETE,
    /** See how the archive is: statistics, metrics, the quarantine. */
    ADMINISTER;

    /**
     * Returns all roles.
     *
     * @return what an owner may
     */
    public static Set<Role> all() {
        return EnumSet.allOf(Role.class);
    }

    /**
     * Reads a role.
     *
     * @param text its name in any case
     * @return the role
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Role parse(String text) {
        return Arrays.stream(values())
                .filter(role -> role.toString().equalsIgnoreCase(text.trim()))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no role; expected one of "
                        + Arrays.stream(values()).map(Role::toString).collect(Collectors.joining(", "))));
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
