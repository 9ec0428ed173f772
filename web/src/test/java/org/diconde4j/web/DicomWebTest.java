package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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
    void refuses_keys_that_are_none_in_words() throws Exception {
        HttpResponse<byte[]> answer = browser.get("/studies?Komponente=1");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(text(answer)).contains("\"status\":400").contains("Komponente");
        assertThat(browser.get("/studies?limit=-1").statusCode()).isEqualTo(400);
        assertThat(browser.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(browser.get("/studies", "Accept", "text/html").statusCode()).isEqualTo(406);
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
        assertThat(browser.get(path(WELD) + "/rendered", "Accept", "image/gif").statusCode())
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
