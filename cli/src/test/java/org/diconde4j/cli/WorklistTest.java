package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.Peer;
import org.diconde4j.testkit.ArchiveExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ArchiveExtension.class)
class WorklistTest {
    @TempDir
    Path temp;

    private static Dataset item(String component, String station, String date) {
        return Dataset.builder()
                .set(Tag.PatientName, "Weld")
                .set(Tag.PatientID, component)
                .set(Tag.StudyInstanceUID, "1.2." + date)
                .set(Tag.RequestedProcedureID, "RP")
                .setItems(
                        Tag.ScheduledProcedureStepSequence,
                        Dataset.builder()
                                .set(Tag.ScheduledStationAETitle, station)
                                .set(Tag.ScheduledProcedureStepStartDate, date)
                                .set(Tag.ScheduledProcedureStepStartTime, "0800")
                                .set(Tag.Modality, "DX")
                                .set(Tag.ScheduledProcedureStepID, component)
                                .build())
                .build();
    }

    @Test
    void asks_a_peer_by_station_day_modality_and_any_other_key(Archive archive, Peer peer) {
        archive.worklist().add(item("SN-1", "XRAY1", "20260301"));
        archive.worklist().add(item("SN-2", "XRAY1", "20260302"));
        archive.worklist().add(item("SN-3", "XRAY2", "20260301"));

        Run table = diconde4j("worklist", "query", peer, "--station", "XRAY1", "--date", "2026-03-01");
        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out())
                .startsWith("Component ID Number")
                .contains("SN-1", "2026-03-01", "0800", "XRAY1", "DX")
                .doesNotContain("SN-2", "SN-3");
        assertThat(table.lastLine()).isEqualTo("1 item");

        Run keys = diconde4j(
                "worklist", "query", "--json", peer, "ScheduledProcedureStepSequence.ScheduledStationAETitle=XRAY2");
        assertThat(keys.out()).startsWith("[").contains("SN-3").doesNotContain("SN-1");
        assertThat(diconde4j("worklist", "query", peer, "--modality", "CT").lastLine())
                .isEqualTo("Nothing matches.");
    }

    @Test
    void adds_lists_and_removes_items_of_an_archive() throws Exception {
        Path orders = Files.writeString(
                temp.resolve("orders.json"),
                org.diconde4j.io.DicomJson.inline().toString(item("SN-1", "XRAY1", "20260301")));
        Path bad = Files.writeString(temp.resolve("bad.json"), "[{}]");
        Path data = temp.resolve("data");

        Run added = diconde4j("worklist", "add", "--data", data, orders, orders, bad, temp.resolve("none.json"));
        assertThat(added.code()).isEqualTo(1);
        assertThat(added.lastLine()).isEqualTo("added=2 failed=2");
        assertThat(added.err()).contains("failed " + bad + ": ", "ScheduledProcedureStepSequence, expected 1");

        Run listed = diconde4j("worklist", "list", "--data", data);
        assertThat(listed.out()).contains("SN-1", "SCHEDULED");
        assertThat(listed.out().lines()).hasSize(3); // the same item came twice
        String id = listed.lastLine().replaceAll(".* ", "");

        Run removed = diconde4j("worklist", "remove", "--data", data, id, "nothing");
        assertThat(removed.lastLine()).isEqualTo("removed=1");
        assertThat(removed.code()).isEqualTo(1);
        assertThat(removed.err()).contains("no item nothing");
        assertThat(diconde4j("worklist", "list", "--data", data).out()).contains("Nothing is on the worklist.");
    }

    @Test
    void says_what_it_can_do() {
        Run run = diconde4j("worklist");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("query, add, list or remove");
    }
}
