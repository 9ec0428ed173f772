package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.interop.Row.Role.SCP;
import static org.diconde4j.interop.Row.Role.SCU;
import static org.diconde4j.interop.Row.both;
import static org.diconde4j.interop.Row.byHand;
import static org.diconde4j.interop.Row.plain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.diconde4j.cli.Run;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.tck.Orthanc;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.net.tck.Peers;

/** What is to be inspected, and what has been: Modality Worklist and Modality Performed Procedure Step. */
final class WorkflowRows {
    static final String WORKLIST = "Modality Worklist";
    static final String MPPS = "MPPS";
    static final String IAN = "Instance Availability Notification";
    static final String UPS = "Unified Procedure Step";
    private static final String PYNETDICOM = "pynetdicom 2.0.2";
    private static final String MPPSSCU = "dcm4che 5.35 `mppsscu`";
    private static final String UPSSCU = "dcm4che 5.35 `upsscu`";
    private static final String STEP = UID.ModalityPerformedProcedureStep;

    private final Ours us;
    private final Dcmtk dcmtk;
    private final OrthancRows orthanc;
    private final Dcmjs dcmjs;
    private final Path folder;

    WorkflowRows(Ours us, Dcmtk dcmtk, OrthancRows orthanc, Dcmjs dcmjs, Path folder) {
        this.us = us;
        this.dcmtk = dcmtk;
        this.orthanc = orthanc;
        this.dcmjs = dcmjs;
        this.folder = folder;
    }

    List<Row> rows() {
        String matched = "station and date match";
        return List.of(
                both(WORKLIST, SCP, "DCMTK `findscu`", matched, this::findscu),
                both(WORKLIST, SCP, OrthancRows.NAME, matched, this::orthancFinds),
                both(WORKLIST, SCP, DcmjsRows.NAME, matched, this::dcmjsFinds),
                plain(WORKLIST, SCU, "DCMTK `wlmscpfs`", matched, this::wlmscpfs),
                plain(WORKLIST, SCU, "Orthanc's worklist plugin", matched, this::orthancPlugin),
                both(MPPS, SCP, DcmjsRows.NAME, "begun, completed, read", this::dcmjsPerforms),
                both(MPPS, SCU, DcmjsRows.NAME, "begun, completed", this::wePerform),
                both(UPS, SCP, DcmjsRows.NAME, "pushed, claimed, completed, read", this::dcmjsWorks),
                both(IAN, SCP, DcmjsRows.NAME, "kept; refused without series", this::dcmjsNotifies),
                byHand(MPPS, SCP, PYNETDICOM, "begun, completed, refused afterwards", "2026-11-25"),
                byHand(MPPS, SCP, MPPSSCU, "begun, completed, discontinued", "2026-11-25"),
                byHand(UPS, SCP, PYNETDICOM, "pushed, found, claimed, cancelled, reported", "2026-11-25"),
                byHand(UPS, SCP, UPSSCU, "pushed, claimed, changed, cancelled, read, reported", "2026-11-25"),
                byHand(IAN, SCP, PYNETDICOM, "refused without series", "2026-11-25"));
    }

    /** One step of each of two stations, of a component of its own. */
    private String twoItems(Link link) {
        String component = "WL-" + UUID.randomUUID().toString().substring(0, 8);
        for (String station : List.of("XRAY1", "XRAY2")) {
            us.archive(link).worklist().add(item(component, station));
        }
        return component;
    }

    private static Dataset item(String component, String station) {
        return Dataset.builder()
                .set(Tag.PatientID, component)
                .set(Tag.PatientName, "Girth weld")
                .set(Tag.StudyInstanceUID, "2.25.4711")
                .set(Tag.AccessionNumber, "4711")
                .set(Tag.RequestedProcedureID, "RP-" + component)
                .set(Tag.RequestedProcedureDescription, "Radiography")
                .setItems(
                        Tag.ScheduledProcedureStepSequence,
                        Dataset.builder()
                                .set(Tag.ScheduledStationAETitle, station)
                                .set(Tag.ScheduledProcedureStepStartDate, "20260301")
                                .set(Tag.ScheduledProcedureStepStartTime, "081500")
                                .set(Tag.Modality, "DX")
                                .set(Tag.ScheduledProcedureStepID, component + "-" + station)
                                .set(Tag.ScheduledProcedureStepDescription, "Girth weld, DX")
                                .build())
                .build();
    }

    private void findscu(Link link) {
        String component = twoItems(link);
        String output = dcmtk.run(
                        "findscu",
                        link,
                        "-v",
                        "-W",
                        "-k",
                        "PatientID=" + component,
                        "-k",
                        "PatientName",
                        "-k",
                        "ScheduledProcedureStepSequence[0].ScheduledStationAETitle=XRAY1",
                        "-k",
                        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepStartDate=20260228-20260302",
                        "-k",
                        "ScheduledProcedureStepSequence[0].ScheduledProcedureStepID")
                .output();
        assertThat(output).containsOnlyOnce("(Pending)").contains("[" + component + "-XRAY1", "[Girth weld");
    }

    private void orthancFinds(Link link) {
        String component = twoItems(link);
        String answer = orthanc.client(link).post("/modalities/us/find-worklist", """
                        {"PatientID": "%s", "PatientName": "", "ScheduledProcedureStepSequence": [{
                        "ScheduledStationAETitle": "XRAY1", "ScheduledProcedureStepStartDate": "20260228-20260302",
                        "ScheduledProcedureStepID": ""}]}
                        """.formatted(component));
        assertThat(answer).contains("\"" + component + "-XRAY1\"", "Girth weld").doesNotContain("XRAY2");
    }

    private void dcmjsFinds(Link link) throws Exception {
        String component = twoItems(link);
        List<String> answers =
                dcmjs.ask(link, us.port(link), "", """
                {"do": "worklist", "dataset": {"PatientID": "%s", "PatientName": "", "ScheduledProcedureStepSequence": [{
                "ScheduledStationAETitle": "XRAY1", "ScheduledProcedureStepStartDate": "20260228-20260302",
                "ScheduledProcedureStepID": ""}]}}
                """.formatted(component).replace("\n", " "));
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).contains("\"status\":65280", component + "-XRAY1", "Girth weld");
    }

    private void wlmscpfs(Link link) throws Exception {
        Path program = Peers.dcmtk("wlmscpfs");
        Path data = Files.createTempDirectory(folder, "worklist");
        Path own = Files.createDirectory(data.resolve("WORKLIST"));
        Files.createFile(own.resolve("lockfile"));
        writeItems(own, ".wl");
        int port = PeerServer.freePort();
        try (PeerServer server = PeerServer.start(data, port, program, "-dfp", data, port)) {
            weFind("WORKLIST@127.0.0.1:" + server.port());
        }
    }

    private void orthancPlugin(Link link) throws Exception {
        Path home = Files.createTempDirectory(folder, "orthanc-worklist");
        Path items = Files.createDirectory(home.resolve("items"));
        writeItems(items, ".wl");
        try (Orthanc server = Orthanc.start(
                home,
                Map.of(
                        "Plugins",
                        "[\"/usr/share/orthanc/plugins/libModalityWorklists.so\"]",
                        "Worklists",
                        "{\"Enable\": true, \"Database\": \"" + items + "\"}"))) {
            weFind(Orthanc.TITLE + "@127.0.0.1:" + server.dicomPort());
        }
    }

    private static void writeItems(Path to, String suffix) throws Exception {
        for (String station : List.of("XRAY1", "XRAY2")) {
            Dataset item = item("SN-1", station);
            DicomWriter.write(
                    new DicomObject(
                            FileMeta.of(UID.ModalityWorklistInformationModelFind, "2.25.1", UID.ExplicitVRLittleEndian),
                            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                            0,
                            item),
                    to.resolve(station + suffix));
        }
    }

    private static void weFind(String peer) {
        Run run = Run.diconde4j("worklist", "query", peer, "--station", "XRAY1", "--date", "2026-03-01", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("SN-1-XRAY1").doesNotContain("XRAY2");
    }

    private static Dataset begun(String component) {
        return Dataset.builder()
                .setItems(
                        Tag.ScheduledStepAttributesSequence,
                        Dataset.builder()
                                .set(Tag.StudyInstanceUID, "2.25.4711")
                                .set(Tag.ScheduledProcedureStepID, component + "-XRAY1")
                                .build())
                .set(Tag.PatientID, component)
                .set(Tag.PerformedProcedureStepID, "P1")
                .set(Tag.PerformedStationAETitle, "XRAY1")
                .set(Tag.PerformedProcedureStepStartDate, "20260301")
                .set(Tag.PerformedProcedureStepStartTime, "081500")
                .set(Tag.PerformedProcedureStepStatus, "IN PROGRESS")
                .set(Tag.Modality, "DX")
                .build();
    }

    private void dcmjsPerforms(Link link) throws Exception {
        String component = twoItems(link);
        String step = "2.25." + Math.abs(component.hashCode()) + (link == Link.TLS ? 1 : 2);
        String named = "\"sopClass\": \"" + STEP + "\", \"instance\": \"" + step + "\"";
        List<String> answers = dcmjs.ask(
                link,
                us.port(link),
                "",
                "{\"do\": \"create\", " + named + ", \"dataset\": "
                        + """
                        {"ScheduledStepAttributesSequence": [
                        {"StudyInstanceUID": "2.25.4711", "ScheduledProcedureStepID": "%1$s-XRAY1"}],
                        "PatientID": "%1$s", "PerformedProcedureStepID": "P1", "PerformedStationAETitle": "XRAY1",
                        "PerformedProcedureStepStartDate": "20260301", "PerformedProcedureStepStartTime": "081500",
                        "PerformedProcedureStepStatus": "IN PROGRESS", "Modality": "DX"}}
                        """.formatted(component).replace("\n", " "),
                "{\"do\": \"set\", " + named + ", \"dataset\": " + """
                        {"PerformedProcedureStepStatus": "COMPLETED", "PerformedProcedureStepEndDate": "20260301",
                        "PerformedProcedureStepEndTime": "084000"}}
                        """.replace("\n", " "),
                "{\"do\": \"set\", " + named + ", \"dataset\": {\"PerformedProcedureStepDescription\": \"too late\"}}",
                "{\"do\": \"read\", \"sopClass\": \"" + UID.ModalityPerformedProcedureStepRetrieve
                        + "\", \"instance\": \"" + step + "\", \"attributes\": [\"PerformedProcedureStepStatus\"]}");
        assertThat(answers).hasSize(4);
        assertThat(answers.get(0)).startsWith("{\"to\":\"create\",\"status\":0");
        assertThat(answers.get(1)).startsWith("{\"to\":\"set\",\"status\":0");
        assertThat(answers.get(2)).startsWith("{\"to\":\"set\",\"status\":272"); // 0110H, with Error ID A710H
        assertThat(answers.get(3)).contains("\"PerformedProcedureStepStatus\":\"COMPLETED\"");
        assertThat(Objects.requireNonNull(us.archive(link).procedureSteps().get(step))
                        .status())
                .hasToString("COMPLETED");
    }

    private void wePerform(Link link) throws Exception {
        try (PeerServer server = dcmjs.answer(link, folder, 0)) {
            try (DimseSession session = us.client(link).open(Dcmjs.PEER, STEP)) {
                String step = "2.25.471112";
                session.create(STEP, step, begun("SN-1")).orThrow();
                session.set(
                                STEP,
                                step,
                                Dataset.builder()
                                        .set(Tag.PerformedProcedureStepStatus, "COMPLETED")
                                        .build())
                        .orThrow();
            }
            assertThat(server.log())
                    .contains("\"PerformedProcedureStepStatus\":\"IN PROGRESS\"")
                    .contains("{\"PerformedProcedureStepStatus\":\"COMPLETED\"}");
        }
    }

    /** Every request names the Push class, in the context of the class that it belongs to (PS3.4 CC.2). */
    private void dcmjsWorks(Link link) throws Exception {
        String step = "2.25.4711" + (link == Link.TLS ? 1 : 2);
        List<String> answers = dcmjs.ask(
                link,
                us.port(link),
                "",
                work("create", UID.UnifiedProcedureStepPush, step, """
                        {"ScheduledProcedureStepPriority": "MEDIUM", "ProcedureStepLabel": "Girth weld",
                        "ScheduledProcedureStepStartDateTime": "20260301080000", "InputReadinessState": "READY",
                        "ProcedureStepState": "SCHEDULED", "TransactionUID": "", "PatientID": "SN-1"}
                        """),
                work("action", UID.UnifiedProcedureStepPull, step, """
                        {"ProcedureStepState": "IN PROGRESS", "TransactionUID": "2.25.99"}
                        """),
                work("set", UID.UnifiedProcedureStepPull, step, """
                        {"TransactionUID": "2.25.99", "UnifiedProcedureStepPerformedProcedureSequence": [{
                        "PerformedStationNameCodeSequence": [%1$s], "PerformedWorkitemCodeSequence": [%1$s],
                        "PerformedProcedureStepStartDateTime": "20260301081500",
                        "PerformedProcedureStepEndDateTime": "20260301084500", "OutputInformationSequence": []}]}
                        """.formatted("""
                        {"CodeValue": "1", "CodingSchemeDesignator": "99PLANT", "CodeMeaning": "X-ray 1"}""")),
                work("action", UID.UnifiedProcedureStepPull, step, """
                        {"ProcedureStepState": "COMPLETED", "TransactionUID": "2.25.1"}
                        """),
                work("action", UID.UnifiedProcedureStepPull, step, """
                        {"ProcedureStepState": "COMPLETED", "TransactionUID": "2.25.99"}
                        """),
                work("read", UID.UnifiedProcedureStepWatch, step, "{}"));
        assertThat(answers).hasSize(6);
        assertThat(answers.get(0)).startsWith("{\"to\":\"create\",\"status\":0");
        assertThat(answers.get(1)).startsWith("{\"to\":\"action\",\"status\":0");
        assertThat(answers.get(2)).startsWith("{\"to\":\"set\",\"status\":0");
        assertThat(answers.get(3)).startsWith("{\"to\":\"action\",\"status\":" + 0xC301); // not the transaction
        assertThat(answers.get(4)).startsWith("{\"to\":\"action\",\"status\":0");
        assertThat(answers.get(5)).contains("\"ProcedureStepState\":\"COMPLETED\"");
        assertThat(Objects.requireNonNull(us.archive(link).workitems().get(step))
                        .state())
                .isEqualTo("COMPLETED");
    }

    private static String work(String what, String context, String step, String dataset) {
        return "{\"do\": \"" + what + "\", \"sopClass\": \"" + UID.UnifiedProcedureStepPush + "\", \"meta\": \""
                + context
                + "\", \"instance\": \"" + step
                + "\", \"type\": 1, \"attributes\": [\"ProcedureStepState\"], \"dataset\": "
                + dataset.replace("\n", " ") + "}";
    }

    private void dcmjsNotifies(Link link) throws Exception {
        String named = "{\"do\": \"create\", \"sopClass\": \"" + UID.InstanceAvailabilityNotification
                + "\", \"instance\": \"2.25.471133\", \"dataset\": ";
        List<String> answers = dcmjs.ask(
                link,
                us.port(link),
                "",
                named
                        + """
                        {"ReferencedPerformedProcedureStepSequence": [], "StudyInstanceUID": "2.25.4711",
                        "ReferencedSeriesSequence": [{"SeriesInstanceUID": "2.25.4712", "ReferencedSOPSequence": [{
                        "ReferencedSOPClassUID": "%s", "ReferencedSOPInstanceUID": "2.25.4713",
                        "InstanceAvailability": "ONLINE", "RetrieveAETitle": "VAULT"}]}]}}
                        """.formatted(UID.DigitalXRayImageStorageForPresentation)
                                .replace("\n", " "),
                named.replace("471133", "471134") + "{\"StudyInstanceUID\": \"2.25.4711\"}}");
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0)).startsWith("{\"to\":\"create\",\"status\":0");
        assertThat(answers.get(1)).startsWith("{\"to\":\"create\",\"status\":" + 0x0120);
    }
}
