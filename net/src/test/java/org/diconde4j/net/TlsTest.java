package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tck.TestAuthority.Identity;
import org.diconde4j.net.tls.ClientAuthentication;
import org.diconde4j.net.tls.Tls;
import org.diconde4j.net.tls.TlsException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Associations over TLS between us and us: who is let in, and what is read again. */
@Timeout(60)
class TlsTest {
    @TempDir
    static Path directory;

    private static TestAuthority authority;
    private static TestAuthority strangers;
    private static Path trust;
    private static Tls serverSide;
    private static Tls clientSide;

    private final List<AssociationInfo> seen = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeKeys() {
        authority = TestAuthority.create("Works CA");
        strangers = TestAuthority.create("Another CA");
        trust = authority.certificateTo(directory.resolve("ca.pem"));
        serverSide = tls(authority.issue("server"), "server").open();
        clientSide = tls(authority.issue("client"), "client").open();
    }

    private static Tls.Builder tls(Identity identity, String name) {
        return Tls.builder()
                .identity(
                        identity.keyTo(directory.resolve(name + ".key")),
                        identity.certificateTo(directory.resolve(name + ".crt")))
                .trust(trust);
    }

    private DimseServer server(Tls tls) throws Exception {
        return builder().tls(tls).start();
    }

    private DimseServer.Builder builder() {
        return DimseServer.builder()
                .aeTitle("SECURE")
                .port(0)
                .drain(Duration.ofSeconds(1))
                .timeouts(Timeouts.all(Duration.ofSeconds(5)))
                .admits(who -> {
                    seen.add(who);
                    return null;
                });
    }

    private static DimseClient client(Tls tls) {
        return DimseClient.as("CLIENT")
                .with(AssociationOptions.DEFAULT
                        .withTimeouts(Timeouts.all(Duration.ofSeconds(5)))
                        .withTls(tls));
    }

    private static Peer peer(DimseServer server) {
        return new Peer("SECURE", "127.0.0.1", server.port());
    }

    private static void refused(Tls tls, DimseServer server, String... why) {
        assertThatThrownBy(() -> client(tls).echo(peer(server)))
                .isInstanceOf(AssociationException.class)
                .message()
                .contains(List.of(why));
    }

    @Test
    void two_that_trust_each_other_talk_and_the_server_knows_the_certificate() throws Exception {
        try (DimseServer server = server(serverSide)) {
            assertThat(client(clientSide).echo(peer(server))).isPositive();
            assertThat(client(clientSide).echo(peer(server))).isPositive();
        }
        assertThat(seen)
                .hasSize(2)
                .allSatisfy(who -> assertThat(
                                who.certificate().getSubjectX500Principal().getName())
                        .isEqualTo("CN=client"));
    }

    @Test
    void who_has_no_certificate_or_a_bad_one_is_turned_away_and_the_next_is_served() throws Exception {
        Tls stranger = tls(strangers.issue("stranger"), "stranger").open();
        Tls expired = tls(authority.issueExpired("expired"), "expired").open();
        Tls weak = tls(authority.issue("weak", "RSA", 1024), "weak").open();
        Tls nameless = Tls.builder().trust(trust).open();
        try (DimseServer server = server(serverSide)) {
            for (Tls bad : new Tls[] {stranger, expired, weak, nameless, null}) {
                refused(bad, server, "SECURE@127.0.0.1");
                client(clientSide).echo(peer(server));
            }
        }
        assertThat(seen).hasSize(5);
    }

    @Test
    void a_server_may_ask_for_a_certificate_without_insisting_but_then_it_must_be_good() throws Exception {
        Tls wants = tls(authority.issue("server"), "wants")
                .clientAuthentication(ClientAuthentication.WANTED)
                .open();
        try (DimseServer server = server(wants)) {
            client(Tls.builder().trust(trust).open()).echo(peer(server));
            client(clientSide).echo(peer(server));
            refused(tls(authority.issueExpired("late"), "late").open(), server, "SECURE@127.0.0.1");
        }
        assertThat(seen)
                .extracting(AssociationInfo::certificate)
                .hasSize(2)
                .first()
                .isNull();
    }

    @Test
    void a_client_looks_at_authority_dates_and_host_name_of_the_server() throws Exception {
        try (DimseServer server = server(tls(strangers.issue("server"), "s1").open())) {
            refused(clientSide, server, "no TLS", "leads to no authority that is trusted here");
        }
        try (DimseServer server =
                server(tls(authority.issueExpired("server"), "s2").open())) {
            refused(clientSide, server, "no TLS", "NotAfter");
        }
        Identity elsewhere = authority.issueFor("server", "192.0.2.1");
        try (DimseServer server = server(tls(elsewhere, "s3").open())) {
            refused(clientSide, server, "no TLS", "127.0.0.1");
            client(tls(authority.issue("client"), "c3").checkHostName(false).open())
                    .echo(peer(server));
        }
    }

    @Test
    void a_trusted_certificate_is_refused_once_it_has_expired_though_it_needs_no_authority() throws Exception {
        Identity expired = strangers.issueExpired("server");
        Path itself = expired.certificateTo(directory.resolve("itself.pem"));
        try (DimseServer server = server(tls(expired, "s4").open())) {
            refused(Tls.builder().trust(itself).open(), server, "NotAfter");
        }
    }

    @Test
    void a_fingerprint_stands_for_authority_and_host_name() throws Exception {
        Identity station = strangers.issueFor("station", "192.0.2.1");
        String fingerprint = Tls.fingerprint(station.certificate());
        String asOpenssl = "SHA256:" + fingerprint.toUpperCase().replaceAll("(..)(?!$)", "$1:");
        Tls right = tls(authority.issue("client"), "c5")
                .trust(null)
                .peerFingerprint(asOpenssl)
                .open();
        Tls wrong = Tls.builder().peerFingerprint("00".repeat(32)).open();
        try (DimseServer server = server(tls(station, "s5").open())) {
            client(right).echo(peer(server));
            refused(wrong, server, fingerprint);
        }
    }

    @Test
    void plain_and_tls_have_a_port_each_and_neither_answers_the_other() throws Exception {
        try (DimseServer server = builder().tls(serverSide, 0).start()) {
            Peer plain = peer(server);
            Peer secure = new Peer("SECURE", "127.0.0.1", server.tlsAddress().getPort());
            client(null).echo(plain);
            client(clientSide).echo(secure);
            assertThatThrownBy(() -> client(clientSide).echo(plain)).isInstanceOf(AssociationException.class);
            assertThatThrownBy(() -> client(null).echo(secure)).isInstanceOf(AssociationException.class);
            client(null).echo(plain);
            client(clientSide).echo(secure);
        }
        assertThat(seen).hasSize(4);
    }

    @Test
    void a_server_without_a_key_does_not_start() {
        assertThatThrownBy(() -> server(Tls.builder().trust(trust).open()))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("private key");
    }

    @Test
    void changed_files_count_from_the_next_handshake_and_bad_ones_change_nothing() throws Exception {
        Identity old = authority.issue("old");
        Identity renewed = authority.issue("renewed");
        Path key = directory.resolve("reload.key");
        Path certificate = directory.resolve("reload.crt");
        Tls tls = tls(old, "reload").open();
        try (DimseServer server = server(tls)) {
            assertThat(shownBy(server)).isEqualTo(old.certificate());

            touch(Files.writeString(key, "no key"), 1);
            assertThat(shownBy(server)).as("bad file").isEqualTo(old.certificate());

            touch(renewed.keyTo(key), 2);
            assertThat(shownBy(server)).as("key without its certificate").isEqualTo(old.certificate());

            touch(renewed.certificateTo(certificate), 3);
            assertThat(shownBy(server)).isEqualTo(renewed.certificate());

            Files.delete(key);
            assertThat(shownBy(server)).as("no file").isEqualTo(renewed.certificate());
        }
    }

    private static void touch(Path file, int minute) throws Exception {
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * minute)));
    }

    /** The certificate that a server shows, as a client of the JDK sees it. */
    private static X509Certificate shownBy(DimseServer server) throws Exception {
        try (var socket = new java.net.Socket("127.0.0.1", server.port());
                var tls = tls(authority.issue("client"), "probe").open().client(socket, "127.0.0.1")) {
            tls.startHandshake();
            return Tls.peerCertificate(tls.getSession());
        }
    }

    @Test
    void a_host_application_may_bring_its_own_context() throws Exception {
        Identity own = authority.issue("own");
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.keys().getPrivate(), password, new X509Certificate[] {own.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);

        try (DimseServer server = server(Tls.of(context, ClientAuthentication.NONE))) {
            client(Tls.builder().trust(trust).open()).echo(peer(server));
        }
        assertThat(seen).hasSize(1);
    }
}
