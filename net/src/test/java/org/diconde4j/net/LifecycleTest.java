package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting and stopping: nothing stays behind, what is under way may end, the rest is cut off. */
@Timeout(30)
class LifecycleTest {
    private static final DimseClient CLIENT = DimseClient.as("CLIENT");
    private static final Stored OBJECT =
            new Stored(UID.RawDataStorage, "1.2.3", UID.ImplicitVRLittleEndian, new byte[100_000], null);

    private static Peer peer(DimseServer server) {
        return new Peer("SERVER", "127.0.0.1", server.port());
    }

    /** Our threads; one that has done its last task gets a moment to end. */
    private static Set<String> threads() throws InterruptedException {
        Set<String> names = Set.of();
        for (int i = 0; i < 200; i++) {
            names = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(n -> n.startsWith("diconde4j"))
                    .collect(Collectors.toSet());
            if (names.isEmpty()) {
                break;
            }
            Thread.sleep(5);
        }
        return names;
    }

    private static long sockets() throws IOException {
        Path fds = Path.of("/proc/self/fd");
        if (!Files.isDirectory(fds)) {
            return 0;
        }
        long count = 0;
        try (Stream<Path> list = Files.list(fds)) {
            for (Path fd : list.toList()) {
                try {
                    count += Files.readSymbolicLink(fd).toString().startsWith("socket:") ? 1 : 0;
                } catch (IOException e) {
                    // the descriptor of the listing itself
                }
            }
        }
        return count;
    }

    @Test
    void leaves_no_thread_and_no_socket_behind() throws Exception {
        long before = sockets();
        List<DimseServer> servers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DimseServer server =
                    DimseServer.builder().port(0).stores(new TinyArchive()).start();
            servers.add(server);
            assertThat(CLIENT.store(peer(server), List.of(OBJECT, OBJECT), r -> {})
                            .stored())
                    .isEqualTo(2);
        }
        ScriptedPeer idle = ScriptedPeer.connect(servers.get(0).address()).associate(RawPdu.VERIFICATION);
        ScriptedPeer silent = ScriptedPeer.connect(servers.get(1).address());
        servers.forEach(DimseServer::close);
        idle.expectAbort(0, 0);
        silent.expectClose();
        silent.close();
        assertThat(threads()).isEmpty();
        assertThat(sockets()).isLessThanOrEqualTo(before);
        for (DimseServer server : servers) {
            assertThatThrownBy(() -> new Socket("127.0.0.1", server.port())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void lets_a_store_that_is_under_way_end() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        DimseServer server = DimseServer.builder()
                .port(0)
                .stores((request, dataset) -> {
                    begun.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    dataset.readAllBytes();
                    return StoreOutcome.success();
                })
                .start();
        List<SendResult> results = new ArrayList<>();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(
                () -> CLIENT.store(peer(server), List.of(OBJECT), results::add), task -> new Thread(task).start());
        begun.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close, task -> new Thread(task).start());
        assertThatThrownBy(() -> closing.get(200, TimeUnit.MILLISECONDS)).isNotNull();
        goOn.countDown();
        closing.get(10, TimeUnit.SECONDS);
        sending.exceptionally(e -> null).get(10, TimeUnit.SECONDS);
        assertThat(results).hasSize(1).allMatch(SendResult::stored);
    }

    @Test
    void cuts_off_what_does_not_end_in_time() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        DimseServer server = DimseServer.builder()
                .port(0)
                .drain(Duration.ofMillis(200))
                .stores((request, dataset) -> {
                    begun.countDown();
                    dataset.readAllBytes(); // the sender never ends
                    return StoreOutcome.success();
                })
                .start();
        try (ScriptedPeer sender = ScriptedPeer.connect(server.address()).associate(RawPdu.RAW_DATA)) {
            sender.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
            begun.await();
            server.close();
            sender.expectAbort(0, 0);
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void rejects_associations_beyond_the_limit_and_takes_them_again_later() throws Exception {
        try (DimseServer server =
                DimseServer.builder().port(0).maxAssociations(2).start()) {
            ScriptedPeer one = ScriptedPeer.connect(server.address()).associate(RawPdu.VERIFICATION);
            try (ScriptedPeer two = ScriptedPeer.connect(server.address()).associate(RawPdu.VERIFICATION)) {
                assertThatThrownBy(() -> CLIENT.echo(peer(server)))
                        .isInstanceOfSatisfying(
                                AssociationRejectedException.class,
                                e -> assertThat(e.rejection()).isEqualTo(AssociateRj.LOCAL_LIMIT_EXCEEDED));
                one.send(RawPdu.releaseRq()).expect(0x06);
                one.close();
                for (int i = 0; i < 100 && server.associations() > 1; i++) {
                    Thread.sleep(10);
                }
                assertThat(CLIENT.echo(peer(server))).isPositive();
            }
        }
    }

    @Test
    void runs_on_an_executor_of_the_caller_and_leaves_it_alone() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (DimseServer server =
                DimseServer.builder().port(0).executor(executor).start()) {
            assertThat(CLIENT.echo(peer(server))).isPositive();
        }
        assertThat(executor.isShutdown()).isFalse();
        executor.shutdown();
        assertThat(executor.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void says_that_a_port_is_taken() throws Exception {
        try (DimseServer server = DimseServer.builder().port(0).start()) {
            assertThatThrownBy(() -> DimseServer.builder().port(server.port()).start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be listened on")
                    .hasMessageContaining(String.valueOf(server.port()));
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void opens_and_releases_many_associations_without_growing() throws Exception {
        try (DimseServer server = DimseServer.builder().port(0).start()) {
            CLIENT.echo(peer(server));
            int before = Thread.activeCount();
            for (int i = 0; i < 300; i++) {
                CLIENT.echo(peer(server));
            }
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 3);
        }
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void takes_many_associations_at_once_and_keeps_no_more_than_a_few_buffers() throws Exception {
        int many = 64;
        try (DimseServer server =
                DimseServer.builder().port(0).stores(new TinyArchive()).start()) {
            List<ScriptedPeer> peers = new ArrayList<>();
            long before = directMemory();
            for (int i = 0; i < many; i++) {
                peers.add(ScriptedPeer.connect(server.address()).associate(RawPdu.VERIFICATION));
            }
            for (ScriptedPeer peer : peers) {
                peer.send(RawPdu.echo(1, 1)).expect(0x04);
            }
            assertThat(server.associations()).isEqualTo(many);
            assertThat(directMemory() - before)
                    .as("20 KiB to receive and 20 KiB to send for each, and what the JDK takes")
                    .isLessThanOrEqualTo(many * (48L << 10));
            for (ScriptedPeer peer : peers) {
                peer.send(RawPdu.releaseRq()).expect(0x06);
                peer.close();
            }
            for (int i = 0; i < 500 && server.associations() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(server.associations()).isZero();
            for (int i = 0; i < 500 && directMemory() - before > 16 * (48L << 10); i++) {
                System.gc(); // frees the buffers that are not kept for the next associations
                Thread.sleep(10);
            }
            assertThat(directMemory() - before).isLessThanOrEqualTo(16 * (48L << 10));
        }
    }
}
