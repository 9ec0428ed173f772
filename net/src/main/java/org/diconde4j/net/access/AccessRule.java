package org.diconde4j.net.access;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

/**
 * Lets some peers in. Each criterion that a rule has must hold; a criterion with several values holds if one of them does. A new
 * rule has none, and lets everybody in. Immutable: every method gives a copy with one criterion more.
 *
 * <p>AE titles and user names prove nothing by themselves: anybody can send them. An address is hard to fake, a certificate harder; a
 * user name counts once the server verifies identities.
 */
public final class AccessRule {
    private static final AccessRule ANYBODY =
            new AccessRule(List.of(), List.of(), List.of(), List.of(), List.of(), null);

    private final List<Pattern> callingAeTitles;
    private final List<Pattern> calledAeTitles;
    private final List<AddressRange> addresses;
    private final List<Predicate<X509Certificate>> certificates;
    private final List<String> users;
    private final @Nullable PeerLimits limits;

    private AccessRule(
            List<Pattern> callingAeTitles,
            List<Pattern> calledAeTitles,
            List<AddressRange> addresses,
            List<Predicate<X509Certificate>> certificates,
            List<String> users,
            @Nullable PeerLimits limits) {
        this.callingAeTitles = callingAeTitles;
        this.calledAeTitles = calledAeTitles;
        this.addresses = addresses;
        this.certificates = certificates;
        this.users = users;
        this.limits = limits;
    }

    /**
     * A rule without criteria.
     *
     * @return the rule that holds for everybody
     */
    public static AccessRule anybody() {
        return ANYBODY;
    }

    /**
     * Wants one of these calling AE titles.
     *
     * @param titles titles; {@code *} stands for any characters
     * @return a copy
     */
    public AccessRule callingAeTitles(String... titles) {
        return new AccessRule(patterns(titles), calledAeTitles, addresses, certificates, users, limits);
    }

    /**
     * Wants one of these called AE titles.
     *
     * @param titles titles; {@code *} stands for any characters
     * @return a copy
     */
    public AccessRule calledAeTitles(String... titles) {
        return new AccessRule(callingAeTitles, patterns(titles), addresses, certificates, users, limits);
    }

    /**
     * Wants one of these addresses.
     *
     * @param ranges addresses such as {@code 10.0.0.7}, networks such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; no names
     * @return a copy
     * @throws IllegalArgumentException if one has another form
     */
    public AccessRule addresses(String... ranges) {
        List<AddressRange> parsed =
                Arrays.stream(ranges).map(AddressRange::parse).toList();
        return new AccessRule(callingAeTitles, calledAeTitles, parsed, certificates, users, limits);
    }

    /**
     * Wants one of these certificates, shown over TLS.
     *
     * @param names SHA-256 fingerprints in 64 hexadecimal digits, with or without colons, or subjects such as {@code CN=XRAY1,O=Works}
     *     (RFC 2253)
     * @return a copy
     * @throws IllegalArgumentException if one has neither form
     */
    public AccessRule certificates(String... names) {
        List<Predicate<X509Certificate>> parsed =
                Arrays.stream(names).map(AccessRule::certificate).toList();
        return new AccessRule(callingAeTitles, calledAeTitles, addresses, parsed, users, limits);
    }

    /**
     * Wants one of these users (PS3.7 D.3.3.7). Verify identities too, or the name is but a claim.
     *
     * @param names user names
     * @return a copy
     */
    public AccessRule users(String... names) {
        return new AccessRule(callingAeTitles, calledAeTitles, addresses, certificates, List.of(names), limits);
    }

    /**
     * Limits whom it lets in, each address for itself, instead of the policy's own limits.
     *
     * @param value the limits
     * @return a copy
     */
    public AccessRule limits(PeerLimits value) {
        return new AccessRule(callingAeTitles, calledAeTitles, addresses, certificates, users, value);
    }

    private static List<Pattern> patterns(String... titles) {
        return Arrays.stream(titles)
                .map(title ->
                        Pattern.compile("\\Q" + title.strip().replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E"))
                .toList();
    }

    private static Predicate<X509Certificate> certificate(String name) {
        if (name.contains("=") && !name.toLowerCase(java.util.Locale.ROOT).startsWith("sha")) {
            X500Principal subject = new X500Principal(name);
            return certificate -> certificate.getSubjectX500Principal().equals(subject);
        }
        String fingerprint = Tls.normalized(name);
        return certificate -> Tls.fingerprint(certificate).equals(fingerprint);
    }

    @Nullable
    PeerLimits limits() {
        return limits;
    }

    boolean namesCalling(AssociationInfo who) {
        return matches(callingAeTitles, who.callingAeTitle());
    }

    boolean namesCalled(AssociationInfo who) {
        return matches(calledAeTitles, who.calledAeTitle());
    }

    /** Whether all criteria but the titles hold. */
    boolean knows(AssociationInfo who) {
        InetAddress address = who.remote().getAddress();
        X509Certificate certificate = who.certificate();
        UserIdentity identity = who.userIdentity();
        return (addresses.isEmpty() || addresses.stream().anyMatch(range -> range.contains(address)))
                && (certificates.isEmpty()
                        || certificate != null && certificates.stream().anyMatch(c -> c.test(certificate)))
                && (users.isEmpty() || identity != null && users.contains(nameOf(identity)));
    }

    private static @Nullable String nameOf(UserIdentity identity) {
        boolean named =
                identity.type() == UserIdentity.USERNAME || identity.type() == UserIdentity.USERNAME_AND_PASSCODE;
        return named ? identity.primary().utf8() : null;
    }

    private static boolean matches(List<Pattern> titles, String title) {
        return titles.isEmpty()
                || titles.stream().anyMatch(t -> t.matcher(title).matches());
    }
}
