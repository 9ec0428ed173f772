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
