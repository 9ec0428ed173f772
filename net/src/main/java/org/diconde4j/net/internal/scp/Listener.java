package org.diconde4j.net.internal.scp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BiConsumer;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One door of a server: a listening socket and the thread that accepts connections from it. */
final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 256;

    private final Door door;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private @Nullable Thread acceptor;

    private Listener(Door door, ServerSocketChannel channel) throws IOException {
        this.door = door;
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
    }

    /** Binds the socket; connections wait until {@link #start}. */
    static Listener open(Door door) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(door.bind(), BACKLOG);
            return new Listener(door, channel);
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "port " + door.bind().getPort() + " of "
                            + door.bind().getAddress().getHostAddress() + " cannot be listened on: " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    void start(String aeTitle, BiConsumer<SocketChannel, @Nullable Tls> connections) {
        Thread thread = new Thread(
                () -> accept(aeTitle, connections), "diconde4j-" + aeTitle + "-" + address.getPort() + "-acceptor");
        acceptor = thread;
        thread.start();
    }

    private void accept(String aeTitle, BiConsumer<SocketChannel, @Nullable Tls> connections) {
        while (channel.isOpen()) {
            SocketChannel connection = null;
            try {
                connection = channel.accept();
                connections.accept(connection, door.tls());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                LOG.warn("{} could not accept a connection", aeTitle, e);
                close(connection);
                pause(); // out of file descriptors or memory, most likely: it passes when associations end
            }
        }
    }

    private static void close(@Nullable SocketChannel connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            LOG.debug("closing a connection that can't be served", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops to listen, and waits for the thread to end. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing the listening socket", e);
        }
        Thread thread = acceptor;
        boolean interrupted = false;
        while (thread != null && thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
