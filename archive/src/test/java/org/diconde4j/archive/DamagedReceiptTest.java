package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.diconde4j.archive.keep.Backup;
import org.diconde4j.archive.keep.Replica;
import org.diconde4j.archive.keep.Replication;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of an archive of which a receipt is damaged, so that nothing tells any more what came with it. */
class DamagedReceiptTest {
    private static final String DAMAGED = "the receipt is damaged";

    @TempDir
    Path folder;

    private Path other() {
        return folder.resolve("other");
    }

    @BeforeEach
    void fill_and_damage() throws IOException {
        try (Archive archive = Kept.open(folder)) {
            for (int i = 1; i <= 4; i++) {
                Kept.put(archive, 1, i);
            }
        }
        Kept.damageReceipt(folder.resolve("objects"), 1);
    }

    @Test
    void a_replication_tells_it_and_holds_nothing_up() {
        try (Archive archive = Kept.open(folder)) {
            Replication.Report report = archive.replicate().to(Kept.fs(other())).run();
            assertThat(report.objects()).isEqualTo(3);
            assertThat(report.damaged()).isEmpty();
            assertThat(report.unreadable()).singleElement().asString().contains(DAMAGED);
        }
    }

    @Test
    void a_replica_that_follows_tells_it_once() throws Exception {
        try (Archive archive = Kept.open(folder);
                Replica replica = archive.replicate().to(Kept.fs(other())).start()) {
            for (int i = 5; i <= 6; i++) {
                Kept.put(archive, 1, i);
                for (int j = 0;
                        j < 250
                                && (replica.status().lag() > 0
                                        || replica.status().damaged() == 0);
                        j++) {
                    Thread.sleep(20);
                }
                assertThat(replica.status().damaged()).isEqualTo(1);
            }
            assertThat(archive.findings())
                    .anySatisfy(finding -> assertThat(finding)
                            .contains("lacks 1 objects that are damaged here, or their receipts are"));
        }
    }

    @Test
    void a_backup_tells_it() {
        try (Archive archive = Kept.open(folder)) {
            Backup.Report report = archive.backup(other()).run();
            assertThat(report.objects()).isEqualTo(3);
            assertThat(report.unreadable()).singleElement().asString().contains(DAMAGED);
        }
    }

    @Test
    void a_migration_stays_where_it_is_however_often_it_is_tried() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Archive archive = Kept.open(folder)) {
                assertThatThrownBy(() -> archive.migrate().to(Kept.fs(other())).run())
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("1 receipts in")
                        .hasMessageContaining(DAMAGED)
                        .hasMessageContaining("open the replica; the archive goes on with its store");
                Kept.put(archive, 1, 10 + i);
            }
        }
        try (ObjectStore store = Kept.store(folder.resolve("objects"))) {
            assertThat(Kept.receipts(store)).hasSize(5);
        }
    }
}
