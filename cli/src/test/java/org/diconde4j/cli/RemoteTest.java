package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.tck.Dcmqrscp;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tls.Tls;
import org.diconde4j.pixel.Frames;
import org.diconde4j.testkit.ArchiveExtension;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** echo, query, get and move, against our own server and against DCMTK's. */
@ExtendWith(ArchiveExtension.class)
@Timeout(90)
class RemoteTest {
    @TempDir
    Path temp;

    private static List<DicomObject> fill(Archive archive, int count) {
        List<DicomObject> objects = NdeSamples.seeded(1).small(count);
        store(archive, objects);
        return objects;
    }

    private static void store(Archive archive, List<DicomObject> objects) {
        for (DicomObject object : objects) {
            try {
                archive.store(object);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Archive second() {
        return Archive.builder()
                .objects(URI.create("memory:second"))
                .index(URI.create("memory:second"))
                .open();
    }

    private static String study(DicomObject object) {
        return object.dataset().string(Tag.StudyInstanceUID);
    }

    private static List<Dataset> json(Run run) throws IOException {
        List<Dataset> found = new ArrayList<>();
        DicomJson.inline().readArray(new ByteArrayInputStream(run.out().getBytes(UTF_8)), found::add);
        return found;
    }

    private static void assertFetched(Path folder, List<DicomObject> objects) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            assertThat(files).hasSize(objects.size());
            for (Path file : files) {
                Dataset dataset = DicomReader.lenient().read(file).dataset();
                assertThat(objects).anyMatch(o -> o.dataset().sameContent(dataset));
            }
        }
    }

    @Test
    void echo_says_who_answered_and_how_fast(Peer peer) {
        Run run = diconde4j("echo", peer, "--repeat", "3");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().toList()).hasSize(4);
        assertThat(run.out())
                .containsPattern(peer + " answered in [0-9]+\\.[0-9] ms")
                .contains("implementation DICONDE4J");
    }

    @Test
    void every_pdu_of_a_command_is_written_to_a_trace(Peer peer) {
        Path trace = temp.resolve("trace.txt");
        Run run = diconde4j("query", peer, "--trace", trace);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(trace).content().contains("-> A-ASSOCIATE-RQ", "CommandField = 0020H", "<- A-RELEASE-RP");

        Run echo = diconde4j("echo", peer, "--trace", temp.resolve("no/folder/trace.txt"));
        assertThat(echo.code()).isEqualTo(1);
        assertThat(echo.err()).contains("can't write the trace").contains("there is no such folder");
    }

    @Test
    void who_does_not_answer_is_named() {
        String nobody = "PACS@127.0.0.1:" + PeerServer.freePort();
        for (List<String> command : List.of(
                List.of("echo", nobody),
                List.of("query", nobody),
                List.of("get", nobody, "--to", temp.toString(), "StudyInstanceUID=1.2"),
                List.of("move", nobody, "--to", "X", "StudyInstanceUID=1.2"))) {
            Run run = diconde4j(command);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("can't connect to " + nobody);
        }
    }

    @Test
    void query_asks_for_names_by_their_sound_and_says_when_the_peer_cannot(Archive archive, Peer peer)
            throws IOException {
        fill(archive, 7);
        assertThat(diconde4j("query", peer, "PatientName=bold").lastLine()).isEqualTo("Nothing matches.");
        Run fuzzy = diconde4j("query", peer, "PatientName=bold", "--fuzzy");
        assertThat(fuzzy.lastLine()).as(fuzzy.err()).endsWith(" studies");
        assertThat(fuzzy.err()).isEmpty();
        try (DimseServer plain = DimseServer.builder()
                .port(0)
                .finds(request -> FindResults.of(List.of()))
                .start()) {
            Run literal = diconde4j("query", new Peer("PLAIN", "127.0.0.1", plain.port()), "--fuzzy");
            assertThat(literal.code()).isZero();
            assertThat(literal.err()).contains("the peer knows no fuzzy matching of names");
        }
    }

    @Test
    void get_fetches_frames_and_instances_without_bulk_data(Archive archive, Peer peer) throws IOException {
        DicomObject scan = NdeSamples.seeded(1).cScan();
        int count = Frames.of(scan).count();
        assertThat(count).isGreaterThan(2);
        store(archive, List.of(scan));
        String uid = "SOPInstanceUID=" + scan.dataset().string(Tag.SOPInstanceUID);
        Path frames = temp.resolve("frames");
        Run some = diconde4j("get", peer, "--to", frames, "--level", "instance", "--frames", "2-3", uid);
        assertThat(some.lastLine()).as(some.err()).isEqualTo("received=1 failed=0");
        Frames two = Frames.of(DicomReader.lenient().read(only(frames)));
        assertThat(two.count()).isEqualTo(2);
        assertThat(two.open(1).readAllBytes()).isEqualTo(Frames.of(scan).open(2).readAllBytes());

        Path lean = temp.resolve("lean");
        Run without = diconde4j("get", peer, "--to", lean, "--level", "instance", "--no-bulk", uid);
        assertThat(without.lastLine()).as(without.err()).isEqualTo("received=1 failed=0");
        Dataset header = DicomReader.lenient().read(only(lean)).dataset();
        assertThat(header.contains(Tag.PixelData)).isFalse();
        assertThat(header.string(Tag.PatientID)).isEqualTo(scan.dataset().string(Tag.PatientID));

        Run none = diconde4j(
                "get", peer, "--to", frames, "--level", "instance", "--frames", Integer.toString(count + 1), uid);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("AA00H", "none of the frames");
        for (List<String> wrong : List.of(
                List.of("--level", "instance", "--frames", "3-1"),
                List.of("--frames", "1"),
                List.of("--level", "instance", "--frames", "1", "--no-bulk"))) {
            List<Object> command = new ArrayList<>(List.of("get", peer, "--to", frames, uid));
            command.addAll(wrong);
            assertThat(diconde4j(command.toArray()).code()).as(wrong.toString()).isEqualTo(2);
        }
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            assertThat(files).hasSize(1);
            return files.get(0);
        }
    }

    @Test
    void query_prints_what_find_prints(Archive archive, Peer peer) throws IOException {
        List<DicomObject> objects = fill(archive, 7);

        Run studies = diconde4j("query", peer, "ComponentIDNumber=SN-*");
        assertThat(studies.code()).as(studies.err()).isZero();
        assertThat(studies.out()).contains("Component ID Number", "SN-10001", study(objects.get(0)));
        assertThat(studies.lastLine()).isEqualTo("2 studies");
        assertThat(diconde4j("query", peer, "--level", "component").lastLine()).isEqualTo("2 components");
        assertThat(diconde4j("query", peer, "--model", "patient", "PatientID=SN-10001")
                        .lastLine())
                .isEqualTo("1 study");
        assertThat(diconde4j("query", peer, "PatientID=nobody").lastLine()).isEqualTo("Nothing matches.");

        Run instances =
                diconde4j("query", peer, "--level", "instance", "--json", "StudyInstanceUID=" + study(objects.get(0)));
        assertThat(json(instances))
                .extracting(found -> found.string(Tag.SOPInstanceUID))
                .containsExactlyInAnyOrderElementsOf(objects.stream()
                        .filter(o -> study(o).equals(study(objects.get(0))))
                        .map(o -> o.dataset().string(Tag.SOPInstanceUID))
                        .toList());
        assertThat(diconde4j("query", peer, "--level", "instance", "--limit", "2")
                        .lastLine())
                .isEqualTo("2 instances");
    }

    @Test
    void get_writes_files_leaves_those_that_are_there_and_overwrites_none(Archive archive, Peer peer)
            throws IOException {
        List<DicomObject> objects = fill(archive, 6);
        Path out = temp.resolve("out");
        Object[] command = {"get", peer, "--to", out, "--level", "component", "PatientID=SN-10001"};

        Run run = diconde4j(command);
        assertThat(run.lastLine()).as(run.err()).isEqualTo("received=6 failed=0");
        assertFetched(out, objects);
        assertThat(diconde4j(command).lastLine()).isEqualTo("received=6 failed=0");
        assertFetched(out, objects);

        Path changed;
        try (Stream<Path> walk = Files.walk(out)) {
            changed = walk.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.writeString(changed, "mine");
        Run again = diconde4j(command);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.lastLine()).isEqualTo("received=5 failed=1");
        assertThat(again.err()).contains("failed ").contains(changed.toString());
        assertThat(changed).hasContent("mine");
    }

    @Test
    void objects_of_every_class_and_syntax_are_fetched_as_they_are_stored(Archive archive, Peer peer)
            throws IOException {
        NdeSamples samples = NdeSamples.seeded(3);
        List<DicomObject> objects = List.of(
                samples.cScan(),
                samples.report(),
                samples.weldRadiograph(),
                samples.castingCt().get(0));
        store(archive, objects);
        for (DicomObject object : objects) {
            diconde4j("get", peer, "--to", temp.resolve("out"), "StudyInstanceUID=" + study(object));
        }

        assertFetched(temp.resolve("out"), objects);
    }

    @Test
    void move_lets_one_archive_send_to_another_over_tls(Archive archive) throws Exception {
        fill(archive, 4);
        TestAuthority authority = TestAuthority.create("Works CA");
        TestAuthority.Identity identity = authority.issue("archive");
        Path key = identity.keyTo(temp.resolve("key"));
        Path certificate = identity.certificateTo(temp.resolve("crt"));
        Path ca = authority.certificateTo(temp.resolve("ca"));
        Tls tls = Tls.builder().identity(key, certificate).trust(ca).open();
        List<String> options = Stream.of("--tls-key", key, "--tls-cert", certificate, "--tls-ca", ca)
                .map(Object::toString)
                .toList();
        try (Archive second = second();
                Receiver to = second.receive()
                        .aeTitle("SECOND")
                        .port(0)
                        .server(s -> s.tls(tls))
                        .start();
                Receiver from = archive.receive()
                        .port(0)
                        .server(s -> s.tls(tls, 0))
                        .peer(
                                new Peer("SECOND", "127.0.0.1", to.port()),
                                org.diconde4j.net.AssociationOptions.DEFAULT.withTls(tls))
                        .start()) {
            String secure = "DICONDE4J@127.0.0.1:" + from.tlsAddress().getPort();

            Run run =
                    diconde4j("move", secure, options, "--to", "SECOND", "--level", "component", "PatientID=SN-10001");
            assertThat(run.lastLine()).as(run.err()).isEqualTo("moved=4 failed=0");
            assertThat(second.find().instances().count()).isEqualTo(4);

            assertThat(diconde4j("echo", secure, options).out()).contains("TLS with CN=archive");
            Run stranger = diconde4j("echo", secure, "--tls-ca", ca);
            assertThat(stranger.code()).isEqualTo(1);
            Run unknown = diconde4j("move", secure, options, "--to", "NOBODY", "StudyInstanceUID=1.2.3");
            assertThat(unknown.code()).isEqualTo(1);
            assertThat(unknown.err()).contains("A801H");
        }
    }

    @Test
    void dcmtk_s_archive_is_sent_to_queried_and_fetched_from() throws Exception {
        int receiver = PeerServer.freePort();
        List<DicomObject> objects = NdeSamples.seeded(1).small(3);
        Run.write(temp.resolve("files"), objects);
        String study = "StudyInstanceUID=" + study(objects.get(0));
        try (PeerServer dcmqrscp = Dcmqrscp.start(temp, 16384, "SECOND", receiver)) {
            String qr = Dcmqrscp.TITLE + "@127.0.0.1:" + dcmqrscp.port();
            assertThat(diconde4j("echo", qr).out()).contains("OFFIS_DCMTK");
            assertThat(diconde4j("send", "--to", qr, temp.resolve("files")).lastLine())
                    .isEqualTo("sent=3 failed=0");
            for (String model : new String[] {"study", "patient"}) {
                Run studies = diconde4j("query", qr, "--model", model, "PatientID=SN-10001");
                assertThat(studies.out()).as(studies.err()).contains(study(objects.get(0)));
                assertThat(studies.lastLine()).isEqualTo("1 study");
            }
            assertThat(diconde4j("query", qr, "--level", "series", study).lastLine())
                    .endsWith("1 series");
            assertThat(diconde4j("query", qr, "--level", "component").lastLine())
                    .isEqualTo("1 component");

            Run got = diconde4j(
                    "get",
                    qr,
                    "--to",
                    temp.resolve("out"),
                    "--class",
                    objects.get(0).dataset().string(Tag.SOPClassUID),
                    study);
            assertThat(got.lastLine()).as(got.err()).isEqualTo("received=3 failed=0");
            assertFetched(temp.resolve("out"), objects);

            try (Archive second = second();
                    Receiver to =
                            second.receive().aeTitle("SECOND").port(receiver).start()) {
                Run moved = diconde4j("move", qr, "--to", "SECOND", study);
                assertThat(moved.lastLine()).as(moved.err()).isEqualTo("moved=3 failed=0");
                assertThat(second.find().instances().count()).isEqualTo(3);
            }
        }
    }

    /** Answers for as long as nobody cancels. */
    private static final class Endless implements FindResults {
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Dataset next() {
            return Dataset.builder()
                    .set(Tag.QueryRetrieveLevel, "STUDY")
                    .set(Tag.PatientID, "SN-1")
                    .build();
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void ending_the_command_cancels_a_query_in_order() throws Exception {
        Endless endless = new Endless();
        try (DimseServer server =
                DimseServer.builder().port(0).finds(request -> endless).start()) {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            "org.diconde4j.cli.Main",
                            "query",
                            "DICONDE4J@127.0.0.1:" + server.port())
                    .redirectErrorStream(true)
                    .redirectOutput(temp.resolve("log").toFile())
                    .start();
            while (Files.size(temp.resolve("log")) < 1000 && process.isAlive()) {
                Thread.sleep(20);
            }
            // SIGTERM takes the same way, and cannot be ignored as SIGINT is in what a script starts in the background
            new ProcessBuilder("kill", "-TERM", String.valueOf(process.pid()))
                    .start()
                    .waitFor();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(temp.resolve("log"));
            assertThat(said.substring(said.length() - 200))
                    .containsPattern("[0-9]+ studies")
                    .contains("cancelled");
            assertThat(process.exitValue()).isEqualTo(143);
            while (!endless.closed.get()) {
                Thread.sleep(5);
            }
            assertThat(server.associations()).isZero();
        }
    }
}
