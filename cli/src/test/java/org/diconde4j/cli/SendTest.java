package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.Peer;
import org.diconde4j.testkit.ArchiveExtension;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ArchiveExtension.class)
class SendTest {
    @TempDir
    Path temp;

    @Test
    void sends_files_and_folders_under_the_given_title(Archive archive, Peer peer) {
        List<Path> files = Run.write(temp.resolve("a"), NdeSamples.seeded(1).small(3));
        Run.write(temp.resolve("b"), NdeSamples.seeded(2).small(2));

        Run run = diconde4j("send", "--to", peer, "--ae-title", "XRAY1", temp.resolve("b"), files.get(0), files.get(1));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("sent=4 failed=0" + System.lineSeparator());
        assertThat(archive.find().instances().count()).isEqualTo(4);
    }

    @Test
    void names_each_file_that_was_not_stored_with_status_and_comment(Peer peer) throws IOException {
        DicomObject first = NdeSamples.seeded(1).small(1).get(0);
        Dataset changed = first.dataset().toBuilder()
                .set(Tag.StudyDescription, "Changed later")
                .build();
        List<Path> files = Run.write(
                temp.resolve("a"),
                List.of(first, new DicomObject(first.fileMeta(), first.transferSyntax(), 0, changed)));
        Path note = Files.writeString(temp.resolve("a/note.txt"), "Weld 17 was inspected twice.");

        Run run = diconde4j("send", "--to", peer, temp.resolve("a"), temp.resolve("nothing.dcm"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("sent=1 failed=3");
        assertThat(run.err())
                .contains("failed " + files.get(1) + ": status C000H, Quarantined as ")
                .contains("failed " + note + ": ")
                .contains("no DICOM")
                .contains("failed " + temp.resolve("nothing.dcm") + ": ")
                .contains("does not exist");
    }

    @Test
    void says_so_if_nobody_answers() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Path file = Run.write(temp, NdeSamples.seeded(1).small(1)).get(0);

        Run run = diconde4j("send", "--to", "PACS@127.0.0.1:" + free, file);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("sent=0 failed=1");
        assertThat(run.err()).contains("failed " + file + ": ").contains("PACS@127.0.0.1:" + free);
    }
}
