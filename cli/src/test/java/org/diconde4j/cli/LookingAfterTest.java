package org.diconde4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.io.IOException;
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
                .isEqualTo("receipts=4 objects=4 damaged=0");
        assertThat(diconde4j("replicate", "--data", data, "--to", second).lastLine())
                .as("nothing is new")
                .isEqualTo("receipts=0 objects=0 damaged=0");
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
