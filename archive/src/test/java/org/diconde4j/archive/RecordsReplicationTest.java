package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.keep.Replica;
import org.diconde4j.archive.keep.Replication;
import org.diconde4j.archive.outbox.Destination;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.Peer;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.StoredRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsReplicationTest {
    private static final String KIND = "worklist";

    @TempDir
    Path folder;

    private Archive open() {
        return Kept.open(folder);
    }

    private Path replica() {
        return folder.resolve("replica");
    }

    private Replication.Report replicate(Archive archive) {
        return archive.replicate().to(Kept.fs(replica())).run();
    }

    private Replication.Report replicateRecordsToSecond(Archive archive) {
        return archive.replicate()
                .to(Kept.fs(replica()))
                .records(Kept.fs(folder.resolve("second")))
                .run();
    }

    private Records records(String name) {
        return StorageProviders.openRecords(Kept.fs(folder.resolve(name)));
    }

    private static RecordContent text(String comment) {
        return RecordContent.of(
                Dataset.builder().set(Tag.ImageComments, comment).build());
    }

    /** All records of the first kinds, in their written form. */
    private List<String> all(String name) {
        List<String> all = new ArrayList<>();
        try (Records records = records(name)) {
            for (String kind : records.kinds()) {
                try (Cursor<StoredRecord> list = records.list(kind)) {
                    list.forEachRemaining(r -> all.add(new String(RecordText.format(r), StandardCharsets.UTF_8)));
                }
            }
        }
        return all;
    }

    private List<String> copied(String name) {
        return all(name).stream()
                .filter(line -> !line.contains("\"kind\":\"replication\""))
                .toList();
    }

    @Test
    void the_second_records_are_the_first_ones_whatever_is_written_replaced_and_deleted() {
        long seed = Long.getLong("diconde4j.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            try (Records first = records("records")) {
                for (int i = 0; i < 20; i++) {
                    String kind = KIND + random.nextInt(2);
                    String id = "r" + random.nextInt(12);
                    if (random.nextInt(3) == 0) {
                        first.delete(kind, id);
                    } else {
                        String comment = "round " + round + " " + i;
                        first.update(kind, id, now -> text(comment));
                    }
                }
            }
            try (Archive archive = open()) {
                assertThat(replicate(archive).records()).as("seed %d", seed).isPositive();
                assertThat(replicate(archive).records()).as("seed %d", seed).isZero();
            }
            assertThat(copied("replica/records")).as("seed %d", seed).isEqualTo(copied("records"));
        }
    }

    @Test
    void an_archive_of_the_replica_goes_on_with_what_was_to_be_sent_and_what_was_planned() throws Exception {
        InstanceRef waiting;
        try (Archive archive = open()) {
            waiting = Kept.put(archive, 1, 1);
            archive.outbox().destination(Destination.of(new Peer("PLANT", "127.0.0.1", 104)));
            archive.outbox().add("PLANT", waiting);
            replicate(archive);
        }
        try (Archive second = Archive.builder()
                .objects(Kept.fs(replica()))
                .index(URI.create("memory:second"))
                .open()) {
            assertThat(second.outbox().destination("PLANT").peer().port()).isEqualTo(104);
            assertThat(second.outbox().entries("PLANT", State.QUEUED).toList())
                    .singleElement()
                    .satisfies(e -> assertThat(e.object().sopInstanceUid()).isEqualTo(waiting.sopInstanceUid()));
        }
    }

    @Test
    void what_is_true_of_the_first_place_alone_is_left_out() throws Exception {
        try (Archive archive = open()) {
            Kept.put(archive, 1, 1);
            archive.verify().run(finding -> {});
            replicate(archive);
        }
        try (Records first = records("records");
                Records second = records("replica/records")) {
            assertThat(first.kinds()).contains("verification");
            assertThat(second.kinds()).containsExactly("replication");
        }
    }

    @Test
    void records_that_others_have_changed_are_refused_and_left_alone_while_objects_go_on() throws Exception {
        try (Records first = records("records")) {
            first.put(KIND, "a", Records.NEW, text("weld 7"));
        }
        try (Archive archive = open()) {
            replicate(archive);
        }
        try (Records second = records("replica/records")) {
            second.update(KIND, "a", now -> text("in service"));
        }
        List<String> before = all("replica/records");
        try (Records first = records("records")) {
            first.update(KIND, "a", now -> text("weld 8"));
        }
        try (Archive archive = open()) {
            assertThatThrownBy(() -> replicate(archive))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("something other than replication has changed them")
                    .hasMessageContaining("nothing was changed");
            try (Replica replica = archive.replicate().to(Kept.fs(replica())).start()) {
                Kept.put(archive, 1, 1);
                Instant end = Instant.now().plusSeconds(30);
                while (replica.status().lag() > 0 && Instant.now().isBefore(end)) {
                    Thread.sleep(20);
                }
                assertThat(replica.status().lag()).isZero();
                assertThat(replica.status().recordsProblem()).contains("no replica of");
                assertThat(archive.findings()).anyMatch(f -> f.contains("lacks what has changed in the records"));
            }
        }
        assertThat(all("replica/records")).isEqualTo(before);
    }

    @Test
    void records_of_another_archive_are_refused() {
        try (Records other = records("second")) {
            other.put(KIND, "a", Records.NEW, text("of another"));
        }
        List<String> before = all("second");
        try (Archive archive = open()) {
            assertThatThrownBy(() -> replicateRecordsToSecond(archive))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("records that replication did not write");
        }
        assertThat(all("second")).isEqualTo(before);
    }

    /** The disk is full after so many writes. */
    private static Records failing(Records records, int writes) {
        AtomicInteger left = new AtomicInteger(writes);
        return (Records) Proxy.newProxyInstance(
                Records.class.getClassLoader(), new Class<?>[] {Records.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("copy") && left.getAndDecrement() <= 0) {
                        throw new StorageException("no more room");
                    }
                    return method.isDefault()
                            ? InvocationHandler.invokeDefault(proxy, method, arguments)
                            : method.invoke(records, arguments);
                });
    }

    @Test
    void a_run_that_was_broken_off_is_gone_on_with() {
        try (Records first = records("records")) {
            for (int i = 0; i < 20; i++) {
                first.put(KIND, "r" + i, Records.NEW, text("weld " + i));
            }
        }
        try (Archive archive = open();
                Records second = failing(records("second"), 7)) {
            assertThatThrownBy(() -> archive.replicate()
                            .to(Kept.fs(replica()))
                            .records(second)
                            .run())
                    .hasMessageContaining("no more");
        }
        try (Archive archive = open()) {
            assertThat(replicateRecordsToSecond(archive).records()).isBetween(12L, 15L);
        }
        assertThat(copied("second")).isEqualTo(copied("records"));
    }

    @Test
    void a_replica_follows_while_records_change() throws Exception {
        try (Archive archive = open();
                Replica replica = archive.replicate().to(Kept.fs(replica())).start()) {
            archive.outbox().destination(Destination.of(new Peer("PLANT", "127.0.0.1", 104)));
            Path file = replica().resolve("records/outbox.destination");
            Instant end = Instant.now().plusSeconds(30);
            while (!Files.exists(file) && Instant.now().isBefore(end)) {
                Thread.sleep(20);
            }
            assertThat(file).exists();
            assertThat(replica.status().finding()).isNull();
        }
    }
}
