package org.diconde4j.web.ohif;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.web.DicomWeb;
import org.diconde4j.web.WebExchange;
import org.jspecify.annotations.Nullable;

/** The JDK's server as an integrator may run it: the viewer's files, and DICOMweb mounted beside them. */
final class Site implements AutoCloseable {
    /** What the viewer needs: its own files, workers, WebAssembly, the scripts in its page, and nothing from elsewhere. */
    private static final String POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'%s;"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:;"
            + " connect-src 'self' data: blob:; object-src 'none'; frame-ancestors 'none'";

    private static final Pattern INLINE = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(8);
    private final Path files;
    private final Map<String, byte[]> own;
    private final String policy;

    /** Serves files, but our own where we have them. */
    Site(Path files, Map<String, byte[]> own, DicomWeb web) throws IOException, NoSuchAlgorithmException {
        this.files = files;
        this.own = own;
        policy = POLICY.formatted(digests(Files.readString(files.resolve("index.html"))));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::file);
        server.createContext("/dicom-web", exchange -> {
            try (exchange) {
                web.handle(new Mounted(exchange, uri() + "/dicom-web"));
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String digests(String page) throws NoSuchAlgorithmException {
        StringBuilder digests = new StringBuilder();
        Matcher script = INLINE.matcher(page);
        while (script.find()) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(UTF_8));
            digests.append(" 'sha256-")
                    .append(Base64.getEncoder().encodeToString(digest))
                    .append('\'');
        }
        return digests.toString();
    }

    private void file(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().add("Content-Security-Policy", policy);
            byte[] bytes = own.containsKey(path) ? own.get(path) : read(path);
            exchange.getResponseHeaders().add("Content-Type", type(path));
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Addresses that are no files are places inside of the application. */
    private byte[] read(String path) throws IOException {
        Path file = files.resolve(path.substring(1)).normalize();
        if (!file.startsWith(files)) {
            throw new FileNotFoundException(path);
        }
        return Files.readAllBytes(Files.isRegularFile(file) ? file : files.resolve("index.html"));
    }

    private static String type(String path) {
        Map<String, String> types = Map.of(
                "js", "text/javascript",
                "css", "text/css",
                "wasm", "application/wasm",
                "svg", "image/svg+xml",
                "json", "application/json",
                "woff2", "font/woff2",
                "png", "image/png",
                "ico", "image/x-icon");
        String suffix = path.substring(path.lastIndexOf('.') + 1);
        return types.getOrDefault(suffix, "text/html; charset=" + UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    /** A request of the JDK's server. */
    private record Mounted(HttpExchange exchange, String base) implements WebExchange {
        @Override
        public String method() {
            return exchange.getRequestMethod();
        }

        @Override
        public String path() {
            return exchange.getRequestURI().getRawPath().substring("/dicom-web".length());
        }

        @Override
        public @Nullable String query() {
            return exchange.getRequestURI().getRawQuery();
        }

        @Override
        public List<String> headers(String name) {
            return exchange.getRequestHeaders().getOrDefault(name, List.of());
        }

        @Override
        public String client() {
            return exchange.getRemoteAddress().getAddress().getHostAddress();
        }

        @Override
        public InputStream body() {
            return exchange.getRequestBody();
        }

        @Override
        public OutputStream answer(int status, Map<String, String> headers) throws IOException {
            headers.forEach(exchange.getResponseHeaders()::set);
            boolean empty = status == 204 || status == 304 || method().equals("HEAD");
            exchange.sendResponseHeaders(status, empty ? -1 : 0);
            return empty ? OutputStream.nullOutputStream() : exchange.getResponseBody();
        }
    }
}
