package org.diconde4j.net.tck;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** A peer that sends bytes as the script says and tells what comes back. Every wait ends after 10 seconds with a failure. */
public final class ScriptedPeer implements AutoCloseable {
    private static final int PATIENCE = 10_000;

    private final Socket socket;
    private final InputStream in;

    /**
     * Talks over a connection that is open.
     *
     * @param socket the connection, closed with this peer
     * @throws IOException if it is not usable
     */
    public ScriptedPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE);
        this.in = socket.getInputStream();
    }

    /**
     * Connects.
     *
     * @param address the server
     * @return the peer
     * @throws IOException if nobody listens
     */
    public static ScriptedPeer connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE);
        return new ScriptedPeer(socket);
    }

    /**
     * Fails if a server does not open an association, answer C-ECHO and confirm the release.
     *
     * @param address the server
     * @throws IOException if the connection is gone before its end
     */
    public static void assertServes(InetSocketAddress address) throws IOException {
        try (ScriptedPeer peer = connect(address).associate(RawPdu.VERIFICATION)) {
            peer.send(RawPdu.echo(1, 77)).expect(0x04);
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
    }

    /**
     * Sends bytes.
     *
     * @param bytes what to send
     * @return this
     * @throws IOException if the connection is gone
     */
    public ScriptedPeer send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /**
     * Sends bytes one at a time.
     *
     * @param bytes what to send
     * @param pause between two of them
     * @return how many could be sent before the connection was gone
     */
    public int trickle(byte[] bytes, Duration pause) {
        for (int i = 0; i < bytes.length; i++) {
            try {
                socket.getOutputStream().write(bytes[i]);
                Thread.sleep(pause.toMillis());
                if (in.available() > 0) {
                    return i + 1;
                }
            } catch (IOException e) {
                return i;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return i;
            }
        }
        return bytes.length;
    }

    /**
     * Receives a PDU.
     *
     * @param type the type that is expected
     * @return the whole PDU
     * @throws AssertionError if something else comes, or nothing
     */
    public byte[] expect(int type) {
        try {
            byte[] header = in.readNBytes(6);
            if (header.length < 6) {
                throw new AssertionError(String.format("expected PDU %02XH, but the connection was closed", type));
            }
            int length = ByteBuffer.wrap(header).getInt(2);
            if (length < 0 || length > 1 << 24) {
                throw new AssertionError("PDU of length " + length);
            }
            byte[] body = in.readNBytes(length);
            byte[] whole = RawPdu.pdu(header[0], body);
            if (header[0] != type) {
                throw new AssertionError(String.format(
                        "expected PDU %02XH, got %s",
                        type, HexFormat.ofDelimiter(" ").formatHex(whole)));
            }
            return whole;
        } catch (SocketTimeoutException e) {
            throw new AssertionError(String.format("expected PDU %02XH, but nothing came for 10 s", type), e);
        } catch (IOException e) {
            throw new AssertionError(String.format("expected PDU %02XH, but: %s", type, e.getMessage()), e);
        }
    }

    /**
     * Receives A-ABORT, and closes the connection as AA-3 says.
     *
     * @param source the expected source
     * @param reason the expected reason
     * @throws AssertionError if something else comes
     */
    public void expectAbort(int source, int reason) {
        expectAbortPdu(source, reason);
        close();
    }

    /**
     * Receives A-ABORT and stays.
     *
     * @param source the expected source
     * @param reason the expected reason
     * @throws AssertionError if something else comes
     */
    public void expectAbortPdu(int source, int reason) {
        byte[] abort = expect(0x07);
        if (abort[8] != source || abort[9] != reason) {
            throw new AssertionError("expected A-ABORT with source " + source + " and reason " + reason
                    + ", got source " + abort[8] + " and reason " + abort[9]);
        }
    }

    /**
     * Waits for the other side to close without another word.
     *
     * @throws AssertionError if it sends something, or does not close within 10 seconds
     */
    public void expectEnd() {
        try {
            int next = in.read();
            if (next >= 0) {
                throw new AssertionError(String.format("expected the connection to close, but got %02XH", next));
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open after 10 s", e);
        } catch (IOException e) {
            // reset is closed, too
        }
    }

    /**
     * Receives one byte at a time, until the connection is gone.
     *
     * @param pause between two of them
     */
    public void sip(Duration pause) {
        try {
            while (in.read() >= 0) {
                Thread.sleep(pause.toMillis());
            }
        } catch (IOException e) {
            // gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends FIN, and can still receive. */
    public void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // closed already
        }
    }

    /**
     * Waits for the other side to close, passing over an A-ABORT before.
     *
     * @throws AssertionError if it does not within 10 seconds
     */
    public void expectClose() {
        try {
            byte[] buffer = new byte[8192];
            while (true) {
                if (in.read(buffer) < 0) {
                    return;
                }
            }
        } catch (EOFException | SocketException e) {
            // reset is closed, too
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open after 10 s", e);
        } catch (IOException e) {
            throw new AssertionError("expected the connection to close, but: " + e.getMessage(), e);
        }
    }

    /**
     * Opens an association.
     *
     * @param abstractSyntaxes what to propose, as contexts 1, 3, 5 and so on in implicit little endian
     * @return this
     * @throws IOException if the connection is gone
     */
    public ScriptedPeer associate(String... abstractSyntaxes) throws IOException {
        send(RawPdu.associateRq(List.of(abstractSyntaxes)));
        expect(0x02);
        return this;
    }

    /** Closes with RST instead of FIN. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // closed already
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
