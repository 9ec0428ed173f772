package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve",
                "user",
                "import",
                "find",
                "export",
                "quarantine",
                "quarantine list",
                "quarantine show",
                "quarantine release",
                "quarantine discard",
                "send",
                "commit",
                "echo",
                "query",
                "get",
                "move",
                "outbox",
                "outbox add",
                "outbox list",
                "outbox run",
                "outbox retry",
                "outbox discard",
                "verify",
                "reindex",
                "attributes",
                "attributes add",
                "attributes list",
                "attributes remove",
                "dump",
                "json",
                "pixels",
                "transcode",
                "conformance"
            })
    void every_command_explains_itself_with_examples(String command) {
        Run help = diconde4j(List.of(command.split(" ")), "--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("Usage: diconde4j " + command)
                .containsPattern("Examples:\\R  diconde4j " + command)
                .contains("--debug")
                .contains("wrong usage");
    }

    @Test
    void the_command_lists_its_commands_and_tells_its_version() {
        assertThat(diconde4j("--help").out())
                .contains(
                        "demo",
                        "serve",
                        "import",
                        "find",
                        "export",
                        "quarantine",
                        "send",
                        "commit",
                        "verify",
                        "reindex")
                .contains("dump", "json", "pixels", "transcode");
        Run version = diconde4j("--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("diconde4j ").hasLineCount(1);
    }

    @Test
    void no_command_is_wrong_usage() {
        Run run = diconde4j();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("diconde4j: say which command").contains("diconde4j --help");
    }

    @Test
    void an_empty_path_does_not_mean_the_current_folder(@TempDir Path folder) {
        Run run = diconde4j("import", "--data", folder.resolve("archive"), "");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("a PATH is empty");
    }

    @Test
    void a_misspelt_command_gets_a_suggestion() {
        Run run = diconde4j("exprt");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'exprt'").contains("Did you mean").contains("export");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "find",
                "find --data a --objects memory:b --index memory:b",
                "find --objects memory:b",
                "find --index memory:b",
                "find --data a --level weld",
                "find --data a Colour=red",
                "find --data a PatientID",
                "find --data a =SN-1",
                "find --data a PatientID=1 ComponentIDNumber=2",
                "find --data a EvaluatorSequence=x",
                "find --data a Rows=many",
                "find --data a StudyDate=2026-13-01",
                "worklist query A@127.0.0.1:104 --date tomorrow",
                "find --data a PixelData=x",
                "find --data a QueryRetrieveLevel=STUDY",
                "find --data a --level series ModalitiesInStudy=CT",
                "find --data a --limit 0",
                "find --data a --page 2",
                "find --data a --limit 5 --page 0",
                "export --data a",
                "export --to out",
                "export --data a --to out Nonsense=1",
                "import --data a",
                "import x.dcm",
                "quarantine",
                "quarantine list",
                "quarantine show --data a",
                "quarantine release --data a",
                "quarantine discard --data a",
                "quarantine burn --data a",
                "echo",
                "echo PACS@localhost",
                "echo PACS@localhost:104 --repeat 0",
                "echo PACS@localhost:104 --tls-key own.key",
                "echo PACS@localhost:104 --tls-fingerprint 12:34",
                "echo PACS@localhost:104 --passcode-file x",
                "echo PACS@localhost:104 --timeout 0",
                "query",
                "query PACS@localhost:104 --level weld",
                "query PACS@localhost:104 Colour=red",
                "query PACS@localhost:104 --limit 0",
                "query PACS@localhost:104 --model study --level component",
                "query PACS@localhost:104 --model weld",
                "get PACS@localhost:104 --to out",
                "get PACS@localhost:104 --to out Modality=CT",
                "get PACS@localhost:104 --to out --level series StudyInstanceUID=1.2.3",
                "get PACS@localhost:104 --to out --class CT StudyInstanceUID=1.2.3",
                "get PACS@localhost:104 StudyInstanceUID=1.2.3",
                "move PACS@localhost:104 StudyInstanceUID=1.2.3",
                "move PACS@localhost:104 --to X",
                "send x.dcm",
                "send --to PACS@localhost:104",
                "send --to PACS:104 x.dcm",
                "send --to PACS@localhost x.dcm",
                "send --to PACS@localhost:http x.dcm",
                "send --to PACS@localhost:70000 x.dcm",
                "send --to A_TITLE_THAT_IS_TOO_LONG@localhost:104 x.dcm",
                "send --to PACS@localhost:104 --ae-title A_TITLE_THAT_IS_TOO_LONG x.dcm",
                "serve",
                "serve --data a --dimse-port 70000",
                "serve --data a --tls-port 70000",
                "serve --data a --tls-port 2762",
                "serve --data a --tls-key own.key",
                "serve --data a --tls-only",
                "serve --data a --http-results 10",
                "serve --data a --http-port 0 --http-results 0",
                "serve --data a --http-port 0 --http-patience 0s",
                "serve --data a --http-url https://pacs.example.com",
                "serve --data a --http-port 0 --https-key own.key",
                "serve --data a --http-port 0 --https-ca ca.pem",
                "serve --data a --forget-workitems soon",
                "serve --data a --dimse-port x",
                "serve --data a --bind no.such.host.invalid",
                "serve --data a --peer STATION@localhost:104",
                "serve --data a --ae-title A_TITLE_THAT_IS_TOO_LONG",
                "verify",
                "verify --data a extra",
                "reindex",
                "dump",
                "json",
                "demo extra"
            })
    void wrong_arguments_end_with_2_one_sentence_and_the_way_to_help(String line) {
        Run run = diconde4j(List.of(line.split(" ")));

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        List<String> said = run.err().lines().toList();
        assertThat(said.get(0)).startsWith("diconde4j: ");
        assertThat(said.get(said.size() - 1))
                .startsWith("What it all means, with examples: diconde4j")
                .endsWith("--help");
        assertThat(run.err()).contains("Usage: diconde4j").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "export --to out", "verify", "reindex", "quarantine list", "quarantine show 1"})
    void a_folder_that_is_no_archive_is_said_to_be_none_and_left_alone(String line, @TempDir Path folder) {
        Run run = diconde4j(List.of(line.split(" ")), "--data", folder);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(folder + " is no archive").hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_unknown_kind_of_storage_names_what_there_is() {
        Run run = diconde4j("import", "--objects", "tape:1", "--index", "memory:x", "x.dcm");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("tape:1").contains("memory").hasLineCount(1);
    }

    @Test
    void only_debug_shows_where_an_error_comes_from(@TempDir Path folder) {
        assertThat(diconde4j("find", "--data", folder).err()).doesNotContain("\tat ");
        assertThat(diconde4j("find", "--data", folder, "--debug").err()).contains("\tat ");
        assertThat(diconde4j("--debug", "find", "--data", folder).err()).contains("\tat ");
    }
}
