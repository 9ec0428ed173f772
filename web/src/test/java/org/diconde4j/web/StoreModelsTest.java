package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomXml;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.Transcoder;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreModelsTest {
    private static final DicomObject WELD = NdeSamples.seeded(11).weldRadiograph();
    private static final byte[] PIXELS = WELD.dataset().get(Tag.PixelData).bytes();
    private static final String JSON = "application/dicom+json";
    private static final String XML = "application/dicom+xml";
    private TestArchive archive;
    private WebServer server;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start();
        server = WebServer.start(archive.archive(), 0);
        browser = new Browser(server.uri());
    }

    @AfterEach
    void close() {
        server.close();
        archive.close();
    }

    private static void part(ByteArrayOutputStream body, String headers, byte[] content) {
        body.writeBytes(("--X\r\nContent-Type: " + headers + "\r\n\r\n").getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(UTF_8));
    }

    private HttpResponse<byte[]> post(String path, String type, ByteArrayOutputStream body) throws Exception {
        body.writeBytes("--X--\r\n".getBytes(UTF_8));
        return browser.post(
                path, "multipart/related; type=\"" + type + "\"; boundary=X", body.toByteArray(), "Accept", JSON);
    }

    private static String json(Dataset dataset, String uri) {
        return DicomJson.inline()
                .withBulkUris((path, element) -> element.tag() == Tag.PixelData ? uri : null)
                .toString(dataset);
    }

    private static Dataset renamed(String sopInstanceUid) {
        return WELD.dataset().toBuilder()
                .set(Tag.SOPInstanceUID, sopInstanceUid)
                .build();
    }

    private DicomObject stored(Dataset of) throws Exception {
        HttpResponse<byte[]> answer = browser.get(
                "/studies/" + of.string(Tag.StudyInstanceUID, "") + "/series/" + of.string(Tag.SeriesInstanceUID, "")
                        + "/instances/" + of.string(Tag.SOPInstanceUID, ""),
                "Accept",
                "application/dicom; transfer-syntax=*");
        assertThat(answer.statusCode()).isEqualTo(200);
        return DicomReader.strict().read(new ByteArrayInputStream(answer.body()));
    }

    private static Dataset report(HttpResponse<byte[]> answer, int status) {
        String text = new String(answer.body(), UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(status);
        return DicomJson.inline().read(text);
    }

    @Test
    void makes_files_of_metadata_in_json_and_bulk_values_in_parts() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Dataset second = renamed("1.2.3.4");
        part(
                body,
                JSON,
                ("[" + json(WELD.dataset(), "pixels/1") + "," + json(second, "pixels/2") + "]").getBytes(UTF_8));
        part(body, "application/octet-stream\r\nContent-Location: pixels/2", PIXELS);
        part(body, "application/octet-stream\r\nContent-Location: " + server.uri() + "/pixels/1", PIXELS);
        Dataset report = report(post("/studies", JSON, body), 200);
        assertThat(report.items(Tag.ReferencedSOPSequence)).hasSize(2);
        DicomObject stored = stored(WELD.dataset());
        assertThat(DicomJson.inline().toString(stored.dataset()))
                .isEqualTo(DicomJson.inline().toString(WELD.dataset()));
        assertThat(stored.fileMeta().string(Tag.MediaStorageSOPInstanceUID))
                .isEqualTo(WELD.dataset().string(Tag.SOPInstanceUID));
        assertThat(stored(second).dataset().get(Tag.PixelData).bytes()).isEqualTo(PIXELS);
    }

    @Test
    void makes_files_of_metadata_in_xml_and_compressed_frames() throws Exception {
        byte[] frame;
        try (var made = Transcoder.to(TransferSyntax.of(UID.JPEGLSLossless)).transcode(WELD)) {
            frame = Frames.of(made.object()).open(0).readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String xml = DicomXml.inline()
                .withBulkUris((path, element) -> element.tag() == Tag.PixelData ? "frame" : null)
                .toString(WELD.dataset().toBuilder()
                        .setBytes(Tag.PixelData, VR.OB, PIXELS)
                        .build());
        part(body, XML, xml.getBytes(UTF_8));
        part(body, "image/jls\r\nContent-Location: frame", frame);
        report(post("/studies", XML, body), 200);
        DicomObject stored = stored(WELD.dataset());
        assertThat(stored.transferSyntax().uid()).isEqualTo(UID.JPEGLSLossless);
        try (var plain = Transcoder.to(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).transcode(stored)) {
            assertThat(plain.object().dataset().get(Tag.PixelData).bytes()).isEqualTo(PIXELS);
        }
    }

    @Test
    void stores_what_is_whole_and_says_what_is_not() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String file = json(renamed("1.2.3.5"), "file:///etc/passwd");
        String other = json(
                renamed("1.2.3.6").toBuilder().set(Tag.StudyInstanceUID, "1.9").build(), "here");
        part(body, JSON, ("[" + file + "," + other + "," + json(WELD.dataset(), "here") + "]").getBytes(UTF_8));
        part(body, "application/octet-stream\r\nContent-Location: here", PIXELS);
        String study = WELD.dataset().string(Tag.StudyInstanceUID, "");
        Dataset report = report(post("/studies/" + study, JSON, body), 202);
        List<Dataset> failed = report.items(Tag.FailedSOPSequence);
        assertThat(failed).hasSize(2);
        assertThat(failed.get(0).string(Tag.ReferencedSOPInstanceUID)).isEqualTo("1.2.3.5");
        assertThat(failed.get(0).string(Tag.FailureReason)).isEqualTo(String.valueOf(0xC000));
        assertThat(failed.get(0).string(Tag.ErrorComment)).contains("file:///etc/passwd");
        assertThat(failed.get(1).string(Tag.FailureReason)).isEqualTo(String.valueOf(0xA900));
        assertThat(report.items(Tag.ReferencedSOPSequence)).hasSize(1);
    }

    @Test
    void stores_nothing_of_what_cannot_be_read() throws Exception {
        for (String metadata : List.of("[{\"00080018\":", "<?xml version=\"1.0\"?>", "")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            part(body, JSON, metadata.getBytes(UTF_8));
            assertThat(post("/studies", JSON, body).statusCode()).as(metadata).isEqualTo(400);
        }
        ByteArrayOutputStream nameless = new ByteArrayOutputStream();
        part(nameless, JSON, ("[" + json(WELD.dataset(), "here") + "]").getBytes(UTF_8));
        part(nameless, "application/octet-stream", PIXELS);
        assertThat(post("/studies", JSON, nameless).statusCode()).isEqualTo(400);
        ByteArrayOutputStream entity = new ByteArrayOutputStream();
        part(entity, XML, "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>".getBytes(UTF_8));
        assertThat(post("/studies", XML, entity).statusCode()).isEqualTo(400);
        assertThat(archive.archive().counts().instances()).isZero();
        assertThat(archive.archive().quarantine().list()).isEmpty();
    }
}
