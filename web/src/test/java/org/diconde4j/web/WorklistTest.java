package org.diconde4j.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.diconde4j.archive.access.DeniedException;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.archive.workflow.WorkitemStatus;
import org.diconde4j.archive.workflow.WorkitemView;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomXml;
import org.diconde4j.match.MatchRules;
import org.diconde4j.nde.Uids;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Restriction;
import org.diconde4j.testkit.TestArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worklist service by the tables of PS3.18 11. */
@Timeout(30)
class WorklistTest {
    private static final String JSON = "application/dicom+json";
    private static final String XML = "application/dicom+xml";
    private static final String ALL = "/workitems/1.2.840.10008.5.1.4.34.5";
    private static final String MINE = "1.9.1";
    private static TestArchive archive;
    private static WebServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        archive = TestArchive.start();
        server = WebServer.start(archive.archive(), 0);
        browser = new Browser(server.uri());
    }

    @AfterAll
    static void close() {
        server.close();
        archive.close();
    }

    private static Dataset.Builder step(String label) {
        return Dataset.builder()
                .set(Tag.ScheduledProcedureStepPriority, "MEDIUM")
                .set(Tag.ProcedureStepLabel, label)
                .set(Tag.ScheduledProcedureStepStartDateTime, "20260301080000")
                .set(Tag.InputReadinessState, "READY")
                .set(Tag.ProcedureStepState, "SCHEDULED")
                .set(Tag.PatientID, "SN-1");
    }

    private static Dataset code(String meaning) {
        return Dataset.builder()
                .set(Tag.CodeValue, "1")
                .set(Tag.CodingSchemeDesignator, "99PLANT")
                .set(Tag.CodeMeaning, meaning)
                .build();
    }

    private static Dataset performed() {
        return Dataset.builder()
                .setItems(
                        Tag.UnifiedProcedureStepPerformedProcedureSequence,
                        Dataset.builder()
                                .setItems(Tag.PerformedStationNameCodeSequence, code("X-ray 1"))
                                .setItems(Tag.PerformedWorkitemCodeSequence, code("Radiography"))
                                .set(Tag.PerformedProcedureStepStartDateTime, "20260301081500")
                                .set(Tag.PerformedProcedureStepEndDateTime, "20260301084500")
                                .setItems(Tag.OutputInformationSequence)
                                .build())
                .build();
    }

    private static HttpResponse<byte[]> send(String method, String path, Dataset body) throws Exception {
        return browser.send(browser.request(path, "Content-Type", JSON)
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(DicomJson.inline().toString(body)))
                .build());
    }

    private static HttpResponse<byte[]> state(String uid, String state, String transaction) throws Exception {
        Dataset.Builder action = Dataset.builder().set(Tag.ProcedureStepState, state);
        if (!transaction.isEmpty()) {
            action.set(Tag.TransactionUID, transaction);
        }
        return send("PUT", "/workitems/" + uid + "/state", action.build());
    }

    private static String create(String label) throws Exception {
        String uid = Uids.random();
        assertThat(send("POST", "/workitems?workitem=" + uid, step(label).build())
                        .statusCode())
                .isEqualTo(201);
        return uid;
    }

    private static String warning(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Warning").orElse("").replace("299 " + server.uri() + ": ", "");
    }

    private static void assertAnswer(HttpResponse<byte[]> answer, int status, String warning) {
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(status);
        assertThat(warning(answer)).isEqualTo(warning);
        if (status >= 400) {
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    private static Dataset read(String uid) throws Exception {
        HttpResponse<byte[]> answer = browser.get("/workitems/" + uid);
        assertThat(answer.statusCode()).isEqualTo(200);
        return DicomJson.inline().read(new ByteArrayInputStream(answer.body()));
    }

    private static List<Dataset> search(String query) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = browser.get("/workitems?" + query);
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        List<Dataset> all = new ArrayList<>();
        DicomJson.inline().readArray(new ByteArrayInputStream(answer.body()), all::add);
        return all;
    }

    @Test
    void takes_a_step_from_its_creation_to_its_completion() throws Exception {
        String uid = Uids.random();
        HttpResponse<byte[]> made =
                send("POST", "/workitems?workitem=" + uid, step("Weld").build());
        assertAnswer(made, 201, "");
        assertThat(made.headers().firstValue("Location")).contains(server.uri() + "/workitems/" + uid);
        assertAnswer(send("POST", "/workitems?" + uid, step("Weld").build()), 409, "");
        assertThat(read(uid).string(Tag.WorklistLabel)).isEqualTo("DEFAULT");
        String path = "/workitems/" + uid;
        assertAnswer(
                send(
                        "POST",
                        path,
                        Dataset.builder().set(Tag.ProcedureStepLabel, "Weld 2").build()),
                200,
                "");
        assertAnswer(
                send("POST", path + "?transaction-uid=" + MINE, performed()),
                409,
                "The submitted request is inconsistent with the state of the UPS Instance.");
        assertAnswer(state(uid, "IN PROGRESS", ""), 400, "The Transaction UID is missing.");
        assertAnswer(
                state(uid, "COMPLETED", MINE),
                409,
                "The submitted request is inconsistent with the state of the UPS Instance.");
        assertAnswer(state(uid, "IN PROGRESS", MINE), 200, "");
        assertAnswer(state(uid, "IN PROGRESS", "1.9.2"), 400, "The Transaction UID is incorrect.");
        assertAnswer(send("POST", path, performed()), 400, "The Transaction UID is missing.");
        assertAnswer(send("POST", path + "?transaction-uid=" + MINE, performed()), 200, "");
        assertAnswer(state(uid, "COMPLETED", MINE), 200, "");
        assertAnswer(state(uid, "COMPLETED", MINE), 200, "The UPS is already in the requested state of COMPLETED.");
        assertAnswer(send("POST", path + "/cancelrequest", null), 409, "The UPS is already COMPLETED.");
        Dataset kept = read(uid);
        assertThat(kept.string(Tag.ProcedureStepState)).isEqualTo("COMPLETED");
        assertThat(kept.string(Tag.ProcedureStepLabel)).isEqualTo("Weld 2");
        assertThat(kept.contains(Tag.TransactionUID)).isFalse();
    }

    @Test
    void cancels_what_nobody_has_begun_and_asks_who_has() throws Exception {
        String uid = create("Weld");
        Dataset why =
                Dataset.builder().set(Tag.ReasonForCancellation, "Wrong film").build();
        assertAnswer(send("POST", "/workitems/" + uid + "/cancelrequest", why), 202, "");
        assertThat(read(uid).string(Tag.ProcedureStepState)).isEqualTo("CANCELED");
        assertAnswer(
                send("POST", "/workitems/" + uid + "/cancelrequest", null),
                202,
                "The UPS is already in the requested state of CANCELED.");
        String begun = create("Weld");
        assertAnswer(state(begun, "IN PROGRESS", MINE), 200, "");
        assertAnswer(
                send("POST", "/workitems/" + begun + "/cancelrequest", null),
                409,
                "The performer cannot be contacted.");
    }

    @Test
    void says_that_a_step_is_gone_and_not_that_it_never_was() throws Exception {
        String uid = create("Weld");
        assertAnswer(send("POST", "/workitems/" + uid + "/cancelrequest", null), 202, "");
        assertThat(archive.archive().workitems().remove(uid)).isTrue();
        for (String there : List.of(uid, "1.2.3.4.5")) {
            int status = there.equals(uid) ? 410 : 404;
            assertAnswer(browser.get("/workitems/" + there), status, "");
            assertAnswer(send("POST", "/workitems/" + there, step("x").build()), status, "");
            assertAnswer(state(there, "IN PROGRESS", MINE), status, "");
            assertAnswer(send("POST", "/workitems/" + there + "/cancelrequest", null), status, "");
            assertAnswer(send("POST", "/workitems/" + there + "/subscribers/A", null), status, "");
        }
        Subject restricted = new Subject("anna", Set.of(Role.VIEW), Restriction.parse(List.of("PatientID=SN-*")));
        assertThat(archive.archive().as(restricted).workitems().absence(uid).status())
                .isEqualTo(WorkitemStatus.UNKNOWN);
    }

    @Test
    void refuses_items_without_what_the_standard_wants_of_them() throws Exception {
        Dataset lacking = step("x")
                .setItems(
                        Tag.ScheduledStationNameCodeSequence,
                        Dataset.builder().set(Tag.CodeValue, "1").build())
                .build();
        HttpResponse<byte[]> answer = send("POST", "/workitems", lacking);
        assertAnswer(answer, 400, "");
        assertThat(new String(answer.body(), UTF_8))
                .contains("ScheduledStationNameCodeSequence[1].CodeMeaning is missing");
    }

    @Test
    void speaks_xml_too_and_takes_arrays_of_one() throws Exception {
        String xml = DicomXml.inline().toString(step("XML").build());
        HttpResponse<byte[]> made = browser.post("/workitems", XML, xml.getBytes(UTF_8));
        assertThat(made.statusCode()).isEqualTo(201);
        String url = made.headers().firstValue("Location").orElseThrow();
        String path = url.substring(server.uri().toString().length());
        HttpResponse<byte[]> part = browser.get(path, "Accept", "multipart/related; type=\"application/dicom+xml\"");
        assertThat(new String(part.body(), UTF_8)).contains("NativeDicomModel", "XML");
        HttpResponse<byte[]> document = browser.get(path, "Accept", XML);
        assertThat(document.headers().firstValue("Content-Type")).contains(XML);
        assertThat(DicomXml.inline().read(new String(document.body(), UTF_8)).string(Tag.ProcedureStepLabel))
                .isEqualTo("XML");
        String array = "[" + DicomJson.inline().toString(step("Array").build()) + "]";
        assertThat(browser.post("/workitems", "application/json", array.getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void finds_steps_by_what_they_are_page_by_page() throws Exception {
        String label = "Search-" + Uids.random();
        for (int i = 0; i < 3; i++) {
            create(label + i);
        }
        String state = create(label + "3");
        assertAnswer(state(state, "IN PROGRESS", MINE), 200, "");
        assertThat(search("ProcedureStepLabel=" + label + "*")).hasSize(4);
        assertThat(search("ProcedureStepLabel=" + label + "*&00741000=SCHEDULED&includefield=all"))
                .hasSize(3);
        assertThat(search("ComponentIDNumber=SN-1&ScheduledProcedureStepStartDateTime=20260301-20260302"
                        + "&ProcedureStepLabel=" + label + "*&offset=3&limit=5"))
                .hasSize(1);
        assertThat(warning(browser.get("/workitems?limit=1&ProcedureStepLabel=" + label + "*")))
                .contains("There are 3 additional results");
        assertThat(search("ProcedureStepLabel=nothing")).isEmpty();
    }

    @Test
    void tells_subscribers_over_a_websocket_what_happens() throws Exception {
        BlockingQueue<Dataset> heard = new LinkedBlockingQueue<>();
        String before = create("Before");
        HttpResponse<byte[]> subscribed = send("POST", ALL + "/subscribers/SCREEN%201", null);
        assertAnswer(subscribed, 201, "");
        String channel = subscribed.headers().firstValue("Content-Location").orElseThrow();
        assertThat(channel).isEqualTo("ws://127.0.0.1:" + server.port() + "/dicom-web/subscribers/SCREEN%201");
        WebSocket socket = listen(channel, heard);
        String uid = create("Weld");
        Dataset event = heard.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.string(Tag.AffectedSOPInstanceUID)).isEqualTo(uid);
        assertThat(event.string(Tag.AffectedSOPClassUID)).isEqualTo("1.2.840.10008.5.1.4.34.6.1");
        assertThat(event.string(Tag.CommandField)).isEqualTo("256");
        assertThat(event.string(Tag.MessageID)).isEqualTo("1");
        assertThat(event.string(Tag.EventTypeID)).isEqualTo("1");
        assertThat(event.string(Tag.ProcedureStepState)).isEqualTo("SCHEDULED");
        assertAnswer(state(uid, "IN PROGRESS", MINE), 200, "");
        assertThat(heard.poll(10, TimeUnit.SECONDS).string(Tag.ProcedureStepState))
                .isEqualTo("IN PROGRESS");
        Dataset why =
                Dataset.builder().set(Tag.ReasonForCancellation, "Wrong film").build();
        assertAnswer(send("POST", "/workitems/" + uid + "/cancelrequest", why), 202, "");
        Dataset wish = heard.poll(10, TimeUnit.SECONDS);
        assertThat(wish.string(Tag.EventTypeID)).isEqualTo("2");
        assertThat(wish.string(Tag.ReasonForCancellation)).isEqualTo("Wrong film");
        assertAnswer(send("POST", ALL + "/subscribers/SCREEN%201/suspend", null), 200, "");
        assertAnswer(send("POST", ALL + "/subscribers/SCREEN%201/suspend", null), 404, "");
        create("Unheard");
        assertAnswer(state(before, "IN PROGRESS", MINE), 200, "");
        assertThat(heard.poll(10, TimeUnit.SECONDS).string(Tag.AffectedSOPInstanceUID))
                .isEqualTo(before);
        assertAnswer(send("DELETE", ALL + "/subscribers/SCREEN%201", null), 200, "");
        assertAnswer(send("DELETE", ALL + "/subscribers/SCREEN%201", null), 404, "");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Test
    void lets_a_subscriber_choose_by_a_filter_and_lock() throws Exception {
        BlockingQueue<Dataset> heard = new LinkedBlockingQueue<>();
        WebSocket socket = listen("ws://127.0.0.1:" + server.port() + "/dicom-web/subscribers/FILTER", heard);
        String path = ALL + ".1/subscribers/FILTER";
        assertAnswer(send("POST", path, null), 400, "");
        assertAnswer(
                send("POST", path + "?deletionlock=true&filter=ProcedureStepLabel%3DFilter*,PatientID%3DSN-1", null),
                201,
                "");
        create("Other");
        String uid = create("Filtered");
        assertThat(heard.poll(10, TimeUnit.SECONDS).string(Tag.AffectedSOPInstanceUID))
                .isEqualTo(uid);
        assertAnswer(send("POST", "/workitems/" + uid + "/cancelrequest", null), 202, "");
        assertThat(archive.archive().workitems().remove(uid)).isFalse();
        assertAnswer(send("DELETE", "/workitems/" + uid + "/subscribers/FILTER", null), 200, "");
        assertThat(archive.archive().workitems().remove(uid)).isTrue();
        assertAnswer(send("DELETE", path, null), 200, "");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private static WebSocket listen(String uri, BlockingQueue<Dataset> heard, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(URI.create(uri), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            heard.add(DicomJson.inline().read(text.toString()));
                            text.setLength(0);
                        }
                        socket.request(1);
                        return null;
                    }
                })
                .join();
    }

    @Test
    void refuses_what_it_does_not_understand_and_keeps_nothing_of_it() throws Exception {
        int before = search("").size();
        assertAnswer(
                send(
                        "POST",
                        "/workitems",
                        step("x").remove(Tag.InputReadinessState).build()),
                400,
                "");
        assertAnswer(
                send(
                        "POST",
                        "/workitems",
                        step("x").set(Tag.ProcedureStepState, "COMPLETED").build()),
                400,
                "");
        assertAnswer(send("POST", "/workitems", null), 400, "");
        assertAnswer(send("POST", "/workitems?workitem=..%2F..%2Fetc", step("x").build()), 400, "");
        assertAnswer(browser.post("/workitems", "text/plain", "x".getBytes(UTF_8)), 415, "");
        assertAnswer(browser.post("/workitems", JSON, "{\"0074".getBytes(UTF_8)), 400, "");
        assertAnswer(
                browser.post(
                        "/workitems",
                        XML,
                        "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><x>&y;</x>".getBytes(UTF_8)),
                400,
                "");
        assertAnswer(browser.post("/workitems", JSON, new byte[1 << 20]), 413, "");
        assertAnswer(browser.get("/workitems/1.2.3.404"), 404, "");
        assertAnswer(state("1.2.3.404", "IN PROGRESS", MINE), 404, "");
        assertAnswer(send("POST", "/workitems/1.2.3.404/cancelrequest", null), 404, "");
        assertAnswer(send("POST", "/workitems/1.2.3.404/subscribers/SCREEN", null), 404, "");
        assertAnswer(send("POST", ALL + "/subscribers/TOO-LONG-TO-BE-A-TITLE", null), 400, "");
        assertAnswer(send("POST", ALL + "/subscribers/SCREEN?deletionlock=maybe", null), 400, "");
        assertAnswer(browser.get("/workitems?includefield=NoSuchAttribute"), 400, "");
        assertAnswer(browser.get("/subscribers/SCREEN"), 426, "");
        assertThat(search("")).hasSize(before);
    }

    @Test
    void opens_no_websocket_to_the_page_of_a_stranger() {
        String uri = "ws://127.0.0.1:" + server.port() + "/dicom-web/subscribers/SCREEN";
        Assertions.assertThatThrownBy(
                        () -> listen(uri, new LinkedBlockingQueue<>(), "Origin", "https://stranger.example"))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void hides_the_workitems_of_others() throws Exception {
        String uid = create("Hidden");
        Restriction own = Restriction.parse(List.of("PatientID=SN-2*"));
        WorkitemView view = archive.archive()
                .as(new Subject("eve", Set.of(Role.VIEW, Role.STORE), own))
                .workitems();
        assertThat(view.get(uid)).isNull();
        try (Cursor<?> found = view.find(Dataset.empty(), MatchRules.NONE)) {
            assertThat(found.hasNext()).isFalse();
        }
        assertThat(view.changeState(uid, "IN PROGRESS", MINE).status()).isEqualTo(WorkitemStatus.UNKNOWN);
        assertThat(view.subscribe(uid, "EVE", false, Dataset.empty()).status()).isEqualTo(WorkitemStatus.UNKNOWN);
        assertThat(view.subscribe(ALL.substring(11), "EVE", false, Dataset.empty())
                        .status())
                .isEqualTo(WorkitemStatus.NOT_AUTHORIZED);
        assertThat(view.create("1.2.3.5", step("x").build()).status()).isEqualTo(WorkitemStatus.NOT_AUTHORIZED);
        WorkitemView reader = archive.archive()
                .as(new Subject("bob", Set.of(Role.VIEW), Restriction.NONE))
                .workitems();
        assertThat(reader.get(uid)).isNotNull();
        Assertions.assertThatThrownBy(() -> reader.changeState(uid, "IN PROGRESS", MINE))
                .isInstanceOf(DeniedException.class);
    }
}
