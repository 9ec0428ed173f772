package org.diconde4j.storage;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of bytes, written as {@code sha256:} and 64 lower-case hexadecimal digits. The algorithm stands in the text so
 * that an archive can change it one day without becoming unreadable.
 *
 * @param algorithm the algorithm in lower case, {@code sha256}
 * @param hex the digest in lower-case hexadecimal digits
 */
public record Digest(String algorithm, String hex) {
    private static final String SHA_256 = "sha256";

    /**
     * Checks the form.
     *
     * @param algorithm the algorithm in lower case, {@code sha256}
     * @param hex the digest in lower-case hexadecimal digits
     * @throws IllegalArgumentException if the parts are not an algorithm name and hexadecimal digits
     */
    public Digest {
        if (!isMadeOf(algorithm, 'z') || !isMadeOf(hex, 'f') || hex.length() % 2 != 0) {
            throw new IllegalArgumentException("not a digest: " + algorithm + ":" + hex
                    + ", expected an algorithm and lower-case hexadecimal digits, such as sha256:9f86…");
        }
    }

    /** Digits and lower-case letters, at least one. A loop, since each object that is stored has several digests. */
    private static boolean isMadeOf(String text, char lastLetter) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= lastLetter)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /**
     * Returns a fresh SHA-256 computation.
     *
     * @return a new message digest
     */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }

    /**
     * Returns the digest of bytes.
     *
     * @param bytes the bytes
     * @return their SHA-256
     */
    public static Digest of(byte[] bytes) {
        return ofSha256(sha256().digest(bytes));
    }

    /**
     * Returns the digest of all that a stream gives.
     *
     * @param in the bytes, read to their end, not closed
     * @return their SHA-256
     * @throws IOException if they can't be read
     */
    public static Digest of(InputStream in) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha256.update(buffer, 0, n);
        }
        return ofSha256(sha256.digest());
    }

    /**
     * Returns the digest made of the 32 bytes that a SHA-256 computation gave.
     *
     * @param digest the result of {@link MessageDigest#digest()}
     * @return the digest
     */
    public static Digest ofSha256(byte[] digest) {
        return new Digest(SHA_256, HexFormat.of().formatHex(digest));
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @param text algorithm, colon, hexadecimal digits
     * @return the digest
     * @throws IllegalArgumentException if it has another form
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not a digest: " + text + ", expected algorithm:hex");
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
