package org.diconde4j.web.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.net.service.PasswordFile;
import org.diconde4j.storage.Restriction;
import org.diconde4j.web.Authentication;
import org.diconde4j.web.WebExchange;
import org.jspecify.annotations.Nullable;

/**
 * Knows senders by name and passcode (HTTP Basic, RFC 7617) from a {@link PasswordFile}, for a small site. Behind the hash, a line says what
 * the user may: roles with commas between, and after a colon, if there is one, what they are restricted to, alternatives with {@code |}
 * between: {@code …:view,store:ComponentIDNumber=TURBINE-*|StudyID=P-17}. A user without roles may nothing.
 *
 * <p>The passcode of each request is compared by its slow hash, but for a user who was found to be right in the last minute, as long as the
 * file is the same. Who fails has to wait, the longer the more often. Works on encrypted connections and on this host only. Thread-safe.
 */
public final class LocalUsers implements Authentication {
    private static final List<String> CHALLENGE = List.of("Basic realm=\"diconde4j\", charset=\"UTF-8\"");
    private static final String WRONG = "unknown user or wrong passcode";
    private static final int FREE_TRIES = 5;
    private static final int FREE_TRIES_OF_ADDRESS = 20;
    private static final int HASHED_AT_ONCE = 2;
    private static final int KNOWN = 1_000;
    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    private final PasswordFile users;
    private final LongSupplier nanos;
    private final Attempts ofUsers;
    private final Attempts ofAddresses;
    private final Semaphore hashing = new Semaphore(HASHED_AT_ONCE);
    private final byte[] secret = new byte[32];
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > KNOWN;
        }
    };

    private record Known(Subject subject, String version, long until) {}

    LocalUsers(PasswordFile users, LongSupplier nanos) {
        this.users = users;
        this.nanos = nanos;
        this.ofUsers = new Attempts(FREE_TRIES, nanos);
        this.ofAddresses = new Attempts(FREE_TRIES_OF_ADDRESS, nanos);
        new SecureRandom().nextBytes(secret);
    }

    /**
     * Users of a file, which may be changed at any time.
     *
     * @param file the file
     * @return what knows senders by it
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if a line is of another form
     */
    public static LocalUsers of(Path file) throws IOException {
        PasswordFile users = PasswordFile.of(file);
        for (String rights : users.rights().values()) {
            subject("name", rights);
        }
        return new LocalUsers(users, System::nanoTime);
    }

    @Override
    public Verdict authenticate(WebExchange exchange) throws IOException {
        String sent = Credentials.of(exchange, "Basic");
        if (sent == null) {
            return Verdict.refuse(Credentials.NONE, CHALLENGE);
        }
        if (!Credentials.areSafe(exchange)) {
            return Verdict.refuse(Credentials.IN_CLEAR, CHALLENGE);
        }
        String text = decode(sent);
        int colon = text.indexOf(':');
        if (colon < 1) {
            return Verdict.refuse(WRONG, CHALLENGE);
        }
        String name = text.substring(0, colon);
        String address = exchange.client();
        String tried = name + "\n" + address;
        Subject remembered = remembered(text);
        if (remembered != null) {
            return Verdict.accept(remembered);
        }
        Duration wait = ofUsers.wait(tried);
        if (wait.compareTo(ofAddresses.wait(address)) < 0) {
            wait = ofAddresses.wait(address);
        }
        if (!wait.isZero()) {
            return Verdict.later("too many tries with a wrong passcode", wait);
        }
        Subject subject = ask(name, text.substring(colon + 1), text);
        if (subject == null) {
            ofUsers.failed(tried);
            ofAddresses.failed(address);
            return Verdict.refuse(WRONG, CHALLENGE);
        }
        ofUsers.succeeded(tried);
        return Verdict.accept(subject);
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Hashing costs a tenth of a second of a processor, of which strangers must not take all. */
    private @Nullable Subject ask(String name, String passcode, String text) throws IOException {
        try {
            if (!hashing.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new IOException("too many passcodes wait to be compared");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while passcodes wait to be compared", e);
        }
        try {
            String version = users.version();
            String rights = users.check(name, passcode);
            if (rights == null) {
                return null;
            }
            Subject subject = subject(name, rights);
            synchronized (known) {
                known.put(key(text), new Known(subject, version, nanos.getAsLong() + KEPT));
            }
            return subject;
        } finally {
            hashing.release();
        }
    }

    private @Nullable Subject remembered(String text) throws IOException {
        String key = key(text);
        Known found;
        synchronized (known) {
            found = known.get(key);
        }
        return found != null && nanos.getAsLong() < found.until && found.version.equals(users.version())
                ? found.subject
                : null;
    }

    /** By a secret of this process: neither passcodes nor quick hashes of them stay in memory. */
    private String key(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC with SHA-256 is missing in this Java runtime", e);
        }
    }

    private static Subject subject(String name, String rights) {
        int colon = rights.indexOf(':');
        String roleNames = colon < 0 ? rights : rights.substring(0, colon);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String role : roleNames.split(",")) {
            if (!role.isBlank()) {
                roles.add(Role.parse(role));
            }
        }
        Restriction restriction = colon < 0
                ? Restriction.NONE
                : Restriction.parse(Arrays.asList(rights.substring(colon + 1).split("\\|")));
        return new Subject(name, roles, restriction);
    }
}
