package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.testkit.samples.NdeSamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicating, repairing, migrating, backing up and restoring by command. */
class LookingAfterTest {
    @TempDir
    Path temp;

    private Path data;

    @BeforeEach
    void fill() {
        data = temp.resolve("inspections");
        List<Path> files = Run.write(temp.resolve("files"), NdeSamples.seeded(1).small(4));
        assertThat(diconde4j("import", "--data", data, files).code()).isZero();
    }

    private Path anObject(Path store) throws IOException {
        try (var files = Files.walk(store.resolve("studies"))) {
            return files.filter(f -> f.toString().endsWith(".dcm"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_damaged_object_comes_back_from_a_replica() throws IOException {
        Path second = temp.resolve("second");
        assertThat(diconde4j("replicate", "--data", data, "--to", second).lastLine())
                .isEqualTo("receipts=4 objects=4 records=0 damaged=0");
        assertThat(diconde4j("replicate", "--data", data, "--to", second).lastLine())
                .as("nothing is new")
                .isEqualTo("receipts=0 objects=0 records=0 damaged=0");
        Path object = anObject(data.resolve("objects"));
        byte[] bytes = Files.readAllBytes(object);
        byte[] damaged = bytes.clone();
        damaged[damaged.length - 1] ^= 1;
        Files.write(object, damaged);

        Run found = diconde4j("verify", "--data", data, "--rate", "100m");
        assertThat(found.code()).isEqualTo(1);
        assertThat(found.lastLine()).isEqualTo("verified=3 damaged=1 missing=0");

        Run repaired = diconde4j("repair", "--data", data, "--from", second, "--remembered");
        assertThat(repaired.lastLine()).isEqualTo("checked=1 repaired=1 irreparable=0");
        assertThat(repaired.code()).isZero();
        assertThat(Files.readAllBytes(object)).isEqualTo(bytes);
        assertThat(diconde4j("verify", "--data", data, "--resume").lastLine())
                .isEqualTo("verified=4 damaged=0 missing=0");
    }

    @Test
    void a_damaged_receipt_is_told_and_no_migration_leaves_it_behind() throws IOException {
        Path receipts = data.resolve("objects/receipts/0000000000000000001.jsonl");
        Files.writeString(receipts, Files.readString(receipts).replaceFirst("arrival", "arrivam"));

        Run replicate = diconde4j("replicate", "--data", data, "--to", temp.resolve("second"));
        assertThat(replicate.code()).isEqualTo(1);
        assertThat(replicate.lastLine()).isEqualTo("receipts=3 objects=3 records=0 damaged=1");
        assertThat(replicate.err()).contains("the receipt is damaged");
        Run backup = diconde4j("backup", "--data", data, temp.resolve("backup"));
        assertThat(backup.code()).isEqualTo(1);
        assertThat(backup.lastLine()).startsWith("receipts=3 objects=3 ").endsWith(" damaged=1");
        for (String place : List.of("moved", "second")) {
            Run migrate = diconde4j("migrate", "--data", data, "--to", temp.resolve(place));
            assertThat(migrate.code()).as(place).isEqualTo(1);
            assertThat(migrate.err()).contains("the receipt is damaged", "the archive goes on with its store");
        }
    }

    @Test
    void stats_tells_how_much_there_is_and_how_the_archive_is() {
        Run stats = diconde4j("stats", "--data", data);
        assertThat(stats.code()).isZero();
        assertThat(stats.out())
                .containsPattern("(?m)^CR +Computed Radiography Image Storage +4 +[0-9.]+ KiB$")
                .contains("\nstudies=1\n", "\ninstances=4\n", "\nquarantined=0\n", "\ndeleted=0\n")
                .contains("\nreceipts=4\nlag=0\n")
                .containsPattern("(?m)^usable=[0-9]+\ntotal=[0-9]+\nkept=[0-9]+\nfull=(yes|no)$");
    }

    @Test
    void what_verify_found_is_shown_without_reading_again() throws IOException {
        assertThat(diconde4j("verify", "--data", data, "--last").lastLine())
                .isEqualTo("completed=never unfinished=never damaged=0 missing=0");
        Path object = anObject(data.resolve("objects"));
        Files.delete(object);
        assertThat(diconde4j("verify", "--data", data).code()).isEqualTo(1);

        Run last = diconde4j("verify", "--data", data, "--last");
        assertThat(last.code()).isEqualTo(1);
        assertThat(last.out())
                .containsPattern("missing studies/.*" + object.getFileName() + ", found 20")
                .containsPattern("completed=20[^ ]+ unfinished=never damaged=0 missing=1");
        assertThat(diconde4j("verify", "--data", data, "--study", "1.2.3").lastLine())
                .isEqualTo("verified=0 damaged=0 missing=0");
        assertThat(diconde4j("verify", "--data", data, "--resume", "--study", "1.2.3")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void copies_of_an_encrypted_archive_are_encrypted_and_come_back_with_its_exported_keys() throws IOException {
        Path keys = temp.resolve("keys/archive.keys");
        assertThat(diconde4j("keys", "create", keys).code()).isZero();
        List<Object> secret = List.of("--data", temp.resolve("secret"), "--keys", keys);
        assertThat(diconde4j("import", secret, temp.resolve("files")).code()).isZero();
        Path backup = temp.resolve("backup");
        Path second = temp.resolve("second");
        Path moved = temp.resolve("moved");

        assertThat(diconde4j("backup", secret, backup).lastLine()).endsWith(" damaged=0");
        assertThat(diconde4j("replicate", secret, "--to", second).code()).isZero();
        Run migrate = diconde4j("migrate", secret, "--to", moved);
        assertThat(migrate.code()).isZero();

        for (Path copy : List.of(backup.resolve("objects"), second, moved)) {
            assertThat(Files.readString(anObject(copy), StandardCharsets.ISO_8859_1))
                    .as("%s", copy)
                    .doesNotContain("DICM");
        }
        List<String> where = List.of(migrate.out()
                .lines()
                .findFirst()
                .orElseThrow()
                .replace("From now on open it with ", "")
                .split(" "));
        assertThat(where).contains("--keys");
        assertThat(diconde4j("verify", where).lastLine()).isEqualTo("verified=4 damaged=0 missing=0");

        Files.delete(anObject(temp.resolve("secret/objects")));
        assertThat(diconde4j("repair", secret, "--from", second).lastLine())
                .isEqualTo("checked=4 repaired=1 irreparable=0");
        Path safe = temp.resolve("safe");
        assertThat(diconde4j("keys", "export", keys, "--to", safe).code()).isZero();
        Files.move(keys.getParent(), temp.resolve("lost"));
        Path exported = safe.resolve(keys.getFileName().toString());
        List<Object> again = List.of("--data", temp.resolve("again"), "--keys", exported);
        assertThat(diconde4j("restore", again, "--check", backup).lastLine()).endsWith(" problems=0");
        Run restored = diconde4j("restore", again, backup);
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(diconde4j("verify", again).lastLine()).isEqualTo("verified=4 damaged=0 missing=0");
    }

    @Test
    void a_plain_archive_is_encrypted_by_a_migration() throws IOException {
        Path keys = temp.resolve("keys/archive.keys");
        assertThat(diconde4j("keys", "create", keys).code()).isZero();
        Path moved = temp.resolve("moved");
        assertThat(diconde4j("migrate", "--data", data, "--to", "crypto:" + keys + "!fs:" + moved)
                        .code())
                .isZero();
        assertThat(Files.readString(anObject(moved), StandardCharsets.ISO_8859_1))
                .doesNotContain("DICM");
        assertThat(diconde4j(
                                "verify",
                                "--objects",
                                "fs:" + moved,
                                "--keys",
                                keys,
                                "--index",
                                "h2:" + data.resolve("index"))
                        .lastLine())
                .isEqualTo("verified=4 damaged=0 missing=0");
    }

    @Test
    void a_backup_is_checked_and_restored_elsewhere() {
        Path backup = temp.resolve("backup");
        assertThat(diconde4j("backup", "--data", data, backup).lastLine())
                .startsWith("receipts=4 objects=4 records=")
                .endsWith(" damaged=0");
        Path again = temp.resolve("again");
        assertThat(diconde4j("restore", "--data", again, "--check", backup).lastLine())
                .startsWith("whole=4 ")
                .endsWith("problems=0");
        assertThat(again).doesNotExist();
        Run restored = diconde4j("restore", "--data", again, backup);
        assertThat(restored.lastLine()).startsWith("restored=4 ").endsWith("problems=0");
        assertThat(diconde4j("find", "--data", again).out())
                .isEqualTo(diconde4j("find", "--data", data).out());
        assertThat(diconde4j("restore", "--data", again, backup).lastLine())
                .as("all is there already")
                .startsWith("restored=0 ");
    }

    @Test
    void an_archive_goes_on_from_another_store_with_its_index() {
        Path moved = temp.resolve("moved");
        assertThat(diconde4j("migrate", "--data", data, "--to", moved).lastLine())
                .isEqualTo("receipts=4 objects=4");
        Run find = diconde4j("find", "--objects", "fs:" + moved, "--index", "h2:" + data.resolve("index"));
        assertThat(find.out()).isEqualTo(diconde4j("find", "--data", data).out());
        assertThat(find.code()).isZero();
    }

    @Test
    void wrong_sizes_are_refused_in_words() {
        Run run = diconde4j("verify", "--data", data, "--rate", "fast");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("expected a size such as 20g or 500m, found fast");
    }
}
