package org.diconde4j.net.internal.scp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.net.internal.ul.SocketTransport;
import org.diconde4j.net.internal.ul.TlsTransport;
import org.diconde4j.net.internal.ul.Transport;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections and keeps account of them. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int READ_BUFFER = 256 * 1024;
    private static final int IDLE_BUFFERS = 16;

    /** Connections above the limit that are still told so; more than that are just closed. */
    private static final int TURNED_AWAY_AT_ONCE = 16;

    /** How long threads get to end after their sockets are closed. */
    private static final Duration LAST_CALL = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final List<Listener> listeners;
    private final UlResources resources;
    private final Executor executor;
    private final @Nullable ExecutorService own;
    private final Set<ServerAssociation> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean closing;

    private Server(ServerConfig config, List<Listener> listeners) {
        this.config = config;
        this.listeners = listeners;
        String name = "diconde4j-" + config.aeTitle() + "-"
                + listeners.get(0).address().getPort();
        this.resources =
                new UlResources(name + "-watchdog", config.ul(), READ_BUFFER, IDLE_BUFFERS, TURNED_AWAY_AT_ONCE);
        Executor given = config.executor();
        if (given == null) {
            own = Workers.create(name, config.maxAssociations() + TURNED_AWAY_AT_ONCE);
            executor = own;
        } else {
            own = null;
            executor = given;
        }
    }

    /** Listens at all doors, or at none. */
    public static Server start(ServerConfig config) throws IOException {
        List<Listener> listeners = new ArrayList<>();
        try {
            for (Door door : config.doors()) {
                listeners.add(Listener.open(door));
            }
        } catch (IOException | RuntimeException e) {
            listeners.forEach(Listener::close);
            throw e;
        }
        Server server = new Server(config, listeners);
        for (Listener listener : listeners) {
            listener.start(config.aeTitle(), server::take);
            LOG.debug("{} listens on {}", config.aeTitle(), listener.address());
        }
        return server;
    }

    /** Where the doors are, in their order. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    public int associations() {
        return live.size();
    }

    boolean closing() {
        return closing;
    }

    boolean overLimit() {
        return live.size() > config.maxAssociations();
    }

    void ended(ServerAssociation association) {
        live.remove(association);
    }

    private void take(SocketChannel connection, @Nullable Tls tls) {
        try {
            Transport transport = tls == null ? new SocketTransport(connection) : TlsTransport.server(connection, tls);
            if (closing || live.size() >= config.maxAssociations() + TURNED_AWAY_AT_ONCE) {
                transport.close();
                return;
            }
            ServerAssociation association =
                    new ServerAssociation(this, config, resources, transport, numbers.incrementAndGet());
            live.add(association);
            try {
                executor.execute(association);
            } catch (RejectedExecutionException | OutOfMemoryError e) { // the latter if the system has no thread left
                live.remove(association);
                transport.close();
                LOG.warn("{} has no thread for {}: {}", config.aeTitle(), transport.remote(), e.getMessage());
            }
        } catch (IOException e) {
            LOG.debug("connection was gone before it could be served", e);
        }
    }

    @Override
    public void close() {
        closing = true;
        listeners.forEach(Listener::close);
        live.forEach(ServerAssociation::endIfIdle);
        boolean interrupted = awaitEnd(config.drain());
        if (!live.isEmpty()) {
            LOG.warn("{} aborts {} associations after {}", config.aeTitle(), live.size(), config.drain());
            live.forEach(ServerAssociation::abort);
            interrupted |= awaitEnd(LAST_CALL);
        }
        if (own != null) {
            own.shutdown();
            try {
                if (!own.awaitTermination(LAST_CALL.toMillis(), TimeUnit.MILLISECONDS)) {
                    own.shutdownNow(); // a handler that does not come back
                }
            } catch (InterruptedException e) {
                own.shutdownNow();
                interrupted = true;
            }
        }
        resources.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitEnd(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (!live.isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                return true;
            }
        }
        return false;
    }
}
