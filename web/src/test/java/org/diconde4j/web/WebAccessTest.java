package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.access.Role;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.net.service.PasswordFile;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.diconde4j.web.access.BearerTokens;
import org.diconde4j.web.access.LocalUsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets at what, over HTTP: an archive with the objects of two components, and a provider of tokens beside it. */
class WebAccessTest {
    private static final String PARTS = "multipart/related; type=\"application/dicom\"; boundary=X";
    private static final DicomObject OWN = of("TURBINE-1", 1);
    private static final DicomObject FOREIGN = of("HOUSING-1", 2);

    @TempDir
    private static Path folder;

    private static TestArchive archive;
    private static HttpServer provider;
    private static String issuer;
    private static RSAKey key;
    private static volatile List<RSAKey> published;
    private static WebServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID("one").generate();
        published = List.of(key.toPublicJWK());
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + provider.getAddress().getPort() + "/realms/works";
        json(
                "/realms/works/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/certs\"}");
        json("/realms/works/certs", () -> new JWKSet(new ArrayList<>(published)).toString());
        provider.start();
        Path users = Files.write(
                folder.resolve("users"),
                List.of(
                        PasswordFile.line("anna", "weld 17") + ":view:ComponentIDNumber=TURBINE-*",
                        PasswordFile.line("admin", "geheim") + ":administer,view"));
        archive = TestArchive.start();
        archive.archive().store(OWN);
        archive.archive().store(FOREIGN);
        server = WebServer.of(archive.archive())
                .authentication(Authentication.anyOf(List.of(
                        BearerTokens.of(issuer, "diconde4j")
                                .name("preferred_username")
                                .rolesClaim("realm_access.roles")
                                .role("ndt-inspector", Role.VIEW, Role.STORE)
                                .restrictionClaim("components")
                                .build(),
                        LocalUsers.of(users))))
                .start();
        browser = new Browser(server.uri());
    }

    private interface Text {
        String get();
    }

    private static void json(String path, Text text) {
        provider.createContext(path, exchange -> {
            byte[] body = text.get().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        archive.close();
        provider.stop(0);
    }

    private static DicomObject of(String component, long seed) {
        DicomObject weld = NdeSamples.seeded(seed).weldRadiograph();
        Dataset dataset =
                weld.dataset().toBuilder().set(Tag.PatientID, component).build();
        return new DicomObject(weld.fileMeta(), weld.transferSyntax(), weld.datasetOffset(), dataset);
    }

    private static String path(DicomObject object) {
        Dataset d = object.dataset();
        return "/studies/" + d.string(Tag.StudyInstanceUID, "") + "/series/" + d.string(Tag.SeriesInstanceUID, "")
                + "/instances/" + d.string(Tag.SOPInstanceUID, "");
    }

    private static byte[] file(DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        return out.toByteArray();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience("diconde4j")
                .subject("17")
                .claim("preferred_username", "bert")
                .claim("realm_access", Map.of("roles", List.of("ndt-inspector", "offline")))
                .claim("components", List.of("ComponentIDNumber=TURBINE-*"))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static String token(JWTClaimsSet.Builder claims) throws JOSEException {
        return token(
                claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), new RSASSASigner(key));
    }

    private static String token(JWTClaimsSet.Builder claims, JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return "Bearer " + token.serialize();
    }

    private static String basic(String name, String passcode) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + passcode).getBytes(UTF_8));
    }

    private static HttpResponse<byte[]> get(String path, String authorization) throws Exception {
        return browser.get(path, "Authorization", authorization);
    }

    private static List<Dataset> found(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        List<Dataset> all = new ArrayList<>();
        DicomJson.inline().readArray(new ByteArrayInputStream(answer.body()), all::add);
        return all;
    }

    @Test
    void asks_who_it_is_and_says_how_to_tell() throws Exception {
        for (String path : List.of("/studies", path(OWN), "/nothing")) {
            HttpResponse<byte[]> answer = browser.get(path);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("Bearer realm=\"diconde4j\"", "Basic realm=\"diconde4j\"");
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void gives_users_and_bearers_of_tokens_their_own_components_alone() throws Exception {
        for (String authorization : List.of(basic("anna", "weld 17"), token(claims()))) {
            assertThat(found(get("/studies", authorization)))
                    .extracting(d -> d.string(Tag.PatientID))
                    .containsExactly("TURBINE-1");
            assertThat(found(get("/instances?PatientID=HOUSING-1", authorization)))
                    .isEmpty();
            for (String rest : List.of("", "/metadata", "/frames/1", "/rendered", "/thumbnail", "/bulkdata/7FE00010")) {
                assertThat(get(path(OWN) + rest, authorization).statusCode())
                        .as(rest)
                        .isEqualTo(200);
                HttpResponse<byte[]> foreign = get(path(FOREIGN) + rest, authorization);
                HttpResponse<byte[]> missing = get("/studies/1.2.3/series/1.2.3/instances/1.2.3" + rest, authorization);
                assertThat(foreign.statusCode()).as(rest).isEqualTo(404).isEqualTo(missing.statusCode());
                assertThat(new String(foreign.body(), UTF_8)
                                .replace(path(FOREIGN).replaceAll(".*instances/", ""), "1.2.3")
                                .replaceAll("(series|study) [0-9.]+", "$1 1.2.3"))
                        .isEqualTo(new String(missing.body(), UTF_8).replaceAll("(series|study) [0-9.]+", "$1 1.2.3"));
            }
        }
    }

    @Test
    void gives_by_uri_and_deletes_only_what_one_may() throws Exception {
        String token = token(claims());
        assertThat(get(wado(OWN), token).statusCode()).isEqualTo(200);
        assertThat(get(wado(FOREIGN), token).statusCode()).isEqualTo(404);
        for (DicomObject object : List.of(OWN, FOREIGN)) {
            HttpRequest delete = browser.request(path(object), "Authorization", token)
                    .DELETE()
                    .build();
            assertThat(browser.send(delete).statusCode()).isEqualTo(403);
        }
        assertThat(archive.archive().counts().instances()).isEqualTo(2);
    }

    private static String wado(DicomObject object) {
        Dataset d = object.dataset();
        return "/wado?requestType=WADO&contentType=application/dicom&studyUID=" + d.string(Tag.StudyInstanceUID, "")
                + "&seriesUID=" + d.string(Tag.SeriesInstanceUID, "") + "&objectUID="
                + d.string(Tag.SOPInstanceUID, "");
    }

    @Test
    void stores_nothing_for_somebody_elses_component() throws Exception {
        byte[] foreign = file(of("HOUSING-1", 3));
        HttpResponse<byte[]> answer =
                browser.post("/studies", PARTS, Browser.parts(List.of(foreign)), "Authorization", token(claims()));
        assertThat(answer.statusCode()).isEqualTo(409);
        Dataset failed = DicomJson.inline()
                .read(new String(answer.body(), UTF_8))
                .items(Tag.FailedSOPSequence)
                .get(0);
        assertThat(failed.string(Tag.FailureReason)).isEqualTo(Integer.toString(0x0124));
        assertThat(failed.string(Tag.ReferencedSOPInstanceUID)).isNotEmpty();
        assertThat(archive.archive().counts().instances()).isEqualTo(2);
        assertThat(browser.post(
                                "/studies",
                                PARTS,
                                Browser.parts(List.of(foreign)),
                                "Authorization",
                                basic("anna", "weld 17"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(archive.archive().quarantine().list()).isEmpty();
    }

    @Test
    void refuses_tokens_that_do_not_count() throws Exception {
        RSAKey another = new RSAKeyGenerator(2048).keyID("one").generate();
        JWSHeader rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();
        List<String> tokens = List.of(
                token(claims().expirationTime(Date.from(Instant.now().minusSeconds(120)))),
                token(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(120)))),
                token(claims().expirationTime(null)),
                token(claims().issuer("https://somewhere.example")),
                token(claims().audience("another service")),
                token(claims().claim("preferred_username", null)),
                token(claims().claim("components", List.of("no restriction"))),
                token(claims(), rs256, new RSASSASigner(another)),
                token(
                        claims(),
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
                        new MACSigner(key.toRSAPublicKey().getEncoded())),
                token(
                        claims(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .jwk(another.toPublicJWK())
                                .build(),
                        new RSASSASigner(another)),
                "Bearer " + new PlainJWT(claims().build()).serialize(),
                "Bearer " + "a".repeat(20_000),
                "Bearer x.y.z",
                "Bearer ",
                "Digest x",
                basic("anna", "Weld 17"),
                "Basic ???");
        for (String wrong : tokens) {
            HttpResponse<byte[]> answer = get("/studies", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    @Test
    void lets_a_token_without_claims_about_components_see_nothing_and_one_without_roles_do_nothing() throws Exception {
        assertThat(found(get("/studies", token(claims().claim("components", null)))))
                .isEmpty();
        assertThat(get("/studies", token(claims().claim("realm_access", null))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void follows_when_the_provider_changes_its_keys() throws Exception {
        RSAKey next =
                new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID("two").generate();
        assertThat(get("/studies", token(claims())).statusCode()).isEqualTo(200);
        published = List.of(key.toPublicJWK(), next.toPublicJWK());
        String token = token(
                claims(), new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("two").build(), new RSASSASigner(next));
        assertThat(get("/studies", token).statusCode()).isEqualTo(200);
    }

    @Test
    void makes_who_guesses_passcodes_wait() throws Exception {
        int status = 0;
        HttpResponse<byte[]> answer = null;
        for (int i = 0; i < 6 && status != 429; i++) {
            answer = get("/studies", basic("guessed", "passcode " + i));
            status = answer.statusCode();
        }
        assertThat(status).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(get("/studies", basic("admin", "geheim")).statusCode()).isEqualTo(200);
    }

    @Test
    void tells_everybody_that_it_lives_and_only_those_who_administer_in_numbers() throws Exception {
        Browser root = new Browser(URI.create("http://127.0.0.1:" + server.port()));
        assertThat(root.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(new String(root.get("/health/ready").body(), UTF_8)).isEqualTo("{\"status\":\"up\"}");
        assertThat(root.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(root.get("/metrics", "Authorization", basic("anna", "weld 17"))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<byte[]> metrics = root.get("/metrics", "Authorization", basic("admin", "geheim"));
        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(new String(metrics.body(), UTF_8))
                .contains("# TYPE diconde4j_archive_instances gauge\ndiconde4j_archive_instances 2\n")
                .contains("diconde4j_http_requests_total ");
    }

    @Test
    void listens_for_others_only_with_authentication_and_tls() throws Exception {
        WebServer.Builder open = WebServer.of(archive.archive()).bind(InetAddress.getByName("0.0.0.0"));
        assertThatThrownBy(open::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no authentication");
        open.authentication(exchange -> Authentication.Verdict.refuse("no", List.of()));
        assertThatThrownBy(open::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no TLS");
    }

    @Test
    void says_what_is_wrong_when_the_provider_cannot_be_reached() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:1/certs");
        try (WebServer alone = WebServer.of(archive.archive())
                .authentication(
                        BearerTokens.of(issuer, "diconde4j").keys(nobody).build())
                .start()) {
            HttpRequest request = new Browser(alone.uri())
                    .request("/studies", "Authorization", token(claims()))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            assertThat(browser.send(request).statusCode()).isEqualTo(503);
        }
    }
}
