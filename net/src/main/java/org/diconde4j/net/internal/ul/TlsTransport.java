package org.diconde4j.net.internal.ul;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.CertPathBuilderException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

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
    private @Nullable IOException refused;
    private volatile boolean agreed;
    private volatile boolean heard;
    private volatile boolean inputEnded;

    private TlsTransport(SocketTransport plain, SSLSocket tls) throws IOException {
        this.plain = plain;
        this.tls = tls;
        this.in = tls.getInputStream();
        this.out = tls.getOutputStream();
    }

    /** The side that was called. */
    public static Transport server(SocketChannel channel, Tls tls) throws IOException {
        SocketTransport plain = new SocketTransport(channel);
        try {
            return new TlsTransport(plain, tls.server(channel.socket()));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** The side that calls, and by which name or address. */
    public static Transport client(SocketChannel channel, Tls tls, String host) throws IOException {
        SocketTransport plain = new SocketTransport(channel);
        try {
            return new TlsTransport(plain, tls.client(channel.socket(), host));
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** One thread reads and writes until the association is open, so this takes no lock. */
    private void handshake() throws IOException {
        if (agreed) {
            return;
        }
        if (refused != null) {
            throw refused;
        }
        try {
            tls.startHandshake();
            if (tls.getSession().getProtocol().equals("TLSv1.2")) {
                tls.setEnableSessionCreation(
                        false); // renegotiation, which DICOM has no use for, would need a new session
            }
            agreed = true;
        } catch (IOException e) {
            refused = new IOException("no TLS: " + reason(e), e);
            throw refused;
        }
    }

    /** In words of people where the JDK has those of programs. */
    private static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "the peer's certificate leads to no authority that is trusted here";
            }
        }
        String text = String.valueOf(e.getMessage());
        return text.startsWith("Unsupported or unrecognized SSL message")
                ? "the peer's answer is none of TLS, so it may speak plain DICOM at this port"
                : text;
    }

    /**
     * With TLS 1.3 a client is through with the handshake before the server has looked at its certificate, and may see nothing but
     * the end of the connection (RFC 8446 4.4.2.4).
     */
    private IOException explained(IOException e) {
        return tls.getUseClientMode() && agreed && !heard
                ? new IOException(
                        e.getMessage() + ", right after the TLS handshake; the peer may not accept our certificate, "
                                + "or want one",
                        e)
                : e;
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
        return agreed ? Tls.peerCertificate(tls.getSession()) : null;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            handshake();
            int count = in.read(incoming, 0, Math.min(incoming.length, into.remaining()));
            if (count > 0) {
                heard = true;
                into.put(incoming, 0, count);
            }
            return count;
        } catch (IOException e) {
            if (inputEnded) {
                return -1;
            }
            throw explained(e);
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        handshake();
        while (from.hasRemaining()) {
            int count = Math.min(outgoing.length, from.remaining());
            from.get(outgoing, 0, count);
            try {
                out.write(outgoing, 0, count);
            } catch (IOException e) {
                throw explained(e);
            }
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
    public void farewell() throws IOException {
        if (agreed) {
            tls.shutdownOutput(); // close_notify, without which some peers take the end for an attack
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
        plain.close(); // without a farewell, which could wait for a peer that does not read
    }
}
