package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.commitment.CommitmentScu;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.archive.delivery.RetryPolicy;
import org.diconde4j.archive.outbox.Destination;
import org.diconde4j.archive.outbox.Dispatch;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An index that is being rebuilt, or a store that is away, says nothing about what an archive has. */
@Timeout(60)
class WhileStorageIsAwayTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofDays(1));
    private static final SopReference ONE = new SopReference(UID.DigitalXRayImageStorageForPresentation, "1.2.3.1.1.1");

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean rebuilding;
    private volatile boolean away;
    private Archive archive;

    @BeforeEach
    void open() throws Exception {
        Index index = StorageProviders.openIndex(URI.create("memory:away"), OpenOptions.defaults());
        ObjectStore objects = StorageProviders.openObjects(
                StorageProviders.uri("fs", folder.resolve("objects")), OpenOptions.defaults());
        archive = Archive.builder()
                .objects(watched(ObjectStore.class, objects))
                .index(watched(Index.class, index))
                .open();
        archive.store(object(image(1, 1, 1).build()));
        archive.counts();
    }

    @AfterEach
    void close() {
        rebuilding = false;
        away = false;
        archive.close();
    }

    private <T> T watched(Class<T> type, T inner) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer(inner, method, arguments)));
    }

    private Object answer(Object inner, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (rebuilding && name.equals("instance")) {
            asked.incrementAndGet();
            return null;
        }
        if (rebuilding && name.equals("appliedSequence")) {
            return 0L;
        }
        if (away && (name.equals("open") || name.equals("channel"))) {
            asked.incrementAndGet();
            throw new StorageException("the test's bucket is away");
        }
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void awaitAsked(int times) throws InterruptedException {
        while (asked.get() < times) {
            Thread.sleep(5);
        }
    }

    private void deliversOnlyWhenItIsOver(Runnable begin, Runnable over) throws Exception {
        try (DimseServer keeper = DimseServer.builder()
                .aeTitle("KEEPER")
                .port(0)
                .stores((request, dataset) -> {
                    dataset.readAllBytes();
                    return StoreOutcome.success();
                })
                .start()) {
            queue(keeper.port());
            begin.run();
            try (Dispatch dispatch = archive.outbox().dispatch().retry(QUICK).start()) {
                awaitAsked(3);
                assertThat(archive.outbox().count("KEEPER", State.FAILED)).isZero();
                over.run();
                assertThat(dispatch.awaitEmpty(SOON)).isTrue();
                assertThat(archive.outbox().count("KEEPER", State.FAILED)).isZero();
            }
        }
    }

    private void queue(int port) {
        archive.outbox()
                .destination(
                        Destination.of(new Peer("KEEPER", "127.0.0.1", port)).from("STATION"));
        archive.outbox()
                .add(
                        "KEEPER",
                        archive.amendments().versions(ONE.sopInstanceUid()).get(0));
    }

    @Test
    void the_outbox_waits_for_an_index_that_is_being_rebuilt() throws Exception {
        deliversOnlyWhenItIsOver(() -> rebuilding = true, () -> rebuilding = false);
    }

    @Test
    void the_outbox_tries_again_when_the_store_is_there_again() throws Exception {
        deliversOnlyWhenItIsOver(() -> away = true, () -> away = false);
    }

    @Test
    void nothing_is_refused_to_be_committed_by_an_index_that_is_being_rebuilt() throws Exception {
        CommitmentInbox inbox = new CommitmentInbox();
        try (DimseServer station = DimseServer.builder()
                .aeTitle("STATION")
                .port(0)
                .service(UID.StorageCommitmentPushModel, inbox)
                .start()) {
            Receiver receiver = archive.receive()
                    .aeTitle("KEEPER")
                    .port(0)
                    .retry(QUICK)
                    .peer(new Peer("STATION", "127.0.0.1", station.port()))
                    .start();
            CommitmentScu scu = new CommitmentScu(DimseClient.as("STATION"), inbox);
            rebuilding = true;
            String transaction =
                    scu.request(new Peer("KEEPER", "127.0.0.1", receiver.port()), List.of(ONE), Duration.ofMillis(200));
            awaitAsked(3);
            rebuilding = false;
            CommitmentResult result = scu.await(transaction, SOON);
            assertThat(result).isEqualTo(new CommitmentResult(transaction, List.of(ONE), List.of()));
        }
    }
}
