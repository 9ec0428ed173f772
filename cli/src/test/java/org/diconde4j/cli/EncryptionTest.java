package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive with --keys, and what happens without them. */
class EncryptionTest {
    @TempDir
    Path temp;

    private Path keys;
    private List<Object> data;

    private void importFourRadiographs() {
        keys = temp.resolve("secure/archive.keys");
        data = List.of("--data", temp.resolve("data"), "--keys", keys);
        Run.write(temp.resolve("files"), NdeSamples.seeded(1).small(4));
        assertThat(diconde4j("keys", "create", keys).out()).contains("made the key ring", "keep copies");
        assertThat(diconde4j("import", data, temp.resolve("files")).lastLine()).contains("stored=4");
    }

    @Test
    void objects_are_encrypted_on_the_disk_and_come_out_as_they_went_in() throws IOException {
        importFourRadiographs();
        List<Path> stored = ExportTest.storedFiles(temp);
        assertThat(stored)
                .hasSize(4)
                .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("DICM"));
        String objects = "crypto:" + keys + "!fs:" + temp.resolve("data/objects");
        assertThat(diconde4j("verify", "--objects", objects, "--index", "h2:" + temp.resolve("data/index"))
                        .lastLine())
                .isEqualTo("verified=4 damaged=0 missing=0");
        assertThat(diconde4j("reindex", data).code()).isZero();
        Path out = temp.resolve("out");
        assertThat(diconde4j("export", data, "--to", out).code()).isZero();
        try (var files = Files.walk(out)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .contains("DICM"));
        }
    }

    @Test
    void keys_are_rotated_and_exported_and_an_archive_is_opened_as_it_was_written_only() {
        importFourRadiographs();
        assertThat(diconde4j("keys", "rotate", keys, "--forget").out())
                .contains("current master key", "current store key", "destroyed the master key");
        assertThat(diconde4j("keys", "list", keys).out().lines()).hasSize(2 + 3);
        Path safe = temp.resolve("safe/2026");
        assertThat(diconde4j("keys", "export", keys, "--to", safe).out()).contains("store keys and key ring");
        assertThat(diconde4j("verify", "--data", temp.resolve("data"), "--keys", safe.resolve("archive.keys"))
                        .lastLine())
                .isEqualTo("verified=4 damaged=0 missing=0");
        Run without = diconde4j("import", "--data", temp.resolve("data"), temp.resolve("files"));
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.err()).contains("are encrypted; say which file has the keys");
        Path plain = temp.resolve("plain");
        assertThat(diconde4j("import", "--data", plain, temp.resolve("files")).code())
                .isZero();
        Run with = diconde4j("import", "--data", plain, "--keys", keys, temp.resolve("files"));
        assertThat(with.code()).isEqualTo(1);
        assertThat(with.err()).contains("are not encrypted");
    }

    @Test
    void a_master_key_that_another_archive_needs_is_kept_and_told() {
        importFourRadiographs();
        Path ring = temp.resolve("secure/archive.ring");
        Path other = temp.resolve("secure/other.keys");
        List<Object> otherData = List.of("--data", temp.resolve("other"), "--keys", other);
        assertThat(diconde4j("keys", "create", other, "--ring", ring).code()).isZero();
        assertThat(diconde4j("import", otherData, temp.resolve("files")).lastLine())
                .contains("stored=4");
        Run first = diconde4j("keys", "rotate", keys, "--forget");
        assertThat(first.code()).isZero();
        assertThat(first.out()).doesNotContain("destroyed");
        assertThat(first.err()).contains("kept the master key m-", "another file", "store key ", "rotate that file");
        assertThat(diconde4j("verify", otherData).lastLine()).isEqualTo("verified=4 damaged=0 missing=0");
        assertThat(diconde4j("keys", "rotate", other, "--forget").out())
                .containsOnlyOnce("destroyed the master key m-");
        assertThat(diconde4j("verify", data).lastLine()).isEqualTo("verified=4 damaged=0 missing=0");
        assertThat(diconde4j("verify", otherData).lastLine()).isEqualTo("verified=4 damaged=0 missing=0");
    }

    @Test
    void no_master_key_is_kept_for_a_file_of_which_the_owner_says_that_it_is_gone() throws IOException {
        importFourRadiographs();
        Path other = temp.resolve("secure/other.keys");
        diconde4j("keys", "create", other, "--ring", temp.resolve("secure/archive.ring"));
        Files.delete(other);
        String kept = diconde4j("keys", "rotate", keys, "--forget").err();
        String gone = kept.replaceFirst("(?s).*store key (\\w+).*", "$1");
        String master = kept.replaceFirst("(?s).*master key (m-\\w+).*", "$1");
        assertThat(diconde4j("keys", "rotate", keys, "--forget", "--gone", "typo")
                        .err())
                .contains("the store key typo is not known to keyring:archive.ring");
        assertThat(diconde4j("keys", "rotate", keys, "--gone", gone).code())
                .as("without --forget")
                .isEqualTo(2);
        Run run = diconde4j("keys", "rotate", keys, "--forget", "--gone", gone);
        assertThat(run.out()).contains("destroyed the master key " + master);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void master_keys_of_an_old_ring_are_destroyed_only_when_the_owner_says_that_nobody_needs_them() throws Exception {
        keys = temp.resolve("archive.keys");
        for (String name : List.of("archive.keys", "archive.ring")) {
            Files.copy(Path.of("../storage-crypto/src/test/resources/format-1", name), temp.resolve(name));
            temp.resolve(name).toFile().setReadable(false, false);
            temp.resolve(name).toFile().setReadable(true, true);
        }
        Run refused = diconde4j("keys", "rotate", keys, "--forget");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("is not known", "no master key was destroyed", "--no-other-file-needs-them");
        assertThat(diconde4j("keys", "rotate", keys, "--no-other-file-needs-them")
                        .code())
                .as("without --forget")
                .isEqualTo(2);
        assertThat(diconde4j("keys", "rotate", keys, "--forget", "--no-other-file-needs-them")
                        .out()
                        .lines()
                        .filter(l -> l.startsWith("destroyed")))
                .hasSize(3);
        assertThat(diconde4j("keys", "rotate", keys, "--forget").code())
                .as("known now")
                .isZero();
    }

    @Test
    void missing_keys_are_told_and_none_are_made_by_a_slip() {
        Run run = diconde4j("import", "--data", temp.resolve("new"), "--keys", temp.resolve("typo"), temp);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("there is no file " + temp.resolve("typo"));
        assertThat(temp.resolve("new/objects")).doesNotExist();
    }

    @Test
    void a_ring_may_be_elsewhere_and_have_a_passphrase() throws IOException {
        Path pass = Files.writeString(temp.resolve("pass"), "weld 17");
        Path ring = temp.resolve("far away/master.ring");
        Path other = temp.resolve("other.keys");
        assertThat(diconde4j("keys", "list", other).err()).contains("there is no file " + other);
        assertThat(diconde4j("keys", "create", other, "--ring", ring, "--passphrase-file", pass)
                        .out())
                .contains("made the key ring " + ring, "made " + other);
        assertThat(diconde4j("keys", "create", other, "--ring", ring).err()).contains("protected by a passphrase");
        assertThat(diconde4j("keys", "create", other, "--service", "kms:x").err())
                .contains("kms:x");
    }
}
