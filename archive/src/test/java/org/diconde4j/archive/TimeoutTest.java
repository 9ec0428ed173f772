package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.diconde4j.archive.keep.Backup;
import org.diconde4j.archive.keep.Repair;
import org.diconde4j.archive.keep.Replica;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks after an archive when its store stops in the middle of an answer: that is no end, and nothing that went well. */
class TimeoutTest {
    private static final URI MEMORY = URI.create("memory:timeouts");

    @TempDir
    Path folder;

    private final AtomicBoolean timeouts = new AtomicBoolean();
    private final AtomicBoolean cut = new AtomicBoolean();
    private final ObjectStore other = StorageProviders.openObjects(URI.create("memory:other"), OpenOptions.defaults());
    private Archive archive;

    @BeforeEach
    void open() throws IOException {
        ObjectStore store = StorageProviders.openObjects(MEMORY, OpenOptions.defaults());
        archive = Archive.builder()
                .objects(Meddled.read(Meddled.timingOut(store, timeouts::get), CutShort::new))
                .index(MEMORY)
                .records(MEMORY)
                .open();
        for (int i = 1; i <= 10; i++) {
            Kept.put(archive, 1, i);
        }
    }

    @AfterEach
    void close() {
        archive.close();
        other.close();
    }

    /** Receipts that end too early whenever that is asked for. */
    private final class CutShort implements Cursor<Receipt> {
        private final Cursor<Receipt> all;

        CutShort(Cursor<Receipt> all) {
            this.all = all;
        }

        @Override
        public boolean hasNext() {
            return !cut.getAndSet(false) && all.hasNext();
        }

        @Override
        public Receipt next() {
            return all.next();
        }

        @Override
        public void close() {
            all.close();
        }
    }

    private void failsInWords(ThrowingCallable work) {
        timeouts.set(true);
        assertThatThrownBy(work)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("can't be copied to")
                .hasMessageContaining("Read timed out")
                .hasMessageContaining("run it again");
        timeouts.set(false);
    }

    @Test
    void replication_says_so_and_goes_on_the_next_time() {
        failsInWords(() -> archive.replicate().to(other).run());
        assertThat(other.lastSequence()).isZero();
        assertThat(archive.replicate().to(other).run().objects()).isEqualTo(10);
    }

    @Test
    void a_replica_that_follows_says_so() throws Exception {
        timeouts.set(true);
        try (Replica replica = archive.replicate().to(other).start()) {
            for (int i = 0; i < 250 && replica.status().problem() == null; i++) {
                Thread.sleep(20);
            }
            assertThat(replica.status().problem()).contains("Read timed out");
            assertThat(replica.status().damaged()).isZero();
        }
    }

    @Test
    void a_backup_that_is_not_whole_does_not_say_that_it_is() {
        Path backup = folder.resolve("backup");
        failsInWords(() -> archive.backup(backup).run());
        assertThat(backup.resolve("backup")).doesNotExist();
        assertThat(archive.backup(backup).run().objects()).isEqualTo(10);
        assertThat(Backup.verify(backup, objects -> {}).problems()).isEmpty();
    }

    @Test
    void a_backup_of_which_the_end_is_not_there_does_not_say_that_it_is_whole() {
        Path backup = folder.resolve("backup");
        assertThatThrownBy(() -> archive.backup(backup).run(receipts -> cut.set(receipts == 4)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("ends at receipt 4, expected all up to 10: 5 of ");
        assertThat(Files.exists(backup.resolve("backup"))).isFalse();
    }

    @Test
    void a_migration_stays_where_it_is() throws IOException {
        failsInWords(() -> archive.migrate().to(other).run());
        Kept.put(archive, 1, 11);
        assertThat(other.lastSequence()).isZero();
    }

    @Test
    void a_migration_does_not_go_on_with_a_store_that_lacks_the_end() {
        assertThatThrownBy(() -> archive.migrate().to(other).run(receipts -> cut.set(true)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("ends at receipt 7, expected all up to 10: 8 of ");
        assertThat(archive.verify().run(finding -> {})).isEqualTo(new Verification.Report(10, 0, 0));
    }

    @Test
    void verifying_tells_what_it_could_not_read_and_comes_to_its_end() {
        timeouts.set(true);
        List<String> problems = new ArrayList<>();
        assertThat(archive.verify().run(finding -> problems.add(finding.problem())))
                .isEqualTo(new Verification.Report(0, 10, 0));
        assertThat(problems).hasSize(10).allMatch("Read timed out"::equals);
        assertThat(archive.verify().remembered().damage()).hasSize(10);
    }

    @Test
    void repairing_tells_what_it_could_not_read() {
        archive.replicate().to(other).run();
        ObjectStore silent = Meddled.timingOut(other, () -> true);
        timeouts.set(true);
        Repair.Report report = archive.repair().from(silent).run();
        assertThat(report.checked()).isEqualTo(10);
        assertThat(report.irreparable())
                .hasSize(10)
                .allSatisfy(
                        damage -> assertThat(damage.problem()).contains("Read timed out; it can't be repaired from"));
    }
}
