package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.media.FileSet;
import org.diconde4j.storage.Restriction;
import org.diconde4j.testkit.TestArchive;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is beyond the standard: changes, ZIP files, uploads that go on. */
@Timeout(60)
class BeyondTest {
    private static final NdeSamples SAMPLES = NdeSamples.seeded(11);
    private static final DicomObject WELD = SAMPLES.weldRadiograph();

    @TempDir
    private Path folder;

    private TestArchive archive;
    private WebServer server;
    private Browser browser;
    private final AtomicReference<Subject> subject = new AtomicReference<>(Subject.OWNER);

    @BeforeEach
    void start() throws IOException {
        archive = TestArchive.start();
        server = WebServer.of(archive.archive())
                .authentication(exchange -> Authentication.Verdict.accept(subject.get()))
                .uploads(folder.resolve("uploads"), 10_000_000)
                .start();
        browser = new Browser(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
        archive.close();
    }

    private static byte[] file(DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        return out.toByteArray();
    }

    private static DicomObject of(String component) {
        Dataset dataset = WELD.dataset().toBuilder()
                .set(Tag.PatientID, component)
                .set(Tag.SOPInstanceUID, "1.2.3.4")
                .set(Tag.StudyInstanceUID, "1.2.3")
                .build();
        return new DicomObject(Dataset.empty(), WELD.transferSyntax(), 0, dataset);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String next(HttpResponse<byte[]> page) {
        Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(text(page));
        assertThat(next.find()).as(text(page)).isTrue();
        return next.group(1);
    }

    @Test
    void tells_changes_page_by_page_and_only_those_that_may_be_known() throws Exception {
        archive.archive().store(WELD);
        archive.archive().store(of("HOUSING-9"));
        HttpResponse<byte[]> first = browser.get("/changes?limit=1");
        assertThat(text(first))
                .contains(
                        "\"kind\":\"STORED\"",
                        "\"sopInstanceUid\":\"" + WELD.dataset().string(Tag.SOPInstanceUID))
                .contains("\"retrieveUrl\":\"" + server.uri() + "/studies/")
                .doesNotContain("1.2.3.4\"");
        HttpResponse<byte[]> second = browser.get("/changes?since=" + next(first));
        assertThat(text(second))
                .contains("1.2.3.4\"")
                .doesNotContain(WELD.dataset().string(Tag.SOPInstanceUID));
        assertThat(text(browser.get("/changes?since=" + next(second)))).contains("\"changes\":[]");
        assertThat(text(browser.get("/changes?since=now"))).contains("\"changes\":[]");
        assertThat(browser.get("/changes?since=yesterday").statusCode()).isEqualTo(400);
        assertThat(browser.get("/changes?limit=0").statusCode()).isEqualTo(400);
        subject.set(new Subject("anna", Set.of(Role.VIEW), Restriction.parse(List.of("PatientID=HOUSING-*"))));
        assertThat(text(browser.get("/changes")))
                .contains("1.2.3.4\"")
                .doesNotContain(WELD.dataset().string(Tag.SOPInstanceUID));
        subject.set(new Subject("anna", Set.of(Role.STORE), Restriction.NONE));
        assertThat(browser.get("/changes").statusCode()).isEqualTo(403);
    }

    @Test
    void sends_changes_as_they_happen_and_goes_on_where_a_client_left_off() throws Exception {
        archive.archive().store(WELD);
        String id;
        try (BufferedReader events = follow()) {
            assertThat(events.readLine()).startsWith("retry: ");
            assertThat(events.readLine()).isEmpty();
            id = events.readLine();
            assertThat(id).startsWith("id: ");
            assertThat(events.readLine()).isEqualTo("event: change");
            assertThat(events.readLine())
                    .startsWith("data: {")
                    .contains(WELD.dataset().string(Tag.SOPInstanceUID));
            archive.archive().store(of("HOUSING-9"));
            assertThat(events.lines()
                            .filter(line -> line.startsWith("data: {"))
                            .findFirst()
                            .orElse(""))
                    .contains("1.2.3.4\"");
        }
        try (BufferedReader events = follow("Last-Event-ID", id.substring(4))) {
            assertThat(events.lines()
                            .filter(line -> line.startsWith("data: {"))
                            .findFirst()
                            .orElse(""))
                    .contains("1.2.3.4\"");
        }
        try (BufferedReader events = follow("Last-Event-ID", "another-epoch:17")) {
            assertThat(events.lines().filter(line -> line.startsWith("event: ")).findFirst())
                    .contains("event: start-anew");
        }
    }

    @Test
    void tells_who_only_asks_for_the_head_of_a_stream_at_once() throws Exception {
        HttpRequest request = browser.request("/changes", "Accept", "text/event-stream")
                .method("HEAD", BodyPublishers.noBody())
                .build();
        assertThat(browser.send(request).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> wrong = send("DELETE", "/changes", new byte[0]);
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }

    private BufferedReader follow(String... headers) throws Exception {
        HttpRequest request = browser.request("/changes", headers)
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    @Test
    void gives_a_study_as_a_zip_file_that_is_a_file_set() throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (DicomObject object : SAMPLES.all()) {
            archive.archive().store(object);
            files.add(file(object));
        }
        String study = WELD.dataset().string(Tag.StudyInstanceUID, "");
        HttpResponse<byte[]> answer = browser.get("/studies/" + study, "Accept", "application/zip");
        assertThat(answer.statusCode()).isEqualTo(200);
        Path media = folder.resolve("media");
        List<byte[]> unzipped = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getName()).matches("DICOMDIR|DICOM(/[A-Z0-9_]{1,8}){3}");
                Path file = media.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                byte[] bytes = zip.readAllBytes();
                Files.write(file, bytes);
                if (!entry.getName().equals("DICOMDIR")) {
                    unzipped.add(bytes);
                }
            }
        }
        assertThat(unzipped).containsExactlyInAnyOrderElementsOf(files);
        try (var all = Files.walk(media)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(files.size() + 1);
        }
        checkFileSet(media, files.size());
        subject.set(new Subject("anna", Set.of(Role.VIEW), Restriction.TO_NOTHING));
        assertThat(browser.get("/studies/" + study, "Accept", "application/zip").statusCode())
                .isEqualTo(404);
    }

    private static void checkFileSet(Path media, int files) throws IOException {
        FileSet set = FileSet.open(media);
        List<FileSet.Finding> findings = new ArrayList<>();
        assertThat(set.check(findings::add)).isEqualTo(files);
        assertThat(findings).isEmpty();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) throws Exception {
        return browser.send(browser.request(path, headers)
                .method(method, BodyPublishers.ofByteArray(body))
                .build());
    }

    @Test
    void takes_an_object_in_pieces_across_broken_connections() throws Exception {
        byte[] file = file(WELD);
        HttpResponse<byte[]> created = send(
                "POST",
                "/uploads",
                Arrays.copyOf(file, 1000),
                "Content-Type",
                "application/dicom",
                "Upload-Complete",
                "?0",
                "Upload-Length",
                Integer.toString(file.length));
        assertThat(created.statusCode()).as(text(created)).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(server.uri() + "/uploads/");
        String path = location.substring(server.uri().toString().length());
        assertThat(archive.archive().counts().instances()).isZero();
        HttpResponse<byte[]> wrong = piece(path, file, 500, file.length, true);
        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(wrong.headers().firstValue("Upload-Offset")).contains("1000");
        assertThat(piece(path, file, 1000, 2000, false).statusCode()).isEqualTo(204);
        HttpResponse<byte[]> state = send("HEAD", path, new byte[0]);
        assertThat(state.headers().firstValue("Upload-Offset")).contains("2000");
        assertThat(state.headers().firstValue("Upload-Complete")).contains("?0");
        subject.set(new Subject("somebody else", Role.all(), Restriction.NONE));
        assertThat(send("HEAD", path, new byte[0]).statusCode()).isEqualTo(404);
        assertThat(piece(path, file, 2000, file.length, true).statusCode()).isEqualTo(404);
        subject.set(Subject.OWNER);
        HttpResponse<byte[]> done = piece(path, file, 2000, file.length, true);
        assertThat(done.statusCode()).as(text(done)).isEqualTo(200);
        assertThat(text(done)).contains("00081199", WELD.dataset().string(Tag.SOPInstanceUID, ""));
        assertThat(archive.archive().counts().instances()).isEqualTo(1);
        assertThat(send("HEAD", path, new byte[0]).statusCode()).isEqualTo(404);
        try (var left = Files.list(folder.resolve("uploads"))) {
            assertThat(left).isEmpty();
        }
    }

    private HttpResponse<byte[]> piece(String path, byte[] file, int from, int to, boolean last) throws Exception {
        return send(
                "PATCH",
                path,
                Arrays.copyOfRange(file, from, to),
                "Content-Type",
                "application/partial-upload",
                "Upload-Offset",
                Integer.toString(from),
                "Upload-Complete",
                last ? "?1" : "?0");
    }

    @Test
    void refuses_uploads_that_are_too_long_of_another_kind_or_of_somebody_who_may_not_store() throws Exception {
        byte[] some = new byte[1000];
        String[] said = {"Content-Type", "application/dicom", "Upload-Complete", "?0", "Upload-Length", "10"};
        assertThat(send("POST", "/uploads", some, said).statusCode()).isEqualTo(400);
        said[5] = "100000000";
        assertThat(send("POST", "/uploads", some, said).statusCode()).isEqualTo(413);
        said[5] = "ten";
        assertThat(send("POST", "/uploads", some, said).statusCode()).isEqualTo(400);
        said[1] = "text/html";
        assertThat(send("POST", "/uploads", some, said).statusCode()).isEqualTo(415);
        assertThat(send("POST", "/uploads", some, "Content-Type", "application/dicom")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("PATCH", "/uploads/..%2f..%2fetc", some).statusCode()).isBetween(400, 404);
        subject.set(new Subject("anna", Set.of(Role.VIEW), Restriction.NONE));
        said = new String[] {"Content-Type", "application/dicom", "Upload-Complete", "?0"};
        assertThat(send("POST", "/uploads", some, said).statusCode()).isEqualTo(403);
        if (Files.exists(folder.resolve("uploads"))) {
            try (var left = Files.list(folder.resolve("uploads"))) {
                assertThat(left).isEmpty();
            }
        }
        assertThat(archive.archive().quarantine().list()).isEmpty();
    }
}
