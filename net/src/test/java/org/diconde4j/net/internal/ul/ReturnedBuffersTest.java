package org.diconde4j.net.internal.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.tck.RawPdu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The buffers of an association that ended belong to the next: the former neither reads nor changes them. */
@Timeout(10)
class ReturnedBuffersTest {
    private static final UserInformation USER = new UserInformation(16384, "1.2.3", null);
    private static final AssociateAc ACCEPT =
            new AssociateAc(1, "B", "A", AssociateRq.DICOM_APPLICATION_CONTEXT, List.of(), USER);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final UlConfig config =
            new UlConfig(TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, 16384, 16384, List.of(), null);
    private final UlResources resources = new UlResources("test-resources", config, 32768, 4, 0);
    private final Wire wire = new Wire();
    private UpperLayer ul;

    private interface Writing {
        void write(ByteBuffer from) throws IOException;
    }

    /** A connection whose peer has sent a request, and that writes as the test wants it. */
    private static final class Wire extends StubTransport {
        private final ByteBuffer incoming = ByteBuffer.allocate(4096)
                .put(RawPdu.associateRq(List.of(RawPdu.VERIFICATION)))
                .flip();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile Writing writing = from -> from.position(from.limit());

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (closed.getCount() == 0) {
                throw new ClosedChannelException();
            }
            int n = Math.min(into.remaining(), incoming.remaining());
            into.put(incoming.slice().limit(n));
            incoming.position(incoming.position() + n);
            return n > 0 ? n : -1;
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            writing.write(from);
        }

        @Override
        public boolean hasInput() {
            return incoming.hasRemaining();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @BeforeEach
    void open() {
        ul = UpperLayer.accepted(wire, config, resources);
        ul.awaitRequest();
        ul.accept(ACCEPT, USER);
    }

    @AfterEach
    void stop() {
        ul.close();
        resources.close();
    }

    private void say() {
        ul.output().begin(1, true);
        ul.output().write(7);
        ul.output().end(false);
    }

    @Test
    void a_write_that_fails_does_not_touch_what_the_next_association_has_put_there() {
        AtomicReference<ByteBuffer> next = new AtomicReference<>();
        wire.writing = from -> {
            throw new IOException() {
                @Override
                public String getMessage() { // asked for when the association has ended, before its owner knows
                    next.compareAndSet(null, resources.smallOutputs().kept());
                    next.get().clear().putInt(1).flip();
                    return "reset by the test";
                }
            };
        };

        assertThatThrownBy(this::say)
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining("reset by the test");

        assertThat(next.get().remaining()).isEqualTo(Integer.BYTES);
        assertThat(next.get()).isNotSameAs(ul.output().pending());
    }

    @Test
    void an_abort_by_another_thread_that_is_not_taken_in_time_leaves_the_buffers_to_their_owner() throws Exception {
        wire.writing = from -> {
            try {
                wire.closed.await(); // as the watchdog does
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ClosedChannelException();
        };
        Thread other = new Thread(() -> ul.abort(Abort.BY_USER));
        other.start();
        other.join();

        assertThat(resources.smallInputs().kept()).isNull();
        assertThat(resources.smallOutputs().kept()).isNull();
        ul.close();
        assertThat(resources.smallInputs().kept()).isNotNull();
        assertThat(resources.smallOutputs().kept()).isNotNull();
    }
}
