package org.diconde4j.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.UnsupportedFormatException;
import org.diconde4j.storage.keys.StoreKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk, and what comes of it when somebody changes it. */
class EncryptedBytesTest {
    private static final int SMALL_SEGMENT = 1024;

    @TempDir
    Path folder;

    private Tampered inner;
    private ObjectStore store;

    @BeforeEach
    void open() {
        inner = new Tampered(folder);
        store = new CryptoObjectStore(
                URI.create("crypto:test"), inner.seen(), StoreKeys.open(TestKeys.file(folder)), SMALL_SEGMENT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothing_of_an_object_lies_in_clear() throws IOException {
        byte[] bytes = "Housing^SN-0001 turbine blade ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        URI uri = StorageProviders.uri("fs", folder.resolve("objects"));
        String name;
        try (ObjectStore onDisk = TestKeys.open(folder, uri)) {
            name = Objects.put(onDisk, 1, bytes).name();
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("turbine");
            }
        }
        try (ObjectStore onDisk = TestKeys.open(folder, uri)) {
            assertThat(Objects.get(onDisk, name)).isEqualTo(bytes);
        }
    }

    @Test
    void equal_objects_have_nothing_in_common() throws IOException {
        byte[] bytes = Objects.bytes(500, 1);
        Receipt one = Objects.put(store, 1, bytes);
        Receipt two = Objects.put(store, 2, bytes);
        byte[] a = inner.bytes(one);
        byte[] b = inner.bytes(two);
        assertThat(Arrays.mismatch(a, Header.LENGTH + 1, a.length, b, Header.LENGTH + 1, b.length))
                .isLessThan(2);
        assertThat(one.stored()).isNotEqualTo(two.stored());
    }

    @Test
    void the_inner_store_is_verified_without_the_key() {
        Receipt receipt = Objects.put(store, 1, Objects.bytes(5000, 2));
        ObjectStore plain = inner.store;
        assertThat(plain.receipts(0).toList()).containsExactly(receipt);
        assertThat(plain.digest(receipt.name())).isEqualTo(receipt.storedFile());
        assertThat(plain.length(receipt.name())).isEqualTo(receipt.stored().length());
        assertThat(receipt.storedFile()).isNotEqualTo(receipt.file());
        assertThat(receipt.isWhole(plain.digest(receipt.name()))).isTrue();
    }

    @Test
    void every_length_around_the_edges_of_segments_comes_back_whole_and_in_part() throws IOException {
        Segments segments = new Segments(SMALL_SEGMENT);
        int instance = 0;
        Random random = new Random(4);
        for (int base : new int[] {0, segments.room(0), segments.room(0) + segments.room(1), 5000}) {
            for (int length = Math.max(0, base - 2); length <= base + 2; length++) {
                byte[] bytes = Objects.bytes(length, length);
                Receipt receipt = Objects.put(store, ++instance, bytes);
                assertThat(receipt.stored().length()).isEqualTo(segments.end(length) + ObjectKey.TRAILER);
                assertThat(Objects.get(store, receipt.name()))
                        .as("length " + length)
                        .isEqualTo(bytes);
                for (int i = 0; i < 20; i++) {
                    int from = random.nextInt(length + 1);
                    int to = from + random.nextInt(length - from + 1);
                    try (InputStream in = store.open(receipt.name(), from, to - from)) {
                        assertThat(in.readAllBytes())
                                .as(length + ": " + from + " to " + to)
                                .isEqualTo(Arrays.copyOfRange(bytes, from, to));
                    }
                }
            }
        }
    }

    @Test
    void what_was_written_is_read_back_before_the_commit_from_any_place() throws IOException {
        byte[] bytes = Objects.bytes(5000, 5);
        Random random = new Random(6);
        try (ObjectWriter writer = store.begin()) {
            int written = 0;
            while (written < bytes.length) {
                int n = Math.min(1 + random.nextInt(400), bytes.length - written);
                writer.write(bytes, written, n);
                written += n;
                int from = random.nextInt(written + 1);
                try (InputStream in = writer.readBack(from, Long.MAX_VALUE)) {
                    assertThat(in.readAllBytes())
                            .as(from + " to " + written)
                            .isEqualTo(Arrays.copyOfRange(bytes, from, written));
                }
            }
            assertThatThrownBy(() -> writer.readBack(5001, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThat(writer.commit(Objects.draft(1)).file()).isEqualTo(Digest.of(bytes));
        }
    }

    @Test
    void a_file_in_the_place_of_another_is_noticed() throws IOException {
        Receipt one = Objects.put(store, 1, Objects.bytes(500, 7));
        Receipt two = Objects.put(store, 2, Objects.bytes(500, 8));
        inner.replace(one, inner.bytes(two));
        assertThatThrownBy(() -> store.open(one.name()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(one.name())
                .hasMessageContaining("the file is another one's");
    }

    @Test
    void an_object_that_is_not_encrypted_is_not_taken_for_one() throws IOException {
        Receipt one = Objects.put(store, 1, Objects.bytes(500, 9));
        inner.replace(one, Objects.bytes(500, 9));
        assertThatThrownBy(() -> store.open(one.name()))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("does not begin as an encrypted one");
    }

    @Test
    void a_damaged_segment_is_named_and_the_others_are_read() throws IOException {
        byte[] bytes = Objects.bytes(5000, 10);
        Receipt receipt = Objects.put(store, 1, bytes);
        byte[] file = inner.bytes(receipt);
        file[2 * SMALL_SEGMENT + 17] ^= 1;
        inner.replace(receipt, file);
        Segments segments = new Segments(SMALL_SEGMENT);
        int from = (int) segments.start(2);
        int to = (int) segments.start(3);
        try (SeekableByteChannel channel = store.channel(receipt.name())) {
            assertThatThrownBy(() -> channel.position(from + 5).read(ByteBuffer.allocate(1)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("bytes " + from + " to " + (to - 1));
            ByteBuffer rest = ByteBuffer.allocate(bytes.length - to);
            channel.position(to).read(rest);
            assertThat(rest.array()).isEqualTo(Arrays.copyOfRange(bytes, to, bytes.length));
        }
        try (InputStream in = store.open(receipt.name(), 0, from)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOf(bytes, from));
        }
        assertThatThrownBy(() -> store.digest(receipt.name())).isInstanceOf(StorageException.class);
    }

    @Test
    void no_bit_can_change_and_no_byte_be_missing_without_notice() throws IOException {
        Receipt receipt = Objects.put(store, 1, Objects.bytes(1100, 11));
        byte[] whole = inner.bytes(receipt);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            inner.replace(receipt, changed);
            assertThatThrownBy(() -> store.digest(receipt.name()))
                    .as("bit of byte " + i)
                    .isInstanceOf(StorageException.class);
        }
        for (int length = 0; length < whole.length; length += 1 + length / 40) {
            inner.replace(receipt, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> store.digest(receipt.name()))
                    .as("cut to " + length)
                    .isInstanceOf(StorageException.class);
        }
        // The end of the object cut out, its key kept.
        byte[] shorter = Arrays.copyOf(whole, SMALL_SEGMENT + ObjectKey.TRAILER);
        System.arraycopy(whole, whole.length - ObjectKey.TRAILER, shorter, SMALL_SEGMENT, ObjectKey.TRAILER);
        inner.replace(receipt, shorter);
        assertThatThrownBy(() -> store.open(receipt.name())).hasMessageContaining("expected " + whole.length);
        inner.replace(receipt, whole);
        assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
    }

    @Test
    void an_object_is_restored_from_what_another_store_has_in_clear() throws IOException {
        byte[] bytes = Objects.bytes(5000, 12);
        Receipt receipt = Objects.put(store, 1, bytes);
        byte[] first = inner.bytes(receipt);
        inner.replace(receipt, new byte[100]);
        assertThatThrownBy(() -> store.restore(receipt, new ByteArrayInputStream(new byte[5000])))
                .hasMessageContaining("nothing was changed");
        assertThat(store.restore(receipt, new ByteArrayInputStream(bytes))).isTrue();
        inner.putRight(receipt);
        assertThat(Objects.get(store, receipt.name())).isEqualTo(bytes);
        assertThat(inner.bytes(receipt))
                .hasSameSizeAs(first)
                .as("encrypted anew")
                .isNotEqualTo(first);
        assertThat(store.restore(receipt, new ByteArrayInputStream(bytes))).isFalse();
    }

    @Test
    void a_copy_of_a_plain_store_has_the_same_receipts_but_for_the_stored_form() throws IOException {
        byte[] bytes = Objects.bytes(5000, 13);
        try (ObjectStore plain = StorageProviders.openObjects(URI.create("memory:a"), OpenOptions.defaults())) {
            Objects.put(plain, 9, new byte[1]);
            Receipt original = Objects.put(plain, 1, bytes);
            try (ObjectWriter writer = store.begin()) {
                writer.write(Objects.get(plain, original.name()));
                Receipt copy = writer.commit(ReceiptDraft.copyOf(original));
                assertThat(copy.stored()).isNotNull();
                assertThat(copy.withStored(null)).isEqualTo(original);
            }
            assertThat(Objects.get(store, original.name())).isEqualTo(bytes);
        }
    }
}
