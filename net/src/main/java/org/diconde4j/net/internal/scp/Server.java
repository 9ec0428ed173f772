package org.diconde4j.net.internal.scp;

import java.io.IOException;
import java.net.InetSocketAddress;

public final class Server implements AutoCloseable {
    private Server() {}

    public static Server start(ServerConfig config) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    public InetSocketAddress address() {
        throw new UnsupportedOperationException("not built yet");
    }

    public int associations() {
        return 0;
    }

    @Override
    public void close() {}
}
