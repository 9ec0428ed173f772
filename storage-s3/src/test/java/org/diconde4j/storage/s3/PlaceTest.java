package org.diconde4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URI may say, and what a service must be able to do. */
class PlaceTest {
    @Test
    void reads_every_option() {
        Place place =
                Place.of(URI.create("s3://my-bucket/ndt/2026/?endpoint=https%3A%2F%2Fs3.example%3A9000&region=eu-1"
                        + "&pathStyle=false&createBucket=true&lock=compliance&lockDays=14600"));
        assertThat(place.bucket()).isEqualTo("my-bucket");
        assertThat(place.prefix()).isEqualTo("ndt/2026/");
        assertThat(place.endpoint()).isEqualTo(URI.create("https://s3.example:9000"));
        assertThat(place.region()).isEqualTo("eu-1");
        assertThat(place.pathStyle()).isFalse();
        assertThat(place.createBucket()).isTrue();
        assertThat(place.lock()).isEqualTo(new Place.Lock("COMPLIANCE", java.time.Duration.ofDays(14600)));
        Place least = Place.of(URI.create("s3://my-bucket"));
        assertThat(least.prefix()).isEmpty();
        assertThat(least.endpoint()).isNull();
        assertThat(least.pathStyle()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:///prefix",
                "s3://b?endpoint=ftp://x",
                "s3://b?endpoint=http://user@x",
                "s3://b?pathStyle=yes",
                "s3://b?lock=governance",
                "s3://b?lock=forever&lockDays=1",
                "s3://b?lock=governance&lockDays=0",
                "s3://b?secretKey=x",
                "s3://b?region",
                "s3://b?region=a&region=b",
                "s3://b/a%20b",
                "s3://b/a//b"
            })
    void refuses_what_it_does_not_understand_in_words(String uri) {
        assertThatThrownBy(() -> Place.of(URI.create(uri)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("can't be used: ")
                .hasMessageContaining("expected");
    }

    @Test
    void refuses_credentials_without_repeating_them() {
        assertThatThrownBy(() -> Place.of(URI.create("s3://AKIA:hushhush@bucket/x")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
                .message()
                .doesNotContain("hushhush", "AKIA:");
    }

    @Test
    void names_a_bucket_that_is_not_there() {
        URI uri = URI.create(
                Server.uri("x").toString().replace("inspections", "nowhere").replace("true", "false"));
        assertThatThrownBy(() -> StorageProviders.openObjects(uri, OpenOptions.defaults()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no bucket nowhere")
                .hasMessageContaining("createBucket=true");
    }

    @Test
    void refuses_a_bucket_without_the_object_lock_that_is_asked_for() {
        URI uri = Server.uri("unlocked", "&lock=governance&lockDays=1");
        assertThatThrownBy(() -> StorageProviders.openObjects(uri, OpenOptions.defaults()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no object lock");
    }

    @Test
    void refuses_a_service_that_overwrites_although_it_is_told_not_to() throws IOException {
        try (SimpleServer server = new SimpleServer(false)) {
            assertThatThrownBy(() -> StorageProviders.openObjects(server.uri(""), OpenOptions.defaults()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("ignores If-None-Match");
        }
    }

    @Test
    void locks_objects_and_receipts_but_not_the_quarantine() throws IOException {
        try (SimpleServer server = new SimpleServer(true);
                ObjectStore store = StorageProviders.openObjects(
                        server.uri("&lock=compliance&lockDays=30"), OpenOptions.defaults())) {
            String stored = ObjectNames.instance("1.2", "1.3", "1.4");
            String set = ObjectNames.quarantined(Instant.EPOCH, "a");
            for (String name : List.of(stored, set)) {
                try (ObjectWriter writer = store.begin()) {
                    Receipt.Kind kind = name.equals(set) ? Receipt.Kind.QUARANTINED : Receipt.Kind.STORED;
                    writer.commit(ReceiptDraft.builder(kind, Instant.EPOCH, Source.api(), name)
                            .build());
                }
            }
            assertThat(server.until(stored)).isBetween(inDays(29), inDays(31));
            assertThat(server.until(Batch.after(0))).isBetween(inDays(29), inDays(31));
            assertThat(server.until(set)).isNull();
        }
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(days, ChronoUnit.DAYS);
    }

    /** A service that knows little, and remembers how objects were to be locked. */
    private static final class SimpleServer implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
        private final Map<String, String> locks = new ConcurrentHashMap<>();
        private final boolean conditional;

        SimpleServer(boolean conditional) throws IOException {
            this.conditional = conditional;
            server.createContext("/", this::handle);
            server.start();
        }

        URI uri(String more) {
            return URI.create("s3://bucket?endpoint=http://127.0.0.1:"
                    + server.getAddress().getPort() + more);
        }

        Instant until(String name) {
            String until = locks.get("/bucket/" + name);
            return until == null ? null : Instant.parse(until);
        }

        private void handle(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (exchange.getRequestMethod().equals("PUT")) {
                boolean refused = conditional
                        && exchange.getRequestHeaders().containsKey("If-None-Match")
                        && objects.containsKey(path);
                if (!refused) {
                    objects.put(path, body);
                    String until = exchange.getRequestHeaders().getFirst("x-amz-object-lock-retain-until-date");
                    if (until != null) {
                        assertThat(exchange.getRequestHeaders().getFirst("x-amz-object-lock-mode"))
                                .isEqualTo("COMPLIANCE");
                        locks.put(path, until);
                    }
                }
                answer(exchange, refused ? 412 : 200, new byte[0]);
            } else if (path.equals("/bucket") || path.equals("/bucket/")) {
                String xml = query.contains("object-lock")
                        ? "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>"
                        : query.contains("uploads")
                                ? "<ListMultipartUploadsResult></ListMultipartUploadsResult>"
                                : "<ListBucketResult></ListBucketResult>";
                answer(exchange, 200, xml.getBytes(StandardCharsets.UTF_8));
            } else {
                byte[] found = objects.get(path);
                answer(exchange, found == null ? 404 : 200, found == null ? new byte[0] : found);
            }
        }

        private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
