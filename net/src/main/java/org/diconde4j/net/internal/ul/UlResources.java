package org.diconde4j.net.internal.ul;

import java.net.InetSocketAddress;
import org.diconde4j.net.internal.trace.PduTrace;
import org.jspecify.annotations.Nullable;

/** What associations share: the thread that ends late reads and writes, and buffers. Belongs to a server or to one client. */
public final class UlResources implements AutoCloseable {
    /** Before the fragments of one PDU: its header, the PDV header, and a command set that goes along in the same write. */
    private static final int HEAD_ROOM = 4096;

    /** What an association has until more is to be carried: room for the PDU of 16 KiB that most peers take. */
    private static final int SMALL = 16 * 1024 + HEAD_ROOM;

    /** For one of those that are turned away when memory is short: 2 KiB to read into, and as much to answer. */
    private static final int LAST_WORD = 4096;

    private final Watchdog watchdog;
    private final BufferPool smallInputs;
    private final BufferPool smallOutputs;
    private final BufferPool inputs;
    private final BufferPool outputs;
    private final BufferPool reserve;
    private final @Nullable PduTrace trace;

    /**
     * Starts the watchdog.
     *
     * @param name for the thread
     * @param readBuffer bytes that one read of the socket can fetch
     * @param keep how many idle buffers are kept for the next association
     * @param refusals how many associations can be refused at once when no memory is left for them; 0 for clients
     */
    public UlResources(String name, UlConfig config, int readBuffer, int keep, int refusals) {
        watchdog = new Watchdog(name, config.shortest());
        inputs = new BufferPool(readBuffer, keep);
        outputs = new BufferPool(config.maxSendLength() + HEAD_ROOM, keep);
        smallInputs = new BufferPool(Math.min(SMALL, inputs.size()), keep);
        smallOutputs = new BufferPool(Math.min(SMALL, outputs.size()), keep);
        reserve = BufferPool.filled(LAST_WORD, refusals);
        trace = config.trace() == null ? null : new PduTrace(config.trace());
    }

    /** The transport, overheard if there is a trace. */
    Transport traced(Transport transport) {
        if (trace == null) {
            return transport;
        }
        InetSocketAddress peer = transport.remote();
        return new TracedTransport(transport, trace.tap(peer.getAddress().getHostAddress() + ":" + peer.getPort()));
    }

    Watchdog watchdog() {
        return watchdog;
    }

    BufferPool smallInputs() {
        return smallInputs;
    }

    BufferPool smallOutputs() {
        return smallOutputs;
    }

    BufferPool reserve() {
        return reserve;
    }

    BufferPool inputs() {
        return inputs;
    }

    BufferPool outputs() {
        return outputs;
    }

    @Override
    public void close() {
        watchdog.close();
        if (trace != null) {
            trace.close();
        }
    }
}
