package org.diconde4j.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.net.tck.Orthanc;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others work against our service. */
class PeersTest {
    private static final NdeSamples SAMPLES = NdeSamples.seeded(17);
    private static final DicomObject WELD = SAMPLES.weldRadiograph();
    private static final List<DicomObject> CASTING = SAMPLES.castingCt();

    @TempDir
    Path folder;

    private TestArchive archive;
    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start();
        server = WebServer.start(archive.archive(), 0);
    }

    @AfterEach
    void close() {
        server.close();
        archive.close();
    }

    private static String uid(DicomObject object, int tag) {
        return object.dataset().string(tag, "");
    }

    private static byte[] pixels(DicomObject object) {
        return object.dataset().get(Tag.PixelData).bytes();
    }

    private Path file(DicomObject object) throws Exception {
        Path file = folder.resolve(uid(object, Tag.SOPInstanceUID) + ".dcm");
        try (OutputStream out = Files.newOutputStream(file)) {
            DicomWriter.write(object, out);
        }
        return file;
    }

    @Test
    void dicomweb_client_of_npm_stores_finds_and_retrieves() throws Exception {
        Path modules = Peers.npm("dicomweb-client");
        Path script = folder.resolve("dicomweb-client-peer.js");
        try (InputStream in = PeersTest.class.getResourceAsStream("dicomweb-client-peer.js")) {
            Files.copy(in, script);
        }
        DicomObject slice = CASTING.get(1);
        List<String> files = new ArrayList<>();
        for (DicomObject one : CASTING) {
            files.add("\"" + file(one) + "\"");
        }
        String job = "{\"url\": \"%s\", \"files\": %s, \"study\": \"%s\", \"series\": \"%s\", \"instance\": \"%s\"}"
                .formatted(
                        server.uri(),
                        files,
                        uid(slice, Tag.StudyInstanceUID),
                        uid(slice, Tag.SeriesInstanceUID),
                        uid(slice, Tag.SOPInstanceUID));
        PeerRun run = Peers.run(
                        Duration.ofSeconds(30),
                        "env",
                        "NODE_PATH=" + modules,
                        Peers.command("node", "nodejs"),
                        script,
                        job)
                .succeeded();
        assertThat(run.output().lines())
                .containsExactly(
                        "studies " + uid(slice, Tag.StudyInstanceUID),
                        "series 1",
                        "metadata " + CASTING.size(),
                        "bulk " + pixels(slice).length,
                        "frame " + pixels(slice).length,
                        "instance " + Files.size(file(slice)),
                        "instances " + CASTING.size(),
                        "rendered PNG");
    }

    @Test
    void orthanc_pushes_asks_and_pulls() throws Exception {
        Map<String, String> options = new TreeMap<>(Orthanc.dicomWeb(Peers.orthancDicomWeb()));
        options.put(
                "DicomWeb",
                "{\"Enable\": true, \"Root\": \"/dicom-web/\", \"Servers\": {\"ours\": [\"" + server.uri() + "/\"]}}");
        try (Orthanc orthanc = Orthanc.start(folder, options)) {
            String id = orthanc.upload(file(WELD));
            orthanc.post("/dicom-web/servers/ours/stow", "{\"Resources\": [\"" + id + "\"], \"Synchronous\": true}");
            DicomObject pushed = archive.archive()
                    .retrieve(uid(WELD, Tag.StudyInstanceUID))
                    .objects()
                    .get(0);
            assertThat(pixels(pushed)).isEqualTo(pixels(WELD));

            String found = orthanc.post(
                    "/dicom-web/servers/ours/qido",
                    "{\"Uri\": \"/studies\", \"Arguments\": {\"00100020\": \"" + uid(WELD, Tag.PatientID) + "\"}}");
            assertThat(found).contains(uid(WELD, Tag.StudyInstanceUID));

            String study = "1.2.3.4.5.6";
            for (DicomObject slice : CASTING) {
                Dataset dataset = slice.dataset().toBuilder()
                        .set(Tag.StudyInstanceUID, study)
                        .build();
                archive.archive().store(new DicomObject(Dataset.empty(), slice.transferSyntax(), 0, dataset));
            }
            orthanc.post(
                    "/dicom-web/servers/ours/retrieve",
                    "{\"Resources\": [{\"Study\": \"" + study + "\"}], \"Synchronous\": true}");
            for (DicomObject slice : CASTING) {
                DicomObject pulled = DicomReader.strict()
                        .read(new ByteArrayInputStream(orthanc.download(uid(slice, Tag.SOPInstanceUID))));
                assertThat(pixels(pulled)).isEqualTo(pixels(slice));
            }
        }
    }
}
