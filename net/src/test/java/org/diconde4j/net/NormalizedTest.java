package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.NormalizedCall;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOperation;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations on normalized SOP instances (PS3.7 10): our client and our server, and peers that get them wrong. */
@Timeout(30)
class NormalizedTest {
    private static final String CLASS = UID.ModalityPerformedProcedureStep;
    private static final String SECOND = UID.UnifiedProcedureStepPull;
    private static final String OTHER = UID.StorageCommitmentPushModel;
    private static final String ONE = "1.2.3.1";

    private final Memory memory = new Memory();
    private final DimseClient client = DimseClient.as("CLIENT")
            .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));
    private DimseServer server;

    @BeforeEach
    void start() throws IOException {
        server = DimseServer.builder()
                .aeTitle("SERVER")
                .port(0)
                .timeouts(Timeouts.all(Duration.ofSeconds(10)))
                .drain(Duration.ZERO)
                .service(CLASS, memory)
                .service(SECOND, memory)
                .service(OTHER, new NormalizedHandler() {})
                .finds(
                        SECOND,
                        request -> FindResults.of(List.of(Dataset.builder()
                                .set(Tag.SOPClassUID, request.sopClassUid())
                                .build())))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Peer peer() {
        return new Peer("SERVER", "127.0.0.1", server.port());
    }

    private static Dataset named(String label) {
        return Dataset.builder().set(Tag.ProcedureStepLabel, label).build();
    }

    private static String label(Dataset dataset) {
        return dataset.string(Tag.ProcedureStepLabel);
    }

    /** Instances in memory, whatever they are. */
    private static final class Memory implements NormalizedHandler {
        final Map<String, Dataset> instances = new ConcurrentHashMap<>();
        final List<NormalizedRequest> requests = new CopyOnWriteArrayList<>();
        final List<NormalizedResponse> answers = new CopyOnWriteArrayList<>();

        private Dataset of(NormalizedRequest request) {
            requests.add(request);
            Dataset instance = instances.get(request.sopInstanceUid());
            if (instance == null) {
                throw new ServiceException(Status.NO_SUCH_SOP_INSTANCE, "nothing is known of it");
            }
            return instance;
        }

        @Override
        public NormalizedOutcome create(NormalizedRequest request) {
            requests.add(request);
            if (instances.putIfAbsent(request.sopInstanceUid(), request.dataset()) != null) {
                return NormalizedOutcome.of(Status.DUPLICATE_SOP_INSTANCE, "there is one");
            }
            return NormalizedOutcome.success();
        }

        @Override
        public NormalizedOutcome get(NormalizedRequest request) {
            Dataset instance = of(request);
            Dataset.Builder answer = Dataset.builder();
            instance.forEach(e -> {
                if (request.attributes().isEmpty() || request.attributes().contains(e.tag())) {
                    answer.set(e);
                }
            });
            return NormalizedOutcome.success(answer.build());
        }

        @Override
        public NormalizedOutcome set(NormalizedRequest request) {
            if (of(request).contains(Tag.PatientID)) {
                return NormalizedOutcome.of(Status.PROCESSING_FAILURE, "it is closed", Tag.PatientID, Tag.PatientName)
                        .withErrorId(0xA710);
            }
            instances.merge(
                    request.sopInstanceUid(),
                    request.dataset(),
                    (a, b) -> a.toBuilder().setAll(b).build());
            return NormalizedOutcome.success();
        }

        @Override
        public NormalizedOutcome action(NormalizedRequest request) {
            of(request);
            return switch (request.typeId()) {
                case 1 ->
                    NormalizedOutcome.success(named("reply"))
                            .then(peer ->
                                    answers.add(peer.eventReport(CLASS, request.sopInstanceUid(), 7, named("event"))));
                case 2 -> throw new IllegalStateException("secret");
                default -> NormalizedOutcome.of(Status.NO_SUCH_ACTION, "action " + request.typeId());
            };
        }

        @Override
        public NormalizedOutcome delete(NormalizedRequest request) {
            of(request);
            instances.remove(request.sopInstanceUid());
            return NormalizedOutcome.success();
        }
    }

    /** Takes notifications. */
    private static final class Ear implements NormalizedHandler {
        final List<NormalizedRequest> heard = new CopyOnWriteArrayList<>();

        @Override
        public NormalizedOutcome eventReport(NormalizedRequest request) {
            heard.add(request);
            return NormalizedOutcome.success(named("heard"));
        }
    }

    @Test
    void creates_gets_sets_and_deletes() {
        try (DimseSession session = client.open(peer(), CLASS)) {
            assertThat(session.create(CLASS, ONE, named("first")).orThrow().sopInstanceUid())
                    .isEqualTo(ONE);
            assertThat(session.create(CLASS, ONE, named("again")).status()).isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
            session.set(
                            CLASS,
                            ONE,
                            Dataset.builder().set(Tag.WorklistLabel, "list").build())
                    .orThrow();
            Dataset all = session.get(CLASS, ONE).orThrow().dataset();
            assertThat(all.string(Tag.ProcedureStepLabel)).isEqualTo("first");
            assertThat(all.string(Tag.WorklistLabel)).isEqualTo("list");
            Dataset some =
                    session.get(CLASS, ONE, Tag.WorklistLabel, Tag.PatientID).dataset();
            assertThat(some.size()).isEqualTo(1);
            assertThat(memory.requests.get(4).attributes()).containsExactly(Tag.WorklistLabel, Tag.PatientID);
            assertThat(session.delete(CLASS, ONE).orThrow().dataset()).isEmpty();
            NormalizedResponse gone = session.get(CLASS, ONE);
            assertThat(gone.status()).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
            assertThat(gone.errorComment()).isEqualTo("nothing is known of it");
            assertThatThrownBy(gone::orThrow)
                    .isInstanceOf(ServiceException.class)
                    .hasMessage("N-GET of 1.2.3.1 was answered with status 0112H: nothing is known of it");
        }
        assertThat(memory.requests.get(0).association().callingAeTitle()).isEqualTo("CLIENT");
        assertThat(memory.requests).extracting(NormalizedRequest::messageId).startsWith(1, 2, 3);
    }

    @Test
    void chooses_the_uid_of_an_instance_whose_creator_does_not() {
        try (DimseSession session = client.open(peer(), CLASS)) {
            String uid = session.create(CLASS, null, named("x")).orThrow().sopInstanceUid();
            assertThat(uid).startsWith("2.25.").hasSizeLessThanOrEqualTo(64);
            assertThat(session.get(CLASS, uid).orThrow().dataset().string(Tag.ProcedureStepLabel))
                    .isEqualTo("x");
        }
    }

    @Test
    void tells_of_an_event_on_the_association_that_asked_for_the_action() {
        memory.instances.put(ONE, Dataset.empty());
        Ear ear = new Ear();
        try (DimseSession session = client.open(peer(), List.of(ServiceContext.scu(CLASS)), ear)) {
            assertThat(label(session.action(CLASS, ONE, 1, named("go")).dataset()))
                    .isEqualTo("reply");
            assertThat(session.serve(Duration.ofSeconds(5))).isTrue();
            assertThat(session.action(CLASS, ONE, 1, null).status()).isZero();
            assertThat(session.get(CLASS, ONE).status()).isZero(); // the event comes before this answer
        }
        assertThat(ear.heard).hasSize(2);
        NormalizedRequest event = ear.heard.get(0);
        assertThat(event.operation()).isEqualTo(NormalizedOperation.EVENT_REPORT);
        assertThat(event.typeId()).isEqualTo(7);
        assertThat(label(event.dataset())).isEqualTo("event");
        assertThat(memory.answers).hasSize(2);
        assertThat(label(memory.answers.get(0).dataset())).isEqualTo("heard");
    }

    @Test
    void waits_in_vain_for_an_event_and_goes_on() {
        try (DimseSession session = client.open(peer(), CLASS)) {
            assertThat(session.serve(Duration.ofMillis(20))).isFalse();
            assertThat(session.get(CLASS, ONE).status()).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
        }
    }

    @Test
    void takes_events_of_a_peer_that_opens_the_association_as_scp() throws IOException {
        Ear ear = new Ear();
        try (DimseServer listener =
                DimseServer.builder().port(0).service(CLASS, ear).start()) {
            Peer there = new Peer("EAR", "127.0.0.1", listener.port());
            try (DimseSession session =
                    client.open(there, List.of(ServiceContext.scp(CLASS)), new NormalizedHandler() {})) {
                assertThat(label(session.eventReport(CLASS, ONE, 3, null).dataset()))
                        .isEqualTo("heard");
                assertThatThrownBy(() -> session.get(CLASS, ONE))
                        .isInstanceOf(AssociationException.class)
                        .hasMessageContaining("does not accept N-GET");
            }
            try (DimseSession session = client.open(there, CLASS)) {
                assertThatThrownBy(() -> session.eventReport(CLASS, ONE, 3, null))
                        .isInstanceOf(AssociationException.class)
                        .hasMessageContaining("does not accept N-EVENT-REPORT");
            }
        }
        assertThat(ear.heard).hasSize(1);
    }

    @Test
    void turns_what_a_handler_throws_into_a_status_and_goes_on() {
        memory.instances.put(ONE, named("x").toBuilder().set(Tag.PatientID, "P").build());
        try (DimseSession session = client.open(peer(), CLASS, OTHER)) {
            NormalizedResponse failed = session.action(CLASS, ONE, 2, null);
            assertThat(failed.status()).isEqualTo(Status.PROCESSING_FAILURE);
            assertThat(failed.errorComment()).contains("IllegalStateException").doesNotContain("secret");
            assertThat(session.action(CLASS, ONE, 99, null).status()).isEqualTo(Status.NO_SUCH_ACTION);
            assertThat(session.get(OTHER, ONE).status()).isEqualTo(Status.UNRECOGNIZED_OPERATION);
            NormalizedResponse closed = session.set(CLASS, ONE, named("y"));
            assertThat(closed.errorId()).isEqualTo(0xA710);
            assertThat(closed.attributes()).containsExactly(Tag.PatientID, Tag.PatientName);
            assertThat(session.get(CLASS, ONE).status()).isZero();
        }
    }

    @Test
    void lets_a_request_name_a_class_of_the_same_handler_only() {
        memory.instances.put(ONE, named("x"));
        try (DimseSession session = client.open(peer(), SECOND, OTHER)) {
            NormalizedCall get = new NormalizedCall(NormalizedOperation.GET, CLASS, ONE, null);
            assertThat(session.request(get.within(SECOND)).status()).isZero();
            assertThat(memory.requests.get(0).abstractSyntaxUid()).isEqualTo(SECOND);
            assertThat(memory.requests.get(0).sopClassUid()).isEqualTo(CLASS);
            assertThat(session.request(get.within(OTHER)).status()).isEqualTo(Status.NO_SUCH_SOP_CLASS);
            assertThat(session.accepts(SECOND)).isTrue();
            assertThat(session.accepts(CLASS)).isFalse();
        }
    }

    @Test
    void echoes_and_queries_between_other_requests() {
        memory.instances.put(ONE, named("x"));
        try (DimseSession session = client.open(peer(), UID.Verification, CLASS, SECOND)) {
            assertThat(session.echo()).isPositive();
            List<String> found = new ArrayList<>();
            try (FindMatches matches = session.find(SECOND, Dataset.empty())) {
                matches.forEachRemaining(m -> found.add(m.string(Tag.SOPClassUID)));
            }
            assertThat(found).containsExactly(SECOND);
            assertThat(session.get(CLASS, ONE).status()).isZero();
            assertThatThrownBy(() -> session.find(CLASS, Dataset.empty()).hasNext())
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("0122H");
        }
        try (FindMatches matches = client.find(peer(), SECOND, Dataset.empty())) {
            assertThat(matches.next().string(Tag.SOPClassUID)).isEqualTo(SECOND);
        }
    }

    // Peers that get it wrong. (group 0000, element) of each command beside its bytes

    private static final int AFFECTED_CLASS = 0x0002;
    private static final int REQUESTED_CLASS = 0x0003;
    private static final int REQUESTED_INSTANCE = 0x1001;
    private static final int ACTION_TYPE = 0x1008;
    private static final int N_GET = 0x0110;
    private static final int N_SET = 0x0120;
    private static final int N_ACTION = 0x0130;
    private static final int N_EVENT_REPORT = 0x0100;

    private ScriptedPeer associated() throws IOException {
        return ScriptedPeer.connect(server.address()).associate(CLASS, OTHER);
    }

    /** The status of the answer, which must be the last element but the optional ones behind it. */
    private static int ask(ScriptedPeer peer, byte[] command, byte[]... dataset) throws IOException {
        peer.send(RawPdu.pData(1, 3, command));
        for (byte[] fragment : dataset) {
            peer.send(RawPdu.pData(1, 2, fragment));
        }
        return RawPdu.status(peer.expect(0x04));
    }

    @Test
    void answers_requests_that_lack_something_with_what_is_missing() throws IOException {
        memory.instances.put(ONE, named("x"));
        try (ScriptedPeer peer = associated()) {
            assertThat(ask(peer, RawPdu.command(N_GET, 1, false, Map.of(REQUESTED_CLASS, CLASS))))
                    .isEqualTo(Status.MISSING_ATTRIBUTE);
            assertThat(ask(peer, RawPdu.command(N_GET, 2, false, Map.of(REQUESTED_INSTANCE, ONE))))
                    .isEqualTo(Status.MISSING_ATTRIBUTE);
            assertThat(ask(peer, RawPdu.command(N_GET, 3, false, Map.of(AFFECTED_CLASS, CLASS, 0x1000, ONE))))
                    .isEqualTo(Status.MISSING_ATTRIBUTE); // affected where requested belongs
            assertThat(ask(
                            peer,
                            RawPdu.command(
                                    N_ACTION, 4, false, Map.of(REQUESTED_CLASS, CLASS, REQUESTED_INSTANCE, ONE))))
                    .isEqualTo(Status.MISSING_ATTRIBUTE); // no Action Type ID
            assertThat(ask(
                            peer,
                            RawPdu.command(
                                    N_GET, 5, false, Map.of(REQUESTED_CLASS, CLASS, REQUESTED_INSTANCE, "1.2/../3"))))
                    .isEqualTo(Status.INVALID_OBJECT_INSTANCE);
            assertThat(ask(
                            peer,
                            RawPdu.command(N_GET, 6, false, Map.of(REQUESTED_CLASS, CLASS, REQUESTED_INSTANCE, ONE))))
                    .isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void answers_data_where_none_may_be_and_data_that_is_none() throws IOException {
        memory.instances.put(ONE, named("x"));
        Map<Integer, String> uids = Map.of(REQUESTED_CLASS, CLASS, REQUESTED_INSTANCE, ONE);
        byte[] label = {0x74, 0, 4, 0x12, 2, 0, 0, 0, 'a', ' '};
        byte[] cut = {0x74, 0, 4, 0x12, 9, 0, 0, 0, 'a', ' '};
        try (ScriptedPeer peer = associated()) {
            assertThat(ask(peer, RawPdu.command(N_GET, 1, true, uids), label)).isEqualTo(Status.MISTYPED_ARGUMENT);
            assertThat(ask(peer, RawPdu.command(N_SET, 2, true, uids), cut)).isEqualTo(Status.PROCESSING_FAILURE);
            assertThat(ask(peer, RawPdu.command(N_SET, 3, true, uids), label)).isEqualTo(Status.SUCCESS);
            assertThat(ask(peer, RawPdu.command(N_EVENT_REPORT, 4, false, Map.of(AFFECTED_CLASS, CLASS, 0x1000, ONE))))
                    .isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED); // not the SCP here
            assertThat(ask(peer, RawPdu.command(0x0160, 5, false, uids))).isEqualTo(Status.UNRECOGNIZED_OPERATION);
        }
    }

    private static byte[] action(int messageId) {
        return RawPdu.command(
                N_ACTION, messageId, false, Map.of(REQUESTED_CLASS, CLASS, REQUESTED_INSTANCE, ONE, ACTION_TYPE, "\1"));
    }

    @Test
    void serves_requests_that_come_before_its_event_is_answered() throws IOException {
        memory.instances.put(ONE, named("x"));
        try (ScriptedPeer peer = associated()) {
            assertThat(ask(peer, action(1))).isZero();
            peer.expect(0x04); // reply
            peer.expect(0x04); // N-EVENT-REPORT, command
            peer.expect(0x04); // and event information
            byte[] get = RawPdu.command(N_GET, 2, false, Map.of(REQUESTED_CLASS, CLASS, REQUESTED_INSTANCE, ONE));
            assertThat(ask(peer, get)).isZero();
            peer.expect(0x04); // attribute list
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x8100, 1, CLASS, false)));
            assertThat(ask(peer, get)).isZero();
            peer.expect(0x04);
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
        assertThat(memory.answers).hasSize(1);
    }

    @Test
    void lets_a_peer_go_that_asks_for_release_instead_of_answering_its_event() throws IOException {
        memory.instances.put(ONE, named("x"));
        try (ScriptedPeer peer = associated()) {
            assertThat(ask(peer, action(1))).isZero();
            peer.expect(0x04);
            peer.expect(0x04);
            peer.expect(0x04);
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
        assertThat(memory.answers).isEmpty();
    }

    @Test
    void aborts_a_peer_that_answers_what_was_not_asked() throws IOException {
        memory.instances.put(ONE, named("x"));
        try (ScriptedPeer peer = associated()) {
            assertThat(ask(peer, action(1))).isZero();
            peer.expect(0x04);
            peer.expect(0x04);
            peer.expect(0x04);
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x8100, 42, CLASS, false)));
            peer.expectAbort(0, 0);
        }
        try (DimseSession session = client.open(peer(), CLASS)) {
            assertThat(session.get(CLASS, ONE).status()).isZero();
        }
    }
}
