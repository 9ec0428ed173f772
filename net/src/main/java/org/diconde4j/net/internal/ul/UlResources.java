package org.diconde4j.net.internal.ul;

/** What associations share: the thread that ends late reads and writes, and buffers. Belongs to a server or to one client. */
public final class UlResources implements AutoCloseable {
    /** Before the fragments of one PDU: its header, the PDV header, and a command set that goes along in the same write. */
    private static final int HEAD_ROOM = 4096;

    private final Watchdog watchdog;
    private final BufferPool inputs;
    private final BufferPool outputs;

    /**
     * Starts the watchdog.
     *
     * @param name for the thread
     * @param readBuffer bytes that one read of the socket can fetch
     * @param keep how many idle buffers are kept for the next association
     */
    public UlResources(String name, UlConfig config, int readBuffer, int keep) {
        watchdog = new Watchdog(name, config.shortest());
        inputs = new BufferPool(readBuffer, keep);
        outputs = new BufferPool(config.maxSendLength() + HEAD_ROOM, keep);
    }

    Watchdog watchdog() {
        return watchdog;
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
    }
}
