package org.diconde4j.interop;

import static org.diconde4j.interop.Row.Role.SCU;
import static org.diconde4j.interop.Row.both;
import static org.diconde4j.interop.Row.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.Dcmqrscp;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.net.tck.Peers;

/** DCMTK answers. Of its servers, dcmqrscp and wlmscpfs have no TLS (3.6.7). */
final class DcmtkServers {
    private final Asking asking;
    private final Ours us;
    private final Pem pem;
    private final Path folder;

    DcmtkServers(Ours us, Pem pem, Path folder) {
        this.us = us;
        this.asking = new Asking(us, folder);
        this.pem = pem;
        this.folder = folder;
    }

    List<Row> rows() {
        return List.of(
                both("Verification", SCU, "DCMTK `storescp`", "answered", link -> {
                    try (PeerServer server = receiver("storescp", link, Files.createTempDirectory(folder, "out"))) {
                        asking.echo(peer("STORESCP", server), link);
                    }
                }),
                both("Storage", SCU, "DCMTK `storescp`", "radiograph, C-scan, report kept", l -> store("storescp", l)),
                both("Storage", SCU, "DCMTK `dcmrecv`", "radiograph, C-scan, report kept", l -> store("dcmrecv", l)),
                plain("Storage", SCU, "DCMTK `dcmqrscp`", "radiograph, C-scan, report kept", link -> {
                    try (PeerServer server = dcmqrscp()) {
                        asking.send(peer(Dcmqrscp.TITLE, server), link);
                    }
                }),
                plain("Query", SCU, "DCMTK `dcmqrscp`", "each level", link -> {
                    try (PeerServer server = dcmqrscp()) {
                        asking.find(peer(Dcmqrscp.TITLE, server), link);
                    }
                }),
                plain("Retrieve by C-MOVE", SCU, "DCMTK `dcmqrscp`", "study received by our archive", link -> {
                    try (PeerServer server = dcmqrscp()) {
                        asking.move(peer(Dcmqrscp.TITLE, server), link);
                    }
                }),
                plain("Retrieve by C-GET", SCU, "DCMTK `dcmqrscp`", "study received", link -> {
                    try (PeerServer server = dcmqrscp()) {
                        asking.get(peer(Dcmqrscp.TITLE, server), link);
                    }
                }));
    }

    private static Peer peer(String title, PeerServer server) {
        return new Peer(title, "127.0.0.1", server.port());
    }

    private void store(String program, Link link) throws Exception {
        Path out = Files.createTempDirectory(folder, "out");
        try (PeerServer server = receiver(program, link, out)) {
            asking.send(peer("STORE", server), link).assertIn(out);
        }
    }

    /** One of DCMTK's programs that take objects; dcmrecv has to be told which. */
    private PeerServer receiver(String program, Link link, Path out) throws Exception {
        int port = PeerServer.freePort();
        List<Object> command = new ArrayList<>(List.of(Peers.dcmtk(program), "-od", out));
        if (program.equals("dcmrecv")) {
            command.addAll(List.of(
                    "-xf",
                    Files.writeString(folder.resolve("dcmrecv.cfg"), """
                    [[TransferSyntaxes]]
                    [Native]
                    TransferSyntax1 = LittleEndianExplicit
                    TransferSyntax2 = LittleEndianImplicit
                    [[PresentationContexts]]
                    [Studies]
                    PresentationContext1 = %s\\Native
                    PresentationContext2 = %s\\Native
                    PresentationContext3 = %s\\Native
                    [[Profiles]]
                    [Studies]
                    PresentationContexts = Studies
                    """.formatted(Study.SOP_CLASSES.toArray())),
                    "Studies"));
        }
        if (link == Link.TLS) {
            command.addAll(pem.dcmtk());
        }
        command.add(port);
        return PeerServer.start(folder, port, command.toArray());
    }

    private PeerServer dcmqrscp() throws IOException {
        return Dcmqrscp.start(folder, 131072, Ours.TITLE, us.port(Link.PLAIN));
    }
}
