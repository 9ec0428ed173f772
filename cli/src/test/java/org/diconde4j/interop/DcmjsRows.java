package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.interop.Row.Role.SCP;
import static org.diconde4j.interop.Row.Role.SCU;
import static org.diconde4j.interop.Row.both;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.PeerServer;

/** npm's dcmjs-dimse asks, and answers. */
final class DcmjsRows {
    static final String NAME = "dcmjs-dimse";

    private final Ours us;
    private final Asking asking;
    private final Dcmjs dcmjs;
    private final Path folder;

    DcmjsRows(Ours us, Dcmjs dcmjs, Path folder) {
        this.us = us;
        this.asking = new Asking(us, folder);
        this.dcmjs = dcmjs;
        this.folder = folder;
    }

    List<Row> rows() {
        return List.of(
                both(
                        "Verification",
                        SCP,
                        NAME,
                        "answered",
                        link -> assertThat(ask(link, "", "{\"do\": \"echo\"}")).containsExactly(success("echo"))),
                both("Storage", SCP, NAME, "radiograph, C-scan, report kept", this::theyStore),
                both("Query", SCP, NAME, "study level", this::theyFind),
                both("Retrieve by C-MOVE", SCP, NAME, "study received", this::theyMove),
                both("Retrieve by C-GET", SCP, NAME, "study received", this::theyGet),
                both("Verification", SCU, NAME, "answered", link -> weAsk(link, asking::echo)),
                both("Storage", SCU, NAME, "radiograph, C-scan, report kept", link -> {
                    Path received = Files.createTempDirectory(folder, "dcmjs");
                    try (PeerServer server = dcmjs.answer(link, received, us.port(link))) {
                        asking.send(Dcmjs.PEER, link).assertIn(received);
                    }
                }),
                both("Query", SCU, NAME, "each level", link -> weAsk(link, asking::find)),
                both("Retrieve by C-MOVE", SCU, NAME, "study received by our archive", l -> weAsk(l, asking::move)),
                both("Retrieve by C-GET", SCU, NAME, "study received", link -> weAsk(link, asking::get)));
    }

    private void theyStore(Link link) throws Exception {
        Study study = Study.fresh(folder);
        assertThat(ask(
                        link,
                        "",
                        study.files().stream()
                                .map(file -> "{\"do\": \"store\", \"file\": \"" + file + "\"}")
                                .toArray(String[]::new)))
                .hasSize(study.objects().size())
                .containsOnly(success("store"));
        study.assertIn(us.archive(link));
    }

    private void theyFind(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        List<String> answers = ask(
                link,
                "",
                "{\"do\": \"find\", \"dataset\": {\"PatientID\": \"" + study.componentId()
                        + "\", \"StudyInstanceUID\": \"\", \"PatientName\": \"\"}}");
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).contains("\"status\":65280", "\"StudyInstanceUID\":\"" + study.uid() + "\"");
        assertThat(answers.get(1)).isEqualTo(success("find"));
    }

    private void theyMove(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        Path received = Files.createTempDirectory(folder, "dcmjs");
        try (PeerServer server = dcmjs.answer(link, received, us.port(link))) {
            List<String> answers = ask(
                    link,
                    "",
                    "{\"do\": \"move\", \"study\": \"" + study.uid() + "\", \"destination\": \"" + Dcmjs.PEER.aeTitle()
                            + "\"}");
            assertThat(answers.get(answers.size() - 1)).isEqualTo(success("move"));
        }
        study.assertIn(received);
    }

    private void theyGet(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        Path received = Files.createTempDirectory(folder, "dcmjs");
        String classes = "\"" + String.join("\",\"", Study.SOP_CLASSES) + "\"";
        List<String> answers = ask(
                link,
                ", \"folder\": \"" + received + "\", \"accept\": [" + classes + "]",
                "{\"do\": \"get\", \"study\": \"" + study.uid() + "\"}");
        assertThat(answers.get(answers.size() - 1)).isEqualTo(success("get"));
        study.assertIn(received);
    }

    private List<String> ask(Link link, String more, String... requests) throws Exception {
        return dcmjs.ask(link, us.port(link), more, requests);
    }

    private static String success(String to) {
        return "{\"to\":\"" + to + "\",\"status\":0}";
    }

    private interface Question {
        void ask(Peer peer, Link link) throws Exception;
    }

    private void weAsk(Link link, Question question) throws Exception {
        Path received = Files.createTempDirectory(folder, "dcmjs");
        try (PeerServer server = dcmjs.answer(link, received, us.port(link))) {
            question.ask(Dcmjs.PEER, link);
        }
    }
}
