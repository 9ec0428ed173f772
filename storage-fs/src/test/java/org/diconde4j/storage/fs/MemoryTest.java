package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of the objects on their way is in memory, and that nobody sees a difference. */
class MemoryTest {
    private static final int LENGTH = 1 << 20;
    private static final int AT_ONCE = 40;

    @TempDir
    Path folder;

    @Test
    void takes_any_number_of_objects_at_once_with_bounded_memory() throws IOException {
        byte[] bytes = new byte[LENGTH];
        new Random(5).nextBytes(bytes);
        List<Receipt> receipts = new ArrayList<>();
        try (ObjectStore store = FsObjectStore.open(folder.toUri(), folder, Disk.REAL, Limits.USUAL)) {
            List<ObjectWriter> writers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                ObjectWriter writer = store.begin();
                writer.write(bytes, 0, LENGTH - i);
                writers.add(writer);
            }
            assertThat(staged()).isBetween(AT_ONCE - 18L, AT_ONCE - 16L); // 16 MiB and the first 64 KiB of each
            for (ObjectWriter writer : writers) {
                assertThat(writer.readBack(70_000, 5).readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(bytes, 70_000, 70_005));
                receipts.add(commit(writer));
            }
            requireAll(store, receipts, bytes);
            try (ObjectWriter writer = store.begin()) { // all memory was given back
                writer.write(bytes, 0, LENGTH);
                assertThat(staged()).isLessThan(AT_ONCE);
            }
        }
        try (ObjectStore store = FsObjectStore.open(folder.toUri(), folder, Disk.REAL, Limits.USUAL)) {
            requireAll(store, receipts, bytes);
            assertThat(store.findings()).isEmpty();
        }
    }

    @Test
    void writes_an_object_that_comes_in_drops_to_a_file_once_it_is_large() throws IOException {
        byte[] bytes = new byte[LENGTH + 3 * Pieces.PIECE + 7];
        new Random(6).nextBytes(bytes);
        try (ObjectStore store = FsObjectStore.open(folder.toUri(), folder, Disk.REAL, Limits.USUAL);
                ObjectWriter writer = store.begin()) {
            for (int at = 0; at < bytes.length; ) {
                int n = Math.min(bytes.length - at, 1 + at % 9001);
                writer.write(bytes, at, n);
                at += n;
            }
            assertThat(staged()).isOne();
            Receipt receipt = commit(writer);
            try (InputStream in = store.open(receipt.name())) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
            receipt.requireWhole(store.digest(receipt.name()));
        }
    }

    @Test
    void gives_pieces_from_any_position() {
        byte[] bytes = new byte[3 * Pieces.PIECE + 100];
        new Random(7).nextBytes(bytes);
        Pieces pieces = new Pieces();
        pieces.add(bytes, 0, 10);
        Pieces before = pieces.soFar();
        pieces.add(bytes, 10, bytes.length - 10);
        for (int from : new int[] {0, 9, Pieces.PIECE - 1, Pieces.PIECE, 2 * Pieces.PIECE + 5, bytes.length - 1}) {
            ByteBuffer to = ByteBuffer.allocate(bytes.length);
            assertThat(pieces.read(from, to)).isEqualTo(bytes.length - from);
            assertThat(Arrays.copyOf(to.array(), to.position()))
                    .isEqualTo(Arrays.copyOfRange(bytes, from, bytes.length));
        }
        assertThat(pieces.read(bytes.length, ByteBuffer.allocate(1))).isZero();
        assertThat(before.length()).isEqualTo(10);
        assertThat(before.read(0, ByteBuffer.allocate(100))).isEqualTo(10);
    }

    private long staged() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("incoming"))) {
            return files.count();
        }
    }

    private static Receipt commit(ObjectWriter writer) {
        String instance = "1.2." + writer.length();
        return writer.commit(ReceiptDraft.builder(
                        Receipt.Kind.STORED,
                        Instant.EPOCH,
                        Source.api(),
                        ObjectNames.instance("1.2.3", "1.2.4", instance))
                .build());
    }

    private static void requireAll(ObjectStore store, List<Receipt> receipts, byte[] bytes) throws IOException {
        for (int i = 0; i < receipts.size(); i++) {
            try (InputStream in = store.open(receipts.get(i).name())) {
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOf(bytes, LENGTH - i));
            }
        }
    }
}
