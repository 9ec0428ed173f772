package org.diconde4j.storage.crypto;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.diconde4j.storage.UnsupportedFormatException;
import org.diconde4j.storage.keys.KeyException;
import org.diconde4j.storage.keys.KeyFile;
import org.jspecify.annotations.Nullable;

/**
 * How the keys in a key ring are protected.
 *
 * @param line the line of the file that says it
 * @param key the key made of the passphrase, or null if they stand in clear
 */
record Protection(String line, byte @Nullable [] key) {
    /** What OWASP advises for PBKDF2 with HMAC-SHA-256; some tenths of a second, once for each opening. */
    private static final int ITERATIONS = 600_000;

    private static final int MOST_ITERATIONS = 100_000_000;
    private static final String NONE = "protection none";
    private static final String PBKDF2 = "protection pbkdf2-hmac-sha256";

    static Protection fresh(Passphrase passphrase) {
        if (passphrase.file() == null) {
            return new Protection(NONE, null);
        }
        byte[] salt = Gcm.random(16);
        String line =
                PBKDF2 + " iterations=" + ITERATIONS + " salt=" + HexFormat.of().formatHex(salt);
        return new Protection(line, derive(passphrase.read(), salt, ITERATIONS));
    }

    static Protection parse(String line, Path path, Passphrase passphrase) {
        if (line.equals(NONE)) {
            return new Protection(line, null);
        }
        if (!line.startsWith(PBKDF2 + " ")) {
            throw new UnsupportedFormatException("the key ring in " + path + " says \"" + line + "\"; expected " + NONE
                    + " or " + PBKDF2 + "; open it with the newer diconde4j that wrote it");
        }
        if (passphrase.file() == null) {
            throw new KeyException(
                    "passphrase",
                    "the key ring in " + path + " is protected by a passphrase; say in its URI which file has that:"
                            + " keyring:" + path + "?passphrase-file=FILE",
                    null);
        }
        Map<String, String> values = KeyFile.values(line);
        int iterations = Integer.parseInt(Objects.requireNonNull(values.get("iterations"), "iterations="));
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("iterations=" + iterations);
        }
        byte[] salt = HexFormat.of().parseHex(Objects.requireNonNull(values.get("salt"), "salt="));
        return new Protection(line, derive(passphrase.read(), salt, iterations));
    }

    /** PKCS #5 (RFC 8018) 5.2, the passphrase in UTF-8. */
    private static byte[] derive(char[] passphrase, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(passphrase, salt, iterations, 8 * Segments.KEY))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2, this one does not: " + e, e);
        }
    }

    String protect(String id, byte[] master) {
        return key == null
                ? "clear=" + HexFormat.of().formatHex(master)
                : "sealed=" + HexFormat.of().formatHex(Gcm.seal(key, master, associated(id)));
    }

    byte[] reveal(String id, Map<String, String> values, Path path) {
        if (key == null) {
            return whole(id, HexFormat.of().parseHex(Objects.requireNonNull(values.get("clear"), "clear=")));
        }
        byte[] sealed = HexFormat.of().parseHex(Objects.requireNonNull(values.get("sealed"), "sealed="));
        try {
            return whole(id, Gcm.open(key, sealed, associated(id)));
        } catch (GeneralSecurityException e) {
            throw new KeyException(
                    id, "the passphrase does not open the master key " + id + " in the key ring " + path, e);
        }
    }

    private static byte[] whole(String id, byte[] key) {
        if (key.length != Segments.KEY) {
            throw new IllegalArgumentException("the key " + id + " has " + key.length + " bytes");
        }
        return key;
    }

    private static byte[] associated(String id) {
        return ("diconde4j master key " + id).getBytes(StandardCharsets.UTF_8);
    }
}
