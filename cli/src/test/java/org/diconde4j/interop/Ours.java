package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.Reception;
import org.diconde4j.cli.Run;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.Timeouts;
import org.diconde4j.net.tls.Tls;

/** Our side of every row: for each kind of connection an archive in memory that answers, and a client. */
final class Ours implements AutoCloseable {
    static final String TITLE = "DICONDE4J";

    private final Map<Link, Archive> archives = new EnumMap<>(Link.class);
    private final Map<Link, Receiver> receivers = new EnumMap<>(Link.class);
    private final Pem pem;
    private final Tls identity;

    Ours(Pem pem, List<Peer> destinations) throws IOException {
        this.pem = pem;
        identity = pem.tls();
        for (Link link : Link.values()) {
            URI memory = URI.create("memory:" + UUID.randomUUID());
            Archive archive = Archive.builder().objects(memory).index(memory).open();
            archives.put(link, archive);
            Reception reception = archive.receive().aeTitle(TITLE).port(0).outgoing(options(link));
            destinations.forEach(reception::peer);
            if (link == Link.TLS) {
                reception.server(server -> server.tls(identity));
            }
            receivers.put(link, reception.start());
        }
    }

    private AssociationOptions options(Link link) {
        return AssociationOptions.DEFAULT
                .withTimeouts(Timeouts.all(Duration.ofSeconds(20)))
                .withTls(link == Link.TLS ? identity : null);
    }

    Archive archive(Link link) {
        return archives.get(link);
    }

    /** Another server beside the archive's, for a service of its own. */
    DimseServer.Builder server(Link link) {
        DimseServer.Builder server = DimseServer.builder().aeTitle(TITLE).port(0);
        return link == Link.TLS ? server.tls(identity) : server;
    }

    int port(Link link) {
        return receivers.get(link).port();
    }

    DimseClient client(Link link) {
        return DimseClient.as(TITLE).with(options(link));
    }

    /** Runs one of our commands, which has to say that all was done. */
    Run command(Link link, Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--ae-title", TITLE));
        if (link == Link.TLS) {
            all.addAll(List.of("--tls-key", pem.key(), "--tls-cert", pem.certificate(), "--tls-ca", pem.trust()));
        }
        Run run = Run.diconde4j(all.toArray());
        assertThat(run.code()).as("%s\n%s%s", all, run.out(), run.err()).isZero();
        return run;
    }

    @Override
    public void close() {
        archives.values().forEach(Archive::close);
    }
}
