package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    Path temp;

    private List<Path> files;
    private List<String> data;
    private Path out;

    @BeforeEach
    void import_nine_radiographs_of_two_components() {
        files = Run.write(temp.resolve("files"), NdeSamples.seeded(1).small(9));
        data = Run.in(temp.resolve("data"));
        out = temp.resolve("out");
        diconde4j("import", data, temp.resolve("files"));
    }

    @Test
    void gives_every_file_back_byte_for_byte() throws IOException {
        Run run = diconde4j("export", data, "--to", out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lastLine()).isEqualTo("exported=9 failed=0");
        assertThat(contents(exported())).containsExactlyInAnyOrderElementsOf(contents(files));
    }

    @Test
    void keys_of_any_level_choose() throws IOException {
        assertThat(diconde4j("export", data, "--to", out, "ComponentIDNumber=SN-10002")
                        .lastLine())
                .isEqualTo("exported=3 failed=0");
        assertThat(contents(exported())).containsExactlyInAnyOrderElementsOf(contents(files.subList(6, 9)));
        assertThat(diconde4j("export", data, "--to", temp.resolve("b"), "SeriesNumber=2")
                        .lastLine())
                .isEqualTo("exported=3 failed=0");
        assertThat(diconde4j("export", data, "--to", temp.resolve("c"), "InstanceNumber=1", "SeriesNumber=1")
                        .lastLine())
                .isEqualTo("exported=2 failed=0");
        assertThat(diconde4j("export", data, "--to", temp.resolve("d"), "PatientID=nobody")
                        .lastLine())
                .isEqualTo("exported=0 failed=0");
    }

    @Test
    void a_file_that_is_there_already_is_left_if_it_is_the_same_and_named_if_not() throws IOException {
        diconde4j("export", data, "--to", out);
        Path changed = exported().get(0);
        Files.writeString(changed, "something else");

        Run again = diconde4j("export", data, "--to", out);

        assertThat(again.code()).isEqualTo(1);
        assertThat(again.lastLine()).isEqualTo("exported=8 failed=1");
        assertThat(again.err())
                .startsWith("failed ")
                .contains(changed.toString())
                .hasLineCount(1);
        assertThat(changed).hasContent("something else");
    }

    @Test
    void a_damaged_object_is_named_and_not_given_out_as_sound() throws IOException {
        Path stored = storedFiles(temp).get(0);
        byte[] bytes = Files.readAllBytes(stored);
        bytes[bytes.length - 1] ^= 1;
        Files.setPosixFilePermissions(stored, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(stored, bytes);

        Run run = diconde4j("export", data, "--to", out);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lastLine()).isEqualTo("exported=8 failed=1");
        assertThat(run.err()).contains("damaged");
        assertThat(exported()).hasSize(8);
    }

    @Test
    void the_archive_itself_is_no_place_to_export_to() {
        Run run = diconde4j("export", data, "--to", temp.resolve("data/objects/out"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("lies in the archive itself");
    }

    private List<Path> exported() throws IOException {
        return below(out);
    }

    static List<Path> storedFiles(Path temp) throws IOException {
        return below(temp.resolve("data/objects/studies"));
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<byte[]> contents(List<Path> files) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readAllBytes(file));
        }
        return contents;
    }
}
