package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.commitment.CommitmentResult.Failure;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.archive.delivery.RetryPolicy;
import org.diconde4j.archive.outbox.Destination;
import org.diconde4j.archive.outbox.Dispatch;
import org.diconde4j.archive.outbox.OutboxEntry;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.archive.outbox.OutboxEvent;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.NormalizedHandler;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.NormalizedRequest;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreHandler;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.Orthanc;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Store and forward. */
@Timeout(60)
class OutboxTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofDays(1));

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<OutboxEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> released = Collections.synchronizedList(new ArrayList<>());
    private final int port = PeerServer.freePort();
    private final Destination keeper =
            Destination.of(new Peer("KEEPER", "127.0.0.1", port)).from("STATION");

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T closed(T one) {
        opened.add(one);
        return one;
    }

    /** The station's archive, with instances that are queued. */
    private Archive station(Destination destination, int instances) throws IOException {
        Archive archive = closed(reopened());
        archive.outbox().destination(destination);
        for (int i = 1; i <= instances; i++) {
            StoreResult stored =
                    archive.store(Objects.object(Objects.image(1, 1, i).build()));
            archive.outbox().add(destination.title(), stored.instance());
        }
        return archive;
    }

    private Archive reopened() {
        return Archive.builder()
                .objects(StorageProviders.uri("fs", folder.resolve("objects")))
                .index(URI.create("memory:station"))
                .open();
    }

    private Dispatch dispatch(Archive archive) {
        return archive.outbox()
                .dispatch()
                .retry(QUICK)
                .onEvent(events::add)
                .onRelease(entry -> released.add(entry.object().sopInstanceUid()))
                .start();
    }

    /** The archive that objects are sent to. */
    private Archive keeper() throws IOException {
        Archive archive = closed(Archive.builder()
                .objects(URI.create("memory:keeper"))
                .index(URI.create("memory:keeper"))
                .open());
        archive.receive().aeTitle("KEEPER").port(port).retry(QUICK).start();
        return archive;
    }

    private DimseServer keeper(StoreHandler handler) throws IOException {
        return closed(DimseServer.builder()
                .aeTitle("KEEPER")
                .port(port)
                .stores(handler)
                .start());
    }

    private List<State> states(String instance) {
        synchronized (events) {
            return events.stream()
                    .map(OutboxEvent::entry)
                    .filter(entry ->
                            entry != null && entry.object().sopInstanceUid().equals(instance))
                    .map(OutboxEntry::state)
                    .toList();
        }
    }

    private void until(Predicate<OutboxEvent> event) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (true) {
            synchronized (events) {
                if (events.stream().anyMatch(event)) {
                    return;
                }
            }
            assertThat(System.nanoTime())
                    .as("waited for an event, had " + events)
                    .isLessThan(end);
            Thread.sleep(10);
        }
    }

    @Test
    void sends_when_the_network_is_back() throws Exception {
        Archive station = station(keeper, 3);
        Dispatch dispatch = dispatch(station);
        until(event -> event.entry() == null && event.problem() != null);
        assertThat(dispatch.awaitEmpty(Duration.ofMillis(50))).isFalse();
        assertThat(station.outbox().count("KEEPER", State.QUEUED)).isEqualTo(3);

        Archive keeper = keeper();

        assertThat(dispatch.awaitEmpty(SOON)).isTrue();
        assertThat(keeper.find().instances().count()).isEqualTo(3);
        assertThat(states("1.2.3.1.1.2")).containsExactly(State.SENDING, State.SENT, State.RELEASED);
        assertThat(released).containsExactly("1.2.3.1.1.1", "1.2.3.1.1.2", "1.2.3.1.1.3");
    }

    @Test
    void goes_on_after_a_restart_and_takes_more_while_it_runs() throws Exception {
        Archive before = station(keeper, 3);
        dispatch(before);
        until(event -> event.entry() == null);
        before.close();
        Archive keeper = keeper();
        Archive station = closed(reopened());
        assertThat(station.outbox().destinations()).containsExactly(this.keeper);
        Dispatch dispatch = dispatch(station);
        assertThat(dispatch.awaitEmpty(SOON)).isTrue();

        station.store(Objects.object(Objects.image(2, 1, 1).build()));
        assertThat(station.outbox().add("KEEPER", Selection.studies("1.2.3.2"))).isEqualTo(1);

        assertThat(dispatch.awaitEmpty(SOON)).isTrue();
        assertThat(keeper.find().instances().count()).isEqualTo(4);
    }

    @Test
    void releases_only_what_is_committed() throws Exception {
        Archive keeper = keeper();
        Archive station = station(this.keeper.committed(), 3);

        assertThat(dispatch(station).awaitEmpty(SOON)).isTrue();

        for (int i = 1; i <= 3; i++) {
            assertThat(states("1.2.3.1.1." + i))
                    .containsExactly(State.SENDING, State.SENT, State.COMMITTED, State.RELEASED);
        }
        assertThat(released).hasSize(3);
        assertThat(keeper.find().instances().count()).isEqualTo(3);
    }

    @Test
    void sends_again_what_the_destination_has_lost_before_it_was_committed() throws Exception {
        Set<String> kept = ConcurrentHashMap.newKeySet();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        closed(DimseServer.builder()
                .aeTitle("KEEPER")
                .port(port)
                .stores((request, dataset) -> {
                    if (!seen.add(request.sopInstanceUid())) {
                        kept.add(request.sopInstanceUid()); // only when it comes again
                    }
                    return answered(Status.SUCCESS, dataset);
                })
                .service(UID.StorageCommitmentPushModel, new NormalizedHandler() {
                    @Override
                    public NormalizedOutcome action(NormalizedRequest request) {
                        return committing(request, kept);
                    }
                })
                .start());
        Archive station = station(keeper.committed(), 1);

        assertThat(dispatch(station).awaitEmpty(SOON)).isTrue();

        assertThat(states("1.2.3.1.1.1"))
                .containsExactly(
                        State.SENDING,
                        State.SENT,
                        State.QUEUED,
                        State.SENDING,
                        State.SENT,
                        State.COMMITTED,
                        State.RELEASED);
    }

    private static NormalizedOutcome committing(NormalizedRequest request, Set<String> kept) {
        List<SopReference> committed = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        for (Dataset item : request.dataset().items(Tag.ReferencedSOPSequence)) {
            SopReference object = SopReference.of(item);
            if (kept.contains(object.sopInstanceUid())) {
                committed.add(object);
            } else {
                failed.add(new Failure(object, Status.NO_SUCH_SOP_INSTANCE));
            }
        }
        CommitmentResult result = new CommitmentResult(request.dataset().string(Tag.TransactionUID), committed, failed);
        return NormalizedOutcome.success()
                .then(requestor -> requestor.eventReport(
                        request.sopClassUid(), request.sopInstanceUid(), result.eventType(), result.toDataset(null)));
    }

    @Test
    void takes_the_commitment_of_orthanc_at_its_own_receiver() throws Exception {
        Orthanc orthanc = closed(Orthanc.start(folder));
        Destination destination = Destination.of(new Peer(Orthanc.TITLE, "127.0.0.1", orthanc.dicomPort()))
                .from("STATION")
                .committed();
        Archive station = station(destination, 3);
        Receiver receiver =
                station.receive().aeTitle("STATION").port(0).retry(QUICK).start();
        orthanc.modality("station", "STATION", receiver.port(), false);

        assertThat(dispatch(station).awaitEmpty(SOON)).isTrue();

        assertThat(states("1.2.3.1.1.2")).containsExactly(State.SENDING, State.SENT, State.COMMITTED, State.RELEASED);
    }

    @Test
    void keeps_what_was_refused_for_good_until_somebody_decides() throws Exception {
        int[] answer = {Status.CANNOT_UNDERSTAND};
        keeper((request, dataset) -> request.sopInstanceUid().endsWith(".2")
                ? answered(answer[0], dataset)
                : answered(Status.SUCCESS, dataset));
        Archive station = station(keeper, 3);
        Dispatch dispatch = dispatch(station);
        assertThat(dispatch.awaitEmpty(SOON)).isTrue();
        assertThat(released).containsExactly("1.2.3.1.1.1", "1.2.3.1.1.3");
        OutboxEntry failed =
                station.outbox().entries("KEEPER", State.FAILED).toList().get(0);
        assertThat(failed.object().sopInstanceUid()).isEqualTo("1.2.3.1.1.2");
        assertThat(failed.problem()).isEqualTo("status C000H, not today");

        assertThat(station.outbox().retry("KEEPER")).isEqualTo(1);
        until(event -> states("1.2.3.1.1.2").size() == 4);
        assertThat(states("1.2.3.1.1.2")).containsExactly(State.SENDING, State.FAILED, State.SENDING, State.FAILED);
        answer[0] = Status.SUCCESS;
        assertThat(station.outbox().retry("KEEPER")).isEqualTo(1);
        assertThat(dispatch.awaitEmpty(SOON)).isTrue();
        assertThat(released).contains("1.2.3.1.1.2");
        assertThat(station.outbox().count("KEEPER", State.FAILED)).isZero();
        assertThat(station.outbox().discard("KEEPER", failed.id())).isFalse();
    }

    private static StoreOutcome answered(int status, InputStream dataset) throws IOException {
        dataset.transferTo(OutputStream.nullOutputStream());
        return status == Status.SUCCESS ? StoreOutcome.success() : StoreOutcome.of(status, "not today");
    }

    @Test
    void tries_again_what_the_destination_has_no_room_for_and_lets_the_others_pass() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        keeper((request, dataset) -> answered(
                request.sopInstanceUid().endsWith(".1") && seen.add(request.sopInstanceUid())
                        ? Status.OUT_OF_RESOURCES
                        : Status.SUCCESS,
                dataset));
        Archive station = station(keeper, 3);

        assertThat(dispatch(station).awaitEmpty(SOON)).isTrue();

        assertThat(released).containsExactly("1.2.3.1.1.2", "1.2.3.1.1.3", "1.2.3.1.1.1");
        assertThat(states("1.2.3.1.1.1"))
                .containsExactly(State.SENDING, State.QUEUED, State.SENDING, State.SENT, State.RELEASED);
    }

    @Test
    void tries_again_by_itself_what_was_queued_while_it_had_nothing_to_do() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        keeper((request, dataset) ->
                answered(seen.add(request.sopInstanceUid()) ? Status.OUT_OF_RESOURCES : Status.SUCCESS, dataset));
        Archive station = station(keeper, 1);
        Dispatch dispatch = dispatch(station);
        assertThat(dispatch.awaitEmpty(SOON)).isTrue();

        station.store(Objects.object(Objects.image(2, 1, 1).build()));
        station.outbox().add("KEEPER", Selection.studies("1.2.3.2"));

        assertThat(dispatch.awaitEmpty(SOON)).isTrue();
        assertThat(released).containsExactly("1.2.3.1.1.1", "1.2.3.2.1.1");
    }

    @Test
    void is_not_held_up_by_an_object_over_which_the_destination_stumbles() throws Exception {
        keeper((request, dataset) -> {
            if (request.sopInstanceUid().endsWith(".1")) {
                throw new Error("stumbles");
            }
            return answered(Status.SUCCESS, dataset);
        });
        Archive station = station(keeper, 3);
        dispatch(station);

        until(event -> released.size() == 2);
        // It is told before entries are removed, which several of them share.
        until(event -> station.outbox().count("KEEPER", State.QUEUED) == 1);

        assertThat(released).containsExactlyInAnyOrder("1.2.3.1.1.2", "1.2.3.1.1.3");
        assertThat(station.outbox().count("KEEPER", State.QUEUED)).isEqualTo(1);
    }

    @Test
    void leaves_in_the_queue_what_was_not_sent_when_it_is_closed() throws Exception {
        keeper((request, dataset) -> {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answered(Status.SUCCESS, dataset);
        });
        Archive station = station(keeper, 60);
        Dispatch dispatch = dispatch(station);
        until(event -> released.size() >= 5);

        dispatch.close();

        int sent = released.size();
        assertThat(sent).isLessThan(60);
        assertThat(station.outbox().count("KEEPER", State.QUEUED)).isEqualTo(60 - sent);
        assertThat(station.outbox().count("KEEPER", State.FAILED)).isZero();
        assertThat(dispatch(station).awaitEmpty(SOON)).isTrue();
        assertThat(released).doesNotHaveDuplicates().hasSize(60);
    }

    @Test
    void uses_several_associations_where_asked() throws Exception {
        Set<Long> associations = ConcurrentHashMap.newKeySet();
        keeper((request, dataset) -> {
            associations.add(request.association().id());
            return answered(Status.SUCCESS, dataset);
        });
        Archive station = closed(Archive.builder()
                .objects(URI.create("memory:station"))
                .index(URI.create("memory:station"))
                .open());
        station.outbox().destination(keeper.withAssociations(3));
        station.store(Objects.object(Objects.image(1, 1, 1).build()));
        for (int copy = 0; copy < 1500; copy++) { // more than one association looks ahead for
            station.outbox().add("KEEPER", Selection.all());
        }

        assertThat(dispatch(station).awaitEmpty(SOON)).isTrue();

        assertThat(associations).hasSizeGreaterThan(1);
        assertThat(released).hasSize(1500);
    }

    @Test
    void releases_again_what_could_not_be_released() throws Exception {
        keeper();
        Archive station = station(keeper, 1);
        int[] calls = new int[1];
        Dispatch dispatch = station.outbox()
                .dispatch()
                .retry(QUICK)
                .onEvent(events::add)
                .onRelease(entry -> {
                    if (calls[0]++ == 0) {
                        throw new IllegalStateException("the disk is busy");
                    }
                })
                .start();

        assertThat(dispatch.awaitEmpty(SOON)).isTrue();

        assertThat(calls[0]).isEqualTo(2);
        assertThat(states("1.2.3.1.1.1"))
                .as("it is not sent twice for that")
                .containsExactly(State.SENDING, State.SENT, State.SENT, State.RELEASED);
    }

    @Test
    void loses_nothing_when_what_is_retried_fails_again_at_the_same_moment() throws Exception {
        keeper((request, dataset) -> answered(Status.CANNOT_UNDERSTAND, dataset));
        Archive station = closed(Archive.builder()
                .objects(URI.create("memory:station"))
                .index(URI.create("memory:station"))
                .open());
        station.outbox().destination(keeper);
        station.store(Objects.object(Objects.image(1, 1, 1).build()));
        for (int copy = 0; copy < 20; copy++) {
            station.outbox().add("KEEPER", Selection.all());
        }
        Dispatch dispatch = dispatch(station);
        for (int round = 0; round < 30; round++) {
            station.outbox().retry("KEEPER");
        }
        assertThat(dispatch.awaitEmpty(SOON)).isTrue();
        assertThat(station.outbox().count("KEEPER", State.FAILED)).isEqualTo(20);
    }

    @Test
    void says_which_destinations_there_are_and_that_one_dispatch_is_enough() throws Exception {
        Archive station = station(keeper, 0);
        assertThatThrownBy(() -> station.outbox().count("NOBODY", State.QUEUED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no destination NOBODY, only [KEEPER]");
        Dispatch first = dispatch(station);
        assertThatThrownBy(() -> dispatch(station)).isInstanceOf(IllegalStateException.class);
        first.close();
        dispatch(station).close();
    }
}
