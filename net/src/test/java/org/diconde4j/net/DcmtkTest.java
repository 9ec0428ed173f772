package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.IdentityVerifier.Verdict;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.Dcmqrscp;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.net.tck.Peers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every service with DCMTK at the other end, once as client and once as server. */
@Timeout(60)
class DcmtkTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TinyArchive archive = new TinyArchive();
    private final DimseClient client = DimseClient.as("DICONDE4J")
            .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));
    private final List<PeerServer> peers = new ArrayList<>();

    @TempDir
    Path dir;

    @AfterEach
    void endPeers() {
        peers.forEach(PeerServer::close);
    }

    private DimseServer serve() throws IOException {
        return DimseServer.builder()
                .aeTitle("DICONDE4J")
                .port(0)
                .timeouts(Timeouts.all(Duration.ofSeconds(10)))
                .drain(Duration.ofSeconds(2))
                .stores(archive)
                .finds(archive)
                .retrieves(archive)
                .start();
    }

    private Path file(int number, int pixelBytes, TransferSyntax syntax) throws IOException {
        Dataset weld = TinyArchive.weld(number, pixelBytes).toBuilder()
                .set(Tag.Rows, pixelBytes / 10)
                .set(Tag.Columns, 5)
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 16)
                .set(Tag.HighBit, 15)
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PixelRepresentation, 0)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .build();
        Path file = dir.resolve("weld-" + number + ".dcm");
        DicomWriter.write(
                new DicomObject(
                        FileMeta.of(
                                weld.string(Tag.SOPClassUID, ""), weld.string(Tag.SOPInstanceUID, ""), syntax.uid()),
                        syntax,
                        0,
                        weld),
                file);
        return file;
    }

    private static PeerRun run(Object... command) {
        return Peers.run(LONG, command);
    }

    // DCMTK asks

    @Test
    void echoscu_gets_an_answer() throws IOException {
        Path echoscu = Peers.dcmtk("echoscu");
        try (DimseServer server = serve()) {
            run(echoscu, "-v", "-aec", "DICONDE4J", "127.0.0.1", server.port()).succeeded();
            run(echoscu, "-v", "--propose-ts", "30", "--propose-pc", "128", "--repeat", "5", "127.0.0.1", server.port())
                    .succeeded();
        }
    }

    @Test
    void storescu_and_dcmsend_store() throws IOException {
        Path storescu = Peers.dcmtk("storescu");
        Path dcmsend = Peers.dcmtk("dcmsend");
        Path one = file(1, 600_000, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Path two = file(2, 10, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        try (DimseServer server = serve()) {
            run(storescu, "-v", "127.0.0.1", server.port(), one, two).succeeded();
            run(storescu, "-v", "--max-pdu", "4096", "-xb", "127.0.0.1", server.port(), one)
                    .succeeded();
            run(dcmsend, "-v", "127.0.0.1", server.port(), one, two).succeeded();
        }
        assertThat(archive.objects).hasSize(5);
        for (Stored stored : archive.objects) {
            Path file = stored.sopInstanceUid().equals("1.2.3.4.1") ? one : two;
            assertThat(stored.dataset()
                            .sameContent(DicomReader.lenient().read(file).dataset()))
                    .isTrue();
        }
    }

    @Test
    void findscu_finds() throws IOException {
        Path findscu = Peers.dcmtk("findscu");
        for (int i = 1; i <= 12; i++) {
            archive.objects.add(TinyArchive.object(TinyArchive.weld(i, 4), UID.ExplicitVRLittleEndian));
        }
        try (DimseServer server = serve()) {
            for (String model : new String[] {"-P", "-S", "-O"}) {
                PeerRun found = run(
                                findscu,
                                "-v",
                                model,
                                "-k",
                                "QueryRetrieveLevel=STUDY",
                                "-k",
                                "PatientID=WELD-1*",
                                "-k",
                                "PatientName",
                                "127.0.0.1",
                                server.port())
                        .succeeded();
                assertThat(found.output().split("Received Find Response|Find Response: \\d+ \\(Pending\\)", -1).length
                                - 1)
                        .as(found.output())
                        .isEqualTo(4);
            }
            PeerRun cancelled = run(
                    findscu,
                    "-v",
                    "-S",
                    "--cancel",
                    "2",
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "PatientID",
                    "127.0.0.1",
                    server.port());
            assertThat(cancelled.output()).contains("Cancel");
        }
    }

    @Test
    void movescu_and_getscu_retrieve() throws IOException {
        Path movescu = Peers.dcmtk("movescu");
        Path getscu = Peers.dcmtk("getscu");
        for (int i = 1; i <= 5; i++) {
            archive.objects.add(TinyArchive.object(
                    TinyArchive.weld(i, 100_000),
                    i % 2 == 0 ? UID.ImplicitVRLittleEndian : UID.ExplicitVRLittleEndian));
        }
        int receiver = PeerServer.freePort();
        Path moved = Files.createDirectory(dir.resolve("moved"));
        Path got = Files.createDirectory(dir.resolve("got"));
        try (DimseServer server = DimseServer.builder()
                .aeTitle("DICONDE4J")
                .port(0)
                .retrieves(archive)
                .destinations(title -> title.equals("MOVESCU") ? new Peer("MOVESCU", "127.0.0.1", receiver) : null)
                .start()) {
            run(
                            movescu,
                            "-v",
                            "-S",
                            "-aet",
                            "MOVESCU",
                            "-aem",
                            "MOVESCU",
                            "+P",
                            receiver,
                            "-od",
                            moved,
                            "-k",
                            "QueryRetrieveLevel=STUDY",
                            "-k",
                            "StudyInstanceUID=1.2.3",
                            "127.0.0.1",
                            server.port())
                    .succeeded();
            run(
                            getscu,
                            "-v",
                            "-S",
                            "-od",
                            got,
                            "-k",
                            "QueryRetrieveLevel=STUDY",
                            "-k",
                            "StudyInstanceUID=1.2.3",
                            "127.0.0.1",
                            server.port())
                    .succeeded();
        }
        assertSameObjects(moved);
        assertSameObjects(got);
    }

    @Test
    void storescu_names_users_of_every_type_that_it_knows() throws IOException {
        Path storescu = Peers.dcmtk("storescu");
        Path file = file(1, 10, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Path token = Files.writeString(dir.resolve("token"), "an opaque token");
        List<String> users = Collections.synchronizedList(new ArrayList<>());
        try (DimseServer server = DimseServer.builder()
                .port(0)
                .stores(archive)
                .identities((identity, requestor) -> {
                    users.add(
                            identity == null
                                    ? "nobody"
                                    : identity.type() + " " + identity.primary().utf8() + " "
                                            + identity.secondary().utf8());
                    boolean known = identity != null
                            && (identity.type() > UserIdentity.USERNAME_AND_PASSCODE
                                    || identity.secondary().utf8().equals("seam"));
                    return known ? Verdict.accept(identity.primary()) : Verdict.reject("not known");
                })
                .start()) {
            int port = server.port();
            run(storescu, "-usr", "anna", "-pwd", "seam", "-rsp", "127.0.0.1", port, file)
                    .succeeded();
            for (String type : new String[] {"-kt", "--saml", "--jwt"}) {
                run(storescu, type, token, "-rsp", "127.0.0.1", port, file).succeeded();
            }
            for (Object[] refused : new Object[][] {
                {storescu, "-usr", "anna", "-pwd", "wrong", "-rsp", "127.0.0.1", port, file},
                {storescu, "-usr", "anna", "127.0.0.1", port, file},
                {storescu, "127.0.0.1", port, file}
            }) {
                PeerRun run = run(refused);
                assertThat(run.exitCode()).as(run.output()).isNotZero();
                assertThat(run.output()).contains("Association Rejected");
            }
        }
        assertThat(users)
                .containsExactly(
                        "2 anna seam",
                        "3 an opaque token ",
                        "4 an opaque token ",
                        "5 an opaque token ",
                        "2 anna wrong",
                        "1 anna ",
                        "nobody");
        assertThat(archive.objects).hasSize(4);
    }

    @Test
    void movescu_cancels() throws IOException {
        Path movescu = Peers.dcmtk("movescu");
        List<Stored> many = new ArrayList<>();
        for (int i = 1; i <= 2000; i++) {
            many.add(TinyArchive.object(TinyArchive.weld(i, 1000), UID.ImplicitVRLittleEndian));
        }
        try (DimseServer third = serve();
                DimseServer server = DimseServer.builder()
                        .aeTitle("DICONDE4J")
                        .port(0)
                        .retrieves(request -> Retrieval.of(many))
                        .destinations(title -> new Peer("DICONDE4J", "127.0.0.1", third.port()))
                        .start()) {
            PeerRun run = run(
                    movescu,
                    "-v",
                    "-S",
                    "--cancel",
                    "3",
                    "-aem",
                    "DICONDE4J",
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID=1.2.3",
                    "127.0.0.1",
                    server.port());
            assertThat(run.output()).contains("Final Move Response (Cancel");
        }
        assertThat(archive.objects).hasSizeBetween(3, 1999);
    }

    @Test
    void storescu_and_storescp_take_pdus_of_all_lengths_that_they_know() throws Exception {
        Path storescu = Peers.dcmtk("storescu");
        Path storescp = Peers.dcmtk("storescp");
        Path file = file(1, 300_000, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        for (int length : new int[] {4096, 16384, 131072}) {
            try (DimseServer server = serve()) {
                run(storescu, "-pdu", length, "--max-send-pdu", length, "127.0.0.1", server.port(), file)
                        .succeeded();
            }
            int port = PeerServer.freePort();
            Path out = Files.createDirectory(dir.resolve("out" + length));
            Peer peer = new Peer("STORESCP", "127.0.0.1", port);
            start(peer, storescp, "-pdu", length, "-od", out, port);
            assertThat(client.store(peer, List.of(OutgoingObject.ofFile(file)), r -> {}))
                    .isEqualTo(new SendSummary(1, 0));
        }
        assertThat(archive.objects).hasSize(3).allMatch(o -> o.dataset().contains(Tag.PixelData));
    }

    private void assertSameObjects(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> list = files.toList();
            assertThat(list).hasSize(archive.objects.size());
            for (Path file : list) {
                Dataset dataset = DicomReader.lenient().read(file).dataset();
                assertThat(archive.objects)
                        .anyMatch(o -> o.sopInstanceUid().equals(dataset.string(Tag.SOPInstanceUID))
                                && o.dataset().sameContent(dataset));
            }
        }
    }

    // DCMTK answers

    private void start(Peer peer, Object... command) {
        peers.add(PeerServer.start(dir, peer.port(), command));
        client.echo(peer);
    }

    @Test
    void storescp_takes_what_we_send() throws Exception {
        Path storescp = Peers.dcmtk("storescp");
        int port = PeerServer.freePort();
        Path out = Files.createDirectory(dir.resolve("out"));
        start(new Peer("STORESCP", "127.0.0.1", port), storescp, "-v", "+xa", "-od", out, port);
        Path one = file(1, 600_000, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        Path two = file(2, 100_000, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        SendSummary summary = client.store(
                new Peer("STORESCP", "127.0.0.1", port),
                List.of(OutgoingObject.ofFile(one), OutgoingObject.ofFile(two)),
                r -> assertThat(r.failure()).isNull());
        assertThat(summary).isEqualTo(new SendSummary(2, 0));
        archive.objects.add(new Stored("", "1.2.3.4.1", UID.ExplicitVRLittleEndian, dataset(one), null));
        archive.objects.add(new Stored("", "1.2.3.4.2", UID.ImplicitVRLittleEndian, dataset(two), null));
        assertSameObjects(out);
    }

    private static byte[] dataset(Path file) throws IOException {
        try (var in = OutgoingObject.ofFile(file).open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void dcmqrscp_is_queried_and_retrieved_from() throws Exception {
        try (DimseServer third = serve();
                PeerServer dcmqrscp = Dcmqrscp.start(dir, 16384, "DICONDE4J", third.port())) {
            Peer qr = new Peer(Dcmqrscp.TITLE, "127.0.0.1", dcmqrscp.port());
            client.echo(qr);
            List<OutgoingObject> files = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                files.add(OutgoingObject.ofFile(file(i, 50_000, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
            }
            assertThat(client.store(qr, files, r -> {})).isEqualTo(new SendSummary(4, 0));

            Dataset images = Dataset.builder()
                    .set(Tag.QueryRetrieveLevel, "IMAGE")
                    .set(Tag.StudyInstanceUID, "1.2.3")
                    .set(Tag.SeriesInstanceUID, "1.2.3.4")
                    .setEmpty(Tag.SOPInstanceUID)
                    .build();
            List<String> uids = new ArrayList<>();
            try (FindMatches matches = client.find(qr, InformationModel.STUDY_ROOT, images)) {
                matches.forEachRemaining(m -> uids.add(m.string(Tag.SOPInstanceUID)));
            }
            assertThat(uids).containsExactlyInAnyOrder("1.2.3.4.1", "1.2.3.4.2", "1.2.3.4.3", "1.2.3.4.4");

            Dataset study = Dataset.builder()
                    .set(Tag.QueryRetrieveLevel, "STUDY")
                    .set(Tag.StudyInstanceUID, "1.2.3")
                    .build();
            RetrieveOutcome moved = client.move(qr, InformationModel.STUDY_ROOT, study, "DICONDE4J", p -> true);
            assertThat(moved.complete()).as(moved.toString()).isTrue();
            assertThat(moved.progress().completed()).isEqualTo(4);
            assertThat(archive.objects)
                    .hasSize(4)
                    .allMatch(o -> "DICONDE4J".equals(o.request().moveOriginatorAeTitle()));

            List<String> got = new ArrayList<>();
            RetrieveOutcome outcome = client.get(
                    qr,
                    InformationModel.STUDY_ROOT,
                    study,
                    StorageContext.defaults(),
                    (request, dataset) -> {
                        got.add(request.sopInstanceUid() + " " + dataset.readAllBytes().length);
                        return StoreOutcome.success();
                    },
                    p -> true);
            assertThat(outcome.complete()).as(outcome.toString()).isTrue();
            assertThat(got).hasSize(4);
        }
    }
}
