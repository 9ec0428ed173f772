package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.keep.Migration;
import org.diconde4j.archive.keep.SwitchableStore;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {
    @TempDir
    Path folder;

    @Test
    void an_archive_moves_to_another_store_while_it_stores_and_retrieves() throws Exception {
        Path other = folder.resolve("other");
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        ConcurrentLinkedQueue<InstanceRef> acknowledged = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Migration.Report report;
        Map<String, Object> answers;
        int before;
        long readAfter;
        try (Archive archive = Kept.open(folder)) {
            Kept.fill(archive, 30);
            List<Future<Integer>> work = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                work.add(threads.submit(() -> {
                    int stored = 0;
                    for (; !ended.get(); stored++) {
                        acknowledged.add(Kept.put(archive, 50, 1000 + next.incrementAndGet()));
                    }
                    return stored;
                }));
                work.add(threads.submit(() -> {
                    int read = 0;
                    for (; !ended.get(); read++) {
                        archive.retrieve(Selection.studies("1.2.3.1", "1.2.3.2"))
                                .forEach((instance, in) ->
                                        assertThat(Digest.of(in)).isEqualTo(instance.file()));
                    }
                    return read;
                }));
            }
            Thread.sleep(200);
            before = acknowledged.size();
            report = archive.migrate().to(Kept.fs(other)).run();
            readAfter = acknowledged.size();
            Thread.sleep(200);
            ended.set(true);
            for (Future<Integer> one : work) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isPositive();
            }
            answers = Kept.answers(archive);
        } finally {
            threads.shutdownNow();
        }
        assertThat(report.receipts()).isGreaterThanOrEqualTo(33 + before);
        assertThat(acknowledged.size()).as("it went on storing").isGreaterThan((int) readAfter);
        List<Receipt> left;
        List<Receipt> moved;
        try (ObjectStore old = Kept.store(folder.resolve("objects"));
                ObjectStore fresh = Kept.store(other)) {
            left = Kept.receipts(old);
            moved = Kept.receipts(fresh);
        }
        assertThat(left).as("the former store stays as it was at the switch").hasSize((int) report.receipts());
        assertThat(moved.subList(0, left.size())).isEqualTo(left);
        try (Archive archive = Archive.builder()
                .objects(Kept.fs(other))
                .index(URI.create("memory:moved"))
                .open()) {
            assertThat(Kept.answers(archive)).isEqualTo(answers);
            for (InstanceRef instance : acknowledged) {
                assertThat(answers).containsKey(instance.sequence() + " " + instance.name());
            }
            Verification.Report verified = archive.verify().run(finding -> {});
            assertThat(verified).isEqualTo(new Verification.Report(31 + acknowledged.size(), 0, 0));
        }
    }

    @Test
    void an_archive_with_a_damaged_object_stays_where_it_is() throws IOException {
        InstanceRef damaged;
        try (Archive archive = Kept.open(folder)) {
            damaged = Kept.put(archive, 1, 1);
        }
        Kept.damage(folder.resolve("objects").resolve(damaged.name()));
        try (Archive archive = Kept.open(folder)) {
            assertThatThrownBy(() -> archive.migrate()
                            .to(Kept.fs(folder.resolve("other")))
                            .run())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(damaged.name())
                    .hasMessageContaining("repair it");
            Kept.put(archive, 1, 2);
        }
        try (ObjectStore store = Kept.store(folder.resolve("objects"))) {
            assertThat(Kept.receipts(store)).hasSize(2);
        }
    }

    @Test
    void the_switch_passes_on_all_that_a_store_can_do() {
        List<String> own = Arrays.stream(SwitchableStore.class.getDeclaredMethods())
                .filter(method -> !method.isBridge())
                .map(MigrationTest::signature)
                .toList();
        List<String> contract = Arrays.stream(ObjectStore.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(MigrationTest::signature)
                .toList();
        assertThat(own).containsAll(contract);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
