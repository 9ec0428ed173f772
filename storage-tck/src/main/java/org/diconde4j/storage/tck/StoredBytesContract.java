package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.junit.jupiter.api.Test;

/** The part of {@link ObjectStoreContract} that is about bytes that are written and read. */
abstract class StoredBytesContract extends StoreUnderTest {
    @Test
    void gives_back_the_bytes_that_were_committed() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(200_001, 1);
        Receipt receipt = put(store, Samples.draft(1, 1, 1), bytes);
        assertThat(get(store, receipt.name())).isEqualTo(bytes);
        assertThat(store.exists(receipt.name())).isTrue();
        assertThat(store.length(receipt.name())).isEqualTo(200_001);
        assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
    }

    @Test
    void writes_length_and_digest_into_the_receipt() {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(1000, 2);
        Receipt receipt = put(store, Samples.draft(1, 1, 1), bytes);
        assertThat(receipt.length()).isEqualTo(1000);
        assertThat(receipt.file()).isEqualTo(Digest.of(bytes));
        assertThat(receipt.sequence()).isEqualTo(1);
        assertThat(receipt.withStored(null)).isEqualTo(Samples.draft(1, 1, 1).seal(1, 1000, Digest.of(bytes)));
    }

    @Test
    void keeps_the_stored_form_apart_from_the_file_as_received() throws IOException {
        assumeTrue(!isEncrypted(), "does not apply: the store makes the stored form itself");
        ObjectStore store = store();
        byte[] encrypted = Samples.bytes(1132, 2);
        Digest received = Digest.of(Samples.bytes(1000, 3));
        Receipt receipt = put(store, Samples.draft(1, 1, 1).withReceived(1000, received), encrypted);
        assertThat(receipt.length()).isEqualTo(1000);
        assertThat(receipt.file()).isEqualTo(received);
        assertThat(receipt.stored()).isEqualTo(new Receipt.Stored(1132, Digest.of(encrypted)));
        assertThat(store.receipts(0).toList()).containsExactly(receipt);
        assertThat(store.length(receipt.name())).as("the store knows no other").isEqualTo(1132);
        assertThat(receipt.isWhole(store.digest(receipt.name()))).isTrue();
    }

    @Test
    void takes_an_object_byte_by_byte_and_in_pieces() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(150_000, 3);
        Receipt receipt;
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes[0]);
            writer.write(bytes, 1, 9);
            writer.write(bytes, 10, 100_000);
            writer.write(bytes, 100_010, 49_990);
            assertThat(writer.length()).isEqualTo(150_000);
            receipt = writer.commit(Samples.draft(1, 1, 1));
        }
        assertThat(get(store, receipt.name())).isEqualTo(bytes);
    }

    @Test
    void keeps_an_empty_object() throws IOException {
        ObjectStore store = store();
        Receipt receipt = put(store, Samples.quarantined("a", "empty"), new byte[0]);
        assertThat(get(store, receipt.name())).isEmpty();
        assertThat(receipt.length()).isZero();
    }

    @Test
    void reads_any_range() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(10_000, 4);
        String name = put(store, Samples.draft(1, 1, 1), bytes).name();
        try (InputStream in = store.open(name, 9_000, 500)) {
            assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 9_000, 9_500));
        }
        try (InputStream in = store.open(name, 9_000, Long.MAX_VALUE)) {
            assertThat(in.readAllBytes()).hasSize(1000);
        }
        try (InputStream in = store.open(name, 10_000, 1)) {
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.open(name, 10_001, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.open(name, -1, 1));
    }

    @Test
    void a_range_that_is_a_channel_too_gives_the_same_bytes_into_direct_buffers() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(200_000, 6);
        String name = put(store, Samples.draft(1, 1, 1), bytes).name();
        try (InputStream in = store.open(name, 50_001, 100_000)) {
            in.skipNBytes(7);
            assertThat(in.readNBytes(10)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 50_008, 50_018));
            if (in instanceof ReadableByteChannel channel) {
                ByteBuffer all = ByteBuffer.allocateDirect(150_000);
                while (channel.read(all) >= 0) {
                    assertThat(all.hasRemaining()).isTrue();
                }
                byte[] rest = new byte[all.flip().remaining()];
                all.get(rest);
                assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(bytes, 50_018, 150_001));
            }
            in.skipNBytes(in instanceof ReadableByteChannel ? 0 : 99_983);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void reads_at_any_place_of_a_channel() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(10_000, 5);
        String name = put(store, Samples.draft(1, 1, 1), bytes).name();
        try (SeekableByteChannel channel = store.channel(name)) {
            assertThat(channel.size()).isEqualTo(10_000);
            ByteBuffer two = ByteBuffer.allocate(2);
            channel.position(7_777).read(two);
            assertThat(two.array()).containsExactly(bytes[7_777], bytes[7_778]);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
                    .isInstanceOf(java.nio.channels.NonWritableChannelException.class);
        }
    }

    @Test
    void says_which_object_is_missing() {
        ObjectStore store = store();
        String name = Samples.draft(1, 1, 1).name();
        assertThat(store.exists(name)).isFalse();
        assertThatThrownBy(() -> store.open(name))
                .isInstanceOf(ObjectMissingException.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() -> store.length(name)).isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store.channel(name)).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void shows_nothing_before_the_commit() {
        ObjectStore store = store();
        ReceiptDraft draft = Samples.draft(1, 1, 1);
        try (ObjectWriter writer = store.begin()) {
            writer.write(new byte[100]);
            assertThat(store.exists(draft.name())).isFalse();
            assertThat(store.receipts(0).toList()).isEmpty();
            writer.commit(draft);
            assertThat(store.exists(draft.name())).isTrue();
        }
    }

    @Test
    void forgets_an_object_that_is_closed_without_commit() throws IOException {
        ObjectStore store = store();
        List<Path> before = files();
        try (ObjectWriter writer = store.begin()) {
            writer.write(new byte[100_000]);
        }
        assertThat(files()).isEqualTo(before);
        assertThat(store.lastSequence()).isZero();
    }

    @Test
    void refuses_to_go_on_writing_after_the_commit() {
        ObjectStore store = store();
        try (ObjectWriter writer = store.begin()) {
            writer.commit(Samples.draft(1, 1, 1));
            assertThatIllegalStateException().isThrownBy(() -> writer.write(1));
            assertThatIllegalStateException().isThrownBy(() -> writer.commit(Samples.draft(1, 1, 2)));
        }
    }

    @Test
    void does_not_lose_a_commit_to_an_interrupt() throws Exception {
        ObjectStore store = store();
        Thread.currentThread().interrupt();
        Receipt receipt = put(store, Samples.draft(1, 1, 1), new byte[1]);
        assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
        assertThat(store.exists(receipt.name())).isTrue();
        put(store, Samples.draft(1, 1, 2), new byte[1]);
        try (Cursor<Receipt> receipts = store.receipts(0)) {
            assertThat(receipts).toIterable().hasSize(2);
        }
    }
}
