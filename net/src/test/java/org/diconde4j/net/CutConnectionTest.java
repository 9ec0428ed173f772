package org.diconde4j.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.diconde4j.net.tck.CutConnectionContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CutConnectionTest extends CutConnectionContract {
    private static final TinyArchive ARCHIVE = new TinyArchive();
    private static DimseServer server;

    @BeforeAll
    static void start() throws IOException {
        server = DimseServer.builder()
                .port(0)
                .timeouts(Timeouts.all(Duration.ofSeconds(10))
                        .withRequest(Duration.ofMillis(600))
                        .withWrite(Duration.ofMillis(600)))
                .stores(ARCHIVE)
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

    @Override
    protected long stored() {
        return ARCHIVE.objects.size();
    }

    @Override
    protected int associations() {
        return server.associations();
    }
}
