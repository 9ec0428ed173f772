package org.diconde4j.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.testkit.samples.NdeSamples;

/**
 * For integrators: a server of your own around the archive. Storage is chosen by URI, components are told apart by the
 * attributes of your site, and the receiver knows the workstations that C-MOVE may send to.
 */
public final class BuildYourOwnPacs {
    private BuildYourOwnPacs() {}

    /**
     * Runs the example: starts the server, lets a device send to it, and stops.
     *
     * @param args the data directory; {@code pacs} if not given
     * @throws IOException if the port or the directory cannot be had
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "pacs");
        try (Archive archive = Archive.builder()
                .objects(StorageProviders.uri("fs", directory.resolve("objects")))
                .index(StorageProviders.uri("h2", directory.resolve("index")))
                .identity(Identity.of(Tag.PatientID, Tag.IssuerOfPatientID))
                .findLimit(10_000)
                .open()) {
            Receiver receiver = archive.receive()
                    .aeTitle("SHOPFLOOR")
                    .bind(InetAddress.getLoopbackAddress())
                    .port(0)
                    .peer(new Peer("WORKSTATION", "127.0.0.1", 11113))
                    .server(server -> server.drain(Duration.ofSeconds(5)))
                    .start();
            System.out.println(receiver.aeTitle() + " receives on port " + receiver.port());

            Peer server = new Peer(receiver.aeTitle(), "127.0.0.1", receiver.port());
            var sent = DimseClient.as("CT-SCANNER")
                    .store(server, outgoing(NdeSamples.seeded(4).castingCt()), r -> {});
            System.out.println("the scanner sent " + sent.stored() + " slices, " + sent.failed() + " failed");

            archive.find()
                    .series()
                    .where(Tag.Modality, "CT")
                    .forEach(series -> System.out.println(series.string(Tag.PatientID, "?") + ": "
                            + series.string(Tag.SeriesDescription, "CT series")));
            System.out.println(archive.counts());
        }
    }

    private static List<OutgoingObject> outgoing(List<DicomObject> objects) {
        return objects.stream().map(OutgoingObject::of).toList();
    }
}
