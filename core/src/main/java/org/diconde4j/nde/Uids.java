package org.diconde4j.nde;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes unique identifiers from UUIDs (PS3.5 B.2). */
public final class Uids {
    private Uids() {}

    /**
     * Makes a new identifier.
     *
     * @return {@code 2.25.} and a random UUID
     */
    public static String random() {
        return of(UUID.randomUUID());
    }

    /**
     * Makes the identifier of a name: the same name gives the same one.
     *
     * @param name anything that is unique in its use
     * @return {@code 2.25.} and a UUID derived from the name
     */
    public static String named(String name) {
        return of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A reproducible sequence of identifiers, for tests and demonstrations.
     *
     * @param seed tells one sequence from another
     * @return gives the identifiers one after the other; not thread-safe
     */
    public static Supplier<String> seeded(long seed) {
        return new Supplier<>() {
            private long count;

            @Override
            public String get() {
                return named("diconde4j/" + seed + "/" + count++);
            }
        };
    }

    private static String of(UUID uuid) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return "2.25." + new BigInteger(1, bytes);
    }
}
