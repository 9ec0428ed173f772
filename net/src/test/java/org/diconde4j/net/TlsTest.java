package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Associations over TLS, with the context that a host application gives. */
@Timeout(60)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static SSLContext ours;
    private static SSLContext stranger;

    @BeforeAll
    static void makeKeys() throws Exception {
        ours = context("ours");
        stranger = context("stranger");
    }

    /** A context with a key of its own, which trusts that key only. */
    private static SSLContext context(String name) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Peers.run(
                        LONG,
                        keytool,
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file,
                        "-storepass",
                        new String(PASSWORD))
                .succeeded();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, store.getCertificate(name));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static DimseServer server(boolean needClientCertificate) throws Exception {
        return DimseServer.builder()
                .aeTitle("SECURE")
                .port(0)
                .drain(Duration.ofSeconds(1))
                .timeouts(Timeouts.all(Duration.ofSeconds(5)))
                .tls(ours, needClientCertificate)
                .start();
    }

    private static DimseClient client(SSLContext tls) {
        return DimseClient.as("CLIENT")
                .with(AssociationOptions.DEFAULT
                        .withTimeouts(Timeouts.all(Duration.ofSeconds(5)))
                        .withTls(tls));
    }

    private static Peer peer(DimseServer server) {
        return new Peer("SECURE", "127.0.0.1", server.port());
    }

    @Test
    void two_that_trust_each_other_talk() throws Exception {
        try (DimseServer server = server(true)) {
            assertThat(client(ours).echo(peer(server))).isPositive();
            assertThat(client(ours).echo(peer(server))).isPositive();
        }
    }

    @Test
    void a_stranger_a_plain_client_and_a_missing_certificate_are_turned_away_and_the_next_is_served() throws Exception {
        try (DimseServer server = server(true)) {
            assertThatThrownBy(() -> client(stranger).echo(peer(server))).isInstanceOf(AssociationException.class);
            assertThatThrownBy(() -> client(null).echo(peer(server))).isInstanceOf(AssociationException.class);
            assertThat(client(ours).echo(peer(server))).isPositive();
        }
    }

    @Test
    void a_tls_client_gives_up_on_a_plain_server() throws Exception {
        try (DimseServer server = DimseServer.builder().port(0).start()) {
            assertThatThrownBy(() -> client(ours).echo(new Peer("DICONDE4J", "127.0.0.1", server.port())))
                    .isInstanceOf(AssociationException.class);
        }
    }

    @Test
    void dcmtk_talks_tls_to_the_server() throws Exception {
        Path echoscu = Peers.dcmtk("echoscu");
        try (DimseServer server = server(false)) {
            Peers.run(LONG, echoscu, "+tla", "-ic", "-aec", "SECURE", "127.0.0.1", server.port())
                    .succeeded();
        }
    }
}
