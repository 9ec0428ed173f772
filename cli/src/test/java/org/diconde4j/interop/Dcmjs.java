package org.diconde4j.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.net.tck.Peers;

/** npm's dcmjs-dimse, told by {@code dcmjs-peer.js} what to do. */
final class Dcmjs {
    /** Where it answers. */
    static final Peer PEER = new Peer("DCMJS", "127.0.0.1", PeerServer.freePort());

    private final Pem pem;
    private final Path folder;

    Dcmjs(Pem pem, Path folder) {
        this.pem = pem;
        this.folder = folder;
    }

    /**
     * Sends requests over one association.
     *
     * @param more further members of the job, each beginning with a comma
     * @return a line for each response
     */
    List<String> ask(Link link, int port, String more, String... requests) throws Exception {
        String job = "{\"ask\": [" + String.join(",", requests) + "], \"calling\": \"" + PEER.aeTitle()
                + "\", \"called\": \"" + Ours.TITLE + "\"" + more + common(link, port) + "}";
        PeerRun run = Peers.run(Duration.ofSeconds(30), command(job).toArray()).succeeded();
        return run.output().lines().toList();
    }

    /**
     * Starts a server.
     *
     * @param received where the objects that it gets become files
     * @param destination the port of our server, to which it sends what is asked for by C-MOVE
     */
    PeerServer answer(Link link, Path received, int destination) throws Exception {
        String job = "{\"folder\": \"" + received + "\", \"destination\": " + destination + ", \"calling\": \""
                + Ours.TITLE + "\", \"called\": \"" + PEER.aeTitle() + "\"" + common(link, PEER.port()) + "}";
        return PeerServer.start(folder, PEER.port(), command(job).toArray());
    }

    private String common(Link link, int port) {
        String tls = link == Link.PLAIN
                ? ""
                : ", \"tls\": {\"key\": \"" + pem.key() + "\", \"cert\": \"" + pem.certificate() + "\", \"ca\": \""
                        + pem.trust() + "\"}";
        return ", \"port\": " + port + tls;
    }

    private List<Object> command(String job) throws Exception {
        Path modules = Peers.dcmjs();
        Path node = Peers.command("node", "nodejs");
        Path script = folder.resolve("dcmjs-peer.js");
        if (!Files.exists(script)) {
            try (var in = Dcmjs.class.getResourceAsStream("dcmjs-peer.js")) {
                Files.copy(in, script);
            }
        }
        // in a folder that is no package of its own, the path of modules is taken from the environment
        return new ArrayList<>(List.of("env", "NODE_PATH=" + modules, node, script, job));
    }
}
