package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tls.ClientAuthentication;
import org.diconde4j.net.tls.Tls;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server does around the services: TLS, browsers, limits, and clients that mean harm. */
@Timeout(60)
class WebServerTest {
    private static final String PARTS = "multipart/related; type=\"application/dicom\"; boundary=X";
    private static final String VIEWER = "https://viewer.example.com";

    @TempDir
    private static Path folder;

    private static TestArchive archive;
    private static WebServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        archive = TestArchive.start();
        archive.archive().store(NdeSamples.seeded(3).weldRadiograph());
        server = WebServer.of(archive.archive())
                .origins(Set.of(VIEWER))
                .limits(WebLimits.USUAL.withBodyBytes(100_000).withPatience(1 << 20, Duration.ofMillis(800)))
                .start();
        browser = new Browser(server.uri());
    }

    @AfterAll
    static void stop() {
        server.close();
        archive.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("diconde4j-web"));
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return String.join("|", answer.headers().allValues(name));
    }

    @Test
    void speaks_http_2_over_tls_and_takes_another_certificate_while_it_runs() throws Exception {
        TestAuthority authority = TestAuthority.create("Works CA");
        Path key = folder.resolve("own.key");
        Path certificate = folder.resolve("own.crt");
        TestAuthority.Identity first = authority.issue("first");
        first.keyTo(key);
        first.certificateTo(certificate);
        Tls tls = Tls.builder()
                .identity(key, certificate)
                .clientAuthentication(ClientAuthentication.NONE)
                .open();
        try (WebServer secure = WebServer.of(archive.archive()).tls(tls).start()) {
            assertThat(secure.uri().getScheme()).isEqualTo("https");
            HttpResponse<byte[]> answer = get(trusting(authority), secure);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Strict-Transport-Security")).startsWith("max-age=");
            assertThat(new String(answer.body(), UTF_8)).contains("\"vr\":\"UR\",\"Value\":[\"" + secure.uri());
            TestAuthority another = TestAuthority.create("Another CA");
            TestAuthority.Identity second = another.issue("second");
            Files.delete(key);
            Files.delete(certificate);
            second.keyTo(key);
            second.certificateTo(certificate);
            assertThat(get(trusting(another), secure).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(trusting(authority), secure)).isInstanceOf(IOException.class);
        }
    }

    private static HttpResponse<byte[]> get(HttpClient client, WebServer server) throws Exception {
        return client.send(new Browser(server.uri()).request("/studies").build(), BodyHandlers.ofByteArray());
    }

    private static HttpClient trusting(TestAuthority authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        Path file = authority.certificateTo(folder.resolve("authority " + System.nanoTime()));
        try (InputStream in = Files.newInputStream(file)) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void tells_browsers_to_be_careful_with_every_answer() throws Exception {
        for (String path : List.of("/studies", "/nothing")) {
            HttpResponse<byte[]> answer = browser.get(path);
            assertThat(header(answer, "Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(answer, "Cache-Control")).contains("private");
            assertThat(header(answer, "Server")).isEmpty();
        }
    }

    /** java.net.http sends no Origin. */
    @Test
    void begins_uris_with_where_its_owner_says_that_clients_reach_it_whatever_a_request_says() throws Exception {
        try (WebServer behind = WebServer.of(archive.archive())
                .publicUri(URI.create("https://pacs.example.com/dicom-web/"))
                .start()) {
            String get = "GET /dicom-web/%s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Host: evil.example.com\r\n"
                    + "Forwarded: host=evil.example.com\r\nConnection: close\r\n\r\n";
            for (String host : List.of("localhost", "PACS.example.com")) {
                for (String path : List.of("", "studies", "changes")) {
                    assertThat(raw(behind, String.format(get, path, host)))
                            .as(path + " at " + host)
                            .startsWith("HTTP/1.1 200")
                            .contains("https://pacs.example.com/dicom-web")
                            .doesNotContain("localhost", "evil");
                }
            }
            assertThat(raw(behind, String.format(get, "studies", "evil.example.com")))
                    .startsWith("HTTP/1.1 421");
            String post = "POST /dicom-web/%s HTTP/1.1\r\nHost: pacs.example.com\r\nOrigin: https://%s\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n";
            assertThat(raw(
                            behind,
                            String.format(
                                    post, "workitems/1.2.840.10008.5.1.4.34.5/subscribers/A", "pacs.example.com")))
                    .startsWith("HTTP/1.1 201")
                    .contains("Content-Location: wss://pacs.example.com/dicom-web/subscribers/A");
            assertThat(raw(behind, String.format(post, "workitems", "evil.example.com")))
                    .startsWith("HTTP/1.1 403");
        }
        for (String wrong : List.of("pacs", "ftp://a/", "https:///x", "https://u@a/", "https://a/?q")) {
            assertThatThrownBy(() -> WebServer.of(archive.archive()).publicUri(URI.create(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
    }

    private static String raw(String request) throws IOException {
        return raw(server, request);
    }

    private static String raw(WebServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String raw(String method, String path, String... headers) throws IOException {
        return raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n");
    }

    @Test
    void lets_pages_of_known_origins_in_and_no_others() throws Exception {
        String preflight =
                raw("OPTIONS", "/dicom-web/studies", "Origin: " + VIEWER, "Access-Control-Request-Method: POST");
        assertThat(preflight)
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: " + VIEWER)
                .contains("Access-Control-Allow-Credentials: true")
                .contains("Access-Control-Allow-Headers: Accept, Authorization");
        assertThat(raw("GET", "/dicom-web/studies", "Origin: " + VIEWER))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: " + VIEWER)
                .contains("Access-Control-Expose-Headers:")
                .containsPattern("Vary: .*Origin");
        for (String stranger : List.of("https://evil.example.com", "null", VIEWER + ".evil.example.com")) {
            assertThat(raw("GET", "/dicom-web/studies", "Origin: " + stranger))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("Access-Control-Allow-Origin");
            assertThat(raw(
                            "OPTIONS",
                            "/dicom-web/studies",
                            "Origin: " + stranger,
                            "Access-Control-Request-Method: POST"))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("Access-Control-Allow-Origin");
            assertThat(raw(
                            "POST",
                            "/dicom-web/studies",
                            "Origin: " + stranger,
                            "Content-Type: application/dicom",
                            "Content-Length: 0"))
                    .startsWith("HTTP/1.1 403");
        }
        assertThatThrownBy(() ->
                        WebServer.of(archive.archive()).origins(Set.of("*")).start())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takes_no_body_that_is_too_long_whether_it_says_so_or_not() throws Exception {
        byte[] body = Browser.parts(List.of(new byte[200_000]));
        HttpResponse<byte[]> told = browser.post("/studies", PARTS, body);
        assertThat(told.statusCode()).isEqualTo(413);
        HttpResponse<byte[]> untold = browser.send(browser.request("/studies")
                .header("Content-Type", PARTS)
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                .build());
        assertThat(untold.statusCode()).isEqualTo(413);
        assertThat(header(untold, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(archive.archive().counts().instances()).isEqualTo(1);
        assertThat(archive.archive().quarantine().list()).isEmpty();
    }

    @Test
    void cuts_off_who_sends_a_body_by_and_by() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/dicom\r\n"
                            + "Content-Length: 90000\r\n\r\n")
                    .getBytes(US_ASCII));
            long begin = System.nanoTime();
            InputStream in = socket.getInputStream();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            out.write(0);
                            out.flush();
                            Thread.sleep(50);
                            if (in.available() > 0 && in.read() < 0) {
                                throw new IOException("the end");
                            }
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
        }
        assertThat(archive.archive().quarantine().list()).isEmpty();
    }

    @Test
    void answers_only_so_many_requests_at_once_and_a_second() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        Authentication slow = exchange -> {
            asked.countDown();
            try {
                go.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Authentication.Verdict.accept(Subject.OWNER);
        };
        try (WebServer small = WebServer.of(archive.archive())
                .authentication(slow)
                .limits(WebLimits.USUAL.withRequests(2, 2).withRequestsPerSecond(1))
                .start()) {
            Browser many = new Browser(small.uri());
            HttpClient client = HttpClient.newHttpClient();
            List<java.util.concurrent.CompletableFuture<HttpResponse<byte[]>>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(client.sendAsync(many.request("/studies").build(), BodyHandlers.ofByteArray()));
            }
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            HttpResponse<byte[]> third = many.get("/studies");
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(header(third, "Retry-After")).isEqualTo("1");
            go.countDown();
            for (var one : running) {
                assertThat(one.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            int status = 200;
            for (int i = 0; i < 30 && status == 200; i++) {
                status = many.get("/studies?limit=1").statusCode();
            }
            assertThat(status).isEqualTo(429);
        }
    }

    @Test
    void refuses_what_no_client_means_and_stores_nothing_of_it() throws Exception {
        List<String> requests = List.of(
                "GET /dicom-web/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /dicom-web/studies/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /dicom-web/studies/%00/series HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /dicom-web/studies/1;x=y/series/%2e%2e HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /dicom-web/studies?PatientID=%0d%0aSet-Cookie:%20a=b&limit=x HTTP/1.1\r\nHost: localhost\r\nConnection:"
                        + " close\r\n\r\n",
                "GET /dicom-web/studies?" + "a".repeat(40_000)
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(40_000)
                        + "\r\nConnection: close\r\n\r\n",
                "GET /dicom-web/studies HTTP/1.1\r\nHost: rebound.example.com\r\nConnection: close\r\n\r\n",
                "POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: close\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                "TRACE /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n");
        for (String request : requests) {
            String answer = raw(request);
            String begin = request.substring(0, Math.min(60, request.length()));
            assertThat(answer).as(begin).matches("(?s)HTTP/1.1 4[0-9][0-9] .*");
            assertThat(answer)
                    .as(begin)
                    .doesNotContain("Set-Cookie: a=b")
                    .doesNotContain("root:")
                    .doesNotContain("at org.")
                    .doesNotContain("<html");
        }
        assertThat(archive.archive().counts().instances()).isEqualTo(1);
        assertThat(archive.archive().quarantine().list()).isEmpty();
    }

    @Test
    void tells_a_stranger_nothing_that_the_service_under_another_name_does_not() throws Exception {
        Browser root = new Browser(URI.create("http://127.0.0.1:" + server.port()));
        HttpResponse<byte[]> answer = root.get("/");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), UTF_8)).contains("\"status\":404");
    }
}
