package org.diconde4j.media;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/** Names and identifiers that are made of others: the same one always gives the same. */
final class FileNames {
    private static final int LENGTH = 8; // PS3.10 8.2
    private static final BigInteger COUNT = BigInteger.valueOf(36).pow(LENGTH);

    private FileNames() {}

    /**
     * Eight characters 0–9 and A–Z.
     *
     * @param uid anything
     * @param attempt counts those that turned out to be taken by another, which among a million names in one folder
     *     happens with a probability of one in five
     */
    static String of(String uid, int attempt) {
        BigInteger hash = new BigInteger(1, sha256().digest((uid + '/' + attempt).getBytes(StandardCharsets.UTF_8)));
        String name = hash.mod(COUNT).toString(36).toUpperCase(Locale.ROOT);
        return "0".repeat(LENGTH - name.length()) + name;
    }

    /**
     * An identifier made of a UUID (PS3.5 B.2).
     *
     * @param name whatever is to have an identifier of its own; the same one gives the same
     */
    static String uid(byte[] name) {
        UUID uuid = UUID.nameUUIDFromBytes(name);
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return "2.25." + new BigInteger(1, bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
