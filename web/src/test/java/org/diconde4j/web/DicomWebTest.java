package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.Transcoder;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.diconde4j.web.http.MediaType;
import org.diconde4j.web.http.MultipartReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DicomWebTest {
    private static final String PARTS = "multipart/related; type=\"application/dicom\"; boundary=X";
    private static final NdeSamples SAMPLES = NdeSamples.seeded(7);
    private static final DicomObject WELD = SAMPLES.weldRadiograph();
    private static final List<DicomObject> CASTING = SAMPLES.castingCt();
    private static TestArchive archive;
    private static WebServer server;
    private static Browser browser;

    @BeforeAll
    static void store_by_http() throws Exception {
        archive = TestArchive.start();
        server = WebServer.start(archive.archive(), 0);
        browser = new Browser(server.uri());
        List<byte[]> files = new ArrayList<>(List.of(file(WELD)));
        CASTING.forEach(slice -> files.add(file(slice)));
        HttpResponse<byte[]> answer =
                browser.post("/studies", PARTS, Browser.parts(files), "Accept", "application/dicom+json");
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        Dataset report = DicomJson.inline().read(text(answer));
        assertThat(report.items(Tag.ReferencedSOPSequence)).hasSize(files.size());
        assertThat(report.string(Tag.RetrieveURL)).isEqualTo(server.uri() + study(WELD));
        assertThat(report.items(Tag.ReferencedSOPSequence).get(0).string(Tag.RetrieveURL, ""))
                .isEqualTo(server.uri() + path(WELD));
    }

    @AfterAll
    static void close() {
        server.close();
        archive.close();
    }

    private static byte[] file(DicomObject object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            DicomWriter.write(object, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String uid(DicomObject object, int tag) {
        return object.dataset().string(tag, "");
    }

    private static String study(DicomObject object) {
        return "/studies/" + uid(object, Tag.StudyInstanceUID);
    }

    private static String series(DicomObject object) {
        return study(object) + "/series/" + uid(object, Tag.SeriesInstanceUID);
    }

    private static String path(DicomObject object) {
        return series(object) + "/instances/" + uid(object, Tag.SOPInstanceUID);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static List<Dataset> json(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/dicom+json");
        List<Dataset> all = new ArrayList<>();
        DicomJson.inline().readArray(new ByteArrayInputStream(answer.body()), all::add);
        return all;
    }

    private static List<byte[]> parts(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        MediaType type =
                MediaType.of(answer.headers().firstValue("Content-Type").orElseThrow());
        assertThat(type.essence()).isEqualTo("multipart/related");
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(answer.body()), type, 1000);
        List<byte[]> all = new ArrayList<>();
        for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
            all.add(part.body().readAllBytes());
        }
        return all;
    }

    @Test
    void finds_studies_by_keyword_diconde_name_and_tag() throws Exception {
        String id = uid(WELD, Tag.PatientID);
        for (String key : List.of("PatientID", "00100020", "ComponentIDNumber")) {
            List<Dataset> found = json(browser.get("/studies?" + key + "=" + id));
            assertThat(found).hasSize(1);
            assertThat(found.get(0).string(Tag.StudyInstanceUID, "")).isEqualTo(uid(WELD, Tag.StudyInstanceUID));
            assertThat(found.get(0).string(Tag.RetrieveURL, "")).isEqualTo(server.uri() + study(WELD));
            assertThat(found.get(0).strings(Tag.ModalitiesInStudy)).contains("DX", "CT");
        }
        assertThat(json(browser.get("/studies?PatientID=nobody"))).isEmpty();
        assertThat(browser.get(
                                "/studies?PatientID=nobody",
                                "Accept",
                                "multipart/related;type=\"application/dicom+xml\"")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void tells_how_long_a_series_is_that_goes_out_as_it_is_stored() throws Exception {
        HttpResponse<byte[]> answer = browser.get(
                series(CASTING.get(0)), "Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        assertThat(parts(answer)).hasSize(CASTING.size());
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
    }

    @Test
    void finds_series_and_instances_below_what_the_path_names() throws Exception {
        assertThat(json(browser.get(study(WELD) + "/series?Modality=CT"))).hasSize(1);
        assertThat(json(browser.get(series(CASTING.get(0)) + "/instances"))).hasSize(CASTING.size());
        assertThat(json(browser.get("/instances?SOPInstanceUID=" + uid(WELD, Tag.SOPInstanceUID) + ","
                        + uid(CASTING.get(0), Tag.SOPInstanceUID))))
                .hasSize(2);
    }

    @Test
    void pages_and_says_how_many_are_left() throws Exception {
        HttpResponse<byte[]> page = browser.get(series(CASTING.get(0)) + "/instances?limit=2&offset=1");
        assertThat(json(page)).hasSize(2);
        assertThat(page.headers().firstValue("Warning").orElse(""))
                .startsWith("299 ")
                .contains("There are " + (CASTING.size() - 3) + " additional results");
    }

    @Test
    void tells_what_is_included_and_leaves_out_what_has_no_value() throws Exception {
        String query = study(WELD) + "/series?includefield=Manufacturer,00081090&includefield=StationName";
        Dataset first = json(browser.get(query)).get(0);
        assertThat(first.string(Tag.Manufacturer, "")).isNotEmpty();
        first.forEach(
                element -> assertThat(element.isEmpty()).as(element.toString()).isFalse());
    }

    @Test
    void leaves_out_parameters_that_are_no_attributes_and_says_so() throws Exception {
        HttpResponse<byte[]> answer = browser.get("/studies?Komponente=1&PatientID.Rows=2&limit=0&_=%22%0d%0a");
        assertThat(json(answer)).isEmpty();
        assertThat(answer.headers().allValues("Warning"))
                .containsExactly(
                        "299 " + server.uri() + " \"There are 1 additional results that can be requested\", 299 "
                                + server.uri()
                                + " \"The following parameters are not supported: Komponente PatientID.Rows _\"");
        assertThat(browser.get("/studies?PatientID=" + uid(WELD, Tag.PatientID))
                        .headers()
                        .firstValue("Warning"))
                .isEmpty();
    }

    @Test
    void refuses_values_that_cannot_be() throws Exception {
        for (String wrong : List.of(
                "StudyDate=soon",
                "StudyDate=2026-03-01",
                "StudyDate=-",
                "StudyTime=noon",
                "00404005=x",
                "StudyDate=20260301%5Cx")) {
            HttpResponse<byte[]> answer = browser.get("/studies?" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(text(answer)).contains("cannot be one of", "or a range");
        }
        for (String right : List.of(
                "StudyDate=20260301",
                "StudyDate=20260301-",
                "StudyDate=-20260301",
                "StudyDate=*",
                "StudyDate=",
                "StudyDate=2026.03.01",
                "StudyDate=20260101-20261231&StudyTime=08-1015",
                "StudyTime=101500.123456",
                "StudyDate=%22%22&emptyvaluematching=true")) {
            assertThat(browser.get("/studies?" + right).statusCode()).as(right).isEqualTo(200);
        }
    }

    @Test
    void does_not_say_of_an_answer_without_its_body_that_it_is_empty() throws Exception {
        HttpResponse<byte[]> head = browser.send(browser.request(path(WELD) + "/metadata")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).isNotEqualTo(Optional.of("0"));
        assertThat(head.headers().firstValue("ETag")).isPresent();
    }

    @Test
    void refuses_what_there_is_no_such_of_in_words() throws Exception {
        HttpResponse<byte[]> answer = browser.get("/studies?includefield=Komponente");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(text(answer)).contains("\"status\":400").contains("Komponente");
        assertThat(browser.get("/studies?limit=-1").statusCode()).isEqualTo(400);
        assertThat(browser.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(browser.get("/studies", "Accept", "text/html").statusCode()).isEqualTo(406);
        assertThat(text(browser.get("/studies?accept=text/html"))).contains("found accept=text/html");
    }

    @Test
    void gives_files_byte_for_byte_alone_and_as_parts() throws Exception {
        HttpResponse<byte[]> alone = browser.get(path(WELD), "Accept", "application/dicom; transfer-syntax=*");
        assertThat(alone.body()).isEqualTo(file(WELD));
        List<byte[]> all = parts(browser.get(
                series(CASTING.get(0)), "Accept", "multipart/related; type=application/dicom; transfer-syntax=*"));
        assertThat(all).hasSize(CASTING.size());
        assertThat(all).contains(file(CASTING.get(1)));
        assertThat(browser.get("/studies/1.2.3").statusCode()).isEqualTo(404);
    }

    @Test
    void compresses_without_a_loss_for_those_who_ask() throws Exception {
        HttpResponse<byte[]> answer =
                browser.get(path(WELD), "Accept", "application/dicom; transfer-syntax=" + UID.JPEGLSLossless);
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        DicomObject compressed = DicomReader.strict().read(new ByteArrayInputStream(answer.body()));
        assertThat(compressed.transferSyntax().uid()).isEqualTo(UID.JPEGLSLossless);
        try (var decoded =
                Transcoder.to(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).transcode(compressed)) {
            assertThat(decoded.object().dataset().get(Tag.PixelData).bytes())
                    .isEqualTo(WELD.dataset().get(Tag.PixelData).bytes());
        }
    }

    @Test
    void tells_all_attributes_with_uris_that_give_the_bulk_values() throws Exception {
        List<Dataset> all = json(browser.get(series(CASTING.get(0)) + "/metadata"));
        assertThat(all).hasSize(CASTING.size());
        String text = text(browser.get(path(WELD) + "/metadata"));
        String uri = server.uri() + path(WELD) + "/bulkdata/7FE00010";
        assertThat(text).contains("\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"" + uri + "\"}");
        byte[] pixels = WELD.dataset().get(Tag.PixelData).bytes();
        HttpResponse<byte[]> bulk =
                browser.get(path(WELD) + "/bulkdata/7FE00010", "Accept", "application/octet-stream");
        assertThat(bulk.body()).isEqualTo(pixels);
        assertThat(parts(browser.get(path(WELD) + "/bulkdata/7FE00010"))).containsExactly(pixels);
        assertThat(browser.get(path(WELD) + "/bulkdata/00290010").statusCode()).isEqualTo(404);
    }

    @Test
    void gives_frames_plain_and_compressed() throws Exception {
        byte[] plain = new byte[(int) Frames.of(WELD).length(0)];
        Frames.of(WELD).read(0, plain, 0);
        assertThat(parts(browser.get(path(WELD) + "/frames/1"))).containsExactly(plain);
        HttpResponse<byte[]> jls = browser.get(path(WELD) + "/frames/1", "Accept", "image/jls");
        assertThat(jls.headers().firstValue("Content-Type"))
                .contains("image/jls; transfer-syntax=" + UID.JPEGLSLossless);
        assertThat(ByteBuffer.wrap(jls.body()).getShort()).isEqualTo((short) 0xFFD8);
        HttpResponse<byte[]> none = browser.get(path(WELD) + "/frames/2");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(text(none)).contains("no frame 2");
    }

    @Test
    void draws_instances_frames_and_thumbnails() throws Exception {
        BufferedImage whole = picture(browser.get(path(WELD) + "/rendered", "Accept", "image/png"), "image/png");
        assertThat(whole.getWidth()).isEqualTo(WELD.dataset().integer(Tag.Columns, 0));
        HttpResponse<byte[]> part =
                browser.get(path(WELD) + "/frames/1/rendered?viewport=64,64,10,10,32,32&window=2000,4000");
        assertThat(picture(part, "image/jpeg").getWidth()).isEqualTo(64);
        assertThat(picture(browser.get(study(WELD) + "/thumbnail"), "image/jpeg")
                        .getWidth())
                .isLessThanOrEqualTo(256);
        assertThat(browser.get(path(WELD) + "/rendered?window=1").statusCode()).isEqualTo(400);
        assertThat(browser.get(path(WELD) + "/frames/2/rendered").statusCode()).isEqualTo(404);
        BufferedImage gif = picture(browser.get(path(WELD) + "/rendered", "Accept", "image/gif"), "image/gif");
        assertThat(gif.getWidth()).isEqualTo(whole.getWidth());
        assertThat(gif.getRGB(100, 100) & 0xFF).isEqualTo(whole.getRaster().getSample(100, 100, 0));
        assertThat(browser.get(path(WELD) + "/rendered", "Accept", "image/tiff").statusCode())
                .isEqualTo(406);
    }

    private static BufferedImage picture(HttpResponse<byte[]> answer, String type) throws IOException {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
    }

    @Test
    void refuses_objects_of_another_study_than_the_path_says() throws Exception {
        HttpResponse<byte[]> answer = browser.post("/studies/1.2.3", PARTS, Browser.parts(List.of(file(WELD))));
        assertThat(answer.statusCode()).isEqualTo(409);
        Dataset report = DicomJson.inline().read(text(answer));
        assertThat(report.get(Tag.RetrieveURL)).as("of type 2").isNotNull();
        assertThat(report.string(Tag.RetrieveURL, "")).isEmpty();
        assertThat(report.items(Tag.FailedSOPSequence).get(0).string(Tag.ReferencedSOPInstanceUID, ""))
                .isEqualTo(uid(WELD, Tag.SOPInstanceUID));
    }

    @Test
    void sets_aside_what_is_no_object_and_stores_the_rest() throws Exception {
        byte[] body = Browser.parts(List.of("no DICOM".getBytes(UTF_8), file(WELD)));
        HttpResponse<byte[]> answer = browser.post("/studies", PARTS, body);
        assertThat(answer.statusCode()).isEqualTo(202);
        Dataset report = DicomJson.inline().read(text(answer));
        assertThat(report.items(Tag.FailedSOPSequence)).hasSize(1);
        assertThat(report.items(Tag.ReferencedSOPSequence)).hasSize(1);
        assertThat(browser.post("/studies", "text/plain", body).statusCode()).isEqualTo(415);
        assertThat(browser.post("/studies", PARTS, new byte[] {1, 2}).statusCode())
                .isEqualTo(400);
    }
}
