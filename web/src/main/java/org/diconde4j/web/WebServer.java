package org.diconde4j.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.DicondeException;
import org.diconde4j.net.tls.Tls;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server for an archive, under {@code /dicom-web}; {@code /health/live}, {@code /health/ready} and {@code /metrics} tell how it is.
 * Closing it ends what is under way. Thread-safe.
 */
public final class WebServer implements AutoCloseable {
    /** Where the service is mounted. */
    public static final String PATH = "/dicom-web";

    /** Threads that work beside those that answer requests. */
    private static final int THREADS_BESIDE = 16;

    private static final Duration UPLOAD_KEPT = Duration.ofHours(24);

    private final Server server;
    private final ServerConnector connector;
    private final SlowClients slow;
    private final boolean secure;
    private final @Nullable Uploads uploads;

    private WebServer(Builder said) {
        QueuedThreadPool threads = new QueuedThreadPool(said.limits.requests() + THREADS_BESIDE);
        threads.setName("diconde4j-web");
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("diconde4j-web-"));
        }
        server = new Server(threads);
        secure = said.tls != null;
        connector = Connectors.of(server, said.tls);
        connector.setHost(said.bind.getHostAddress());
        connector.setPort(said.port);
        connector.setIdleTimeout(said.limits.patience().toMillis());
        server.addConnector(connector);
        uploads = said.uploads == null ? null : new Uploads(said.uploads, said.uploadBytes, UPLOAD_KEPT);
        DicomWeb web = DicomWeb.of(said.archive, said.authentication)
                .withOrigins(said.origins)
                .withLimits(said.limits)
                .withUploads(uploads)
                .with(said.publicUri);
        slow = new SlowClients(said.limits); // last: it has a thread from here on, and what is before may throw
        server.setHandler(new JettyHandler(
                web, new Operations(said.archive, web), PATH, said.authentication == Authentication.NONE, slow));
        ServerWebSocketContainer.ensure(server);
        server.setErrorHandler(new ProblemHandler());
        server.setStopTimeout(0);
    }

    /**
     * Starts to listen on this host alone, and asks nobody who they are.
     *
     * @param archive the archive, which stays the caller's to close, after this
     * @param port the port, 0 for a free one
     * @return the running server
     * @throws IOException if the port cannot be had
     */
    public static WebServer start(Archive archive, int port) throws IOException {
        return of(archive).port(port).start();
    }

    /**
     * Describes a server.
     *
     * @param archive the archive, which stays the caller's to close, after this
     * @return a builder that ends in {@link Builder#start()}
     */
    public static Builder of(Archive archive) {
        return new Builder(archive);
    }

    /** Where a server listens, to whom, and how. Not thread-safe. */
    public static final class Builder {
        private final Archive archive;
        private InetAddress bind = InetAddress.getLoopbackAddress();
        private int port;
        private Authentication authentication = Authentication.NONE;
        private @Nullable Tls tls;
        private Set<String> origins = Set.of();
        private WebLimits limits = WebLimits.USUAL;
        private @Nullable Path uploads;
        private long uploadBytes;
        private @Nullable PublicUri publicUri;

        private Builder(Archive archive) {
            this.archive = archive;
        }

        /**
         * Listens on an address; on this host alone without it.
         *
         * @param address the address
         * @return this
         */
        public Builder bind(InetAddress address) {
            bind = address;
            return this;
        }

        /**
         * Listens on a port; on a free one without it.
         *
         * @param number the port, 0 for a free one
         * @return this
         */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Makes sure who asks; without it nobody is asked.
         *
         * @param value what makes sure
         * @return this
         */
        public Builder authentication(Authentication value) {
            authentication = value;
            return this;
        }

        /**
         * Speaks HTTPS, with HTTP/2 for those who can; plain HTTP without it.
         *
         * @param value keys and certificates, maybe asking none of clients
         * @return this
         */
        public Builder tls(Tls value) {
            tls = value;
            return this;
        }

        /**
         * Lets pages of other origins use the service in browsers, see {@link DicomWeb#withOrigins}.
         *
         * @param values such as {@code https://viewer.example.com}
         * @return this
         */
        public Builder origins(Set<String> values) {
            origins = Set.copyOf(values);
            return this;
        }

        /**
         * Takes very large objects in pieces, so that a client can go on after its connection broke; without it there are no such uploads.
         *
         * @param folder where pieces wait, in clear, for up to a day; made if missing. They are gone when the server ends
         * @param mostBytes of all that wait there
         * @return this
         */
        public Builder uploads(Path folder, long mostBytes) {
            uploads = folder;
            uploadBytes = mostBytes;
            return this;
        }

        /**
         * Limits what clients may ask; {@link WebLimits#USUAL} without it.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(WebLimits value) {
            limits = value;
            return this;
        }

        /**
         * Says where clients reach {@link #PATH} through a proxy, see {@link DicomWeb#withPublicUri}; without it URIs in answers begin with the
         * host that the request names.
         *
         * @param base such as {@code https://pacs.example.com/dicom-web}
         * @return this
         * @throws IllegalArgumentException if it is no such URI
         */
        public Builder publicUri(URI base) {
            publicUri = PublicUri.of(base);
            return this;
        }

        /**
         * Starts to listen.
         *
         * @return the running server
         * @throws IllegalStateException if others than this host would reach it, and nobody were asked who they are, or everybody could read
         *     along
         * @throws IOException if the port cannot be had
         */
        public WebServer start() throws IOException {
            if (!bind.isLoopbackAddress() && (authentication == Authentication.NONE || tls == null)) {
                throw new IllegalStateException("HTTP on " + bind.getHostAddress()
                        + ", which others than this host reach, needs to know who asks, and TLS; there is no "
                        + (authentication == Authentication.NONE ? "authentication" : "TLS")
                        + ". Listen on the loopback address instead, or behind a server that does both");
            }
            if (tls != null) {
                tls.requireIdentity();
            }
            WebServer web = new WebServer(this);
            try {
                web.server.start();
            } catch (IOException e) {
                web.close();
                throw new IOException("port " + port + " cannot be had for HTTP: " + e.getMessage(), e);
            } catch (Exception e) {
                web.close();
                throw new DicondeException("the HTTP server cannot be started: " + e.getMessage(), e);
            }
            return web;
        }
    }

    /**
     * The port.
     *
     * @return where it listens
     */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * Where the service is.
     *
     * @return such as {@code http://127.0.0.1:8080/dicom-web}
     */
    public URI uri() {
        String host = connector.getHost();
        return URI.create((secure ? "https://" : "http://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + port() + PATH);
    }

    @Override
    public void close() {
        try (slow;
                uploads) {
            server.stop();
        } catch (Exception e) {
            throw new DicondeException("the HTTP server did not end in order: " + e.getMessage(), e);
        }
    }
}
