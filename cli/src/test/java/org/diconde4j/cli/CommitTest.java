package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.Peer;
import org.diconde4j.net.tck.Orthanc;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.testkit.ArchiveExtension;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ArchiveExtension.class)
class CommitTest {
    @TempDir
    Path temp;

    @Test
    void tells_which_objects_of_files_are_not_safe_there(Archive archive, Peer peer) throws Exception {
        List<DicomObject> objects = NdeSamples.seeded(1).small(3);
        List<Path> files = Run.write(temp.resolve("a"), objects);
        archive.store(objects.get(0));
        archive.store(objects.get(1));

        Run good = diconde4j("commit", "--to", peer, files.get(0), files.get(1));
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.out()).isEqualTo("committed=2 failed=0" + System.lineSeparator());

        Path note = Files.writeString(temp.resolve("a/note.txt"), "Weld 17 was inspected twice.");
        Run bad = diconde4j("commit", "--to", peer, temp.resolve("a"));
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.lastLine()).isEqualTo("committed=2 failed=1");
        assertThat(bad.out())
                .contains("failed " + objects.get(2).dataset().string(Tag.SOPInstanceUID) + ": no such object");
        assertThat(bad.err()).contains("failed " + note);
    }

    @Test
    void asks_for_a_study_of_an_archive_here_and_listens_for_the_answer() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("orthanc"));
        DicomObject object = NdeSamples.seeded(1).small(1).get(0);
        try (Orthanc orthanc = Orthanc.start(folder)) {
            int port = PeerServer.freePort();
            orthanc.modality("station", "STATION", port, false);
            Path data = temp.resolve("data");
            try (Archive archive = Archive.open(data)) {
                archive.store(object);
            }
            String to = Orthanc.TITLE + "@127.0.0.1:" + orthanc.dicomPort();
            diconde4j("send", "--to", to, Run.write(temp.resolve("files"), List.of(object)));

            Run run = diconde4j(
                    "commit",
                    "--to",
                    to,
                    "--ae-title",
                    "STATION",
                    "--listen",
                    port,
                    "--data",
                    data,
                    "--study",
                    object.dataset().string(Tag.StudyInstanceUID));

            assertThat(run.out()).as(run.err()).isEqualTo("committed=1 failed=0" + System.lineSeparator());
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void makes_no_archive_where_it_was_told_of_one() {
        Path slip = temp.resolve("slip");
        Run run = diconde4j("commit", "--to", "A@localhost:1", "--data", slip, "--study", "1.2");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(slip + " is no archive");
        assertThat(slip).doesNotExist();
    }

    @Test
    void wants_either_files_or_studies() {
        assertThat(diconde4j("commit", "--to", "A@localhost:1").code()).isEqualTo(2);
        assertThat(diconde4j("commit", "--to", "A@localhost:1", "--study", "1.2")
                        .err())
                .contains("say which objects");
    }
}
