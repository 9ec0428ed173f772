package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Grounds;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.Selection;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final NdeSamples SAMPLES = NdeSamples.seeded(13);
    private static final DicomObject WELD = SAMPLES.weldRadiograph();
    private static final List<DicomObject> CASTING = SAMPLES.castingCt();
    private static final String AS_STORED = "application/dicom; transfer-syntax=*";
    private static TestArchive archive;
    private static WebServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        archive = TestArchive.start();
        server = WebServer.start(archive.archive(), 0);
        browser = new Browser(server.uri());
        archive.archive().store(WELD);
        for (DicomObject slice : CASTING) {
            archive.archive().store(slice);
        }
    }

    @AfterAll
    static void close() {
        server.close();
        archive.close();
    }

    private static String uid(DicomObject object, int tag) {
        return object.dataset().string(tag, "");
    }

    private static String series(DicomObject object) {
        return "/studies/" + uid(object, Tag.StudyInstanceUID) + "/series/" + uid(object, Tag.SeriesInstanceUID);
    }

    private static String path(DicomObject object) {
        return series(object) + "/instances/" + uid(object, Tag.SOPInstanceUID);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        return browser.send(browser.request(path, headers)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    @Test
    void tells_who_has_it_already_that_nothing_changed_until_something_does() throws Exception {
        DicomObject slice = CASTING.get(0);
        for (String path : List.of(
                series(slice),
                series(slice) + "/metadata",
                path(slice),
                path(slice) + "/frames/1",
                path(slice) + "/rendered",
                path(slice) + "/thumbnail",
                path(slice) + "/bulkdata/7FE00010")) {
            HttpResponse<byte[]> first = browser.get(path);
            assertThat(first.statusCode()).as(path).isEqualTo(200);
            String tag = header(first, "ETag");
            assertThat(tag).as(path).matches("(W/)?\"[A-Za-z0-9_-]+\"");
            HttpResponse<byte[]> again = browser.get(path, "If-None-Match", "\"other\", " + tag);
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "ETag")).isEqualTo(tag);
            assertThat(browser.get(path, "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        }
        String tag = header(browser.get(series(slice) + "/metadata"), "ETag");
        archive.archive()
                .amendments()
                .correct(
                        uid(slice, Tag.SOPInstanceUID),
                        Dataset.builder().set(Tag.ImageComments, "corrected").build(),
                        new Grounds("inspector", "typing error"));
        HttpResponse<byte[]> changed = browser.get(series(slice) + "/metadata", "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(header(changed, "ETag")).isNotEqualTo(tag);
        assertThat(new String(changed.body(), UTF_8)).contains("corrected");
    }

    @Test
    void gives_parts_of_files_and_bulk_values() throws Exception {
        for (String path : List.of(path(WELD), path(WELD) + "/bulkdata/7FE00010")) {
            String accept = path.contains("bulk") ? "application/octet-stream" : AS_STORED;
            HttpResponse<byte[]> whole = browser.get(path, "Accept", accept);
            byte[] all = whole.body();
            assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
            assertThat(header(whole, "Content-Length")).isEqualTo(String.valueOf(all.length));
            HttpResponse<byte[]> part = browser.get(path, "Accept", accept, "Range", "bytes=100-199");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(header(part, "Content-Range")).isEqualTo("bytes 100-199/" + all.length);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(all, 100, 200));
            assertThat(browser.get(path, "Accept", accept, "Range", "bytes=-7").body())
                    .isEqualTo(Arrays.copyOfRange(all, all.length - 7, all.length));
            assertThat(browser.get(path, "Accept", accept, "Range", "bytes=" + (all.length - 3) + "-")
                            .body())
                    .hasSize(3);
            HttpResponse<byte[]> behind = browser.get(path, "Accept", accept, "Range", "bytes=" + all.length + "-");
            assertThat(behind.statusCode()).isEqualTo(416);
            assertThat(header(behind, "Content-Range")).isEqualTo("bytes */" + all.length);
            assertThat(browser.get(path, "Accept", accept, "Range", "bytes=0-1,5-9")
                            .statusCode())
                    .as("several parts are answered with the whole")
                    .isEqualTo(200);
            assertThat(browser.get(path, "Accept", accept, "Range", "bytes=0-1", "If-Range", "\"old\"")
                            .body())
                    .isEqualTo(all);
            assertThat(browser.get(path, "Accept", accept, "Range", "bytes=0-1", "If-Range", header(whole, "ETag"))
                            .body())
                    .hasSize(2);
        }
    }

    @Test
    void compresses_texts_for_those_who_take_that_and_never_pixels() throws Exception {
        HttpResponse<byte[]> packed = browser.get(series(WELD) + "/metadata", "Accept-Encoding", "br, gzip");
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.headers().allValues("Vary").toString()).contains("Accept-Encoding");
        byte[] plain = browser.get(series(WELD) + "/metadata").body();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain);
        for (String path : List.of(path(WELD) + "/frames/1", path(WELD), path(WELD) + "/rendered")) {
            assertThat(header(browser.get(path, "Accept-Encoding", "gzip"), "Content-Encoding"))
                    .isEmpty();
        }
        assertThat(header(browser.get("/studies", "Accept-Encoding", "gzip;q=0, *"), "Content-Encoding"))
                .isEmpty();
    }

    @Test
    void takes_no_character_set_but_utf_8() throws Exception {
        assertThat(browser.get("/studies?charset=latin1").statusCode()).isEqualTo(406);
        assertThat(browser.get("/studies?charset=latin1,utf-8").statusCode()).isEqualTo(200);
        assertThat(browser.get("/studies", "Accept", "application/dicom+json; charset=iso-8859-1")
                        .statusCode())
                .isEqualTo(406);
        assertThat(browser.get("/studies", "Accept", "application/dicom+json; charset=UTF-8")
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.get("/studies", "Accept-Charset", "utf-8;q=0, latin1")
                        .statusCode())
                .isEqualTo(406);
        assertThat(browser.get("/studies?PatientName=%FC*").statusCode()).isEqualTo(400);
        assertThat(browser.get("/studies?accept=application/dicom%2Bjson", "Accept", "text/html")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void says_what_can_be_done_with_each_resource() throws Exception {
        HttpResponse<byte[]> all = send("OPTIONS", "/");
        assertThat(header(all, "Content-Type")).startsWith("application/vnd.sun.wadl+xml");
        assertThat(new String(all.body(), UTF_8))
                .contains("<resources base=\"" + server.uri() + "\">")
                .contains("searchForStudies");
        HttpResponse<byte[]> study = send("OPTIONS", "/studies/1.2.3");
        assertThat(study.statusCode()).isEqualTo(204);
        assertThat(header(study, "Allow")).isEqualTo("GET, DELETE, POST, HEAD, OPTIONS");
        HttpResponse<byte[]> wrong = send("PUT", "/studies/1.2.3/metadata");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(header(wrong, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        for (String path : List.of("/studies", series(WELD), series(WELD) + "/metadata", path(WELD) + "/frames/1")) {
            HttpResponse<byte[]> head = send("HEAD", path);
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
        assertThat(header(send("HEAD", path(WELD), "Accept", AS_STORED), "Content-Length"))
                .isEqualTo(String.valueOf(
                        browser.get(path(WELD), "Accept", AS_STORED).body().length));
    }

    @Test
    void deletes_only_where_the_owner_allows_it() throws Exception {
        HttpResponse<byte[]> refused = send("DELETE", series(WELD));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(new String(refused.body(), UTF_8)).contains("allowDeletion");
        assertThat(send("DELETE", "/studies").statusCode()).isEqualTo(405);
        DicomObject weld = NdeSamples.seeded(14).weldRadiograph();
        URI memory = URI.create("memory:deleting");
        try (Archive deleting = Archive.builder()
                        .objects(memory)
                        .index(memory)
                        .allowDeletion()
                        .open();
                WebServer other = WebServer.start(deleting, 0)) {
            deleting.store(weld);
            Browser there = new Browser(other.uri());
            HttpRequest delete = there.request(path(weld)).DELETE().build();
            assertThat(there.send(delete).statusCode()).isEqualTo(204);
            assertThat(there.send(delete).statusCode()).isEqualTo(404);
            assertThat(deleting.retrieve(Selection.all()).instances().toList()).isEmpty();
        }
    }

    @Test
    void draws_an_image_as_a_presentation_state_wants_it_and_several_frames_as_parts() throws Exception {
        Dataset reference = Dataset.builder()
                .set(Tag.ReferencedSOPClassUID, uid(WELD, Tag.SOPClassUID))
                .set(Tag.ReferencedSOPInstanceUID, uid(WELD, Tag.SOPInstanceUID))
                .build();
        Dataset series = Dataset.builder()
                .set(Tag.SeriesInstanceUID, uid(WELD, Tag.SeriesInstanceUID))
                .setItems(Tag.ReferencedImageSequence, List.of(reference))
                .build();
        boolean lowIsBright = uid(WELD, Tag.PhotometricInterpretation).equals("MONOCHROME1");
        Dataset state = Dataset.builder()
                .set(Tag.SOPClassUID, UID.GrayscaleSoftcopyPresentationStateStorage)
                .set(Tag.SOPInstanceUID, "1.2.3.99")
                .set(Tag.StudyInstanceUID, uid(WELD, Tag.StudyInstanceUID))
                .set(Tag.SeriesInstanceUID, "1.2.3.98")
                .set(Tag.PatientID, uid(WELD, Tag.PatientID))
                .set(Tag.Modality, "PR")
                .setItems(Tag.ReferencedSeriesSequence, List.of(series))
                .set(Tag.PresentationLUTShape, lowIsBright ? "IDENTITY" : "INVERSE")
                .build();
        archive.archive().store(new DicomObject(Dataset.empty(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, state));
        String study = uid(WELD, Tag.StudyInstanceUID);
        String window = "window=2000,4000";
        HttpResponse<byte[]> plain = browser.get(path(WELD) + "/rendered?" + window, "Accept", "image/png");
        HttpResponse<byte[]> inverse = browser.get(
                "/studies/" + study + "/series/1.2.3.98/instances/1.2.3.99/rendered?" + window, "Accept", "image/png");
        assertThat(inverse.statusCode()).as(new String(inverse.body(), UTF_8)).isEqualTo(200);
        int there = ImageIO.read(new ByteArrayInputStream(inverse.body())).getRGB(5, 5) & 0xFF;
        int here = ImageIO.read(new ByteArrayInputStream(plain.body())).getRGB(5, 5) & 0xFF;
        assertThat(there).isEqualTo(255 - here);
        HttpResponse<byte[]> parts =
                browser.get(path(WELD) + "/frames/1,1/rendered", "Accept", "multipart/related; type=image/png");
        assertThat(parts.statusCode()).isEqualTo(200);
        assertThat(new String(parts.body(), UTF_8).split("Content-Type: image/png"))
                .hasSize(3);
        assertThat(browser.get(path(WELD) + "/frames/1,1/rendered", "Accept", "image/png")
                        .statusCode())
                .isEqualTo(406);
        assertThat(header(browser.get(path(WELD) + "/rendered?annotation=patient"), "Warning"))
                .contains("annotation=patient");
        HttpResponse<byte[]> all = browser.get(series(CASTING.get(0)) + "/rendered");
        assertThat(header(all, "Content-Type")).contains("multipart/related; type=\"image/jpeg\"");
    }

    @Test
    void gives_one_object_by_a_uri_that_has_all_in_its_query() throws Exception {
        String uri = "/wado?requestType=WADO&studyUID=" + uid(WELD, Tag.StudyInstanceUID) + "&seriesUID="
                + uid(WELD, Tag.SeriesInstanceUID) + "&objectUID=" + uid(WELD, Tag.SOPInstanceUID);
        assertThat(browser.get(uri + "&contentType=application/dicom&transferSyntax="
                                + WELD.transferSyntax().uid())
                        .body())
                .isEqualTo(browser.get(path(WELD), "Accept", AS_STORED).body());
        HttpResponse<byte[]> picture =
                browser.get(uri + "&rows=64&region=0.25,0.25,0.75,0.75&windowCenter=2000&windowWidth=4000");
        assertThat(header(picture, "Content-Type")).isEqualTo("image/jpeg");
        assertThat(ImageIO.read(new ByteArrayInputStream(picture.body())).getHeight())
                .isEqualTo(64);
        assertThat(browser.get(uri + "&contentType=text/html").statusCode()).isEqualTo(406);
        for (String wrong : List.of(
                "&region=0.5,0,0.2,1",
                "&rows=0",
                "&windowCenter=1",
                "&frameNumber=x",
                "&imageQuality=0",
                "&rows=99999")) {
            assertThat(browser.get(uri + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(browser.get(uri + "&anonymize=yes").statusCode()).isEqualTo(501);
        assertThat(browser.get("/wado?requestType=WADO&studyUID=1&seriesUID=2").statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/wado?requestType=WADO&studyUID=1&seriesUID=2&objectUID=3")
                        .statusCode())
                .isEqualTo(404);
    }
}
