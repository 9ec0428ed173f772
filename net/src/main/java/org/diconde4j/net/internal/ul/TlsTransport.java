package org.diconde4j.net.internal.ul;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a TCP connection (PS3.15 B). The handshake takes place with the first bytes, on the association's own thread and
 * within its time limits.
 */
public final class TlsTransport implements Transport {
    private static final int SCRATCH = 1 << 15;

    private final SocketTransport plain;
    private final SSLSocket tls;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] incoming = new byte[SCRATCH];
    private final byte[] outgoing = new byte[SCRATCH];
    private volatile boolean inputEnded;

    private TlsTransport(SocketTransport plain, SSLSocket tls) throws IOException {
        this.plain = plain;
        this.tls = tls;
        this.in = tls.getInputStream();
        this.out = tls.getOutputStream();
    }

    /** The side that was called. */
    public static Transport server(SocketChannel channel, SSLContext context, boolean needClientCertificate)
            throws IOException {
        SocketTransport plain = new SocketTransport(channel);
        try {
            SSLSocket tls = layered(context, channel.socket(), plain.remote());
            tls.setUseClientMode(false);
            tls.setNeedClientAuth(needClientCertificate);
            return new TlsTransport(plain, tls);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** The side that calls. */
    public static Transport client(SocketChannel channel, SSLContext context) throws IOException {
        SocketTransport plain = new SocketTransport(channel);
        try {
            SSLSocket tls = layered(context, channel.socket(), plain.remote());
            tls.setUseClientMode(true);
            return new TlsTransport(plain, tls);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static SSLSocket layered(SSLContext context, Socket socket, InetSocketAddress remote) throws IOException {
        return (SSLSocket)
                context.getSocketFactory().createSocket(socket, remote.getHostString(), remote.getPort(), true);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            int count = in.read(incoming, 0, Math.min(incoming.length, into.remaining()));
            if (count > 0) {
                into.put(incoming, 0, count);
            }
            return count;
        } catch (IOException e) {
            if (inputEnded) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            int count = Math.min(outgoing.length, from.remaining());
            from.get(outgoing, 0, count);
            out.write(outgoing, 0, count);
        }
    }

    @Override
    public boolean hasInput() throws IOException {
        return in.available() > 0 || plain.hasInput();
    }

    @Override
    public void shutdownInput() {
        inputEnded = true;
        plain.shutdownInput();
    }

    @Override
    public void shutdownOutput() {
        try {
            tls.shutdownOutput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public InetSocketAddress remote() {
        return plain.remote();
    }

    @Override
    public InetSocketAddress local() {
        return plain.local();
    }

    @Override
    public void close() {
        plain.close(); // not through TLS, whose farewell could wait for a peer that does not read
    }
}
