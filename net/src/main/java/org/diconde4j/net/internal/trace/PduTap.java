package org.diconde4j.net.internal.trace;

import java.nio.ByteBuffer;
import java.util.List;

/** Overhears one connection. Each direction has one thread. */
public final class PduTap {
    private final PduTrace trace;
    private final String connection;
    private final PduListener incoming = new PduListener((heading, details) -> write("<- " + heading, details));
    private final PduListener outgoing = new PduListener((heading, details) -> write("-> " + heading, details));

    PduTap(PduTrace trace, String connection) {
        this.trace = trace;
        this.connection = connection;
        write("connected", List.of());
    }

    /** Bytes that came; the buffer is left as it is. */
    public void received(ByteBuffer bytes) {
        incoming.hear(bytes);
    }

    /** Bytes that are to go; the buffer is left as it is. */
    public void sent(ByteBuffer bytes) {
        outgoing.hear(bytes);
    }

    /** The end of the connection from here. */
    public void closed() {
        write("closed here", List.of());
    }

    /** The end of the stream from there. */
    public void ended() {
        write("<- end of stream", List.of());
    }

    private void write(String heading, List<String> details) {
        trace.write(connection, heading, details);
    }
}
