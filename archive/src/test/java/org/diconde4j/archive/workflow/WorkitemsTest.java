package org.diconde4j.archive.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.NormalizedCall;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unified Procedure Step over DIMSE, by the tables of PS3.4 CC. */
@Timeout(30)
class WorkitemsTest {
    private static final String PUSH = UID.UnifiedProcedureStepPush;
    private static final String PULL = UID.UnifiedProcedureStepPull;
    private static final String WATCH = UID.UnifiedProcedureStepWatch;
    private static final String ALL = UID.UPSGlobalSubscriptionInstance;
    private static final String ONE = "1.2.3.1";
    private static final String MINE = "1.9.1";
    private static final String ANOTHER = "1.9.2";

    @TempDir
    Path dir;

    private URI records = URI.create("memory:workitems");

    private final BlockingQueue<NormalizedRequest> heard = new LinkedBlockingQueue<>();
    private Archive archive;
    private Peer peer;
    private DimseServer watcher;
    private DimseSession session;

    @BeforeEach
    void open() throws IOException {
        NormalizedHandler ear = new NormalizedHandler() {
            @Override
            public NormalizedOutcome eventReport(NormalizedRequest request) {
                heard.add(request);
                return NormalizedOutcome.success();
            }
        };
        watcher = DimseServer.builder()
                .aeTitle("WATCHER")
                .port(0)
                .service(PUSH, ear)
                .service(UID.UnifiedProcedureStepEvent, ear)
                .start();
        start();
    }

    private void start() throws IOException {
        archive = Archive.builder()
                .objects(URI.create("memory:workitems"))
                .index(URI.create("memory:workitems"))
                .records(records)
                .clock(Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC))
                .open();
        Receiver receiver = archive.receive()
                .port(0)
                .peer(new Peer("WATCHER", "127.0.0.1", watcher.port()))
                .start();
        peer = new Peer("DICONDE4J", "127.0.0.1", receiver.port());
        session = DimseClient.as("PLANNER").open(peer, PUSH, PULL, WATCH, UID.UnifiedProcedureStepQuery);
    }

    private void restart() throws IOException {
        session.close();
        archive.close();
        start();
    }

    @AfterEach
    void close() {
        session.close();
        archive.close();
        watcher.close();
    }

    // Requests, all of which name the Push class (PS3.4 CC.3.1)

    private static Dataset.Builder step(String label) {
        return Dataset.builder()
                .set(Tag.ScheduledProcedureStepPriority, "MEDIUM")
                .set(Tag.ProcedureStepLabel, label)
                .set(Tag.ScheduledProcedureStepStartDateTime, "20260301080000")
                .set(Tag.InputReadinessState, "READY")
                .set(Tag.ProcedureStepState, "SCHEDULED")
                .setEmpty(Tag.TransactionUID)
                .set(Tag.PatientID, "SN-1");
    }

    private NormalizedResponse call(String context, NormalizedOperation operation, String uid, int type, Dataset data) {
        return session.request(
                new NormalizedCall(operation, PUSH, uid, data).within(context).withType(type));
    }

    private int change(String uid, String state, String transaction) {
        Dataset.Builder action = Dataset.builder().set(Tag.ProcedureStepState, state);
        if (!transaction.isEmpty()) {
            action.set(Tag.TransactionUID, transaction);
        }
        return call(PULL, NormalizedOperation.ACTION, uid, 1, action.build()).status();
    }

    private int cancel(String uid) {
        Dataset why =
                Dataset.builder().set(Tag.ReasonForCancellation, "Wrong film").build();
        return call(WATCH, NormalizedOperation.ACTION, uid, 2, why).status();
    }

    private int watch(String uid, boolean lock) {
        Dataset who = Dataset.builder()
                .set(Tag.ReceivingAE, "WATCHER")
                .set(Tag.DeletionLock, lock ? "TRUE" : "FALSE")
                .build();
        return call(WATCH, NormalizedOperation.ACTION, uid, 3, who).status();
    }

    private int forget(String uid, int type) {
        Dataset who = Dataset.builder().set(Tag.ReceivingAE, "WATCHER").build();
        return call(WATCH, NormalizedOperation.ACTION, uid, type, who).status();
    }

    private int set(String uid, Dataset.Builder changes) {
        return call(PULL, NormalizedOperation.SET, uid, 0, changes.build()).status();
    }

    private static Dataset code(String meaning) {
        return Dataset.builder()
                .set(Tag.CodeValue, "1")
                .set(Tag.CodingSchemeDesignator, "99PLANT")
                .set(Tag.CodeMeaning, meaning)
                .build();
    }

    private static Dataset.Builder performed(String transaction) {
        return Dataset.builder()
                .set(Tag.TransactionUID, transaction)
                .setItems(
                        Tag.UnifiedProcedureStepPerformedProcedureSequence,
                        Dataset.builder()
                                .setItems(Tag.PerformedStationNameCodeSequence, code("X-ray 1"))
                                .setItems(Tag.PerformedWorkitemCodeSequence, code("Radiography"))
                                .set(Tag.PerformedProcedureStepStartDateTime, "20260301081500")
                                .set(Tag.PerformedProcedureStepEndDateTime, "20260301084500")
                                .setItems(Tag.OutputInformationSequence)
                                .build());
    }

    /** Brings a step into a state, with {@link #MINE} as its transaction. */
    private void given(String state) {
        session.create(PUSH, ONE, step("x").build()).orThrow();
        if (!state.equals("SCHEDULED")) {
            assertThat(change(ONE, "IN PROGRESS", MINE)).isZero();
        }
        if (state.equals("COMPLETED") || state.equals("CANCELED")) {
            assertThat(set(ONE, performed(MINE))).isZero();
            assertThat(change(ONE, state, MINE)).isZero();
        }
        assertThat(archive.workitems().get(ONE).state()).isEqualTo(state);
    }

    private NormalizedRequest next() throws InterruptedException {
        NormalizedRequest request = heard.poll(10, TimeUnit.SECONDS);
        assertThat(request).as("an event").isNotNull();
        return request;
    }

    private List<String> nextStates(int count) throws InterruptedException {
        List<String> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NormalizedRequest event = next();
            states.add(event.sopInstanceUid() + " " + event.typeId() + " "
                    + event.dataset().string(Tag.ProcedureStepState, "-"));
        }
        return states;
    }

    // The state table

    @ParameterizedTest(name = "in {0}: to {1} with the {2} UID is answered {3} and leaves {4}")
    @CsvSource({
        // PS3.4 Table CC.1.1-2, row by row
        "SCHEDULED,   IN PROGRESS, right, 0000, IN PROGRESS",
        "IN PROGRESS, IN PROGRESS, right, C302, IN PROGRESS",
        "COMPLETED,   IN PROGRESS, right, C300, COMPLETED",
        "CANCELED,    IN PROGRESS, right, C300, CANCELED",
        "SCHEDULED,   IN PROGRESS, no,    C301, SCHEDULED",
        "IN PROGRESS, IN PROGRESS, wrong, C301, IN PROGRESS",
        "COMPLETED,   IN PROGRESS, wrong, C301, COMPLETED",
        "CANCELED,    IN PROGRESS, no,    C301, CANCELED",
        "SCHEDULED,   SCHEDULED,   right, C303, SCHEDULED",
        "IN PROGRESS, SCHEDULED,   right, C303, IN PROGRESS",
        "COMPLETED,   SCHEDULED,   wrong, C303, COMPLETED",
        "CANCELED,    SCHEDULED,   right, C303, CANCELED",
        "SCHEDULED,   COMPLETED,   right, C310, SCHEDULED",
        "IN PROGRESS, COMPLETED,   right, C304, IN PROGRESS",
        "COMPLETED,   COMPLETED,   right, B306, COMPLETED",
        "CANCELED,    COMPLETED,   right, C300, CANCELED",
        "SCHEDULED,   COMPLETED,   no,    C301, SCHEDULED",
        "IN PROGRESS, COMPLETED,   wrong, C301, IN PROGRESS",
        "COMPLETED,   COMPLETED,   wrong, C301, COMPLETED",
        "CANCELED,    COMPLETED,   no,    C301, CANCELED",
        "SCHEDULED,   CANCELED,    right, C310, SCHEDULED",
        "IN PROGRESS, CANCELED,    right, 0000, CANCELED",
        "COMPLETED,   CANCELED,    right, C300, COMPLETED",
        "CANCELED,    CANCELED,    right, B304, CANCELED",
        "SCHEDULED,   CANCELED,    no,    C301, SCHEDULED",
        "IN PROGRESS, CANCELED,    wrong, C301, IN PROGRESS",
        "COMPLETED,   CANCELED,    no,    C301, COMPLETED",
        "CANCELED,    CANCELED,    wrong, C301, CANCELED",
        "SCHEDULED,   ASLEEP,      right, 0115, SCHEDULED",
    })
    void changes_the_state_as_the_table_says(String from, String to, String uid, String status, String after) {
        given(from);
        String transaction = switch (uid) {
            case "right" -> MINE;
            case "wrong" -> ANOTHER;
            default -> "";
        };
        assertThat(Status.hex(change(ONE, to, transaction))).isEqualTo(status + "H");
        assertThat(archive.workitems().get(ONE).state()).isEqualTo(after);
    }

    @ParameterizedTest(name = "in {0}: a cancel request is answered {1} and leaves {2}")
    @CsvSource({
        "SCHEDULED, 0000, CANCELED",
        "IN PROGRESS, C312, IN PROGRESS", // nobody watches, so nobody would hear of it
        "COMPLETED, C311, COMPLETED",
        "CANCELED, B304, CANCELED"
    })
    void takes_a_cancel_request_as_the_table_says(String from, String status, String after) {
        given(from);
        assertThat(Status.hex(cancel(ONE))).isEqualTo(status + "H");
        assertThat(archive.workitems().get(ONE).state()).isEqualTo(after);
    }

    @Test
    void knows_no_step_that_was_not_created() {
        assertThat(change(ONE, "IN PROGRESS", MINE)).isEqualTo(0xC307);
        assertThat(cancel(ONE)).isEqualTo(0xC307);
        assertThat(watch(ONE, false)).isEqualTo(0xC307);
        assertThat(forget(ONE, 4)).isEqualTo(0xC307);
        assertThat(set(ONE, Dataset.builder())).isEqualTo(0xC307);
        assertThat(call(PULL, NormalizedOperation.GET, ONE, 0, null).status()).isEqualTo(0xC307);
        assertThat(call(PULL, NormalizedOperation.ACTION, ONE, 9, null).status())
                .isEqualTo(Status.NO_SUCH_ACTION);
    }

    @Test
    void completes_a_step_that_says_who_did_what_and_when() {
        given("COMPLETED");
        Dataset kept = call(PULL, NormalizedOperation.GET, ONE, 0, null).dataset();
        assertThat(kept.string(Tag.ProcedureStepState)).isEqualTo("COMPLETED");
        assertThat(kept.string(Tag.ScheduledProcedureStepModificationDateTime)).startsWith("20260301100000");
        assertThat(kept.contains(Tag.TransactionUID)).isFalse(); // it is the key to the step
    }

    @Test
    void fills_in_when_and_why_a_step_was_canceled() {
        given("CANCELED");
        Dataset progress = archive.workitems()
                .get(ONE)
                .dataset()
                .items(Tag.ProcedureStepProgressInformationSequence)
                .get(0);
        assertThat(progress.string(Tag.ProcedureStepCancellationDateTime)).startsWith("20260301100000");
        assertThat(progress.items(Tag.ProcedureStepDiscontinuationReasonCodeSequence)
                        .get(0)
                        .string(Tag.CodeValue))
                .isEqualTo("110513");
    }

    // N-CREATE and N-SET

    @Test
    void creates_scheduled_steps_only() {
        session.create(PUSH, ONE, step("x").build()).orThrow();
        assertThat(session.create(PUSH, ONE, step("x").build()).status()).isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
        assertThat(session.create(
                                PUSH,
                                "1.2.2",
                                step("x")
                                        .set(Tag.ProcedureStepState, "IN PROGRESS")
                                        .build())
                        .status())
                .isEqualTo(0xC309);
        NormalizedResponse lacking = session.create(
                PUSH, "1.2.2", step("x").remove(Tag.InputReadinessState).build());
        assertThat(lacking.status()).isEqualTo(Status.MISSING_ATTRIBUTE);
        assertThat(lacking.attributes()).containsExactly(Tag.InputReadinessState);
        assertThat(session.create(
                                PUSH,
                                "1.2.2",
                                performed("")
                                        .setAll(step("x").build())
                                        .set(Tag.TransactionUID, MINE)
                                        .build())
                        .status())
                .isEqualTo(0xB300);
        assertThat(archive.workitems().get("1.2.2").dataset().string(Tag.WorklistLabel))
                .isEqualTo("DEFAULT");
        assertThat(change("1.2.2", "IN PROGRESS", ANOTHER)).isZero();
    }

    /** PS3.4 Table CC.2.5-3 and its macros. */
    @Test
    void refuses_items_that_lack_what_is_of_type_1_and_says_where() {
        Dataset.Builder performer = Dataset.builder()
                .setItems(Tag.HumanPerformerCodeSequence, code("Inspector"))
                .set(Tag.HumanPerformerName, "Anna");
        refused(Tag.ScheduledHumanPerformersSequence, performer, "0120", Tag.HumanPerformerOrganization);
        performer.setEmpty(Tag.HumanPerformerOrganization);
        refused(Tag.ScheduledHumanPerformersSequence, performer, "0121", Tag.HumanPerformerOrganization);
        performer
                .set(Tag.HumanPerformerOrganization, "Works")
                .setItems(
                        Tag.HumanPerformerCodeSequence,
                        Dataset.builder().set(Tag.CodeMeaning, "x").build());
        refused(Tag.ScheduledHumanPerformersSequence, performer, "0120", Tag.CodeValue);
        Dataset.Builder reference = Dataset.builder().set(Tag.ReferencedSOPClassUID, "1.2.3");
        refused(Tag.ReplacedProcedureStepSequence, reference, "0120", Tag.ReferencedSOPInstanceUID);
        Dataset.Builder input = Dataset.builder()
                .set(Tag.TypeOfInstances, "DICOM")
                .setItems(Tag.ReferencedSOPSequence, reference.build());
        refused(Tag.InputInformationSequence, input, "0120", Tag.ReferencedSOPInstanceUID);
        refused(Tag.ReferencedRequestSequence, Dataset.builder(), "0120", Tag.StudyInstanceUID);

        performer.setItems(Tag.HumanPerformerCodeSequence, code("Inspector"));
        input.setItems(
                Tag.ReferencedSOPSequence,
                reference.set(Tag.ReferencedSOPInstanceUID, "1.2.4").build());
        Dataset.Builder whole = step("x")
                .setItems(Tag.ScheduledHumanPerformersSequence, performer.build())
                .setItems(Tag.InputInformationSequence, input.build())
                .setItems(Tag.ScheduledWorkitemCodeSequence)
                .setItems(
                        Tag.ReferencedRequestSequence,
                        Dataset.builder().set(Tag.StudyInstanceUID, "1.2.5").build());
        session.create(PUSH, ONE, whole.build()).orThrow();
    }

    private void refused(int sequence, Dataset.Builder item, String status, int tag) {
        Dataset lacking = step("x").setItems(sequence, item.build()).build();
        NormalizedResponse created = session.create(PUSH, "1.2.77", lacking);
        assertThat(created.status()).isEqualTo(Integer.parseInt(status, 16));
        assertThat(created.attributes()).containsExactly(tag);
        WorkitemOutcome told = archive.workitems().create("1.2.77", lacking);
        assertThat(told.detail()).contains(Dictionary.standard().keyword(sequence) + "[1].");
    }

    @Test
    void refuses_other_values_than_the_standard_knows() {
        session.create(PUSH, ONE, step("x").build()).orThrow();
        Dataset.Builder urgent = Dataset.builder().set(Tag.ScheduledProcedureStepPriority, "URGENT");
        assertThat(session.create(
                                PUSH, "1.2.2", step("x").setAll(urgent.build()).build())
                        .status())
                .isEqualTo(0x0106);
        assertThat(set(ONE, urgent)).isEqualTo(0x0106);
        assertThat(set(ONE, Dataset.builder().set(Tag.InputReadinessState, "SOON")))
                .isEqualTo(0x0106);
        assertThat(set(ONE, Dataset.builder().set(Tag.InputReadinessState, "INCOMPLETE")))
                .isZero();
    }

    /** As requestors may send them, of type 2. */
    @Test
    void takes_what_a_new_step_can_not_have_yet_if_it_is_empty() {
        Dataset empty = step("x")
                .setEmpty(Tag.TransactionUID)
                .setItems(Tag.ProcedureStepProgressInformationSequence)
                .setItems(Tag.UnifiedProcedureStepPerformedProcedureSequence)
                .build();
        assertThat(session.create(PUSH, ONE, empty).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void lets_only_the_performer_change_a_step_in_progress() {
        session.create(PUSH, ONE, step("x").build()).orThrow();
        Dataset.Builder label = Dataset.builder().set(Tag.ProcedureStepLabel, "y");
        assertThat(set(ONE, label)).isZero();
        assertThat(set(ONE, Dataset.builder().set(Tag.TransactionUID, MINE))).isEqualTo(0xC310);
        assertThat(set(ONE, Dataset.builder().set(Tag.ProcedureStepState, "SCHEDULED")))
                .isEqualTo(0xC303);
        assertThat(set(ONE, Dataset.builder().set(Tag.ProcedureStepState, "COMPLETED")))
                .isEqualTo(0x0106);
        assertThat(change(ONE, "IN PROGRESS", MINE)).isZero();
        assertThat(set(ONE, label)).isEqualTo(0xC301);
        assertThat(set(ONE, Dataset.builder().set(Tag.TransactionUID, ANOTHER))).isEqualTo(0xC301);
        assertThat(set(ONE, performed(MINE).set(Tag.ProcedureStepLabel, "z"))).isZero();
        assertThat(change(ONE, "COMPLETED", MINE)).isZero();
        assertThat(set(ONE, performed(MINE))).isEqualTo(0xC300);
        assertThat(archive.workitems().get(ONE).dataset().string(Tag.ProcedureStepLabel))
                .isEqualTo("z");
    }

    @Test
    void finds_steps_in_the_pull_watch_and_query_classes() {
        session.create(PUSH, ONE, step("x").build()).orThrow();
        session.create(PUSH, "1.2.3.2", step("y").build()).orThrow();
        assertThat(change("1.2.3.2", "IN PROGRESS", MINE)).isZero();
        Dataset keys = Dataset.builder()
                .setEmpty(Tag.SOPInstanceUID)
                .setEmpty(Tag.ProcedureStepLabel)
                .set(Tag.ProcedureStepState, "SCHEDULED")
                .set(Tag.ScheduledProcedureStepStartDateTime, "20260301-20260302")
                .build();
        for (String context : List.of(PULL, WATCH, UID.UnifiedProcedureStepQuery)) {
            try (FindMatches matches = session.find(context, keys)) {
                assertThat(matches.next().string(Tag.SOPInstanceUID)).isEqualTo(ONE);
                assertThat(matches.hasNext()).isFalse();
            }
        }
    }

    // Subscriptions

    @Test
    void tells_a_watcher_of_one_step_all_that_happens_to_it() throws Exception {
        session.create(PUSH, ONE, step("x").build()).orThrow();
        session.create(PUSH, "1.2.3.2", step("y").build()).orThrow();
        assertThat(watch(ONE, false)).isZero();
        assertThat(nextStates(1)).containsExactly(ONE + " 1 SCHEDULED");
        assertThat(change("1.2.3.2", "IN PROGRESS", MINE)).isZero(); // nobody watches this one
        assertThat(set(ONE, Dataset.builder().setItems(Tag.ScheduledStationNameCodeSequence, code("X-ray 1"))))
                .isZero();
        NormalizedRequest assigned = next();
        assertThat(assigned.typeId()).isEqualTo(5);
        assertThat(assigned.dataset().items(Tag.ScheduledStationNameCodeSequence))
                .hasSize(1);
        assertThat(set(ONE, Dataset.builder().set(Tag.InputReadinessState, "INCOMPLETE")))
                .isZero();
        assertThat(next().dataset().string(Tag.InputReadinessState)).isEqualTo("INCOMPLETE");
        assertThat(change(ONE, "IN PROGRESS", MINE)).isZero();
        assertThat(nextStates(1)).containsExactly(ONE + " 1 IN PROGRESS");
        assertThat(set(
                        ONE,
                        performed(MINE)
                                .setItems(
                                        Tag.ProcedureStepProgressInformationSequence,
                                        Dataset.builder()
                                                .set(Tag.ProcedureStepProgress, "50")
                                                .build())))
                .isZero();
        NormalizedRequest progress = next();
        assertThat(progress.typeId()).isEqualTo(3);
        assertThat(progress.dataset()
                        .items(Tag.ProcedureStepProgressInformationSequence)
                        .get(0)
                        .string(Tag.ProcedureStepProgress))
                .isEqualTo("50");
        assertThat(cancel(ONE)).isZero();
        NormalizedRequest wish = next();
        assertThat(wish.typeId()).isEqualTo(2);
        assertThat(wish.dataset().string(Tag.RequestingAE)).isEqualTo("PLANNER");
        assertThat(wish.dataset().string(Tag.ReasonForCancellation)).isEqualTo("Wrong film");
        assertThat(archive.workitems().get(ONE).state()).isEqualTo("IN PROGRESS"); // the performer decides
        assertThat(change(ONE, "COMPLETED", MINE)).isZero();
        assertThat(nextStates(1)).containsExactly(ONE + " 1 COMPLETED");
        assertThat(wish.sopClassUid()).isEqualTo(PUSH);
        assertThat(wish.abstractSyntaxUid()).isEqualTo(UID.UnifiedProcedureStepEvent);
        assertThat(heard).isEmpty();
    }

    @Test
    void tells_of_both_changes_when_a_scheduled_step_is_canceled_on_request() throws Exception {
        given("SCHEDULED");
        assertThat(watch(ONE, false)).isZero();
        assertThat(cancel(ONE)).isZero();
        assertThat(nextStates(3)).containsExactly(ONE + " 1 SCHEDULED", ONE + " 1 IN PROGRESS", ONE + " 1 CANCELED");
        Dataset progress = archive.workitems()
                .get(ONE)
                .dataset()
                .items(Tag.ProcedureStepProgressInformationSequence)
                .get(0);
        assertThat(progress.string(Tag.ReasonForCancellation)).isEqualTo("Wrong film");
    }

    @Test
    void tells_a_watcher_of_all_of_steps_that_are_there_and_that_come() throws Exception {
        session.create(PUSH, ONE, step("x").build()).orThrow();
        assertThat(watch(ALL, true)).isZero();
        assertThat(nextStates(1)).containsExactly(ONE + " 1 SCHEDULED"); // with a lock, what is there is told of
        session.create(
                        PUSH,
                        "1.2.3.2",
                        step("y")
                                .setItems(Tag.ScheduledStationNameCodeSequence, code("X"))
                                .build())
                .orThrow();
        assertThat(nextStates(2)).containsExactly("1.2.3.2 1 SCHEDULED", "1.2.3.2 5 -");
        assertThat(forget(ALL, 5)).isZero(); // suspended: the old ones still, new ones no more
        session.create(PUSH, "1.2.3.3", step("z").build()).orThrow();
        assertThat(change("1.2.3.2", "IN PROGRESS", MINE)).isZero();
        assertThat(nextStates(1)).containsExactly("1.2.3.2 1 IN PROGRESS");
        assertThat(forget(ALL, 4)).isZero();
        assertThat(change(ONE, "IN PROGRESS", MINE)).isZero();
        assertThat(watch(ALL, false)).isZero(); // without a lock, what is there is not told of
        assertThat(change("1.2.3.3", "IN PROGRESS", MINE)).isZero();
        assertThat(nextStates(1)).containsExactly("1.2.3.3 1 IN PROGRESS");
    }

    @Test
    void lets_watchers_choose_what_they_hear_of() throws Exception {
        Dataset.Builder filter = Dataset.builder()
                .set(Tag.ReceivingAE, "WATCHER")
                .set(Tag.DeletionLock, "FALSE")
                .set(Tag.ProcedureStepLabel, "weld*");
        assertThat(call(WATCH, NormalizedOperation.ACTION, UID.UPSFilteredGlobalSubscriptionInstance, 3, filter.build())
                        .status())
                .isZero();
        session.create(PUSH, "1.2.3.2", step("casting 1").build()).orThrow();
        session.create(PUSH, ONE, step("weld 1").build()).orThrow();
        assertThat(nextStates(1)).containsExactly(ONE + " 1 SCHEDULED");
    }

    @Test
    void refuses_subscriptions_that_it_cannot_serve() {
        given("SCHEDULED");
        Dataset.Builder nobody =
                Dataset.builder().set(Tag.ReceivingAE, "NOBODY").set(Tag.DeletionLock, "FALSE");
        assertThat(call(WATCH, NormalizedOperation.ACTION, ONE, 3, nobody.build())
                        .status())
                .isEqualTo(0xC308);
        assertThat(call(WATCH, NormalizedOperation.ACTION, ONE, 3, Dataset.empty())
                        .status())
                .isEqualTo(0x0115);
        Dataset.Builder maybe =
                Dataset.builder().set(Tag.ReceivingAE, "WATCHER").set(Tag.DeletionLock, "MAYBE");
        assertThat(call(WATCH, NormalizedOperation.ACTION, ONE, 3, maybe.build())
                        .status())
                .isEqualTo(0x0115);
        assertThat(forget(ONE, 5)).isEqualTo(0xC314);
    }

    @Test
    void keeps_a_final_step_until_its_last_lock_is_gone() {
        given("SCHEDULED");
        assertThat(archive.workitems().remove(ONE)).isFalse(); // not final
        assertThat(watch(ONE, true)).isZero();
        assertThat(cancel(ONE)).isZero();
        assertThat(archive.workitems().remove(ONE)).isFalse(); // locked
        assertThat(watch(ONE, false)).isZero(); // subscribing without a lock removes it
        assertThat(archive.workitems().remove(ONE)).isTrue();
        assertThat(archive.workitems().remove(ONE)).isFalse();
    }

    @Test
    void remembers_steps_transactions_and_watchers_after_a_restart_and_says_that_it_is_back() throws Exception {
        records = StorageProviders.uri("fs", dir.resolve("records"));
        restart();
        given("IN PROGRESS");
        assertThat(watch(ONE, true)).isZero();
        assertThat(nextStates(1)).containsExactly(ONE + " 1 IN PROGRESS");
        restart();
        NormalizedRequest back = next();
        assertThat(back.sopInstanceUid()).isEqualTo(ALL);
        assertThat(back.typeId()).isEqualTo(4);
        assertThat(back.dataset().string(Tag.SCPStatus)).isEqualTo("RESTARTED");
        assertThat(back.dataset().string(Tag.UnifiedProcedureStepListStatus)).isEqualTo("WARM START");
        assertThat(set(ONE, performed(ANOTHER))).isEqualTo(0xC301);
        assertThat(set(ONE, performed(MINE))).isZero();
        assertThat(change(ONE, "COMPLETED", MINE)).isZero();
        assertThat(nextStates(1)).containsExactly(ONE + " 1 COMPLETED");
        assertThat(archive.workitems().remove(ONE)).isFalse(); // still locked
    }

    @Test
    void goes_on_when_a_watcher_is_gone() throws Exception {
        given("SCHEDULED");
        assertThat(watch(ONE, false)).isZero();
        next();
        watcher.close();
        assertThat(change(ONE, "IN PROGRESS", MINE)).isZero();
        assertThat(set(ONE, performed(MINE))).isZero();
        assertThat(change(ONE, "COMPLETED", MINE)).isZero();
    }

    // The host application

    @Test
    void lets_the_host_schedule_and_find_steps() throws Exception {
        assertThat(watch(ALL, false)).isZero();
        Workitem made =
                archive.workitems().add(step("x").remove(Tag.ProcedureStepState).build());
        assertThat(made.state()).isEqualTo("SCHEDULED");
        assertThat(nextStates(1)).containsExactly(made.uid() + " 1 SCHEDULED");
        assertThat(archive.workitems()
                        .find(Dataset.builder().set(Tag.PatientID, "SN-*").build())
                        .toList())
                .extracting(Workitem::uid)
                .containsExactly(made.uid());
        assertThatThrownBy(() -> archive.workitems().add(Dataset.empty()))
                .isInstanceOf(DicondeException.class)
                .hasMessageContaining("ScheduledProcedureStepPriority is missing");
    }
}
