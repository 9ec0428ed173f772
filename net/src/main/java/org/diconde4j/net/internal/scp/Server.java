package org.diconde4j.net.internal.scp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.net.internal.ul.ServerTls;
import org.diconde4j.net.internal.ul.SocketTransport;
import org.diconde4j.net.internal.ul.TlsTransport;
import org.diconde4j.net.internal.ul.Transport;
import org.diconde4j.net.internal.ul.UlResources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections and keeps account of them. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int BACKLOG = 256;
    private static final int READ_BUFFER = 256 * 1024;
    private static final int IDLE_BUFFERS = 16;

    /** Connections above the limit that are still told so; more than that are just closed. */
    private static final int TURNED_AWAY_AT_ONCE = 16;

    /** How long threads get to end after their sockets are closed. */
    private static final Duration LAST_CALL = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final UlResources resources;
    private final Executor executor;
    private final @Nullable ExecutorService own;
    private final Thread acceptor;
    private final Set<ServerAssociation> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean closing;

    private Server(ServerConfig config, ServerSocketChannel channel) throws IOException {
        this.config = config;
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        String name = "diconde4j-" + config.aeTitle() + "-" + address.getPort();
        this.resources = new UlResources(name + "-watchdog", config.ul(), READ_BUFFER, IDLE_BUFFERS);
        Executor given = config.executor();
        if (given == null) {
            own = Workers.create(name, config.maxAssociations() + TURNED_AWAY_AT_ONCE);
            executor = own;
        } else {
            own = null;
            executor = given;
        }
        this.acceptor = new Thread(this::accept, name + "-acceptor");
    }

    /** Listens. */
    public static Server start(ServerConfig config) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(config.bind(), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw new IOException("can't listen on " + config.bind() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
        Server server = new Server(config, channel);
        server.acceptor.start();
        LOG.debug("{} listens on {}", config.aeTitle(), server.address);
        return server;
    }

    public InetSocketAddress address() {
        return address;
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

    private void accept() {
        while (!closing) {
            try {
                take(channel.accept());
            } catch (AsynchronousCloseException e) {
                return;
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("{} could not accept a connection", config.aeTitle(), e);
                pause(); // out of file descriptors, most likely: it passes when associations end
            }
        }
    }

    private void take(SocketChannel connection) {
        try {
            ServerTls tls = config.tls();
            Transport transport = tls == null
                    ? new SocketTransport(connection)
                    : TlsTransport.server(connection, tls.context(), tls.needClientCertificate());
            if (closing || live.size() >= config.maxAssociations() + TURNED_AWAY_AT_ONCE) {
                transport.close();
                return;
            }
            ServerAssociation association =
                    new ServerAssociation(this, config, resources, transport, numbers.incrementAndGet());
            live.add(association);
            try {
                executor.execute(association);
            } catch (RejectedExecutionException e) {
                live.remove(association);
                transport.close();
                LOG.warn("{} has no thread for {}", config.aeTitle(), transport.remote());
            }
        } catch (IOException e) {
            LOG.debug("connection was gone before it could be served", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing = true;
        closeQuietly();
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

    private void closeQuietly() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing the listening socket", e);
        }
        boolean interrupted = false;
        while (acceptor.isAlive() && Thread.currentThread() != acceptor) {
            try {
                acceptor.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
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
