package org.diconde4j.net.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.diconde4j.net.pdu.UserIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Knows users by name and passcode from a text file, of which every line is {@code name:pbkdf2-sha256:iterations:salt:hash} with
 * salt and hash in Base64, and maybe after another colon what the user may, which is for others to read; empty lines and those that begin with {@code #} are passed over. Passcodes cannot be read out of
 * it. The file is read for every verification, so that it can be changed at any time. Requestors without user, or with one of
 * another kind than name and passcode, are rejected. Use TLS: the passcode crosses the network as it is. Thread-safe.
 */
public final class PasswordFile implements IdentityVerifier {
    private static final String ALGORITHM = "pbkdf2-sha256";
    private static final int ITERATIONS = 200_000;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int MAX_PASSCODE = 1024;

    /** Costs an unknown user as much time as a known one, so that nobody can probe for names. */
    private static final Entry NOBODY = new Entry("", ITERATIONS, new byte[SALT], new byte[HASH], "");

    private final Path file;

    private record Entry(String name, int iterations, byte[] salt, byte[] hash, String rights) {}

    private PasswordFile(Path file) {
        this.file = file;
    }

    /**
     * Users of a file.
     *
     * @param file the file
     * @return the verifier
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if a line is of another form
     */
    public static PasswordFile of(Path file) throws IOException {
        PasswordFile users = new PasswordFile(file);
        users.entry("");
        return users;
    }

    /**
     * Makes a line for such a file, with a salt of its own.
     *
     * @param name the user's name, without colon and line ends
     * @param passcode the passcode, 1 to 1024 bytes in UTF-8
     * @return the line
     */
    public static String line(String name, String passcode) {
        if (name.isBlank() || name.startsWith("#") || name.chars().anyMatch(c -> c == ':' || c < ' ')) {
            throw new IllegalArgumentException("user name \"" + name + "\", expected one without colon and line end");
        }
        byte[] secret = passcode.getBytes(StandardCharsets.UTF_8);
        if (secret.length == 0 || secret.length > MAX_PASSCODE) {
            throw new IllegalArgumentException(
                    "a passcode of " + secret.length + " bytes, expected 1 to " + MAX_PASSCODE);
        }
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return name + ":" + ALGORITHM + ":" + ITERATIONS + ":" + base64.encodeToString(salt) + ":"
                + base64.encodeToString(hash(passcode, salt, ITERATIONS));
    }

    @Override
    public Verdict verify(@Nullable UserIdentity identity, AssociationInfo requestor) {
        if (identity == null) {
            return Verdict.reject("no user was named, expected name and passcode");
        }
        if (identity.type() != UserIdentity.USERNAME_AND_PASSCODE) {
            return Verdict.reject("user identity of type " + identity.type() + ", expected name and passcode");
        }
        if (identity.secondary().length() == 0 || identity.secondary().length() > MAX_PASSCODE) {
            return Verdict.reject("a passcode of " + identity.secondary().length() + " bytes");
        }
        try {
            return check(identity.primary().utf8(), identity.secondary().utf8()) != null
                    ? Verdict.accept()
                    : Verdict.reject("unknown user or wrong passcode");
        } catch (IOException | IllegalArgumentException e) {
            return Verdict.reject("the users cannot be read: " + e.getMessage());
        }
    }

    /**
     * Compares a passcode. Takes a tenth of a second of a processor, for users who are not there as well.
     *
     * @param name the user's name
     * @param passcode the passcode
     * @return what the user may, as the line says, empty if it does not; or null if there is no such user or the passcode is wrong
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if a line is of another form
     */
    public @Nullable String check(String name, String passcode) throws IOException {
        if (passcode.isEmpty() || passcode.length() > MAX_PASSCODE) {
            return null;
        }
        Entry entry = entry(name);
        Entry known = entry == null ? NOBODY : entry;
        byte[] hash = hash(passcode, known.salt(), known.iterations());
        boolean same = MessageDigest.isEqual(hash, known.hash());
        return entry != null && same ? entry.rights() : null;
    }

    /**
     * Lists users.
     *
     * @return what each may, as the lines say, by name and in their order
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if a line is of another form
     */
    public Map<String, String> rights() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        entries().forEach(entry -> all.putIfAbsent(entry.name(), entry.rights()));
        return all;
    }

    /**
     * Tells one version of the file from another.
     *
     * @return a text that is another one after the file was changed
     * @throws IOException if the file can't be read
     */
    public String version() throws IOException {
        return Files.getLastModifiedTime(file) + " " + Files.size(file) + " "
                + Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private @Nullable Entry entry(String name) throws IOException {
        return entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private List<Entry> entries() throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(parse(line, i + 1));
            }
        }
        return entries;
    }

    private Entry parse(String line, int number) {
        String[] fields = line.split(":", 6);
        try {
            if (fields.length >= 5 && fields[1].equals(ALGORITHM)) {
                int iterations = Integer.parseInt(fields[2]);
                byte[] salt = Base64.getDecoder().decode(fields[3]);
                byte[] hash = Base64.getDecoder().decode(fields[4]);
                if (iterations > 0 && iterations <= MAX_ITERATIONS && salt.length > 0 && hash.length == HASH) {
                    return new Entry(fields[0], iterations, salt, hash, fields.length == 6 ? fields[5] : "");
                }
            }
        } catch (IllegalArgumentException e) {
            // said below, without the line: it holds a secret
        }
        throw new IllegalArgumentException(
                "line " + number + " of " + file + ", expected name:" + ALGORITHM + ":iterations:salt:hash[:rights]");
    }

    private static byte[] hash(String passcode, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec = new PBEKeySpec(passcode.toCharArray(), salt, iterations, 8 * HASH);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 with SHA-256 is missing in this Java runtime", e);
        }
    }
}
