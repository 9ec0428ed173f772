package org.diconde4j.net.internal.ul;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads and writes end in time, whatever the connection makes of being told so. */
@Timeout(10)
class WatchdogTest {
    private final Watchdog watchdog = new Watchdog("test-watchdog", Duration.ofMillis(50));

    @AfterEach
    void stop() {
        watchdog.close();
    }

    /** A connection that says when it is told to end. */
    private static class Told extends StubTransport {
        final CountDownLatch inputShut = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read(ByteBuffer into) {
            return -1;
        }

        @Override
        public void write(ByteBuffer from) {}

        @Override
        public boolean hasInput() {
            return false;
        }

        @Override
        public void shutdownInput() {
            inputShut.countDown();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static long soon() {
        return System.nanoTime() + Duration.ofMillis(50).toNanos();
    }

    @Test
    void a_read_that_goes_on_although_its_input_is_shut_is_closed() throws Exception {
        Told stuck = new Told();
        Watchdog.Watch watch = watchdog.watch(stuck);
        watch.reading(soon());
        assertThat(stuck.inputShut.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(watch.readExpired()).isTrue();
        assertThat(stuck.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_write_that_takes_too_long_is_closed_and_one_that_is_done_is_not() throws Exception {
        Told done = new Told();
        Watchdog.Watch quick = watchdog.watch(done);
        quick.writing(soon());
        quick.doneWriting();
        Told stuck = new Told();
        Watchdog.Watch slow = watchdog.watch(stuck);
        slow.writing(soon());
        assertThat(stuck.closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(slow.writeExpired()).isTrue();
        assertThat(done.closed.getCount()).isEqualTo(1);
    }

    @Test
    void a_connection_that_can_not_be_ended_is_not_the_end_of_the_others() throws Exception {
        notTheEndOfOthers(() -> {
            throw new IllegalStateException("a fault");
        });
    }

    @Test
    void a_moment_without_memory_is_not_the_end_of_the_others() throws Exception {
        notTheEndOfOthers(() -> {
            throw new OutOfMemoryError("by the test");
        });
    }

    private void notTheEndOfOthers(Runnable fault) throws Exception {
        Told failing = new Told() {
            @Override
            public void shutdownInput() {
                super.shutdownInput();
                fault.run();
            }
        };
        watchdog.watch(failing).reading(soon());
        assertThat(failing.inputShut.await(5, TimeUnit.SECONDS)).isTrue();
        Told other = new Told();
        watchdog.watch(other).reading(soon());
        assertThat(other.inputShut.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
