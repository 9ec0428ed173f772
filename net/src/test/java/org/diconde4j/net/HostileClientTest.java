package org.diconde4j.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.diconde4j.net.tck.HostileClientContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class HostileClientTest extends HostileClientContract {
    private static DimseServer server;

    @BeforeAll
    static void start() throws IOException {
        server = DimseServer.builder()
                .port(0)
                .timeouts(Timeouts.all(TIMEOUT))
                .stores(new TinyArchive())
                .drain(Duration.ZERO)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected InetSocketAddress server() {
        return server.address();
    }
}
