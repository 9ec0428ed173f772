package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.RecordNames;
import org.diconde4j.storage.RecordText;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.Records.Written;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoreLockedException;
import org.diconde4j.storage.StoredRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Records} promises. A provider subclasses this and says how its records are opened. */
public abstract class RecordsContract {
    private static final String KIND = "procedure-step";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final List<Records> opened = new ArrayList<>();

    /** For subclasses. */
    protected RecordsContract() {}

    /**
     * Opens the records under test.
     *
     * @param folder where records with files may put them; the same folder means the same records
     * @return open records
     */
    protected abstract Records open(Path folder);

    /**
     * Tells whether the records outlive their closing.
     *
     * @return false for records in memory, which are then excused from opening again
     */
    protected boolean isDurable() {
        return true;
    }

    /**
     * Returns the file of a record, for the test to damage it.
     *
     * @param folder the folder of the records
     * @param kind the kind of the record
     * @param id its id
     * @return the file, or null if a record has no file of its own, which excuses from damage
     */
    protected @Nullable Path file(Path folder, String kind, String id) {
        return null;
    }

    private Records records() {
        Records records = open(directory);
        opened.add(records);
        return records;
    }

    private Records reopened(Records records) {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        records.close();
        return records();
    }

    private Path file(String id) {
        Path file = file(directory, KIND, id);
        assumeTrue(file != null, "does not apply: a record has no file of its own");
        return Objects.requireNonNull(file);
    }

    @AfterEach
    void close() {
        opened.forEach(Records::close);
    }

    private static RecordContent step(String state) {
        return RecordContent.of(Dataset.builder()
                .set(Tag.PatientID, "SN-0001")
                .set(Tag.PerformedProcedureStepStatus, state)
                .build());
    }

    private static List<String> ids(Cursor<StoredRecord> cursor) {
        return cursor.toList().stream().map(StoredRecord::id).toList();
    }

    private static StoredRecord put(Records records, String id, long version, RecordContent content) {
        Written written = records.put(KIND, id, version, content);
        assertThat(written.done()).as("put %s over version %s", id, version).isTrue();
        return Objects.requireNonNull(written.record());
    }

    private static void assertSame(@Nullable StoredRecord actual, StoredRecord expected) {
        StoredRecord found = Objects.requireNonNull(actual, () -> "no record " + expected.id());
        assertThat(found.kind()).isEqualTo(expected.kind());
        assertThat(found.id()).isEqualTo(expected.id());
        assertThat(found.version()).isEqualTo(expected.version());
        assertThat(found.modified()).isEqualTo(expected.modified());
        assertThat(found.content().notes()).isEqualTo(expected.content().notes());
        assertThat(found.content().dataset().sameContent(expected.content().dataset()))
                .as("%s is %s", found.content().dataset(), expected.content().dataset())
                .isTrue();
    }

    @Test
    void copies_a_record_with_its_version_and_time() {
        Records records = records();
        Instant earlier = Instant.parse("2026-11-26T12:00:00.123Z");
        StoredRecord seventh = new StoredRecord(KIND, "a", 7, earlier, step("IN PROGRESS"));
        assertThat(records.copy(3, seventh)).isEqualTo(new Written(false, null));
        assertThat(records.copy(Records.NEW, seventh).done()).isTrue();
        assertSame(records.get(KIND, "a"), seventh);

        StoredRecord earlierOne = new StoredRecord(KIND, "a", 2, earlier, step("DISCONTINUED"));
        Written conflict = records.copy(6, earlierOne);
        assertThat(conflict.done()).isFalse();
        assertSame(conflict.record(), seventh);
        assertThat(records.copy(7, earlierOne).done()).isTrue();
        assertSame(records.get(KIND, "a"), earlierOne);
        assertThat(put(records, "a", 2, step("COMPLETED")).version()).isEqualTo(3);
    }

    @Test
    void gives_back_what_was_written() {
        Records records = records();
        Instant before = Instant.now().minusMillis(1);
        Dataset item =
                Dataset.builder().set(Tag.ScheduledStationAETitle, "CT\\1").build();
        RecordContent content = new RecordContent(
                Dataset.builder()
                        .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                        .set(Tag.PatientName, "Schaufel^Größe 4 \uD83D\uDD27")
                        .setItems(Tag.ScheduledProcedureStepSequence, item)
                        .build(),
                Map.of("state", "SENDING", "reason", "\"\\ {}[],:\n\u2028\u0001\u00fc\uD83D\uDD27", "", ""));
        StoredRecord written = put(records, "1.2.3", Records.NEW, content);
        assertThat(written.version()).isEqualTo(1);
        assertThat(written.modified()).isBetween(before, Instant.now());
        assertSame(records.get(KIND, "1.2.3"), written);
        assertSame(records.list(KIND).next(), written);
    }

    @Test
    void keeps_a_record_that_says_nothing() {
        Records records = records();
        StoredRecord written = put(records, "1", Records.NEW, RecordContent.EMPTY);
        assertSame(records.get(KIND, "1"), written);
        assertThat(written.content()).isEqualTo(RecordContent.EMPTY);
    }

    @Test
    void has_nothing_of_another_kind_or_id() {
        Records records = records();
        put(records, "1", Records.NEW, step("IN PROGRESS"));
        assertThat(records.get(KIND, "2")).isNull();
        assertThat(records.get("worklist", "1")).isNull();
        assertThat(records.list("worklist").toList()).isEmpty();
        assertThat(records.delete("worklist", "1", 1)).isFalse();
    }

    @Test
    void replaces_only_the_version_that_was_read() {
        Records records = records();
        StoredRecord first = put(records, "1", Records.NEW, step("IN PROGRESS"));
        StoredRecord second = put(records, "1", first.version(), step("COMPLETED"));
        assertThat(second.version()).isEqualTo(2);
        for (long stale : new long[] {Records.NEW, 1, 3, -1}) {
            Written conflict = records.put(KIND, "1", stale, step("DISCONTINUED"));
            assertThat(conflict.done()).as("over version %s", stale).isFalse();
            assertSame(conflict.record(), second);
        }
        assertSame(records.get(KIND, "1"), second);
    }

    @Test
    void does_not_replace_what_is_not_there() {
        Records records = records();
        assertThat(records.put(KIND, "1", 1, step("COMPLETED"))).isEqualTo(new Written(false, null));
        assertThat(records.get(KIND, "1")).isNull();
    }

    @Test
    void deletes_only_the_version_that_was_read() {
        Records records = records();
        put(records, "1", Records.NEW, step("IN PROGRESS"));
        put(records, "1", 1, step("COMPLETED"));
        assertThat(records.delete(KIND, "1", 1)).isFalse();
        assertThat(records.delete(KIND, "1", Records.NEW)).isFalse();
        assertThat(records.get(KIND, "1")).isNotNull();
        assertThat(records.delete(KIND, "1", 2)).isTrue();
        assertThat(records.get(KIND, "1")).isNull();
        assertThat(records.delete(KIND, "1", 2)).isFalse();
        assertThat(records.list(KIND).toList()).isEmpty();
        assertThat(put(records, "1", Records.NEW, step("IN PROGRESS")).version())
                .isEqualTo(1);
    }

    @Test
    void deletes_a_record_whatever_its_version_is() {
        Records records = records();
        put(records, "1", Records.NEW, step("IN PROGRESS"));
        put(records, "1", 1, step("COMPLETED"));
        assertThat(records.delete(KIND, "1")).isTrue();
        assertThat(records.get(KIND, "1")).isNull();
        assertThat(records.delete(KIND, "1")).isFalse();
    }

    @Test
    void deletes_of_several_those_that_nobody_changed() {
        Records records = records();
        for (String id : List.of("1", "2", "3")) {
            put(records, id, Records.NEW, step("IN PROGRESS"));
        }
        put(records, "2", 1, step("COMPLETED"));
        assertThat(records.delete(KIND, Map.of("1", 1L, "2", 1L, "4", 1L))).isEqualTo(1);
        assertThat(records.delete("worklist", Map.of("1", 1L))).isZero();
        assertThat(records.delete(KIND, Map.of())).isZero();
        assertThat(ids(records.list(KIND))).containsExactly("2", "3");
        assertThatIllegalArgumentException().isThrownBy(() -> records.delete(KIND, Map.of("../x", 1L)));
        assertThat(ids(reopened(records).list(KIND))).containsExactly("2", "3");
    }

    @Test
    void tells_of_which_kinds_there_are_records() {
        Records records = records();
        assertThat(records.kinds()).isEmpty();
        records.put("worklist", "a", Records.NEW, RecordContent.EMPTY);
        records.put("outbox.queued.x__50", "b", Records.NEW, RecordContent.EMPTY);
        records.put("gone", "c", Records.NEW, RecordContent.EMPTY);
        records.delete("gone", "c");
        assertThat(records.kinds()).containsExactly("outbox.queued.x__50", "worklist");
    }

    @Test
    void lists_in_the_order_of_ids_from_any_place() {
        Records records = records();
        for (String id : List.of("b", "a", "a.b", "a-b", "10", "9", "a_")) {
            put(records, id, Records.NEW, step("IN PROGRESS"));
        }
        assertThat(ids(records.list(KIND))).containsExactly("10", "9", "a", "a-b", "a.b", "a_", "b");
        assertThat(ids(records.list(KIND, "a"))).containsExactly("a-b", "a.b", "a_", "b");
        assertThat(ids(records.list(KIND, "a,")))
                .as("after an id that is not there")
                .startsWith("a-b");
        assertThat(ids(records.list(KIND, "b"))).isEmpty();
        assertThat(records.count(KIND)).isEqualTo(7);
        assertThat(records.count("worklist")).isZero();
        assertThat(records.isEmpty(KIND)).isFalse();
        assertThat(records.isEmpty("worklist")).isTrue();
    }

    @Test
    void lists_on_while_records_come_and_go() {
        Records records = records();
        for (int i = 0; i < 20; i++) {
            put(records, String.format("%02d", i), Records.NEW, step("IN PROGRESS"));
        }
        try (Cursor<StoredRecord> cursor = records.list(KIND)) {
            assertThat(cursor.next().id()).isEqualTo("00");
            records.delete(KIND, "10", 1);
            put(records, "19", 1, step("COMPLETED"));
            put(records, "20", Records.NEW, step("COMPLETED"));
            List<String> rest = new ArrayList<>();
            cursor.forEachRemaining(r -> rest.add(r.id()));
            assertThat(rest).doesNotHaveDuplicates().isSorted().contains("01", "09", "11", "19");
        }
    }

    @Test
    void ends_a_cursor_that_is_closed() {
        Records records = records();
        put(records, "1", Records.NEW, step("IN PROGRESS"));
        put(records, "2", Records.NEW, step("IN PROGRESS"));
        Cursor<StoredRecord> cursor = records.list(KIND);
        cursor.next();
        cursor.close();
        cursor.close();
        assertThat(cursor.hasNext()).isFalse();
    }

    @Test
    void lets_one_of_many_threads_replace_a_version() throws Exception {
        Records records = records();
        int threads = 8;
        int rounds = 10;
        put(records, "1", Records.NEW, RecordContent.EMPTY);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 1; round <= rounds; round++) {
                long version = round;
                List<Future<Boolean>> done = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    RecordContent content = RecordContent.EMPTY.with("by", "thread " + t);
                    done.add(executor.submit(
                            () -> records.put(KIND, "1", version, content).done()));
                }
                int winners = 0;
                for (Future<Boolean> one : done) {
                    winners += one.get() ? 1 : 0;
                }
                assertThat(winners).as("winners of round %s", round).isEqualTo(1);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(Objects.requireNonNull(records.get(KIND, "1")).version()).isEqualTo(rounds + 1);
    }

    @Test
    void loses_no_update_of_many_threads() throws Exception {
        Records records = records();
        int threads = 4;
        int each = 10;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(executor.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        records.update(KIND, "counter", now -> {
                            RecordContent content = now == null ? RecordContent.EMPTY : now.content();
                            String count = content.notes().getOrDefault("count", "0");
                            return content.with("count", String.valueOf(Integer.parseInt(count) + 1));
                        });
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
        StoredRecord counter = Objects.requireNonNull(records.get(KIND, "counter"));
        assertThat(counter.content().note("count")).isEqualTo(String.valueOf(threads * each));
        assertThat(counter.version()).isEqualTo(threads * each);
    }

    @Test
    void leaves_a_record_alone_when_an_update_wants_nothing() {
        Records records = records();
        assertThat(records.update(KIND, "1", now -> null)).isNull();
        StoredRecord written = put(records, "1", Records.NEW, step("IN PROGRESS"));
        assertSame(records.update(KIND, "1", now -> null), written);
        assertSame(records.get(KIND, "1"), written);
    }

    @Test
    void refuses_names_that_climb_or_differ_in_case_only() {
        Records records = records();
        for (String name :
                List.of("", ".", "..", "../x", "a/b", "a\\b", "A", "a.", ".a", "a\0", "\u00fc", "a b", "-a", "a:b")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> records.get(KIND, name));
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> records.put(KIND, name, Records.NEW, RecordContent.EMPTY));
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> records.get(name, "1"));
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> records.list(name));
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> records.delete(name, "1", 1));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> records.get(KIND, "a".repeat(129)));
        assertThatIllegalArgumentException().isThrownBy(() -> records.get("a".repeat(65), "1"));
    }

    @Test
    void takes_any_text_that_was_made_an_id() {
        Records records = records();
        List<String> texts =
                List.of("1.2.840", "1.2.840.", "STATION", "station", "../..", "\u00fc\0", "x".repeat(1000), "x_61");
        for (String text : texts) {
            put(records, RecordNames.id(text), Records.NEW, RecordContent.EMPTY.with("text", text));
        }
        for (String text : texts) {
            StoredRecord record = records.get(KIND, RecordNames.id(text));
            assertThat(Objects.requireNonNull(record).content().note("text")).isEqualTo(text);
        }
    }

    @Test
    void refuses_a_record_that_is_no_small_document() {
        Records records = records();
        StoredRecord small = put(records, "1", Records.NEW, RecordContent.EMPTY);
        RecordContent large = RecordContent.EMPTY.with("text", "x".repeat(RecordText.MAX_BYTES));
        assertThatThrownBy(() -> records.put(KIND, "1", 1, large))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("expected " + RecordText.MAX_BYTES + " at most");
        assertSame(records.get(KIND, "1"), small);
        put(records, "1", 1, RecordContent.EMPTY.with("text", "x".repeat(RecordText.MAX_BYTES - 1000)));
    }

    @Test
    void has_everything_after_opening_again() {
        Records records = records();
        StoredRecord one = put(records, "1", Records.NEW, step("IN PROGRESS"));
        put(records, "2", Records.NEW, step("IN PROGRESS"));
        StoredRecord two = put(records, "2", 1, step("COMPLETED"));
        put(records, "3", Records.NEW, step("IN PROGRESS"));
        records.delete(KIND, "3", 1);
        records = reopened(records);
        assertSame(records.get(KIND, "1"), one);
        assertSame(records.get(KIND, "2"), two);
        assertThat(ids(records.list(KIND))).containsExactly("1", "2");
        assertThat(put(records, "2", 2, step("COMPLETED")).version()).isEqualTo(3);
        assertThat(records.findings()).isEmpty();
    }

    @Test
    void refuses_to_be_opened_twice_and_names_the_holder() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Records records = records();
        assumeTrue(!records.shared(), "does not apply: the records are shared");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("pid=" + ProcessHandle.current().pid());
        }
        put(records, "1", Records.NEW, step("IN PROGRESS"));
        assertThat(ids(reopened(records).list(KIND))).containsExactly("1");
    }

    @Test
    void does_nothing_after_closing_and_may_be_closed_again() {
        Records records = records();
        records.close();
        records.close();
        assertThatThrownBy(() -> records.get(KIND, "1"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> records.put(KIND, "1", Records.NEW, RecordContent.EMPTY))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> records.delete(KIND, "1", 1)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> records.list(KIND)).isInstanceOf(StorageException.class);
    }

    @Test
    void does_not_lose_a_record_to_an_interrupt() {
        Records records = records();
        Thread.currentThread().interrupt();
        StoredRecord written = put(records, "1", Records.NEW, step("IN PROGRESS"));
        StoredRecord found = records.get(KIND, "1");
        assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
        assertSame(found, written);
    }

    @Test
    void takes_a_record_cut_at_any_byte_or_with_a_wrong_bit_for_one_that_is_not_there() throws IOException {
        Path file = file("1");
        Records records = records();
        put(records, "1", Records.NEW, step("IN PROGRESS"));
        byte[] whole = Files.readAllBytes(file);
        for (int length = whole.length - 2; length >= 0; length -= 13) {
            assertDamageIsPutAside(records, file, java.util.Arrays.copyOf(whole, length));
        }
        for (int i = 0; i < whole.length - 1; i += 17) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 0x10;
            assertDamageIsPutAside(records, file, flipped);
        }
        assertDamageIsPutAside(records, file, new byte[RecordText.MAX_BYTES + 1]);
        Files.write(file, whole);
        assertThat(Objects.requireNonNull(records.get(KIND, "1")).version()).isEqualTo(1);
    }

    private static void assertDamageIsPutAside(Records records, Path file, byte[] damaged) throws IOException {
        int findings = records.findings().size();
        Files.write(file, damaged);
        assertThat(records.get(KIND, "1"))
                .as(new String(damaged, 0, Math.min(500, damaged.length)))
                .isNull();
        assertThat(records.findings()).hasSize(findings + 1).last().asString().contains(file.toString());
        assertThat(file).doesNotExist();
    }

    @Test
    void lists_what_is_whole_beside_what_is_damaged() throws IOException {
        Path file = file("2");
        Records records = records();
        for (int i = 1; i <= 3; i++) {
            put(records, "" + i, Records.NEW, step("IN PROGRESS"));
        }
        Files.write(file, Files.readAllBytes(Objects.requireNonNull(file(directory, KIND, "3"))));
        assertThat(ids(records.list(KIND))).containsExactly("1", "3");
        assertThat(records.findings()).hasSize(1).first().asString().contains("it says that it is the record 3");
        assertThat(put(records, "2", Records.NEW, step("COMPLETED")).version()).isEqualTo(1);
        assertThat(ids(reopened(records).list(KIND))).containsExactly("1", "2", "3");
    }
}
