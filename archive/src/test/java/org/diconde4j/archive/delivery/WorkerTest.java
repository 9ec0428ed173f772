package org.diconde4j.archive.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerTest {
    private static Instant later() {
        return Instant.now().plusSeconds(3600);
    }

    @Test
    void goes_on_after_a_round_for_which_there_was_no_memory() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (Worker worker = new Worker("test-worker", () -> {
            if (rounds.incrementAndGet() == 1) {
                first.countDown();
                throw new OutOfMemoryError("by the test");
            }
            second.countDown();
            return later();
        })) {
            worker.start();
            first.await();
            worker.wake();
            second.await();
        }
    }

    @Test
    void is_waited_for_by_who_closes_it_also_if_he_is_interrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Worker worker = new Worker("test-worker", () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return later();
        });
        worker.start();
        begun.await();
        assertThat(worker.hasEnded()).isFalse();
        Thread.currentThread().interrupt();
        Thread ending = new Thread(() -> {
            while (!worker.isStopping()) {
                Thread.onSpinWait();
            }
            end.countDown();
        });
        ending.start();
        worker.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(worker.hasEnded()).isTrue();
    }

    @Test
    void can_be_closed_by_its_own_round() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Worker[] worker = new Worker[1];
        worker[0] = new Worker("test-worker", () -> {
            worker[0].close();
            closed.countDown();
            return later();
        });
        worker[0].start();
        closed.await();
    }
}
