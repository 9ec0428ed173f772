package org.diconde4j.storage.crypto;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A master key of a key ring, and what it is needed for.
 *
 * @param created when it was made
 * @param key the key; not copied
 * @param listed whether all that it has wrapped is among the users; not so if it comes from a ring of format 1 or from a copy
 * @param users the contexts of what it has wrapped and nothing else has since
 */
record MasterKey(Instant created, byte[] key, boolean listed, Set<String> users) {
    private static final String LISTED = " users=listed";

    static MasterKey fresh() {
        return new MasterKey(Instant.now().truncatedTo(ChronoUnit.SECONDS), Gcm.random(Segments.KEY), true, Set.of());
    }

    static MasterKey parse(Map<String, String> values, byte[] key, Set<String> users) {
        return new MasterKey(
                Instant.parse(Objects.requireNonNull(values.get("created"), "created=")),
                key,
                "listed".equals(values.get("users")),
                users);
    }

    /** What a line says of it before the key itself. */
    String text() {
        return "created=" + created + (listed ? LISTED : "");
    }

    /** The line of a key as a copy has it: the copy does not get to know what the key will wrap in the ring. */
    static String notListed(String line) {
        return line.replaceFirst(LISTED + "(?= )", "");
    }

    MasterKey with(String user) {
        Set<String> more = new LinkedHashSet<>(users);
        more.add(user);
        return new MasterKey(created, key, listed, more);
    }

    MasterKey without(Collection<String> gone) {
        Set<String> fewer = new LinkedHashSet<>(users);
        fewer.removeAll(gone);
        return new MasterKey(created, key, listed, fewer);
    }
}
