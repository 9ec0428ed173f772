package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectMissingException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoreLockedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ObjectStore} promises. A provider subclasses this and says how its store is opened. */
public abstract class ObjectStoreContract {
    private static final int THREADS = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final List<ObjectStore> opened = new ArrayList<>();

    /** For subclasses. */
    protected ObjectStoreContract() {}

    /**
     * Opens the store under test.
     *
     * @param folder where a store with files may put them; the same folder means the same store
     * @return an open store
     */
    protected abstract ObjectStore open(Path folder);

    /**
     * Tells whether the store outlives its closing.
     *
     * @return false for a store in memory, which is then excused from opening again
     */
    protected boolean isDurable() {
        return true;
    }

    /**
     * Tells whether the store encrypts, so that receipts have a {@linkplain Receipt#stored() stored form}.
     *
     * @return true for a store that encrypts what it is given
     */
    protected boolean isEncrypted() {
        return false;
    }

    /**
     * Returns the file to which receipts are being appended.
     *
     * @param folder the folder of the store
     * @return the file, or null for a store that has none, which is then excused from torn tails
     */
    protected @Nullable Path receiptFile(Path folder) {
        return null;
    }

    private ObjectStore store() {
        ObjectStore store = open(directory);
        opened.add(store);
        return store;
    }

    private ObjectStore reopened(ObjectStore store) {
        store.close();
        return store();
    }

    @AfterEach
    void close() {
        opened.forEach(ObjectStore::close);
    }

    private static Receipt put(ObjectStore store, ReceiptDraft draft, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes, 0, bytes.length);
            return writer.commit(draft);
        }
    }

    private static byte[] get(ObjectStore store, String name) throws IOException {
        try (InputStream in = store.open(name)) {
            return in.readAllBytes();
        }
    }

    private Path receiptFile() {
        Path file = receiptFile(directory);
        assumeTrue(file != null, "does not apply: the store has no file of receipts");
        return Objects.requireNonNull(file);
    }

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
    void tells_how_much_room_there_is_if_it_can() {
        ObjectStore store = store();
        store.space().ifPresent(space -> {
            assertThat(space.total()).isPositive();
            assertThat(space.usable()).isBetween(1L, space.total());
        });
    }

    @Test
    void gives_no_receipt_later_whose_sequence_is_not_above_the_last_one_told() throws Exception {
        ObjectStore store = store();
        List<Set<Long>> seen = new ArrayList<>();
        List<Long> last = new ArrayList<>();
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= 60; i++) {
                put(store, Samples.draft(1, 1, i), Samples.bytes(10, i));
            }
        });
        writer.start();
        while (writer.isAlive()) {
            last.add(store.lastSequence());
            seen.add(new HashSet<>(
                    store.receipts(0).toList().stream().map(Receipt::sequence).toList()));
        }
        List<Long> all =
                store.receipts(0).toList().stream().map(Receipt::sequence).toList();
        for (int i = 0; i < last.size(); i++) {
            long told = last.get(i);
            assertThat(seen.get(i))
                    .containsAll(all.stream().filter(s -> s <= told).toList());
        }
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

    private List<Path> files() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.sorted().toList();
        }
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
    void never_overwrites_a_name() throws IOException {
        ObjectStore store = store();
        byte[] first = Samples.bytes(100, 6);
        String name = put(store, Samples.draft(1, 1, 1), first).name();
        assertThatThrownBy(() -> put(store, Samples.draft(1, 1, 1), Samples.bytes(100, 7)))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContaining(name);
        assertThat(get(store, name)).isEqualTo(first);
        assertThat(store.receipts(0).toList()).hasSize(1);
    }

    @Test
    void lets_an_object_whose_name_is_taken_be_read_back_and_committed_under_another() throws IOException {
        ObjectStore store = store();
        put(store, Samples.draft(1, 1, 1), Samples.bytes(100, 6));
        for (int size : List.of(0, 500, 200_001)) {
            byte[] bytes = Samples.bytes(size, 7);
            try (ObjectWriter writer = store.begin();
                    ObjectWriter copy = store.begin()) {
                writer.write(bytes, 0, size);
                assertThatThrownBy(() -> writer.commit(Samples.draft(1, 1, 1))).isInstanceOf(NameTakenException.class);
                assertThatIllegalStateException().isThrownBy(() -> writer.commit(Samples.draft(1, 2, size)));
                try (InputStream in = writer.readBack(size / 3, Long.MAX_VALUE)) {
                    assertThat(in.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, size / 3, size));
                }
                try (InputStream in = writer.readBack(0, Long.MAX_VALUE)) {
                    in.transferTo(copy);
                }
                assertThat(get(store, copy.commit(Samples.draft(1, 2, size)).name()))
                        .isEqualTo(bytes);
                writer.close();
                assertThatIllegalStateException().isThrownBy(() -> writer.readBack(0, 1));
            }
        }
        assertThat(store.receipts(0).toList()).hasSize(4);
    }

    @Test
    void refuses_names_that_could_leave_the_store() {
        ObjectStore store = store();
        for (String name : List.of("../x.dcm", "studies/../x", "/etc/passwd", "studies/A", "studies/a\\b", "studies")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.exists(name));
        }
    }

    @Test
    void lets_exactly_one_of_many_threads_take_a_name() throws Exception {
        ObjectStore store = store();
        List<Receipt> won = new ArrayList<>();
        List<Throwable> lost = new ArrayList<>();
        together(store, (thread, round) -> {
            byte[] bytes = Samples.bytes(500, thread);
            try {
                Receipt receipt = put(store, Samples.draft(1, 1, round), bytes);
                synchronized (won) {
                    won.add(receipt);
                }
                assertThat(get(store, receipt.name())).isEqualTo(bytes);
            } catch (NameTakenException e) {
                synchronized (lost) {
                    lost.add(e);
                }
            }
        });
        assertThat(won).hasSize(20).doesNotHaveDuplicates();
        assertThat(lost).hasSize(20 * (THREADS - 1));
        assertThat(store.receipts(0).toList()).containsExactlyInAnyOrderElementsOf(won);
        for (Receipt receipt : won) {
            assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
        }
    }

    @Test
    void gives_many_threads_rising_sequences_without_gaps() throws Exception {
        ObjectStore store = store();
        together(store, (thread, round) -> put(store, Samples.draft(1, thread, round), Samples.bytes(64, round)));
        List<Receipt> receipts = store.receipts(0).toList();
        assertThat(receipts).extracting(Receipt::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(receipts).hasSize(20 * THREADS);
        assertThat(store.lastSequence()).isEqualTo(20 * THREADS);
    }

    @Test
    void lets_several_that_have_it_open_share_one_history() throws Exception {
        ObjectStore one = store();
        assumeTrue(one.shared(), "does not apply: only one may have the store open");
        ObjectStore two = store();
        List<Receipt> won = java.util.Collections.synchronizedList(new ArrayList<>());
        java.util.concurrent.atomic.AtomicInteger lost = new java.util.concurrent.atomic.AtomicInteger();
        together(one, (thread, round) -> {
            ObjectStore mine = thread % 2 == 0 ? one : two;
            won.add(put(mine, Samples.draft(2, thread, round), Samples.bytes(64, round)));
            try {
                won.add(put(mine, Samples.draft(1, 1, round), Samples.bytes(64, thread / 4)));
            } catch (NameTakenException e) {
                lost.incrementAndGet();
            }
        });
        assertThat(won).hasSize(20 * THREADS + 20);
        assertThat(lost).hasValue(20 * (THREADS - 1));
        List<Receipt> receipts = one.receipts(0).toList();
        assertThat(receipts).containsExactlyInAnyOrderElementsOf(won);
        assertThat(receipts).extracting(Receipt::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(two.receipts(0).toList()).isEqualTo(receipts);
        assertThat(one.lastSequence()).isEqualTo(two.lastSequence()).isEqualTo(won.size());
        for (Receipt receipt : won) {
            assertThat(two.digest(receipt.name())).isEqualTo(receipt.file());
        }
        assertThat(one.receipts(77).toList()).isEqualTo(receipts.subList(77, receipts.size()));
    }

    private interface Work {
        void run(int thread, int round) throws Exception;
    }

    private static void together(ObjectStore store, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 1; t <= THREADS; t++) {
                int thread = t;
                done.add(threads.submit(() -> {
                    for (int round = 1; round <= 20; round++) {
                        work.run(thread, round);
                    }
                    return store;
                }));
            }
            for (Future<?> f : done) {
                f.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void reads_the_history_from_any_place() {
        ObjectStore store = store();
        List<Receipt> written = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            written.add(put(store, Samples.draft(1, 1, i), new byte[i]));
        }
        assertThat(store.receipts(0).toList()).isEqualTo(written);
        assertThat(store.receipts(3).toList()).isEqualTo(written.subList(3, 5));
        assertThat(store.receipts(5).toList()).isEmpty();
    }

    @Test
    void records_events_without_bytes() {
        ObjectStore store = store();
        Receipt set = put(store, Samples.quarantined("q", "not a DICOM file: \"\u00fc\\\u2028\n"), new byte[10]);
        ReceiptDraft draft = ReceiptDraft.about(
                set, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), "looked at, is noise");
        Receipt discarded = store.append(draft);
        assertThat(discarded.sequence()).isEqualTo(2);
        assertThat(discarded.refersTo()).isEqualTo(1);
        assertThat(discarded.name()).isEqualTo(set.name());
        assertThat(store.receipts(0).toList()).containsExactly(set, discarded);
    }

    private static boolean isAbout(Receipt receipt, Receipt set) {
        return Objects.equals(receipt.refersTo(), set.sequence());
    }

    @Test
    void records_an_event_unless_a_rival_came_after_what_the_caller_knows() {
        ObjectStore store = store();
        Receipt set = put(store, Samples.quarantined("q", "noise"), new byte[10]);
        ReceiptDraft draft = ReceiptDraft.about(set, Receipt.Kind.RELEASED, Samples.NOON, Source.api(), "checked");
        put(store, Samples.draft(1, 1, 1), new byte[10]);
        Receipt first = Objects.requireNonNull(
                store.appendUnless(draft, set.sequence(), receipt -> isAbout(receipt, set)), "no rival yet");
        assertThat(store.appendUnless(draft, set.sequence(), receipt -> isAbout(receipt, set)))
                .isNull();
        assertThat(store.appendUnless(draft, first.sequence(), receipt -> isAbout(receipt, set)))
                .isNotNull();
        Receipt plain = store.append(draft);
        assertThat(store.appendUnless(draft, plain.sequence() - 1, receipt -> isAbout(receipt, set)))
                .isNull();
        assertThat(store.receipts(0).toList()).hasSize(5);
    }

    @Test
    void records_one_of_several_rivals_that_come_at_once() throws Exception {
        ObjectStore store = store();
        ObjectStore other = store.shared() ? store() : store;
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int round = 0; round < 4; round++) {
                Receipt set = put(store, Samples.quarantined("q" + round, "noise"), new byte[10]);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> done = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    ObjectStore one = i % 2 == 0 ? store : other;
                    ReceiptDraft draft = ReceiptDraft.about(
                            set,
                            i < 3 ? Receipt.Kind.RELEASED : Receipt.Kind.DISCARDED,
                            Samples.NOON,
                            Source.api(),
                            "thread " + i);
                    done.add(threads.submit(() -> {
                        start.await();
                        return one.appendUnless(draft, set.sequence(), receipt -> isAbout(receipt, set)) != null;
                    }));
                }
                start.countDown();
                int successes = 0;
                for (Future<Boolean> one : done) {
                    successes += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
                }
                assertThat(successes).as("round %d", round).isEqualTo(1);
                assertThat(store.receipts(set.sequence()).toList())
                        .singleElement()
                        .satisfies(receipt -> assertThat(isAbout(receipt, set)).isTrue());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void removes_only_what_was_discarded_from_quarantine() {
        ObjectStore store = store();
        Receipt set = put(store, Samples.quarantined("q", "noise"), new byte[10]);
        Receipt stored = put(store, Samples.draft(1, 1, 1), new byte[10]);
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(set));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(stored));
        Receipt wrong = store.append(ReceiptDraft.about(
                stored, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), null));
        assertThatIllegalArgumentException().isThrownBy(() -> store.remove(wrong));
        Receipt discarded = store.append(ReceiptDraft.about(
                set, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), null));
        store.remove(discarded);
        store.remove(discarded);
        assertThat(store.exists(set.name())).isFalse();
        assertThat(store.exists(stored.name())).isTrue();
    }

    @Test
    void keeps_versions_beside_each_other_and_removes_those_that_were_deleted() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(100_000, 40);
        byte[] better = Samples.bytes(500, 41);
        Receipt first = put(store, Samples.draft(1, 1, 1), bytes);
        String name = ObjectNames.version("1.2.1", "1.2.1.1", "1.2.1.1.1", 2);
        Receipt second = put(
                store,
                ReceiptDraft.builder(Receipt.Kind.CORRECTED, Samples.NOON, Source.api(), name)
                        .uids(first.sopClassUid(), first.sopInstanceUid(), "1.2.1", "1.2.1.1")
                        .refersTo(first.sequence())
                        .reason("wrong heat number")
                        .build(),
                better);
        String json = "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"SN-2\"]}}";
        Receipt moved =
                store.append(ReceiptDraft.about(second, Receipt.Kind.MOVED, Samples.NOON, Source.api(), "another part")
                        .withAttributes(json, java.util.Set.of(org.diconde4j.storage.Flag.MOVED)));
        assertThat(store.digest(first.name()).equals(store.digest(name))).isFalse();
        assertThat(store.receipts(0).toList()).containsExactly(first, second, moved);
        assertThat(moved.attributes()).isEqualTo(json);
        assertThat(moved.firstVersion()).isEqualTo(second.sequence());
        assertThat(second.firstVersion()).isEqualTo(first.sequence());

        Receipt deleted =
                store.append(ReceiptDraft.about(first, Receipt.Kind.DELETED, Samples.NOON, Source.api(), "scrapped"));
        store.remove(deleted);
        store.remove(deleted);
        assertThat(store.exists(first.name())).isFalse();
        assertThat(store.exists(name)).isTrue();
        try (InputStream in = store.open(name)) {
            assertThat(in.readAllBytes()).isEqualTo(better);
        }
    }

    @Test
    void copies_receipts_of_another_store_with_their_sequences() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(1000, 30);
        Receipt one = Samples.draft(1, 1, 1).seal(7, 1000, Digest.of(bytes));
        Receipt set = Samples.quarantined("q", "noise").seal(9, 10, Digest.of(new byte[10]));
        Receipt discarded = ReceiptDraft.about(
                        set, Receipt.Kind.DISCARDED, Samples.NOON, org.diconde4j.storage.Source.api(), "noise")
                .seal(12);
        assertThat(put(store, ReceiptDraft.copyOf(one), bytes).withStored(null)).isEqualTo(one);
        assertThat(store.append(ReceiptDraft.copyOf(set)))
                .as("its bytes are gone already")
                .isEqualTo(set);
        assertThat(store.append(ReceiptDraft.copyOf(discarded))).isEqualTo(discarded);
        store.remove(discarded);
        assertThat(store.lastSequence()).isEqualTo(12);
        Receipt own = put(store, Samples.draft(1, 1, 2), new byte[5]);
        assertThat(own.sequence()).isEqualTo(13);
        assertThat(store.receipts(7).toList()).extracting(Receipt::sequence).containsExactly(9L, 12L, 13L);
        assertThat(get(store, one.name())).isEqualTo(bytes);
        if (isDurable()) {
            store = reopened(store);
            assertThat(store.lastSequence()).isEqualTo(13);
            assertThat(store.receipts(0).toList()).extracting(Receipt::sequence).containsExactly(7L, 9L, 12L, 13L);
        }
    }

    @Test
    void refuses_copies_that_come_late_or_with_other_bytes() {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(1000, 31);
        put(store, ReceiptDraft.copyOf(Samples.draft(1, 1, 1).seal(5, 1000, Digest.of(bytes))), bytes);
        Receipt late = Samples.draft(1, 1, 2).seal(5, 1000, Digest.of(bytes));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> put(store, ReceiptDraft.copyOf(late), bytes))
                .withMessageContaining("5");
        Receipt other = Samples.draft(1, 1, 2).seal(6, 1000, Digest.of(new byte[1000]));
        assertThatThrownBy(() -> put(store, ReceiptDraft.copyOf(other), bytes))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(Digest.of(bytes).toString());
        assertThat(store.exists(other.name())).isFalse();
        assertThat(store.receipts(0).toList()).hasSize(1);
        assertThat(put(store, Samples.draft(1, 1, 2), bytes).sequence()).isEqualTo(6);
    }

    /** Loses or damages an object, as a disk does. */
    private void damage(Receipt receipt, boolean missing) throws IOException {
        Path file = objectFile(directory, receipt.name());
        assumeTrue(file != null, "does not apply: the store has no file that could be damaged");
        byte[] found = Files.readAllBytes(Objects.requireNonNull(file));
        Files.delete(file);
        if (!missing) {
            found[found.length / 2] ^= 1;
            Files.write(file, found);
        }
    }

    /**
     * Returns the file in which an object lies, so that it can be damaged while the store is closed.
     *
     * @param folder the folder of the store
     * @param name the name of the object
     * @return the file, or null for a store without such, which is then excused from being damaged
     */
    protected @Nullable Path objectFile(Path folder, String name) {
        return null;
    }

    @Test
    void puts_a_damaged_or_missing_object_back() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(100_000, 32);
        Receipt one = put(store, Samples.draft(1, 1, 1), bytes);
        Receipt two = put(store, Samples.draft(1, 1, 2), bytes);
        store.close();
        damage(one, false);
        damage(two, true);
        store = store();
        for (Receipt receipt : List.of(one, two)) {
            assertThat(store.restore(receipt, new ByteArrayInputStream(bytes))).isTrue();
            assertThat(get(store, receipt.name())).isEqualTo(bytes);
        }
        store = reopened(store);
        assertThat(get(store, one.name())).isEqualTo(bytes);
        assertThat(get(store, two.name())).isEqualTo(bytes);
        assertThat(store.receipts(0).toList()).containsExactly(one, two);
    }

    @Test
    void puts_nothing_back_but_the_bytes_of_the_receipt() throws IOException {
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(1000, 33);
        Receipt one = put(store, Samples.draft(1, 1, 1), bytes);
        assertThat(store.restore(one, new ByteArrayInputStream(bytes)))
                .as("it is whole")
                .isFalse();
        assertThatThrownBy(() -> store.restore(one, new ByteArrayInputStream(new byte[1000])))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing was changed");
        Receipt foreign = Samples.draft(1, 1, 2).seal(1, 1000, Digest.of(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> store.restore(foreign, new ByteArrayInputStream(bytes)));
        assertThat(get(store, one.name())).isEqualTo(bytes);
        assertThat(store.exists(foreign.name())).isFalse();
        assertThat(store.receipts(0).toList()).containsExactly(one);
    }

    @Test
    void puts_an_object_back_in_another_stored_form_but_never_the_file_as_received_in_place_of_one()
            throws IOException {
        assumeTrue(!isEncrypted(), "does not apply: the store makes the stored form itself");
        ObjectStore store = store();
        byte[] encrypted = Samples.bytes(1132, 34);
        byte[] again = Samples.bytes(1132, 35);
        byte[] plain = Samples.bytes(1000, 36);
        Receipt one = put(store, Samples.draft(1, 1, 1).withReceived(1000, Digest.of(plain)), encrypted);
        Receipt.Stored form = new Receipt.Stored(1132, Digest.of(again));
        assertThatThrownBy(() -> store.restore(one, new ByteArrayInputStream(plain)))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> store.restore(one, form, new ByteArrayInputStream(encrypted)))
                .isInstanceOf(StorageException.class);
        assertThat(get(store, one.name())).isEqualTo(encrypted);
        assertThat(store.restore(one, form, new ByteArrayInputStream(again))).isTrue();
        assertThat(store.restore(one, form, new ByteArrayInputStream(again))).isFalse();
        assertThat(get(store, one.name())).isEqualTo(again);
        assertThat(store.receipts(0).toList()).containsExactly(one);
    }

    @Test
    void has_everything_after_opening_again() throws IOException {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        ObjectStore store = store();
        byte[] bytes = Samples.bytes(70_000, 8);
        Receipt one = put(store, Samples.draft(1, 1, 1), bytes);
        Receipt two = put(store, Samples.quarantined("q", "why"), new byte[1]);
        store = reopened(store);
        assertThat(store.receipts(0).toList()).containsExactly(one, two);
        assertThat(store.lastSequence()).isEqualTo(2);
        assertThat(get(store, one.name())).isEqualTo(bytes);
        assertThat(put(store, Samples.draft(1, 1, 2), bytes).sequence()).isEqualTo(3);
        assertThat(store.findings()).isEmpty();
    }

    @Test
    void refuses_to_be_opened_twice_and_names_the_holder() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        ObjectStore store = store();
        assumeTrue(!store.shared(), "does not apply: several may have the store open");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("pid=" + ProcessHandle.current().pid())
                    .hasMessageContaining("host=")
                    .hasMessageContaining("since=");
        }
        put(store, Samples.draft(1, 1, 1), new byte[1]);
        assertThat(reopened(store).lastSequence()).isEqualTo(1);
    }

    @Test
    void does_nothing_after_closing_and_may_be_closed_again() throws IOException {
        ObjectStore store = store();
        ObjectWriter writer = store.begin();
        writer.write(new byte[10]);
        store.close();
        store.close();
        assertThatThrownBy(() -> store.begin())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> writer.commit(Samples.draft(1, 1, 1))).isInstanceOf(RuntimeException.class);
        writer.close();
        if (isDurable()) {
            assertThat(store().lastSequence()).isZero();
        }
    }

    @Test
    void cuts_off_a_torn_receipt_and_goes_on() throws IOException {
        Path file = receiptFile();
        ObjectStore store = store();
        Receipt one = put(store, Samples.draft(1, 1, 1), new byte[1]);
        store.close();
        String line = Files.readString(file);
        Files.writeString(file, line.substring(0, line.length() / 2), StandardOpenOption.APPEND);
        store = store();
        assertThat(store.findings()).hasSize(1).first().asString().contains("cut off");
        assertThat(store.receipts(0).toList()).containsExactly(one);
        assertThat(store.lastSequence())
                .as("the number of the torn one is not given again")
                .isEqualTo(2);
        Receipt three = put(store, Samples.draft(1, 1, 3), new byte[1]);
        assertThat(three.sequence()).isEqualTo(3);
        store = reopened(store);
        assertThat(store.receipts(0).toList()).containsExactly(one, three);
        assertThat(store.findings()).isEmpty();
    }

    @Test
    void survives_a_receipt_file_that_was_cut_at_any_byte() throws IOException {
        Path file = receiptFile();
        ObjectStore store = store();
        for (int i = 1; i <= 3; i++) {
            put(store, Samples.draft(1, 1, i), new byte[i]);
        }
        store.close();
        byte[] whole = Files.readAllBytes(file);
        for (int length = whole.length; length >= 0; length -= 41) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            ObjectStore cut = store();
            int lines = 0;
            for (int i = 0; i < length; i++) {
                lines += whole[i] == '\n' ? 1 : 0;
            }
            assertThat(cut.receipts(0).toList()).as("cut at byte %s", length).hasSize(lines);
            cut.close();
        }
    }

    @Test
    void passes_over_a_damaged_receipt_and_reports_it() throws IOException {
        Path file = receiptFile();
        ObjectStore store = store();
        Receipt one = put(store, Samples.draft(1, 1, 1), new byte[1]);
        put(store, Samples.draft(1, 1, 2), new byte[1]);
        Receipt three = put(store, Samples.draft(1, 1, 3), new byte[1]);
        store.close();
        Files.writeString(file, Files.readString(file).replace("1.2.1.1.2\"", "1.2.1.1.9\""));
        store = store();
        assertThat(store.receipts(0).toList()).containsExactly(one, three);
        assertThat(store.findings())
                .hasSize(1)
                .first()
                .asString()
                .contains("damaged")
                .contains(file.toString());
        assertThat(put(store, Samples.draft(1, 1, 4), new byte[1]).sequence()).isEqualTo(4);
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

    @Test
    void ends_a_cursor_that_is_closed() {
        ObjectStore store = store();
        put(store, Samples.draft(1, 1, 1), new byte[1]);
        put(store, Samples.draft(1, 1, 2), new byte[1]);
        Cursor<Receipt> receipts = store.receipts(0);
        receipts.next();
        receipts.close();
        receipts.close();
        assertThat(receipts.hasNext()).isFalse();
    }
}
