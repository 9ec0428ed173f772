package org.diconde4j.archive.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.StoredRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workitems of several nodes that share their records, and what they do without DIMSE. */
@Timeout(30)
class WorkitemNodesTest {
    private static final String ONE = "1.2.3.1";
    private static final String ALL = UID.UPSGlobalSubscriptionInstance;
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Records shared = StorageProviders.openRecords(URI.create("memory:workitem-nodes"));
    private final List<Workitems> nodes = new ArrayList<>();
    private final Workitems other = node(shared, NOW, null);

    @AfterEach
    void close() {
        nodes.forEach(Workitems::close);
        shared.close();
    }

    private Workitems node(Records records, Instant now, Duration kept) {
        Workitems node = new Workitems(() -> records, Clock.fixed(now, ZoneOffset.UTC), kept);
        nodes.add(node);
        return node;
    }

    private static Dataset step() {
        return Dataset.builder()
                .set(Tag.ScheduledProcedureStepPriority, "MEDIUM")
                .set(Tag.ProcedureStepLabel, "Weld 17")
                .set(Tag.ScheduledProcedureStepStartDateTime, "20260301080000")
                .set(Tag.InputReadinessState, "READY")
                .set(Tag.ProcedureStepState, "SCHEDULED")
                .build();
    }

    private boolean isWatched() {
        return other.unsubscribe(ONE, "WATCHER").status() == WorkitemStatus.DONE;
    }

    @Test
    void watches_a_step_that_comes_while_another_node_subscribes_to_all() {
        Workitems node =
                node(new Meanwhile(shared, () -> other.subscribe(ALL, "WATCHER", true, Dataset.empty())), NOW, null);
        assertThat(node.create(ONE, step()).status()).isEqualTo(WorkitemStatus.DONE);
        assertThat(isWatched()).isTrue();
    }

    @Test
    void does_not_watch_a_step_that_comes_while_another_node_unsubscribes_from_all() {
        other.subscribe(ALL, "WATCHER", false, Dataset.empty());
        Workitems node = node(new Meanwhile(shared, () -> other.unsubscribe(ALL, "WATCHER")), NOW, null);
        assertThat(node.create(ONE, step()).status()).isEqualTo(WorkitemStatus.DONE);
        assertThat(isWatched()).isFalse();
    }

    @Test
    void lets_one_of_many_begin_a_step() throws Exception {
        other.create(ONE, step());
        Workitems second = node(shared, NOW, null);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<WorkitemStatus>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                Workitems node = i % 2 == 0 ? other : second;
                String transaction = "1.9." + i;
                answers.add(threads.submit(() ->
                        node.changeState(ONE, Workitem.IN_PROGRESS, transaction).status()));
            }
            int begun = 0;
            for (Future<WorkitemStatus> answer : answers) {
                assertThat(answer.get()).isIn(WorkitemStatus.DONE, WorkitemStatus.TRANSACTION_UID_WRONG);
                begun += answer.get() == WorkitemStatus.DONE ? 1 : 0;
            }
            assertThat(begun).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tells_those_who_listen_here_in_order_until_they_stop() throws Exception {
        List<String> heard = new ArrayList<>();
        other.subscribe(ALL, "SCREEN", false, Dataset.empty());
        try (AutoCloseable listening = other.listen(
                "SCREEN",
                event -> heard.add(event.workitem() + " " + event.type() + " "
                        + event.information().string(Tag.ProcedureStepState, "")))) {
            other.create(ONE, step());
            other.changeState(ONE, Workitem.IN_PROGRESS, "1.9.1");
        }
        other.changeState(ONE, Workitem.CANCELED, "1.9.1");
        assertThat(heard).containsExactly(ONE + " 1 SCHEDULED", ONE + " 1 IN PROGRESS");
    }

    @Test
    void knows_what_is_no_subscription() {
        other.create(ONE, step());
        assertThat(other.unsubscribe(ONE, "NOBODY").status()).isEqualTo(WorkitemStatus.NOT_SUBSCRIBED);
        assertThat(other.unsubscribe(ALL, "NOBODY").status()).isEqualTo(WorkitemStatus.NOT_SUBSCRIBED);
        assertThat(other.suspend(ALL, "NOBODY").status()).isEqualTo(WorkitemStatus.NOT_SUBSCRIBED);
        assertThat(other.suspend(ONE, "NOBODY").status()).isEqualTo(WorkitemStatus.NOT_APPROPRIATE);
        assertThat(other.unsubscribe("1.2.9", "NOBODY").status()).isEqualTo(WorkitemStatus.UNKNOWN);
    }

    @Test
    void forgets_final_steps_after_their_time_but_not_those_that_are_locked_or_under_way() throws Exception {
        List<String> kept = new ArrayList<>(List.of("1.2.3.2", "1.2.3.3", "1.2.3.4"));
        other.create(ONE, step());
        kept.forEach(uid -> other.create(uid, step()));
        other.subscribe("1.2.3.2", "WATCHER", true, Dataset.empty());
        other.requestCancel(ONE, Dataset.empty(), "PLANNER");
        other.requestCancel("1.2.3.2", Dataset.empty(), "PLANNER");
        other.changeState("1.2.3.3", Workitem.IN_PROGRESS, "1.9.1");
        Workitems soon = node(shared, Instant.now(), Duration.ofHours(1));
        soon.create("1.2.4.1", step());
        soon.close(); // ends what it does beside
        assertThat(other.get(ONE)).isNotNull();
        Workitems later = node(shared, Instant.now().plus(Duration.ofHours(2)), Duration.ofHours(1));
        later.create("1.2.4.2", step());
        while (other.get(ONE) != null) {
            Thread.sleep(5);
        }
        kept.addAll(List.of("1.2.4.1", "1.2.4.2"));
        try (Cursor<Workitem> left = other.find(Dataset.empty())) {
            assertThat(left.toList()).extracting(Workitem::uid).containsExactlyElementsOf(kept);
        }
    }

    /** Records in which another node does something just before a step is written. */
    private record Meanwhile(Records records, Runnable done) implements Records {
        @Override
        public Written put(String kind, String id, long expectedVersion, RecordContent content) {
            if (kind.equals("workitems") && expectedVersion == NEW) {
                done.run();
            }
            return records.put(kind, id, expectedVersion, content);
        }

        @Override
        public Written copy(long expectedVersion, StoredRecord record) {
            return records.copy(expectedVersion, record);
        }

        @Override
        public URI uri() {
            return records.uri();
        }

        @Override
        public StoredRecord get(String kind, String id) {
            return records.get(kind, id);
        }

        @Override
        public boolean delete(String kind, String id, long expectedVersion) {
            return records.delete(kind, id, expectedVersion);
        }

        @Override
        public Cursor<StoredRecord> list(String kind, String afterId) {
            return records.list(kind, afterId);
        }

        @Override
        public List<String> kinds() {
            return records.kinds();
        }

        @Override
        public long count(String kind) {
            return records.count(kind);
        }

        @Override
        public List<String> findings() {
            return records.findings();
        }

        @Override
        public void close() {
            records.close();
        }
    }
}
