package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.diconde4j.data.DicondeException;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.PasswordFile;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.testkit.samples.NdeSamples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server with TLS and a configuration file. */
@Timeout(90)
class ServeConfigTest {
    private static final String WORKITEM = """
            {"00741200": {"vr": "CS", "Value": ["HIGH"]}, "00741204": {"vr": "LO", "Value": ["Weld 17"]},
             "00404005": {"vr": "DT", "Value": ["20260301100000"]}, "00404041": {"vr": "CS", "Value": ["READY"]},
             "00741000": {"vr": "CS", "Value": ["SCHEDULED"]}}""";

    @TempDir
    static Path temp;

    private static Path ca;
    private static List<String> identity;

    @BeforeAll
    static void make_keys() {
        TestAuthority authority = TestAuthority.create("Works CA");
        TestAuthority.Identity archive = authority.issue("archive");
        archive.keyTo(temp.resolve("archive.key"));
        archive.certificateTo(temp.resolve("archive.crt"));
        TestAuthority.Identity station = authority.issue("XRAY1");
        ca = authority.certificateTo(temp.resolve("ca.pem"));
        identity = Stream.of(
                        "--tls-key",
                        station.keyTo(temp.resolve("station.key")),
                        "--tls-cert",
                        station.certificateTo(temp.resolve("station.crt")),
                        "--tls-ca",
                        ca)
                .map(Object::toString)
                .toList();
    }

    /** The server, run in this JVM until it is closed. */
    private record Server(Thread thread, ByteArrayOutputStream out) implements AutoCloseable {
        static Server start(Object... args) throws InterruptedException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(out, true, UTF_8);
            String memory = "memory:" + UUID.randomUUID();
            List<Object> words = new ArrayList<>(List.of("serve", "--objects", memory, "--index", memory));
            words.addAll(List.of(args));
            Thread thread = new Thread(
                    () -> Main.run(new Terminal(stream, stream, false), Run.words(words.toArray())), "serve");
            thread.start();
            while (!out.toString(UTF_8).contains("READY") && thread.isAlive()) {
                Thread.sleep(10);
            }
            return new Server(thread, out);
        }

        String ready() {
            return out.toString(UTF_8).strip();
        }

        String peer(String door) {
            Matcher m = Pattern.compile("(?s).*READY.* " + door + "=127\\.0\\.0\\.1:(\\d+).*")
                    .matcher(ready());
            assertThat(m.matches()).as(ready()).isTrue();
            return "ARCHIVE@127.0.0.1:" + m.group(1);
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join(Duration.ofSeconds(20).toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static Path config(String name, String text) throws IOException {
        return Files.writeString(temp.resolve(name), text);
    }

    @Test
    void options_alone_make_a_port_for_tls_beside_the_plain_one() throws Exception {
        List<Object> options = List.of(
                "--tls-port",
                0,
                "--tls-key",
                temp.resolve("archive.key"),
                "--tls-cert",
                temp.resolve("archive.crt"),
                "--tls-ca",
                ca);
        try (Server server = Server.start("--dimse-port", 0, options)) {
            assertThat(server.ready()).matches("READY dimse=\\S+ aet=DICONDE4J tls=\\S+");
            assertThat(diconde4j("echo", server.peer("dimse")).code()).isZero();
            assertThat(diconde4j("echo", server.peer("tls"), identity).out()).contains("TLS with CN=archive");
            assertThat(diconde4j("echo", server.peer("tls"), "--tls-ca", ca).code())
                    .as("no certificate")
                    .isEqualTo(1);
            Path echoscu = Peers.dcmtk("echoscu");
            String port = server.peer("tls").replaceAll(".*:", "");
            Peers.run(
                            Duration.ofSeconds(30),
                            echoscu,
                            "+tls",
                            temp.resolve("station.key"),
                            temp.resolve("station.crt"),
                            "+cf",
                            ca,
                            "127.0.0.1",
                            port)
                    .succeeded();
        }
        try (Server server = Server.start(options, "--tls-only")) {
            assertThat(server.ready()).matches("READY aet=DICONDE4J tls=\\S+");
            assertThat(diconde4j("echo", server.peer("tls"), identity).code()).isZero();
        }
    }

    @Test
    void a_file_says_who_gets_in_how_much_and_where_to_send() throws Exception {
        Files.writeString(temp.resolve("users.txt"), PasswordFile.line("anna", "seam 17") + "\n");
        Path passcode = Files.writeString(temp.resolve("passcode"), "seam 17\n");
        Path file = config("archive.json", """
                {
                  // paths are relative to this file
                  "aeTitle": "ARCHIVE",
                  "requireCalledAeTitle": true,
                  "dimsePort": null,
                  "tls": {"port": 0, "key": "archive.key", "certificate": "archive.crt", "trust": "ca.pem"},
                  "maxAssociations": 8,
                  "users": "users.txt",
                  "limits": {"associations": 4, "operationsPerSecond": 1000.5, "bytesPerSecond": 100000000},
                  "allow": [
                    {"callingAeTitles": ["XRAY*"], "addresses": "127.0.0.0/8", "certificates": "CN=XRAY1", "users": ["anna"],
                     "limits": {"associations": 2}},
                  ],
                }
                """);
        try (Server server = Server.start("--config", file)) {
            assertThat(server.ready()).matches("READY aet=ARCHIVE tls=\\S+");
            String archive = server.peer("tls");
            List<String> anna = List.of("--user", "anna", "--passcode-file", passcode.toString());

            assertThat(diconde4j("echo", archive, identity, anna, "--ae-title", "XRAY1")
                            .code())
                    .isZero();
            Run title = diconde4j("echo", archive, identity, anna, "--ae-title", "CT1");
            assertThat(title.err()).contains("calling AE title not recognized");
            Run called = diconde4j("echo", archive.replace("ARCHIVE", "PACS"), identity, anna, "--ae-title", "XRAY1");
            assertThat(called.err()).contains("called AE title not recognized");
            Run nobody = diconde4j("echo", archive, identity, "--ae-title", "XRAY1");
            assertThat(nobody.err()).contains("rejected");
            Path wrong = Files.writeString(temp.resolve("wrong"), "seam 18\n");
            Run guess = diconde4j(
                    "echo", archive, identity, "--user", "anna", "--passcode-file", wrong, "--ae-title", "XRAY1");
            assertThat(guess.err()).contains("rejected");
        }
    }

    @Test
    void a_peer_of_the_file_is_sent_to_over_tls() throws Exception {
        Path to = config("to.json", """
                {"aeTitle": "ARCHIVE", "dimsePort": null,
                 "tls": {"port": 0, "key": "archive.key", "certificate": "archive.crt", "trust": "ca.pem", "clients": "required"}}
                """);
        Run.write(temp.resolve("files"), NdeSamples.seeded(1).small(2));
        try (Server second = Server.start("--config", to)) {
            String port = second.peer("tls").replaceAll(".*:", "");
            Path from = config("from.json", """
                    {"dimsePort": 0,
                     "tls": {"port": 0, "key": "station.key", "certificate": "station.crt", "trust": "ca.pem"},
                     "peers": {"SECOND": {"host": "127.0.0.1", "port": %s, "tls": {"anyHost": true}}}}
                    """.formatted(port));
            try (Server first = Server.start("--ae-title", "FIRST", "--config", from)) {
                String peer = first.peer("dimse");
                assertThat(diconde4j("send", "--to", peer, temp.resolve("files"))
                                .code())
                        .isZero();
                Run moved = diconde4j("move", peer, "--to", "SECOND", "--level", "component", "PatientID=SN-10001");
                assertThat(moved.lastLine()).as(moved.err()).isEqualTo("moved=2 failed=0");
            }
            assertThat(diconde4j("query", second.peer("tls"), identity, "--level", "instance")
                            .lastLine())
                    .isEqualTo("2 instances");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`aeTitel`: `X`}|1:2: unknown key aeTitel, expected one of aeTitle, allow, bind",
                "{`aeTitle`: 7}|1:2: aeTitle: expected a text",
                "{`aeTitle`: `A_TITLE_THAT_IS_TOO_LONG`}|1:2: aeTitle: expected 1 to 16",
                "{`dimsePort`: 70000}|1:2: dimsePort: expected a whole number from 0 to 65535, found 70000",
                "{`dimsePort`: 1.5}|1:2: dimsePort: expected a whole number",
                "{`dimsePort`: null}|1:2: dimsePort: expected a port, as there is no key tls",
                "{`allow`: []}|1:2: allow: expected at least one rule",
                "{`allow`: [{`addresses`: []}]}|1:13: addresses: expected at least one value",
                "{`allow`: [{`addresses`: `host`}]}|1:13: addresses: address \"host\", expected",
                "{`allow`: [{`address`: `10.0.0.1`}]}|1:13: unknown key address",
                "{`allow`: [{`certificates`: `12`}]}|1:13: certificates: fingerprint",
                "{`limits`: {`associations`: 0}}|1:13: associations: expected a whole number from 1",
                "{`limits`: {`operationsPerSecond`: -1}}|1:13: operationsPerSecond: expected a number above 0",
                "{`tls`: {`key`: `k`}}|1:2: tls: expected a key certificate",
                "{`tls`: {`key`: `k`, `certificate`: `c`, `clients`: `maybe`}}|clients: expected required, wanted or none",
                "{`peers`: {`X`: {`host`: `h`}}}|1:12: X: expected a key port",
                "{`peers`: {`X`: {`host`: `h`, `port`: 104, `aet`: `y`}}}|unknown key aet",
                "{`bind`: `127.0.0.1`} {}|expected nothing more",
                "[]|expected an object",
                "{`aeTitle`: `X`|the file ends too early: expected a closing brace",
                "{`bind`: `127.0.0.1`, `bind`: `127.0.0.1`}|Duplicate",
                "{`bind`: |1:",
                "~ ~|the file is empty"
            })
    void a_slip_is_an_error_that_says_where_and_what_is_expected(String text, String error) throws IOException {
        Path file = config("slip.json", text.replace('`', '"'));

        assertThatThrownBy(() -> ServeConfig.read(file))
                .isInstanceOf(DicondeException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(error);
        Run run = diconde4j("serve", "--objects", "memory:x", "--index", "memory:x", "--config", file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("diconde4j: " + file).hasLineCount(1);
    }

    @Test
    void a_passcode_in_the_clear_is_refused_and_not_repeated() throws IOException {
        Files.writeString(temp.resolve("clear.txt"), "anna:open sesame");
        Path file = config("clear.json", "{\"dimsePort\": 0, \"users\": \"clear.txt\"}");

        Run run = diconde4j("serve", "--objects", "memory:u", "--index", "memory:u", "--config", file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("diconde4j: users: line 1 of ")
                .contains("expected name:pbkdf2-sha256:iterations:salt:hash")
                .doesNotContain("sesame")
                .hasLineCount(1);
    }

    @Test
    void the_example_in_the_documentation_is_one() throws IOException {
        Path docs = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(docs.resolve("docs/cli.md"))) {
            docs = docs.getParent();
        }
        Matcher example = Pattern.compile("(?s)```json\n(\\{\n  \"aeTitle\".*?)```")
                .matcher(Files.readString(docs.resolve("docs/cli.md")));
        assertThat(example.find()).isTrue();

        ServeConfig config = ServeConfig.read(config("example.json", example.group(1)));

        assertThat(config.plain()).isFalse();
        assertThat(config.peers()).hasSize(2);
    }

    @Test
    void every_key_is_read() throws IOException {
        ServeConfig config = ServeConfig.read(config("all.json", """
                {"aeTitle": "A", "requireCalledAeTitle": true, "bind": "127.0.0.1", "dimsePort": 104, "maxAssociations": 9,
                 "tls": {"key": "archive.key", "certificate": "archive.crt", "keyPasswordFile": "p", "trust": "ca.pem", "clients": "wanted"},
                 "peers": {"B": {"host": "10.0.0.7", "port": 11112, "user": "anna"}}, "users": "users"}
                """));

        assertThat(config.aeTitle()).isEqualTo("A");
        assertThat(config.requireCalledAeTitle()).isTrue();
        assertThat(config.port()).isEqualTo(104);
        assertThat(config.plain()).isTrue();
        assertThat(config.maxAssociations()).isEqualTo(9);
        assertThat(config.users()).isEqualTo(temp.resolve("users"));
        assertThat(config.tls().port()).isEqualTo(2762);
        assertThat(config.tls().files().trust()).isEqualTo(temp.resolve("ca.pem"));
        assertThat(config.tls().files().keyPassword()).isEqualTo(temp.resolve("p"));
        AssociationOptions options = config.peers().get(new Peer("B", "10.0.0.7", 11112));
        assertThat(options.tls()).isNull();
        assertThat(options.identity()).hasToString("UserIdentity[type=1, name=anna]");
    }

    @Test
    void serves_http_under_the_url_and_with_the_limits_that_its_owner_says() throws Exception {
        Path files = temp.resolve("two");
        Run.write(files, NdeSamples.seeded(1).small(2));
        try (Server server = Server.start(
                "--dimse-port",
                0,
                "--http-port",
                0,
                "--http-url",
                "https://pacs.example.com/archive/",
                "--http-results",
                1,
                "--http-requests-per-second",
                1000,
                "--http-body",
                "1k")) {
            assertThat(diconde4j("send", "--to", server.peer("dimse"), files).code())
                    .isZero();
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                    "http://127.0.0.1:" + server.peer("http").replaceAll(".*:", "") + "/dicom-web/instances"));
            HttpResponse<String> found = client.send(request.build(), BodyHandlers.ofString());
            assertThat(found.body())
                    .contains("https://pacs.example.com/archive/studies/")
                    .containsOnlyOnce("00081190");
            assertThat(found.headers().firstValue("Warning").orElse(""))
                    .isEqualTo(
                            "299 https://pacs.example.com/archive \"There are 1 additional results that can be requested\"");
            request.POST(BodyPublishers.ofByteArray(new byte[2000])).header("Content-Type", "application/dicom");
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(413);
        }
        for (String wrong :
                List.of("pacs.example.com", "ftp://pacs.example.com/", "https://a@b.example.com", "https://b/?c")) {
            Run run = diconde4j(
                    "serve",
                    "--objects",
                    "memory:wrong",
                    "--index",
                    "memory:wrong",
                    "--dimse-port",
                    0,
                    "--http-port",
                    0,
                    "--http-url",
                    wrong);
            assertThat(run.code()).as(wrong).isEqualTo(2);
            assertThat(run.err()).contains("https://pacs.example.com/dicom-web").contains(wrong);
        }
    }

    @Test
    void both_doors_take_their_key_from_pkcs_12_and_ask_clients_for_certificates() throws Exception {
        TestAuthority authority = TestAuthority.create("Another CA");
        TestAuthority.Identity own = authority.issueFor("archive", "127.0.0.1");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "weld".toCharArray();
        store.setKeyEntry("own", own.keys().getPrivate(), password, new Certificate[] {own.certificate()});
        Path trusted = authority.certificateTo(temp.resolve("another-ca.pem"));
        try (InputStream in = Files.newInputStream(trusted)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        Path p12 = temp.resolve("own.p12");
        try (OutputStream out = Files.newOutputStream(p12)) {
            store.store(out, password);
        }
        Path secret = config("secret", "weld\n");
        Path file = config("p12.json", "{\"tls\": {\"key\": \"own.p12\", \"keyPasswordFile\": \"secret\"}}");
        ServeConfig.read(file).tls().files().open().requireIdentity();
        List<Object> identity = List.of("--tls-key", p12, "--tls-key-password-file", secret, "--tls-ca", trusted);
        try (Server server = Server.start(
                "--dimse-port",
                0,
                "--tls-port",
                0,
                identity,
                "--http-port",
                0,
                "--https-key",
                p12,
                "--https-key-password-file",
                secret,
                "--https-ca",
                trusted)) {
            assertThat(diconde4j("echo", server.peer("tls"), identity).out()).contains("TLS with CN=archive");

            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            int port = Integer.parseInt(server.peer("https").replaceAll(".*:", ""));
            assertThat(get(keys.getKeyManagers(), trust, port)).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> get(null, trust, port))
                    .as("no certificate")
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    /** The JDK's HTTP client may wait for ever where a server wants a certificate that it has not. */
    private static String get(KeyManager @Nullable [] keys, TrustManagerFactory trust, int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void forgets_workitems_some_time_after_they_ended() throws Exception {
        try (Server server = Server.start("--dimse-port", 0, "--http-port", 0, "--forget-workitems", "1s")) {
            String items = "http://127.0.0.1:" + server.peer("http").replaceAll(".*:", "") + "/dicom-web/workitems";
            assertThat(post(items + "?workitem=1.2.3", WORKITEM)).isEqualTo(201);
            assertThat(post(items + "/1.2.3/cancelrequest", "")).isEqualTo(202);
            Thread.sleep(1100);
            assertThat(post(items, WORKITEM)).isEqualTo(201); // which gives the occasion
            HttpRequest get =
                    HttpRequest.newBuilder(URI.create(items + "/1.2.3")).build();
            int status = 200;
            for (int i = 0; i < 500 && status == 200; i++) {
                Thread.sleep(10);
                status = HttpClient.newHttpClient()
                        .send(get, BodyHandlers.discarding())
                        .statusCode();
            }
            assertThat(status).isEqualTo(410);
        }
    }

    private static int post(String uri, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/dicom+json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
