package org.diconde4j.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.Peers;

/**
 * DCMTK's clients, told where we are.
 *
 * @param us whom they ask
 * @param pem who they are
 */
record Dcmtk(Ours us, Pem pem) {
    PeerRun run(String program, Link link, Object... arguments) {
        List<Object> command = new ArrayList<>(List.of(Peers.dcmtk(program)));
        if (link == Link.TLS) {
            command.addAll(pem.dcmtk());
        }
        command.addAll(List.of("-aec", Ours.TITLE, "127.0.0.1", us.port(link)));
        command.addAll(List.of(arguments));
        return Peers.run(Duration.ofSeconds(30), command.toArray()).succeeded();
    }
}
