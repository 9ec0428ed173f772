package org.diconde4j.interop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.Reception;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.Timeouts;
import org.diconde4j.net.tls.Tls;

/** Our side of every row: an archive in memory that answers on a plain port and on one with TLS, and a client. */
final class Ours implements AutoCloseable {
    static final String TITLE = "DICONDE4J";

    final Archive archive;
    private final Receiver plain;
    private final Receiver tls;
    private final Tls identity;

    Ours(Pem pem, List<Peer> destinations) throws IOException {
        identity = pem.tls();
        URI memory = URI.create("memory:" + UUID.randomUUID());
        archive = Archive.builder().objects(memory).index(memory).open();
        plain = reception(destinations).start();
        tls = reception(destinations).server(server -> server.tls(identity)).start();
    }

    private Reception reception(List<Peer> destinations) {
        Reception reception = archive.receive().aeTitle(TITLE).port(0);
        destinations.forEach(reception::peer);
        return reception;
    }

    /** Another server beside the archive's, for a service of its own. */
    DimseServer.Builder server(Link link) {
        DimseServer.Builder server = DimseServer.builder().aeTitle(TITLE).port(0);
        return link == Link.TLS ? server.tls(identity) : server;
    }

    int port(Link link) {
        return (link == Link.TLS ? tls : plain).port();
    }

    DimseClient client(Link link) {
        return DimseClient.as(TITLE)
                .with(AssociationOptions.DEFAULT
                        .withTimeouts(Timeouts.all(Duration.ofSeconds(20)))
                        .withTls(link == Link.TLS ? identity : null));
    }

    @Override
    public void close() {
        archive.close();
    }
}
