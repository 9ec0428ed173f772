package org.diconde4j.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tls.Tls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS with DCMTK and OpenSSL at the other end. */
@Timeout(60)
class TlsPeersTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path dir;

    private static Path trust;
    private static Path key;
    private static Path certificate;
    private static Path strangerKey;
    private static Path strangerCertificate;
    private static Tls tls;

    private final TinyArchive archive = new TinyArchive();

    @BeforeAll
    static void makeKeys() {
        TestAuthority authority = TestAuthority.create("Works CA");
        TestAuthority.Identity peer = authority.issue("peer", "RSA", 2048);
        TestAuthority.Identity stranger = TestAuthority.create("Another CA").issue("stranger");
        TestAuthority.Identity own = authority.issue("own");
        trust = authority.certificateTo(dir.resolve("ca.pem"));
        key = peer.keyTo(dir.resolve("peer.key"));
        certificate = peer.certificateTo(dir.resolve("peer.crt"));
        strangerKey = stranger.keyTo(dir.resolve("stranger.key"));
        strangerCertificate = stranger.certificateTo(dir.resolve("stranger.crt"));
        tls = Tls.builder()
                .identity(own.keyTo(dir.resolve("own.key")), own.certificateTo(dir.resolve("own.crt")))
                .trust(trust)
                .open();
    }

    private DimseServer serve() throws IOException {
        return DimseServer.builder()
                .aeTitle("SECURE")
                .port(0)
                .drain(Duration.ofSeconds(1))
                .timeouts(Timeouts.all(Duration.ofSeconds(10)))
                .stores(archive)
                .finds(archive)
                .retrieves(archive)
                .tls(tls)
                .start();
    }

    private DimseClient client() {
        return DimseClient.as("DICONDE4J")
                .with(AssociationOptions.DEFAULT
                        .withTimeouts(Timeouts.all(Duration.ofSeconds(10)))
                        .withTls(tls));
    }

    private static PeerRun run(Object... command) {
        return Peers.run(LONG, command);
    }

    @Test
    void dcmtk_stores_and_finds_over_tls_whatever_profile_it_is_set_to() throws Exception {
        Path echoscu = Peers.dcmtk("echoscu");
        Path storescu = Peers.dcmtk("storescu");
        Path findscu = Peers.dcmtk("findscu");
        Path file = Peers.pydicomData().resolve("test_files/CT_small.dcm");
        try (DimseServer server = serve()) {
            for (String profile : List.of("+px", "+py", "+pz")) {
                run(echoscu, "+tls", key, certificate, "+cf", trust, profile, "127.0.0.1", server.port())
                        .succeeded();
            }
            run(storescu, "+tls", key, certificate, "+cf", trust, "127.0.0.1", server.port(), file)
                    .succeeded();
            PeerRun found = run(
                            findscu,
                            "+tls",
                            key,
                            certificate,
                            "+cf",
                            trust,
                            "-S",
                            "-k",
                            "QueryRetrieveLevel=STUDY",
                            "-k",
                            "PatientID",
                            "127.0.0.1",
                            server.port())
                    .succeeded();
            assertThat(found.output()).contains("1CT1");
        }
        assertThat(archive.objects).hasSize(1);
    }

    @Test
    void dcmtk_is_refused_without_a_certificate_with_a_stranger_s_and_without_tls() throws Exception {
        Path echoscu = Peers.dcmtk("echoscu");
        try (DimseServer server = serve()) {
            int port = server.port();
            assertThat(run(echoscu, "+tla", "-ic", "127.0.0.1", port).exitCode())
                    .isNotZero();
            assertThat(run(echoscu, "+tls", strangerKey, strangerCertificate, "-ic", "127.0.0.1", port)
                            .exitCode())
                    .isNotZero();
            assertThat(run(echoscu, "-to", "5", "127.0.0.1", port).exitCode()).isNotZero();
            run(echoscu, "+tls", key, certificate, "+cf", trust, "127.0.0.1", port)
                    .succeeded();
        }
    }

    @Test
    void dcmtk_s_server_takes_what_we_send_over_tls_and_refuses_who_has_no_certificate() throws Exception {
        Path storescp = Peers.dcmtk("storescp");
        Path out = Files.createDirectory(dir.resolve("out"));
        int port = PeerServer.freePort();
        Peer peer = new Peer("STORESCP", "127.0.0.1", port);
        try (PeerServer running =
                PeerServer.start(dir, port, storescp, "+tls", key, certificate, "+cf", trust, "-od", out, port)) {
            Dataset weld = TinyArchive.weld(1, 300_000);
            SendSummary sent = client().store(
                            peer,
                            List.of(TinyArchive.object(weld, UID.ExplicitVRLittleEndian)),
                            r -> assertThat(r.failure()).isNull());
            assertThat(sent.stored()).isEqualTo(1);
            try (var files = Files.list(out)) {
                Dataset stored = DicomReader.lenient()
                        .read(files.findFirst().orElseThrow())
                        .dataset();
                assertThat(stored.string(Tag.SOPInstanceUID)).isEqualTo("1.2.3.4.1");
            }

            DimseClient nameless = DimseClient.as("DICONDE4J")
                    .with(AssociationOptions.DEFAULT
                            .withTimeouts(Timeouts.all(Duration.ofSeconds(10)))
                            .withTls(Tls.builder().trust(trust).open()));
            assertThatThrownBy(() -> nameless.echo(peer)).isInstanceOf(AssociationException.class);
        }
    }

    @Test
    void openssl_gets_tls_1_2_and_1_3_with_the_suites_of_the_profile_alone() throws Exception {
        Path openssl = Peers.command("openssl", "openssl");
        try (DimseServer server = serve()) {
            assertThat(handshake(openssl, server, "-tls1_3")).contains("TLSv1.3", "TLS_AES_");
            assertThat(handshake(openssl, server, "-tls1_2")).contains("TLSv1.2", "ECDHE-ECDSA-AES256-GCM-SHA384");
            assertThat(handshake(openssl, server, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"))
                    .contains("ECDHE-ECDSA-AES128-GCM-SHA256");
            assertThat(handshake(openssl, server, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))
                    .contains("alert");
            assertThat(handshake(
                            openssl, server, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA256"))
                    .contains("alert handshake failure");
        }
    }

    @Test
    void tls_1_2_is_not_renegotiated() throws Exception {
        Path openssl = Peers.command("openssl", "openssl");
        try (DimseServer server = serve()) {
            Process process = new ProcessBuilder(sClient(openssl, server, "-tls1_2"))
                    .redirectErrorStream(true)
                    .start();
            process.outputWriter().append("R\n").flush(); // asks for a new handshake
            String said = new String(process.getInputStream().readAllBytes());
            process.getOutputStream().close();
            assertThat(said).contains("Verify return code: 0", "RENEGOTIATING", "alert");
            client().echo(new Peer("SECURE", "127.0.0.1", server.port()));
        }
    }

    @Test
    void the_end_of_an_association_is_told_to_openssl_by_close_notify() throws Exception {
        Path openssl = Peers.command("openssl", "openssl");
        try (DimseServer server = serve()) {
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                Process process = new ProcessBuilder(sClient(openssl, server, version, "-msg", "-ign_eof"))
                        .redirectErrorStream(true)
                        .start();
                process.getOutputStream().write(RawPdu.associateRq(List.of(RawPdu.VERIFICATION)));
                process.getOutputStream().write(RawPdu.releaseRq());
                process.getOutputStream().close();
                String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
                assertThat(said).containsPattern("<<< TLS 1\\.[23], Alert \\[length 0002\\], warning close_notify");
            }
        }
    }

    private String handshake(Path openssl, DimseServer server, String... options) {
        return run((Object[]) sClient(openssl, server, options)).output();
    }

    private String[] sClient(Path openssl, DimseServer server, String... options) {
        List<Object> words = new java.util.ArrayList<>(List.of(
                openssl,
                "s_client",
                "-connect",
                "127.0.0.1:" + server.port(),
                "-cert",
                certificate,
                "-key",
                key,
                "-CAfile",
                trust));
        words.addAll(List.of(options));
        return words.stream().map(Object::toString).toArray(String[]::new);
    }
}
