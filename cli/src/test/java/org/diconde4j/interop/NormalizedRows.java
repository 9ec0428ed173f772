package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.interop.Row.Role.SCP;
import static org.diconde4j.interop.Row.Role.SCU;
import static org.diconde4j.interop.Row.both;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.ServiceContext;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.tck.PeerServer;

/** The six operations on normalized SOP instances with dcmjs-dimse, in a service that is nobody's. */
final class NormalizedRows {
    static final String SERVICE = "Normalized operations";
    private static final String SOP_CLASS = "2.25.146286402842571538711229437311829303853";
    private static final String INSTANCE = "2.25.146286402842571538711229437311829303854";

    private final Ours us;
    private final Dcmjs dcmjs;
    private final Path folder;

    NormalizedRows(Ours us, Dcmjs dcmjs, Path folder) {
        this.us = us;
        this.dcmjs = dcmjs;
        this.folder = folder;
    }

    List<Row> rows() {
        String six = "N-CREATE, N-SET, N-GET, N-ACTION, N-EVENT-REPORT, N-DELETE";
        return List.of(
                both(SERVICE, SCP, DcmjsRows.NAME, six, this::theyAsk),
                both(SERVICE, SCU, DcmjsRows.NAME, six, this::weAsk));
    }

    private void theyAsk(Link link) throws Exception {
        Instances instances = new Instances();
        try (DimseServer server = us.server(link).service(SOP_CLASS, instances).start()) {
            List<String> answers = dcmjs.ask(
                    link,
                    server.port(),
                    ", \"linger\": 300",
                    request("create", "\"dataset\": {\"PatientID\": \"SN-1\", \"PatientComments\": \"Flange\"}"),
                    request("create", "\"dataset\": {\"PatientID\": \"SN-2\"}"),
                    request("set", "\"dataset\": {\"PatientComments\": \"Flange, machined\"}"),
                    request("read", "\"attributes\": [\"PatientComments\"]"),
                    request("action", "\"type\": 7, \"dataset\": {\"PatientComments\": \"now\"}"),
                    request("delete", "\"x\": 0"),
                    request("delete", "\"x\": 0"));
            assertThat(answers).hasSize(8);
            assertThat(answers.get(0)).startsWith("{\"to\":\"create\",\"status\":0");
            assertThat(answers.get(1))
                    .startsWith("{\"to\":\"create\",\"status\":273,\"comment\":\"it is there already\"");
            assertThat(answers.get(2)).startsWith("{\"to\":\"set\",\"status\":0");
            assertThat(answers.get(3))
                    .startsWith("{\"to\":\"read\",\"status\":0")
                    .contains("\"PatientComments\":\"Flange, machined\"")
                    .doesNotContain("PatientID");
            assertThat(answers).anyMatch(answer -> answer.startsWith("{\"to\":\"action\",\"status\":0"));
            assertThat(answers)
                    .as("the event that the action brought on comes on the same association")
                    .contains("{\"from\":\"event\",\"type\":3,\"dataset\":{\"PatientComments\":\"done\"}}");
            assertThat(answers.get(6)).startsWith("{\"to\":\"delete\",\"status\":0");
            assertThat(answers.get(7)).startsWith("{\"to\":\"delete\",\"status\":274");
        }
        assertThat(instances.heard).containsExactly("action 7 now", "event reply 0");
    }

    private static String request(String what, String more) {
        return "{\"do\": \"" + what + "\", \"sopClass\": \"" + SOP_CLASS + "\", \"instance\": \"" + INSTANCE + "\", "
                + more + "}";
    }

    private void weAsk(Link link) throws Exception {
        ServiceContext both = new ServiceContext(
                SOP_CLASS, true, true, ServiceContext.scu(SOP_CLASS).transferSyntaxes());
        try (PeerServer server = dcmjs.answer(link, folder, 0)) {
            try (DimseSession session = us.client(link).open(Dcmjs.PEER, List.of(both), new NormalizedHandler() {})) {
                Dataset flange = Dataset.builder()
                        .set(Tag.PatientID, "SN-1")
                        .set(Tag.PatientComments, "Flange")
                        .build();
                assertThat(session.create(SOP_CLASS, INSTANCE, flange).status()).isZero();
                assertThat(session.create(SOP_CLASS, INSTANCE, flange).status())
                        .isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
                Dataset machined =
                        Dataset.builder().set(Tag.PatientComments, "Machined").build();
                assertThat(session.set(SOP_CLASS, INSTANCE, machined).status()).isZero();
                Dataset read = session.get(SOP_CLASS, INSTANCE, Tag.PatientID, Tag.PatientComments)
                        .orThrow()
                        .dataset();
                assertThat(read.string(Tag.PatientID)).isEqualTo("SN-1");
                assertThat(read.string(Tag.PatientComments)).isEqualTo("Machined");
                Dataset now = Dataset.builder().set(Tag.PatientComments, "now").build();
                assertThat(session.action(SOP_CLASS, INSTANCE, 7, now).status()).isZero();
                assertThat(session.eventReport(SOP_CLASS, INSTANCE, 3, now).status())
                        .isZero();
                assertThat(session.delete(SOP_CLASS, INSTANCE).status()).isZero();
                assertThat(session.delete(SOP_CLASS, INSTANCE).status()).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
            }
            assertThat(server.log())
                    .contains("{\"request\":\"create\",\"sopClass\":\"" + SOP_CLASS)
                    .contains("\"PatientComments\":\"Machined\"")
                    .contains("\"dataset\":{\"PatientComments\":\"now\"},\"type\":7}")
                    .contains("\"type\":3,\"dataset\":{\"PatientComments\":\"now\"}}");
        }
    }

    /** Instances in memory. An action is followed by an event. */
    private static final class Instances implements NormalizedHandler {
        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, Dataset> known = new ConcurrentHashMap<>();

        @Override
        public NormalizedOutcome create(NormalizedRequest request) {
            return known.putIfAbsent(request.sopInstanceUid(), request.dataset()) == null
                    ? NormalizedOutcome.success()
                    : NormalizedOutcome.of(Status.DUPLICATE_SOP_INSTANCE, "it is there already");
        }

        @Override
        public NormalizedOutcome set(NormalizedRequest request) {
            Dataset.Builder changed = known.get(request.sopInstanceUid()).toBuilder();
            request.dataset().forEach(changed::set);
            known.put(request.sopInstanceUid(), changed.build());
            return NormalizedOutcome.success();
        }

        @Override
        public NormalizedOutcome get(NormalizedRequest request) {
            Dataset.Builder answer = Dataset.builder();
            known.get(request.sopInstanceUid()).forEach(element -> {
                if (request.attributes().contains(element.tag())) {
                    answer.set(element);
                }
            });
            return NormalizedOutcome.success(answer.build());
        }

        @Override
        public NormalizedOutcome action(NormalizedRequest request) {
            heard.add("action " + request.typeId() + " " + request.dataset().string(Tag.PatientComments));
            Dataset done = Dataset.builder().set(Tag.PatientComments, "done").build();
            return NormalizedOutcome.success()
                    .then(peer -> heard.add("event reply "
                            + peer.eventReport(SOP_CLASS, request.sopInstanceUid(), 3, done)
                                    .status()));
        }

        @Override
        public NormalizedOutcome delete(NormalizedRequest request) {
            return known.remove(request.sopInstanceUid()) == null
                    ? NormalizedOutcome.of(Status.NO_SUCH_SOP_INSTANCE, "it is not there")
                    : NormalizedOutcome.success();
        }
    }
}
