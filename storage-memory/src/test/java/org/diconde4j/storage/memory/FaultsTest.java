package org.diconde4j.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.UID;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.faults.Faults;
import org.junit.jupiter.api.Test;

/** The faults of storage-tck do what they say, and the same again for the same seed. */
class FaultsTest {
    private static final URI MEMORY = URI.create("memory:test");
    private static final byte[] WELD = "a weld seam".getBytes(StandardCharsets.UTF_8);

    private static ObjectStore store(Faults.Builder faults) {
        Faults built = faults.build();
        built.on();
        return built.around(StorageProviders.openObjects(MEMORY, OpenOptions.defaults()));
    }

    private static ReceiptDraft draft(int instance) {
        String uid = "1.2.3." + instance;
        return ReceiptDraft.builder(
                        Receipt.Kind.STORED, Instant.EPOCH, Source.api(), ObjectNames.instance("1.2", "1.2.3", uid))
                .uids(UID.CTImageStorage, uid, "1.2", "1.2.3")
                .dataset(UID.ExplicitVRLittleEndian, 0, null)
                .build();
    }

    private static Receipt put(ObjectStore store, int instance) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(WELD);
            return writer.commit(draft(instance));
        }
    }

    /** Which of a hundred commits fail. */
    private static List<Integer> failures(long seed) {
        List<Integer> failed = new ArrayList<>();
        try (ObjectStore store = store(Faults.seeded(seed).fail("objects.commit", 0.2))) {
            for (int i = 0; i < 100; i++) {
                try {
                    put(store, i);
                } catch (StorageException e) {
                    assertThat(store.exists(draft(i).name())).isFalse();
                    failed.add(i);
                }
            }
        }
        return failed;
    }

    @Test
    void the_same_seed_fails_the_same_calls() {
        assertThat(failures(7)).isEqualTo(failures(7)).hasSizeBetween(8, 40).isNotEqualTo(failures(8));
    }

    @Test
    void a_lost_answer_hides_what_was_done() {
        try (ObjectStore store = store(Faults.seeded(1).loseAnswer("objects.commit", 1))) {
            assertThatThrownBy(() -> put(store, 1))
                    .isInstanceOf(StorageException.class)
                    .hasMessage("injected fault (seed 1): call 1 of objects.commit was done, but its answer is lost");
            assertThat(store.exists(draft(1).name())).isTrue();
        }
    }

    @Test
    void cut_writes_leave_nothing_behind() {
        try (ObjectStore store = store(Faults.seeded(1).cutWrites(1))) {
            assertThatThrownBy(() -> put(store, 1)).hasMessageContaining("wrote 5 of 11 bytes");
            assertThat(store.exists(draft(1).name())).isFalse();
            assertThat(store.lastSequence()).isZero();
        }
    }

    @Test
    void a_full_disk_takes_what_has_room_and_no_more() {
        try (ObjectStore store = store(Faults.seeded(1).capacity(30))) {
            put(store, 1);
            put(store, 2);
            assertThatThrownBy(() -> put(store, 3)).hasMessageContaining("disk full");
            assertThat(store.receipts(0).toList()).hasSize(2);
        }
    }

    @Test
    void a_flipped_bit_is_seen_by_the_digest_and_by_a_channel() throws Exception {
        try (ObjectStore store = store(Faults.seeded(1).flipBits(1))) {
            Receipt receipt = put(store, 1);
            assertThat(store.digest(receipt.name())).isNotEqualTo(receipt.file());
            ByteBuffer read = ByteBuffer.allocate(WELD.length);
            try (var channel = store.channel(receipt.name())) {
                channel.read(read);
            }
            assertThat(Digest.of(read.array())).isNotEqualTo(Digest.of(WELD));
        }
    }

    @Test
    void nothing_fails_while_faults_are_off() throws Exception {
        Faults faults = Faults.seeded(1)
                .fail("objects.commit", 1)
                .flipBits(1)
                .capacity(1)
                .build();
        try (ObjectStore store = faults.around(StorageProviders.openObjects(MEMORY, OpenOptions.defaults()))) {
            Receipt receipt = put(store, 1);
            try (InputStream in = store.open(receipt.name())) {
                assertThat(in.readAllBytes()).isEqualTo(WELD);
            }
            faults.on();
            assertThatThrownBy(() -> put(store, 2)).isInstanceOf(StorageException.class);
            faults.off();
            put(store, 2);
        }
        assertThat(faults.injected()).isEqualTo(1);
    }

    @Test
    void steps_are_told_in_order_and_slow_calls_take_their_time() {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        long start = System.nanoTime();
        try (ObjectStore store =
                store(Faults.seeded(1).steps(steps::add).delay("objects.begin", 1, Duration.ofMillis(20)))) {
            put(store, 1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(steps)
                .containsExactly(
                        "before objects.begin",
                        "after objects.begin",
                        "before objects.write",
                        "after objects.write",
                        "before objects.commit",
                        "after objects.commit");
    }

    @Test
    void records_fail_as_well() {
        Faults faults = Faults.seeded(1).loseAnswer("records.put", 1).build();
        faults.on();
        try (Records records = faults.around(StorageProviders.openRecords(MEMORY))) {
            RecordContent content = new RecordContent(Dataset.empty(), Map.of("state", "queued"));
            assertThatThrownBy(() -> records.put("outbox", "1", Records.NEW, content))
                    .isInstanceOf(StorageException.class);
            assertThat(records.get("outbox", "1")).isNotNull();
        }
    }

    @Test
    void a_share_beyond_all_calls_is_refused() {
        assertThatThrownBy(() -> Faults.seeded(1).fail("objects.open", 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 1, not 1.5");
    }
}
