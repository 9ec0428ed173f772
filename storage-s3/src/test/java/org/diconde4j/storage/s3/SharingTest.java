package org.diconde4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.diconde4j.dict.UID;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.UnsupportedFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What FORMAT.md says of names, of the log, and of what a node leaves behind that dies. */
class SharingTest {
    private static final byte[] WELD = "a weld seam".getBytes(StandardCharsets.UTF_8);

    private final String prefix = UUID.randomUUID().toString();
    private final Service raw = new Service(Place.of(Server.uri(prefix)));

    @AfterEach
    void close() {
        raw.close();
    }

    private ObjectStore open() {
        return open(Server.uri(prefix));
    }

    private static ObjectStore open(URI uri) {
        return StorageProviders.openObjects(uri, OpenOptions.defaults());
    }

    private static ReceiptDraft draft(int instance) {
        String uid = "1.2.3." + instance;
        return ReceiptDraft.builder(
                        Receipt.Kind.STORED, Instant.EPOCH, Source.api(), ObjectNames.instance("1.2", "1.2.3", uid))
                .uids(UID.CTImageStorage, uid, "1.2", "1.2.3")
                .dataset(UID.ExplicitVRLittleEndian, 0, null)
                .build();
    }

    private static Receipt put(ObjectStore store, int instance, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes);
            return writer.commit(draft(instance));
        }
    }

    private void leaveWithoutReceipt(int instance, byte[] bytes) {
        assertThat(raw.putIfAbsent(
                        draft(instance).name(),
                        Body.of(bytes),
                        Map.of(Service.SHA_256, Digest.of(bytes).hex()),
                        false))
                .isTrue();
    }

    @Test
    void bytes_that_a_dead_node_left_are_taken_when_they_come_again() throws IOException {
        try (ObjectStore store = open()) {
            leaveWithoutReceipt(1, WELD);
            Receipt receipt = put(store, 1, WELD);
            assertThat(store.receipts(0).toList()).containsExactly(receipt);
            assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
            assertThatThrownBy(() -> put(store, 1, WELD)).isInstanceOf(NameTakenException.class);
        }
    }

    @Test
    void bytes_that_a_dead_node_left_are_not_written_over_by_others() throws IOException {
        try (ObjectStore store = open()) {
            leaveWithoutReceipt(1, WELD);
            assertThatThrownBy(() -> put(store, 1, new byte[3])).isInstanceOf(NameTakenException.class);
            assertThat(store.receipts(0).toList()).isEmpty();
            assertThat(store.digest(draft(1).name())).isEqualTo(Digest.of(WELD));
        }
    }

    @Test
    void the_same_bytes_are_not_taken_again_long_after_their_receipt() {
        try (ObjectStore store = open()) {
            for (int i = 1; i <= 30; i++) {
                put(store, i, WELD);
            }
            try (ObjectStore fresh = open()) {
                for (int i : new int[] {1, 2, 15, 29, 30}) {
                    assertThatThrownBy(() -> put(fresh, i, WELD))
                            .as("instance %s", i)
                            .isInstanceOf(NameTakenException.class);
                }
                assertThat(fresh.lastSequence()).isEqualTo(30);
            }
        }
    }

    @Test
    void the_log_is_read_from_any_place_and_its_end_is_found_without_reading_it() {
        try (ObjectStore store = open()) {
            for (int i = 1; i <= 20; i++) {
                put(store, i, new byte[i]);
            }
            List<Receipt> all = store.receipts(0).toList();
            assertThat(all).hasSize(20);
            try (ObjectStore fresh = open()) {
                assertThat(fresh.lastSequence()).isEqualTo(20);
                for (int after = 0; after <= 20; after++) {
                    assertThat(fresh.receipts(after).toList()).isEqualTo(all.subList(after, 20));
                }
            }
        }
    }

    @Test
    void a_batch_whose_answer_was_lost_is_known_again() {
        try (ObjectStore store = open()) {
            Receipt one = put(store, 1, WELD);
            // another node, which the first one has not noticed yet
            try (ObjectStore other = open()) {
                put(other, 2, WELD);
            }
            Receipt three = put(store, 3, WELD);
            assertThat(three.sequence()).isEqualTo(3);
            assertThat(store.receipts(0).toList()).hasSize(3).contains(one, three);
        }
    }

    @Test
    void an_object_of_several_parts_is_whole_and_can_be_read_anywhere() throws IOException {
        byte[] bytes = new byte[(16 << 20) + 70_001];
        new Random(5).nextBytes(bytes);
        try (ObjectStore store = open()) {
            Receipt receipt;
            try (ObjectWriter writer = store.begin()) {
                writer.write(bytes, 0, 1_000_000);
                writer.write(bytes, 1_000_000, bytes.length - 1_000_000);
                try (InputStream back = writer.readBack(999_990, 20)) {
                    assertThat(back.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 999_990, 1_000_010));
                }
                receipt = writer.commit(draft(1));
            }
            assertThat(store.length(receipt.name())).isEqualTo(bytes.length);
            assertThat(store.digest(receipt.name())).isEqualTo(Digest.of(bytes));
            try (SeekableByteChannel channel = store.channel(receipt.name())) {
                ByteBuffer read = ByteBuffer.allocate(300_000);
                channel.position(bytes.length - 300_000);
                while (read.hasRemaining()) {
                    assertThat(channel.read(read)).isPositive();
                }
                assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                assertThat(read.array()).isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 300_000, bytes.length));
            }
            assertThatThrownBy(() -> {
                        try (ObjectWriter writer = store.begin()) {
                            writer.write(bytes);
                            writer.commit(draft(1));
                        }
                    })
                    .isInstanceOf(NameTakenException.class);
        }
        assertThat(raw.client()
                        .listMultipartUploads(b -> b.bucket("inspections").prefix(prefix))
                        .uploads())
                .isEmpty();
    }

    @Test
    void a_damaged_object_is_kept_aside_when_it_is_restored() throws IOException {
        try (ObjectStore store = open()) {
            Receipt receipt = put(store, 1, WELD);
            raw.put(receipt.name(), Body.of(new byte[] {1, 2, 3}), Map.of(), false);
            assertThat(store.restore(receipt, new java.io.ByteArrayInputStream(WELD)))
                    .isTrue();
            assertThat(store.digest(receipt.name())).isEqualTo(Digest.of(WELD));
            assertThat(raw.list("damaged/", "", 10)).hasSize(1);
        }
    }

    @Test
    void a_damaged_receipt_is_passed_over_and_reported() {
        try (ObjectStore store = open()) {
            put(store, 1, WELD);
            Receipt two = put(store, 2, WELD);
            String batch = Batch.after(0);
            String text = new String(raw.bytes(batch), StandardCharsets.UTF_8);
            raw.put(
                    batch,
                    Body.of(text.replace("1.2.3.1\"", "1.2.3.9\"").getBytes(StandardCharsets.UTF_8)),
                    Map.of(Batch.LAST, "1"),
                    false);
            assertThat(store.receipts(0).toList()).containsExactly(two);
            assertThat(store.findings()).hasSize(1).first().asString().contains("damaged", batch);
        }
    }

    @Test
    void a_newer_format_and_foreign_objects_are_refused_in_words() {
        open().close();
        String newer = "diconde4j object store in S3, format 3\n";
        raw.put("format", Body.of(newer.getBytes(StandardCharsets.UTF_8)), Map.of(), false);
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("format 3")
                .hasMessageContaining("newer");
        assertThat(new String(raw.bytes("format"), StandardCharsets.UTF_8)).isEqualTo(newer);
        raw.put("foreign/holiday.jpg", Body.of(WELD), Map.of(), false);
        assertThatThrownBy(() -> open(Server.uri(prefix + "/foreign")))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("holiday.jpg");
    }

    @Test
    void a_store_of_the_first_format_is_read_and_refused_by_those_who_know_no_other_from_then_on() {
        Receipt one;
        try (ObjectStore store = open()) {
            one = put(store, 1, WELD);
        }
        raw.put(
                "format",
                Body.of("diconde4j object store in S3, format 1\n".getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                false);
        try (ObjectStore store = open()) {
            assertThat(store.receipts(0).toList()).containsExactly(one);
        }
        assertThat(new String(raw.bytes("format"), StandardCharsets.UTF_8))
                .startsWith("diconde4j object store in S3, format 2\n");
    }

    @Test
    void carries_the_description_of_its_format() {
        open().close();
        assertThat(new String(raw.bytes("FORMAT.md"), StandardCharsets.UTF_8))
                .contains("object store, format 2", "receipts/");
    }
}
