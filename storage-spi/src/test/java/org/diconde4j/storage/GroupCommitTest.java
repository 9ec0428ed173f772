package org.diconde4j.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final int THREADS = 8;
    private static final int EACH = 2000;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS + 2);
    private final AtomicInteger inside = new AtomicInteger();
    private final List<Integer> committed = new ArrayList<>();

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private List<String> commitAll(List<Integer> items) {
        assertThat(inside.incrementAndGet()).isOne();
        committed.addAll(items);
        assertThat(inside.decrementAndGet()).isZero();
        return items.stream().map(String::valueOf).toList();
    }

    @Test
    void gives_each_its_own_result_one_batch_at_a_time_beside_threads_that_want_none() throws Exception {
        GroupCommit<Integer, String> group = new GroupCommit<>(this::commitAll);
        List<Future<?>> running = new ArrayList<>();
        AtomicInteger idle = new AtomicInteger();
        for (int t = 0; t < THREADS; t++) {
            int first = t * EACH;
            running.add(pool.submit(() -> {
                for (int i = first; i < first + EACH; i++) {
                    assertThat(group.commit(i)).isEqualTo(String.valueOf(i));
                }
            }));
        }
        for (int t = 0; t < 2; t++) {
            running.add(pool.submit(() -> {
                for (int i = 0; i < EACH; i++) {
                    group.idle(() -> {
                        assertThat(inside.incrementAndGet()).isOne();
                        idle.incrementAndGet();
                        assertThat(inside.decrementAndGet()).isZero();
                    });
                }
            }));
        }
        for (Future<?> one : running) {
            one.get(60, TimeUnit.SECONDS);
        }
        assertThat(committed).hasSize(THREADS * EACH).doesNotHaveDuplicates();
        assertThat(idle).hasValue(2 * EACH);
    }

    @Test
    void commits_all_that_came_meanwhile_at_once_and_fails_all_of_them_alike() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        List<Integer> sizes = new ArrayList<>();
        GroupCommit<Integer, String> group = new GroupCommit<>(items -> {
            sizes.add(items.size());
            if (items.contains(0)) {
                first.countDown();
                awaitWaiting(3);
                return List.of("first");
            }
            throw new StorageException("the disk is gone");
        });
        Future<String> leader = pool.submit(() -> group.commit(0));
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        List<Future<String>> others = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int item = i;
            others.add(pool.submit(() -> {
                waiters.add(Thread.currentThread());
                return group.commit(item);
            }));
        }
        assertThat(leader.get(10, TimeUnit.SECONDS)).isEqualTo("first");
        for (Future<String> other : others) {
            assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).hasMessageContaining("the disk is gone");
        }
        assertThat(sizes).containsExactly(1, 3);
        assertThatThrownBy(() -> group.commit(4)).isInstanceOf(StorageException.class); // goes on after a failure
    }

    private final List<Thread> waiters = new java.util.concurrent.CopyOnWriteArrayList<>();

    private void awaitWaiting(int threads) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiters.size() < threads || waiters.stream().anyMatch(t -> t.getState() != Thread.State.WAITING)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.yield();
        }
    }

    @Test
    void is_not_harmed_by_an_interrupt_and_keeps_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        GroupCommit<Integer, String> group = new GroupCommit<>(this::commitAll);
        Future<?> idle = pool.submit(() -> group.idle(() -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        begun.await();
        Future<Boolean> interrupted = pool.submit(() -> {
            Thread.currentThread().interrupt();
            return group.commit(7).equals("7") && Thread.interrupted();
        });
        assertThat(interrupted.isDone()).isFalse();
        go.countDown();
        idle.get(10, TimeUnit.SECONDS);
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }
}
