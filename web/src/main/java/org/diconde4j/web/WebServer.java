package org.diconde4j.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.DicondeException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server for an archive, under {@code /dicom-web}. It listens on the loopback address alone, because it asks nobody who they are.
 * Closing it ends what is under way. Thread-safe.
 */
public final class WebServer implements AutoCloseable {
    /** Where the service is mounted. */
    public static final String PATH = "/dicom-web";

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int THREADS = 64;

    private final Server server;
    private final ServerConnector connector;

    private WebServer(Archive archive, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("diconde4j-web");
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("diconde4j-web-"));
        }
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.RFC7230);
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(new JettyHandler(DicomWeb.of(archive), PATH));
        server.setStopTimeout(0);
    }

    /**
     * Starts to listen.
     *
     * @param archive the archive, which stays the caller's to close, after this
     * @param port the port, 0 for a free one
     * @return the running server
     * @throws IOException if the port cannot be had
     */
    public static WebServer start(Archive archive, int port) throws IOException {
        WebServer web = new WebServer(archive, port);
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
        return URI.create("http://" + connector.getHost() + ":" + port() + PATH);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new DicondeException("the HTTP server did not end in order: " + e.getMessage(), e);
        }
    }
}
