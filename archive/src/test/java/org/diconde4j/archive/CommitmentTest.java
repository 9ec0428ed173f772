package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.diconde4j.archive.commitment.CommitmentInbox;
import org.diconde4j.archive.commitment.CommitmentResult;
import org.diconde4j.archive.commitment.CommitmentResult.Failure;
import org.diconde4j.archive.commitment.CommitmentScu;
import org.diconde4j.archive.commitment.SopReference;
import org.diconde4j.archive.delivery.RetryPolicy;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.DimseSession;
import org.diconde4j.net.Peer;
import org.diconde4j.net.ServiceContext;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.NormalizedResponse;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.tck.Orthanc;
import org.diconde4j.net.tck.PeerServer;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Storage commitment (PS3.4 J), asked and answered. */
@Timeout(60)
class CommitmentTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RetryPolicy QUICK =
            new RetryPolicy(Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofDays(1));
    private static final String CLASS = UID.DigitalXRayImageStorageForPresentation;
    private static final SopReference FIRST = new SopReference(CLASS, "1.2.3.1.1.1");
    private static final SopReference SECOND = new SopReference(CLASS, "1.2.3.1.1.2");

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

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

    private Archive archive() {
        return closed(Archive.builder()
                .objects(StorageProviders.uri("fs", folder.resolve("objects")))
                .index(URI.create("memory:test"))
                .open());
    }

    private static Receiver receiver(Archive archive, Peer... peers) throws Exception {
        Reception reception = archive.receive().aeTitle("KEEPER").port(0).retry(QUICK);
        for (Peer peer : peers) {
            reception.peer(peer);
        }
        return reception.start();
    }

    private static Peer peer(String title, int port) {
        return new Peer(title, "127.0.0.1", port);
    }

    private static void store(Archive archive, int... instances) throws Exception {
        for (int instance : instances) {
            archive.store(Objects.object(Objects.image(1, 1, instance).build()));
        }
    }

    private static void until(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + what).isLessThan(end);
            Thread.sleep(10);
        }
    }

    /** A server that takes results for the title STATION. */
    private DimseServer station(int port, CommitmentInbox inbox) throws Exception {
        return closed(DimseServer.builder()
                .aeTitle("STATION")
                .port(port)
                .service(UID.StorageCommitmentPushModel, inbox)
                .start());
    }

    @Test
    void commits_what_it_keeps_on_the_association_of_the_request() throws Exception {
        Archive archive = archive();
        store(archive, 1, 2);
        Peer keeper = peer("KEEPER", receiver(archive).port());
        CommitmentScu scu = new CommitmentScu(DimseClient.as("STATION"), new CommitmentInbox());

        String transaction = scu.request(keeper, List.of(FIRST, SECOND), SOON);

        CommitmentResult result = scu.await(transaction, Duration.ZERO);
        assertThat(result).isEqualTo(new CommitmentResult(transaction, List.of(FIRST, SECOND), List.of()));
        assertThat(result.eventType()).isEqualTo(CommitmentResult.ALL_COMMITTED);
        until(() -> pending() == 0, "the request to be forgotten");
    }

    private long pending() {
        try (var files = Files.list(folder.resolve("objects/records/commitment"))) {
            return files.count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void says_of_each_object_why_it_is_not_committed() throws Exception {
        Archive archive = archive();
        store(archive, 1, 2, 3);
        Peer keeper = peer("KEEPER", receiver(archive).port());
        try (var files = Files.walk(folder.resolve("objects/studies"))) {
            Files.write(
                    files.filter(f -> f.endsWith("1.2.3.1.1.3.dcm")).findFirst().orElseThrow(), new byte[10]);
        }
        SopReference unknown = new SopReference(CLASS, "1.2.3.99");
        SopReference otherClass = new SopReference(UID.CTImageStorage, SECOND.sopInstanceUid());
        SopReference damaged = new SopReference(CLASS, "1.2.3.1.1.3");
        CommitmentScu scu = new CommitmentScu(DimseClient.as("STATION"), new CommitmentInbox());

        String transaction = scu.request(keeper, List.of(FIRST, unknown, otherClass, damaged), SOON);

        CommitmentResult result = scu.await(transaction, Duration.ZERO);
        assertThat(result.committed()).containsExactly(FIRST);
        assertThat(result.failed())
                .containsExactlyInAnyOrder(
                        new Failure(unknown, Status.NO_SUCH_SOP_INSTANCE),
                        new Failure(otherClass, Status.CLASS_INSTANCE_CONFLICT),
                        new Failure(damaged, Status.PROCESSING_FAILURE));
        assertThat(result.eventType()).isEqualTo(CommitmentResult.FAILURES_EXIST);
    }

    @Test
    void sends_the_result_to_a_requestor_that_did_not_wait_once_it_can_be_reached() throws Exception {
        Archive archive = archive();
        store(archive, 1);
        int port = PeerServer.freePort();
        Receiver receiver = receiver(archive, peer("STATION", port));
        String transaction = requestAndHangUp(peer("KEEPER", receiver.port()));
        Thread.sleep(200); // some attempts in vain
        List<CommitmentResult> results = Collections.synchronizedList(new ArrayList<>());
        CommitmentInbox inbox = new CommitmentInbox();
        inbox.onResult(results::add);

        station(port, inbox);

        until(() -> !results.isEmpty(), "the result");
        assertThat(results).containsExactly(new CommitmentResult(transaction, List.of(FIRST), List.of()));
        until(() -> pending() == 0, "the request to be forgotten");
    }

    @Test
    void sends_a_result_once_where_two_receivers_of_the_archive_owe_it() throws Exception {
        Archive archive = archive();
        store(archive, 1);
        int port = PeerServer.freePort();
        String transaction = requestAndHangUp(
                peer("KEEPER", receiver(archive, peer("STATION", port)).port()));
        receiver(archive, peer("STATION", port));
        List<CommitmentResult> results = Collections.synchronizedList(new ArrayList<>());
        CommitmentInbox inbox = new CommitmentInbox();
        inbox.onResult(result -> {
            results.add(result);
            try {
                Thread.sleep(500); // the other receiver looks again within 200 ms
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });

        station(port, inbox);

        until(() -> pending() == 0, "the request to be forgotten");
        assertThat(results).extracting(CommitmentResult::transactionUid).containsExactly(transaction);
    }

    /** Asks, and aborts as soon as the request is accepted. */
    private static String requestAndHangUp(Peer keeper) {
        String transaction = CommitmentScu.newTransactionUid();
        DimseSession session = DimseClient.as("STATION").open(keeper, UID.StorageCommitmentPushModel);
        assertThat(action(session, request(transaction, FIRST)).status()).isEqualTo(Status.SUCCESS);
        session.close();
        return transaction;
    }

    private static Dataset request(String transaction, SopReference object) {
        return Dataset.builder()
                .set(Tag.TransactionUID, transaction)
                .setItems(Tag.ReferencedSOPSequence, object.item().build())
                .build();
    }

    private static NormalizedResponse action(DimseSession session, Dataset information) {
        return session.action(UID.StorageCommitmentPushModel, UID.StorageCommitmentPushModelInstance, 1, information);
    }

    @Test
    void remembers_what_it_owes_across_a_restart() throws Exception {
        Archive archive = archive();
        store(archive, 1);
        int port = PeerServer.freePort();
        String transaction = requestAndHangUp(peer("KEEPER", receiver(archive).port()));
        until(() -> pending() == 1, "the request to be kept");
        archive.close();
        List<CommitmentResult> results = Collections.synchronizedList(new ArrayList<>());
        CommitmentInbox inbox = new CommitmentInbox();
        inbox.onResult(results::add);
        station(port, inbox);

        receiver(archive(), peer("STATION", port));

        until(() -> !results.isEmpty(), "the result");
        assertThat(results.get(0).transactionUid()).isEqualTo(transaction);
    }

    @Test
    void gives_up_when_the_result_is_too_old() throws Exception {
        Archive archive = archive();
        Receiver receiver = archive.receive()
                .aeTitle("KEEPER")
                .port(0)
                .retry(new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(300)))
                .start();
        requestAndHangUp(peer("KEEPER", receiver.port()));
        until(() -> pending() == 0, "the request to be given up");
    }

    @Test
    void takes_the_same_request_twice_but_no_other_under_its_transaction() throws Exception {
        Archive archive = archive();
        Peer keeper = peer("KEEPER", receiver(archive).port());
        try (DimseSession session = DimseClient.as("STATION").open(keeper, UID.StorageCommitmentPushModel)) {
            // nobody takes results here, so that the request stays
            assertThat(action(session, request("1.2.3", FIRST)).status()).isEqualTo(Status.SUCCESS);
            assertThat(action(session, request("1.2.3", FIRST)).status()).isEqualTo(Status.SUCCESS);
            assertThat(action(session, request("1.2.3", SECOND)).status()).isEqualTo(Status.INVALID_ARGUMENT_VALUE);
        }
    }

    @Test
    void refuses_requests_that_make_no_sense_with_the_right_status() throws Exception {
        Peer keeper = peer("KEEPER", receiver(archive()).port());
        try (DimseSession session = DimseClient.as("STATION").open(keeper, UID.StorageCommitmentPushModel)) {
            String model = UID.StorageCommitmentPushModel;
            String instance = UID.StorageCommitmentPushModelInstance;
            Dataset good = request("1.2.3", FIRST);
            assertThat(session.action(model, "1.2.3", 1, good).status()).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
            assertThat(session.action(model, instance, 2, good).status()).isEqualTo(Status.NO_SUCH_ACTION);
            assertThat(session.get(model, instance).status()).isEqualTo(Status.UNRECOGNIZED_OPERATION);
            Dataset.Builder some = good.toBuilder();
            for (Dataset bad : List.of(
                    Dataset.empty(),
                    good.toBuilder().remove(Tag.TransactionUID).build(),
                    good.toBuilder().set(Tag.TransactionUID, "../../x").build(),
                    some.remove(Tag.ReferencedSOPSequence).build(),
                    some.setItems(Tag.ReferencedSOPSequence, Dataset.empty()).build(),
                    some.setItems(
                                    Tag.ReferencedSOPSequence,
                                    FIRST.item()
                                            .remove(Tag.ReferencedSOPClassUID)
                                            .build())
                            .build())) {
                assertThat(action(session, bad).status()).as(bad.toString()).isEqualTo(Status.INVALID_ARGUMENT_VALUE);
            }
        }
        assertThat(pending()).isZero();
    }

    @Test
    void takes_a_request_for_ten_thousand_objects() throws Exception {
        Peer keeper = peer("KEEPER", receiver(archive()).port());
        List<SopReference> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new SopReference(UID.CTImageStorage, "1.2.276.0.7230010.3.1.4.8323329.20261125.1234567890." + i));
        }
        CommitmentScu scu = new CommitmentScu(DimseClient.as("STATION"), new CommitmentInbox());

        String transaction = scu.request(keeper, many, SOON);

        assertThat(scu.await(transaction, Duration.ZERO).failed()).hasSize(10_000);
    }

    @Test
    void answers_a_result_that_nobody_waits_for_with_a_failure() throws Exception {
        Archive archive = archive();
        int port = receiver(archive).port();
        CommitmentResult result = new CommitmentResult("1.2.3", List.of(FIRST), List.of());
        try (DimseSession session = DimseClient.as("KEEPER2")
                .open(
                        peer("KEEPER", port),
                        List.of(ServiceContext.scp(UID.StorageCommitmentPushModel)),
                        new CommitmentInbox())) {
            assertThat(report(session, 1, result.toDataset(null))).isEqualTo(Status.PROCESSING_FAILURE);
            assertThat(report(session, 3, result.toDataset(null))).isEqualTo(Status.NO_SUCH_EVENT_TYPE);
            assertThat(report(session, 1, Dataset.empty())).isEqualTo(Status.INVALID_ARGUMENT_VALUE);
        }
    }

    private static int report(DimseSession session, int type, Dataset information) {
        return session.eventReport(
                        UID.StorageCommitmentPushModel, UID.StorageCommitmentPushModelInstance, type, information)
                .status();
    }

    @Test
    void can_be_turned_off() throws Exception {
        Receiver receiver = archive()
                .receive()
                .port(0)
                .without(UID.StorageCommitmentPushModel)
                .start();
        CommitmentScu scu = new CommitmentScu(DimseClient.as("STATION"), new CommitmentInbox());
        assertThatThrownBy(() -> scu.request(peer("KEEPER", receiver.port()), List.of(FIRST), SOON))
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining("does not accept");
    }

    @Test
    void commits_to_orthanc_what_orthanc_has_sent() throws Exception {
        Orthanc orthanc = closed(Orthanc.start(folder));
        Archive archive = archive();
        Receiver receiver = receiver(archive, peer(Orthanc.TITLE, orthanc.dicomPort()));
        orthanc.modality("keeper", "KEEPER", receiver.port(), false);
        store(archive, 1);

        String answer = orthanc.post("/modalities/keeper/storage-commitment", """
                {"DicomInstances": [
                  {"SOPClassUID": "%1$s", "SOPInstanceUID": "1.2.3.1.1.1"},
                  {"SOPClassUID": "%1$s", "SOPInstanceUID": "1.2.3.99"}]}
                """.formatted(CLASS));

        String path = answer.replaceAll("(?s).*\"Path\" *: *\"([^\"]*)\".*", "$1");
        until(() -> !orthanc.get(path).contains("\"Pending\""), "Orthanc to have the result");
        assertThat(orthanc.get(path).replaceAll("\\s", ""))
                .contains("\"Status\":\"Failure\"")
                .contains("\"Success\":[{\"SOPClassUID\":\"" + CLASS + "\",\"SOPInstanceUID\":\"1.2.3.1.1.1\"}]")
                .contains("\"FailureReason\":274,\"SOPClassUID\":\"" + CLASS + "\",\"SOPInstanceUID\":\"1.2.3.99\"");
        until(() -> pending() == 0, "the request to be forgotten");
    }

    @Test
    void has_objects_committed_by_orthanc() throws Exception {
        Orthanc orthanc = closed(Orthanc.start(folder));
        Archive archive = archive();
        Receiver receiver = receiver(archive);
        orthanc.modality("keeper", "KEEPER", receiver.port(), false);
        Peer peer = peer(Orthanc.TITLE, orthanc.dicomPort());
        DimseClient client = DimseClient.as("KEEPER");
        client.store(
                peer,
                List.of(OutgoingObject.of(Objects.object(Objects.image(1, 1, 1).build()))),
                result -> assertThat(result.stored()).isTrue());
        SopReference unknown = new SopReference(CLASS, "1.2.3.99");
        CommitmentScu scu = archive.commitment(client);

        String transaction = scu.request(peer, List.of(FIRST, unknown), Duration.ZERO);

        CommitmentResult result = scu.await(transaction, SOON);
        assertThat(result.committed()).containsExactly(FIRST);
        assertThat(result.failed()).containsExactly(new Failure(unknown, Status.NO_SUCH_SOP_INSTANCE));
    }
}
