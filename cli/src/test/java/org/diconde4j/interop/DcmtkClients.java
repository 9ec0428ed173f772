package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.interop.Row.Role.SCP;
import static org.diconde4j.interop.Row.both;
import static org.diconde4j.interop.Row.plain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.PeerServer;

/** DCMTK asks. Of its clients, those for C-MOVE and C-GET and dcmsend have no TLS (3.6.7). */
final class DcmtkClients {
    /** Who takes what movescu asks for: it listens itself. */
    static final Peer MOVESCU = new Peer("MOVESCU", "127.0.0.1", PeerServer.freePort());

    private final Ours us;
    private final Dcmtk dcmtk;
    private final Path folder;

    DcmtkClients(Ours us, Dcmtk dcmtk, Path folder) {
        this.us = us;
        this.dcmtk = dcmtk;
        this.folder = folder;
    }

    List<Row> rows() {
        return List.of(
                both("Verification", SCP, "DCMTK `echoscu`", "answered", link -> dcmtk.run("echoscu", link)),
                both("Storage", SCP, "DCMTK `storescu`", "radiograph, C-scan, report kept", this::storescu),
                plain("Storage", SCP, "DCMTK `dcmsend`", "radiograph, C-scan, report kept", this::dcmsend),
                both("Query", SCP, "DCMTK `findscu`", "each model, each level", this::findscu),
                plain("Retrieve by C-MOVE", SCP, "DCMTK `movescu`", "study received", this::movescu),
                plain("Retrieve by C-GET", SCP, "DCMTK `getscu`", "study received", this::getscu));
    }

    private void storescu(Link link) throws Exception {
        Study study = Study.fresh(folder);
        dcmtk.run("storescu", link, study.files().toArray());
        study.assertIn(us.archive(link));
    }

    private void dcmsend(Link link) throws Exception {
        Study study = Study.fresh(folder);
        dcmtk.run("dcmsend", link, study.files().toArray());
        study.assertIn(us.archive(link));
    }

    private void findscu(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        String patient = "PatientID=" + study.componentId();
        String uid = "StudyInstanceUID=" + study.uid();
        for (String model : List.of("-P", "-S", "-O")) {
            assertThat(matches(link, model, "STUDY", patient, uid)).isOne();
        }
        assertThat(matches(link, "-P", "PATIENT", patient)).isOne();
        assertThat(matches(link, "-S", "SERIES", uid, "SeriesInstanceUID"))
                .isEqualTo(study.objects().size());
        assertThat(matches(link, "-S", "IMAGE", uid, "SeriesInstanceUID", "SOPInstanceUID"))
                .isEqualTo(study.objects().size());
    }

    private long matches(Link link, String model, String level, String... keys) {
        List<Object> words = new ArrayList<>(List.of("-v", model, "-k", "QueryRetrieveLevel=" + level));
        for (String key : keys) {
            words.addAll(List.of("-k", key));
        }
        return dcmtk.run("findscu", link, words.toArray())
                .output()
                .lines()
                .filter(line -> line.matches("I: Find Response: \\d+ \\(Pending\\)"))
                .count();
    }

    private void movescu(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        Path received = Files.createTempDirectory(folder, "moved");
        dcmtk.run(
                "movescu",
                link,
                "-S",
                "-aem",
                MOVESCU.aeTitle(),
                "+P",
                MOVESCU.port(),
                "-od",
                received,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=" + study.uid());
        study.assertIn(received);
    }

    private void getscu(Link link) throws Exception {
        Study study = Study.in(us.archive(link), folder);
        Path received = Files.createTempDirectory(folder, "got");
        dcmtk.run(
                "getscu",
                link,
                "-S",
                "-od",
                received,
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID=" + study.uid());
        study.assertIn(received);
    }
}
