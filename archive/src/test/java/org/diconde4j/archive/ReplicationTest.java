package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.diconde4j.archive.keep.Damage;
import org.diconde4j.archive.keep.Repair;
import org.diconde4j.archive.keep.Replica;
import org.diconde4j.archive.keep.Replication;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationTest {
    @TempDir
    Path folder;

    private Path replica() {
        return folder.resolve("replica");
    }

    private Archive open() {
        return Kept.open(folder);
    }

    private List<Receipt> receipts(Path objects) {
        try (ObjectStore store = Kept.store(objects)) {
            return Kept.receipts(store);
        }
    }

    @Test
    void a_replica_has_the_same_receipts_and_is_an_archive_with_the_same_answers() throws IOException {
        Map<String, Object> answers;
        try (Archive archive = open()) {
            Kept.fill(archive, 7);
            Replication.Report report =
                    archive.replicate().to(Kept.fs(replica())).run();
            assertThat(report.receipts()).isEqualTo(10);
            assertThat(report.objects()).isEqualTo(8);
            assertThat(report.damaged()).isEmpty();
            answers = Kept.answers(archive);
        }
        assertThat(receipts(replica())).isEqualTo(receipts(folder.resolve("objects")));
        try (Archive second = Archive.builder()
                .objects(Kept.fs(replica()))
                .index(URI.create("memory:second"))
                .open()) {
            assertThat(Kept.answers(second)).isEqualTo(answers);
            assertThat(second.verify().run(finding -> {}).verified()).isEqualTo(8);
        }
    }

    @Test
    void it_goes_on_where_it_stopped_and_brings_later_removals() throws IOException {
        try (Archive archive = open()) {
            StoreResult aside = archive.store(Objects.stream(new byte[200]), org.diconde4j.storage.Source.api());
            archive.replicate().to(Kept.fs(replica())).run();
            archive.quarantine().discard(java.util.Objects.requireNonNull(aside.quarantined()), "noise");
            Kept.fill(archive, 2);
            Replication.Report report =
                    archive.replicate().to(Kept.fs(replica())).run();
            assertThat(report.receipts()).isEqualTo(6);
            assertThat(archive.replicate().to(Kept.fs(replica())).run().receipts())
                    .isZero();
            assertThat(replica().resolve(aside.quarantined().receipt().name())).doesNotExist();
        }
        assertThat(receipts(replica())).isEqualTo(receipts(folder.resolve("objects")));
    }

    @Test
    void a_store_that_is_no_replica_is_refused_and_left_alone() throws IOException {
        try (Archive archive = open();
                Archive other = Kept.open(folder.resolve("other"))) {
            Kept.put(archive, 1, 1);
            Kept.put(other, 2, 2);
            ObjectStore foreign = StorageProviders.openObjects(URI.create("memory:foreign"), OpenOptions.defaults());
            other.replicate().to(foreign).run();
            assertThatThrownBy(() -> archive.replicate().to(foreign).run())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is no replica of")
                    .hasMessageContaining("nothing was changed");
            assertThat(foreign.lastSequence()).isEqualTo(1);
        }
    }

    @Test
    void a_damaged_object_is_told_and_holds_nothing_up() throws IOException {
        InstanceRef damaged;
        try (Archive archive = open()) {
            damaged = Kept.put(archive, 1, 1);
            Kept.put(archive, 1, 2);
        }
        Kept.damage(folder.resolve("objects").resolve(damaged.name()));
        try (Archive archive = open()) {
            Replication.Report report =
                    archive.replicate().to(Kept.fs(replica())).run();
            assertThat(report.objects()).isEqualTo(1);
            assertThat(report.damaged()).extracting(d -> d.receipt().name()).containsExactly(damaged.name());
        }
        assertThat(receipts(replica())).hasSize(2);
        assertThat(replica().resolve(damaged.name())).doesNotExist();
    }

    @Test
    void a_replica_follows_while_objects_come() throws Exception {
        try (Archive archive = open();
                Replica replica = archive.replicate().to(Kept.fs(replica())).start()) {
            for (int i = 1; i <= 40; i++) {
                Kept.put(archive, 1, i);
            }
            for (int i = 0; i < 500 && replica.status().lag() > 0; i++) {
                Thread.sleep(20);
            }
            assertThat(replica.status().lag()).isZero();
            assertThat(replica.status().sequence()).isEqualTo(40);
            assertThat(archive.findings()).isEmpty();
        }
        assertThat(receipts(replica())).isEqualTo(receipts(folder.resolve("objects")));
    }

    @Test
    void a_replica_that_cannot_be_reached_is_a_finding() throws Exception {
        Files.writeString(replica(), "a file is in the way");
        try (Archive archive = open();
                Replica replica = archive.replicate().to(Kept.fs(replica())).start()) {
            Kept.put(archive, 1, 1);
            for (int i = 0; i < 250 && replica.status().problem() == null; i++) {
                Thread.sleep(20);
            }
            assertThat(replica.status().lag()).isEqualTo(1);
            assertThat(archive.findings())
                    .singleElement()
                    .asString()
                    .contains("is 1 receipts behind")
                    .contains("there is a file");
        }
    }

    @Test
    void damaged_and_missing_objects_are_repaired_from_a_replica() throws IOException {
        InstanceRef one;
        InstanceRef two;
        InstanceRef three;
        Map<String, Object> answers;
        try (Archive archive = open()) {
            one = Kept.put(archive, 1, 1);
            two = Kept.put(archive, 1, 2);
            three = Kept.put(archive, 2, 3);
            Kept.fill(archive, 6);
            archive.replicate().to(Kept.fs(replica())).run();
            answers = Kept.answers(archive);
        }
        Path objects = folder.resolve("objects");
        Kept.damage(objects.resolve(one.name()));
        Files.delete(objects.resolve(two.name()));
        Files.delete(objects.resolve(three.name()));
        Kept.damage(replica().resolve(three.name()));
        try (Archive archive = open()) {
            archive.verify().run(finding -> {});
            Repair.Report report =
                    archive.repair().from(Kept.fs(replica())).onlyRemembered().run();
            assertThat(report.checked()).isEqualTo(3);
            assertThat(report.repaired()).extracting(Receipt::name).containsExactly(one.name(), two.name());
            assertThat(report.irreparable()).singleElement().satisfies(damage -> {
                assertThat(damage.receipt().name()).isEqualTo(three.name());
                assertThat(damage.problem()).contains("can't be repaired from").contains("nothing was changed");
            });
            assertThat(archive.verify().remembered().damage()).hasSize(1);
            assertThat(objects.resolve(three.name())).doesNotExist();
        }
        Kept.damage(replica().resolve(three.name())); // the same bit: it is whole again
        try (Archive archive = open()) {
            Repair.Report report = archive.repair().from(Kept.fs(replica())).run();
            assertThat(report.repaired()).extracting(Receipt::name).containsExactly(three.name());
            assertThat(report.irreparable()).extracting(Damage::problem).isEmpty();
            archive.reindex(); // made while the object was missing, the index in memory knew it by its receipt alone
            assertThat(Kept.answers(archive)).isEqualTo(answers);
            assertThat(archive.verify().run(finding -> {}).damaged()).isZero();
        }
    }
}
