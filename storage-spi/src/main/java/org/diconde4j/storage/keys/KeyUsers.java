package org.diconde4j.storage.keys;

import java.util.Set;

/**
 * What a master key is needed for, as far as its service knows.
 *
 * @param complete whether that is all; false if the key may have wrapped something that nobody wrote down
 * @param contexts the contexts of what it has {@linkplain KeyService#wrap wrapped} and what was not {@linkplain
 *     KeyService#release released} since; a copy is made
 */
public record KeyUsers(boolean complete, Set<String> contexts) {
    /** A service that writes nothing down says this of each key. */
    public static final KeyUsers UNKNOWN = new KeyUsers(false, Set.of());

    /**
     * Makes the set immutable.
     *
     * @param complete whether these are all
     * @param contexts the contexts
     */
    public KeyUsers {
        contexts = Set.copyOf(contexts);
    }
}
