package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;
import static org.diconde4j.cli.Run.in;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    @TempDir
    Path temp;

    @Test
    void stores_the_files_of_folders_below_folders_and_a_second_time_none() {
        Run.write(temp.resolve("usb/monday"), NdeSamples.seeded(1).small(3));
        Run.write(temp.resolve("usb/tuesday/late"), NdeSamples.seeded(2).small(2));

        Run first = diconde4j("import", in(temp.resolve("data")), temp.resolve("usb"));
        Run again = diconde4j("import", in(temp.resolve("data")), temp.resolve("usb"));

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("stored=5 duplicate=0 quarantined=0 failed=0" + System.lineSeparator());
        assertThat(again.lastLine()).isEqualTo("stored=0 duplicate=5 quarantined=0 failed=0");
    }

    @Test
    void names_what_it_sets_aside_and_why() throws IOException {
        Path note = Files.writeString(temp.resolve("note.txt"), "Weld 17 was inspected twice.");

        Run run = diconde4j("import", in(temp.resolve("data")), note);

        assertThat(run.code()).isZero();
        assertThat(run.lastLine()).isEqualTo("stored=0 duplicate=0 quarantined=1 failed=0");
        assertThat(run.err())
                .contains("quarantined " + note + " as 1: no DICOM")
                .hasLineCount(1);
    }

    @Test
    void names_what_cannot_be_read_and_takes_the_rest() throws IOException {
        Run.write(temp.resolve("usb"), NdeSamples.seeded(1).small(1));
        Path broken = Files.createSymbolicLink(temp.resolve("usb/broken.dcm"), temp.resolve("away.dcm"));

        Run run = diconde4j("import", in(temp.resolve("data")), temp.resolve("nothing.dcm"), temp.resolve("usb"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("stored=1 duplicate=0 quarantined=0 failed=2");
        assertThat(run.err())
                .contains("failed " + temp.resolve("nothing.dcm") + ": ")
                .contains("failed " + broken + ": ")
                .contains("does not exist");
    }

    @Test
    void follows_links_but_not_in_circles() throws IOException {
        Run.write(temp.resolve("elsewhere"), NdeSamples.seeded(1).small(2));
        Path usb = Files.createDirectories(temp.resolve("usb"));
        Files.createSymbolicLink(usb.resolve("circle"), usb);
        Files.createSymbolicLink(usb.resolve("further"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(usb.resolve("once-more"), temp.resolve("elsewhere"));

        Run run = diconde4j("import", in(temp.resolve("data")), usb);

        assertThat(run.code()).isZero();
        assertThat(run.lastLine()).isEqualTo("stored=2 duplicate=0 quarantined=0 failed=0");
    }

    @Test
    void does_not_import_the_archive_into_itself() {
        Run.write(temp.resolve("all/usb"), NdeSamples.seeded(1).small(2));
        Path data = temp.resolve("all/data");
        diconde4j("import", in(data), temp.resolve("all/usb"));

        Run run = diconde4j("import", in(data), temp.resolve("all"));

        assertThat(run.code()).isZero();
        assertThat(run.lastLine()).isEqualTo("stored=0 duplicate=2 quarantined=0 failed=0");
        assertThat(run.err()).contains("skipped " + data.resolve("objects") + ": it belongs to the archive itself");
    }

    @Test
    void a_data_directory_that_is_in_use_names_its_holder() {
        Path data = temp.resolve("data");
        Run.write(temp.resolve("usb"), NdeSamples.seeded(1).small(1));
        try (var archive = org.diconde4j.archive.Archive.builder()
                .objects(java.net.URI.create(in(data).get(1)))
                .index(java.net.URI.create("memory:holder"))
                .open()) {
            archive.awaitReady();

            Run run = diconde4j("import", in(data), temp.resolve("usb"));

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains(data.resolve("objects") + " is in use")
                    .contains("pid=" + ProcessHandle.current().pid())
                    .hasLineCount(1);
        }
    }
}
