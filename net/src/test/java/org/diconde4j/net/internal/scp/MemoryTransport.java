package org.diconde4j.net.internal.scp;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.diconde4j.net.internal.ul.Transport;
import org.diconde4j.net.internal.ul.UlResources;
import org.diconde4j.net.pdu.AssociationException;

/** A connection in memory: the peer has said all that it will say, and what is said to it is kept. */
public final class MemoryTransport implements Transport {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 104);

    private final byte[] input;
    private final int packet;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int at;
    private boolean closed;

    /** A connection over which {@code packet} bytes of the input come at once. */
    public MemoryTransport(byte[] input, int packet) {
        this.input = input;
        this.packet = packet;
    }

    /** Serves the association to its end; what goes wrong within it, and is no fault of ours, is its end. */
    public void serve(Server server, ServerConfig config, UlResources resources) {
        try {
            new ServerAssociation(server, config, resources, this, 1).converse();
        } catch (AssociationException e) {
            // the peer's fault
        }
    }

    public byte[] output() {
        return output.toByteArray();
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public int read(ByteBuffer into) {
        int n = Math.min(Math.min(packet, into.remaining()), input.length - at);
        if (closed || n == 0) {
            return -1;
        }
        into.put(input, at, n);
        at += n;
        return n;
    }

    @Override
    public void write(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        output.writeBytes(bytes);
    }

    @Override
    public boolean hasInput() {
        return at < input.length;
    }

    @Override
    public void shutdownInput() {
        at = input.length;
    }

    @Override
    public InetSocketAddress remote() {
        return HERE;
    }

    @Override
    public InetSocketAddress local() {
        return HERE;
    }

    @Override
    public void close() {
        closed = true;
    }
}
