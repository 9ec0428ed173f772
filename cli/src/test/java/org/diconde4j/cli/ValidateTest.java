package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** validate. */
class ValidateTest {
    @TempDir
    Path temp;

    @Test
    void sound_files_get_no_errors_and_exit_code_0() {
        Run.write(temp, NdeSamples.seeded(1).small(3));

        Run run = diconde4j("validate", "--severity", "error", temp);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).isEqualTo("files=3 valid=3 errors=0 warnings=0" + System.lineSeparator());
    }

    @Test
    void an_error_is_shown_with_its_module_and_paragraph_and_gives_exit_code_1() {
        Path file = Run.write(temp, List.of(broken())).get(0);

        Run run = diconde4j("validate", file);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(file + ": ")
                .contains("error  (0008,0060) Modality")
                .contains("General Series, 1")
                .contains("[PS3.3 C.7.3.1]");
        assertThat(run.lastLine()).startsWith("files=1 valid=0 errors=1 warnings=");
    }

    @Test
    void a_second_object_in_a_file_is_mentioned_unless_only_errors_are_wanted() throws IOException {
        Path file = Run.write(temp, NdeSamples.seeded(1).small(1)).get(0);
        long length = Files.size(file);
        Files.write(file, Files.readAllBytes(file), StandardOpenOption.APPEND);

        Run run = diconde4j("validate", temp);

        assertThat(run.code()).as(run.out()).isZero();
        assertThat(run.err())
                .contains("deviation in " + file + ": expected the end of the input, found another object (offset "
                        + length + ")");
        assertThat(run.lastLine()).startsWith("files=1 valid=1 errors=0");
        assertThat(diconde4j("validate", "--severity", "error", temp).err()).isEmpty();
    }

    @Test
    void json_is_one_object_a_line() {
        Run.write(temp, List.of(broken(), NdeSamples.seeded(1).cScan()));

        Run run = diconde4j("validate", "--json", "--severity", "error", temp);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"file\":\"") && line.endsWith("]}"))
                .anyMatch(line -> line.contains("\"valid\":false") && line.contains("\"keyword\":\"Modality\""));
    }

    @Test
    void a_file_that_cannot_be_read_is_named_and_the_others_have_their_turn() throws IOException {
        Files.writeString(temp.resolve("note.txt"), "no DICOM");
        Run.write(temp, NdeSamples.seeded(1).small(1));

        Run run = diconde4j("validate", "--severity", "error", temp);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("failed " + temp.resolve("note.txt"));
        assertThat(run.lastLine()).isEqualTo("files=1 valid=1 errors=0 warnings=0");
    }

    @Test
    void an_unknown_severity_is_wrong_usage() {
        Run run = diconde4j("validate", "--severity", "fatal", temp);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("expected error, warning or info, found 'fatal'");
    }

    private static DicomObject broken() {
        DicomObject sound = NdeSamples.seeded(1).small(1).get(0);
        Dataset.Builder broken = sound.dataset().toBuilder();
        broken.remove(Tag.Modality);
        return new DicomObject(sound.fileMeta(), sound.transferSyntax(), 0, broken.build());
    }
}
