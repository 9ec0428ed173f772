package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.FindResults;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.ServiceException;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every service between our client and our server. */
@Timeout(30)
class ServicesTest {
    private final TinyArchive archive = new TinyArchive();
    private final List<DimseServer> servers = new ArrayList<>();
    private final DimseClient client = DimseClient.as("CLIENT")
            .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));

    @AfterEach
    void closeServers() {
        servers.forEach(DimseServer::close);
    }

    private DimseServer.Builder builder() {
        return DimseServer.builder()
                .aeTitle("SERVER")
                .port(0)
                .drain(Duration.ofSeconds(2))
                .timeouts(Timeouts.all(Duration.ofSeconds(10)))
                .stores(archive)
                .finds(archive)
                .retrieves(archive);
    }

    private Peer start(DimseServer.Builder builder) throws IOException {
        DimseServer server = builder.start();
        servers.add(server);
        return new Peer("SERVER", "127.0.0.1", server.port());
    }

    private static Dataset keys(String level) {
        return Dataset.builder().set(Tag.QueryRetrieveLevel, level).build();
    }

    @Test
    void answers_an_echo() throws Exception {
        Peer peer = start(builder());
        assertThat(client.echo(peer)).isPositive().isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void stores_objects_byte_for_byte() throws Exception {
        Peer peer = start(builder());
        List<Stored> sent = List.of(
                TinyArchive.object(TinyArchive.weld(1, 10), UID.ExplicitVRLittleEndian),
                TinyArchive.object(TinyArchive.weld(2, 1_000_000), UID.ImplicitVRLittleEndian),
                TinyArchive.object(TinyArchive.weld(3, 262_144), UID.ExplicitVRBigEndian),
                TinyArchive.object(TinyArchive.weld(4, 300_000), UID.DeflatedExplicitVRLittleEndian));
        List<SendResult> results = new ArrayList<>();
        SendSummary summary = client.store(peer, sent, results::add);
        assertThat(summary).isEqualTo(new SendSummary(4, 0));
        assertThat(results).allMatch(SendResult::stored);
        for (int i = 0; i < sent.size(); i++) {
            Stored received = archive.objects.get(i);
            assertThat(received.transferSyntaxUid()).isEqualTo(sent.get(i).transferSyntaxUid());
            assertThat(received.sopInstanceUid()).isEqualTo(sent.get(i).sopInstanceUid());
            assertThat(received.bytes()).isEqualTo(sent.get(i).bytes());
            assertThat(received.request().association().callingAeTitle()).isEqualTo("CLIENT");
        }
    }

    @Test
    void stores_every_length_around_the_pdu_size() throws Exception {
        Peer peer = start(builder().maxPduLength(4096));
        List<Stored> sent = IntStream.rangeClosed(4096 - 300, 4096 + 20)
                .mapToObj(n -> raw(n, new byte[n]))
                .toList();
        assertThat(client.store(peer, sent, r -> {}).stored()).isEqualTo(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertThat(archive.objects.get(i).bytes()).hasSize(sent.get(i).bytes().length);
        }
    }

    private static Stored raw(int number, byte[] bytes) {
        return new Stored(UID.RawDataStorage, "1.2.9." + number, UID.ExplicitVRLittleEndian, bytes, null);
    }

    @Test
    void accepts_storage_classes_that_nobody_knows() throws Exception {
        Peer peer = start(builder());
        Stored odd = new Stored("1.2.3.99.7", "1.2.3.99.8", UID.JPEG2000Lossless, new byte[] {8, 0, 5, 0}, null);
        assertThat(client.store(peer, List.of(odd), r -> {}).stored()).isEqualTo(1);
        assertThat(archive.objects.get(0).sopClassUid()).isEqualTo("1.2.3.99.7");
    }

    @Test
    void needs_a_second_association_for_more_than_128_presentation_contexts() throws Exception {
        AtomicInteger associations = new AtomicInteger();
        Peer peer = start(builder().admits(requestor -> {
            associations.incrementAndGet();
            return null;
        }));
        List<Stored> sent = IntStream.range(0, 300)
                .mapToObj(
                        i -> new Stored("1.2.3.100." + i, "1.2.3.5." + i, UID.JPEGLSLossless, new byte[] {1, 2}, null))
                .toList();
        assertThat(client.store(peer, sent, r -> {}).stored()).isEqualTo(300);
        assertThat(associations).hasValue(3);
    }

    @Test
    void reencodes_native_objects_only_where_the_receiver_does_not_take_them_as_they_are() throws Exception {
        Peer peer = start(builder().acceptTransferSyntaxes(UID.ImplicitVRLittleEndian::equals));
        Dataset weld = TinyArchive.weld(1, 100_000);
        Stored explicit = TinyArchive.object(weld, UID.ExplicitVRLittleEndian);
        Stored compressed = new Stored(UID.CTImageStorage, "1.2.3.4.9", UID.JPEGLSLossless, new byte[10], null);
        List<SendResult> results = new ArrayList<>();
        assertThat(client.store(peer, List.of(explicit, compressed), results::add))
                .isEqualTo(new SendSummary(1, 1));
        assertThat(archive.objects).hasSize(1);
        assertThat(archive.objects.get(0).transferSyntaxUid()).isEqualTo(UID.ImplicitVRLittleEndian);
        assertThat(archive.objects.get(0).dataset().sameContent(weld)).isTrue();
        SendResult refused = results.stream()
                .filter(r -> r.object() == compressed)
                .findFirst()
                .orElseThrow();
        assertThat(refused.status()).isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED);
        assertThat(refused.failure()).hasMessageContaining("does not accept class " + UID.CTImageStorage);
    }

    @Test
    void turns_exceptions_of_a_store_handler_into_statuses_and_goes_on() throws Exception {
        Map<String, Exception> failures = Map.of(
                "1.2.3.4.1", new IOException("No space left on device"),
                "1.2.3.4.2", new IllegalStateException("secret"),
                "1.2.3.4.3", new ServiceException(0xC123, "not \u00fcnderstood"));
        Peer peer = start(builder().stores((request, dataset) -> {
            Exception e = failures.get(request.sopInstanceUid());
            if (e instanceof IOException io) {
                throw io;
            }
            if (e != null) {
                dataset.read();
                throw (RuntimeException) e;
            }
            return new StoreOutcome(0xB007, "odd", List.of(Tag.PatientID));
        }));
        List<Stored> sent = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> TinyArchive.object(TinyArchive.weld(i, 600_000), UID.ExplicitVRLittleEndian))
                .toList();
        List<SendResult> results = new ArrayList<>();
        client.store(peer, sent, results::add);
        assertThat(results).extracting(SendResult::status).containsExactly(0xA700, 0x0110, 0xC123, 0xB007);
        assertThat(results.get(1).errorComment())
                .contains("IllegalStateException")
                .doesNotContain("secret");
        assertThat(results.get(2).errorComment()).isEqualTo("not ?nderstood");
        assertThat(results.get(3).stored()).isTrue();
    }

    @Test
    void reports_an_unreadable_object_and_sends_the_others() throws Exception {
        Peer peer = start(builder());
        Stored good = TinyArchive.object(TinyArchive.weld(1, 10), UID.ExplicitVRLittleEndian);
        OutgoingObject missing = new Broken(good, 0);
        OutgoingObject shortly =
                new Broken(TinyArchive.object(TinyArchive.weld(2, 10), UID.ExplicitVRLittleEndian), 900_000);
        List<SendResult> results = new ArrayList<>();
        SendSummary summary = client.store(peer, List.of(missing, good, shortly, good), results::add);
        assertThat(summary).isEqualTo(new SendSummary(2, 2));
        assertThat(results.get(0).failure()).isInstanceOf(IOException.class);
        assertThat(archive.objects).hasSize(2);
    }

    /** Gives so many bytes and then fails. */
    private record Broken(Stored object, int good) implements OutgoingObject {
        @Override
        public String sopClassUid() {
            return object.sopClassUid();
        }

        @Override
        public String sopInstanceUid() {
            return object.sopInstanceUid();
        }

        @Override
        public String transferSyntaxUid() {
            return object.transferSyntaxUid();
        }

        @Override
        public InputStream open() throws IOException {
            if (good == 0) {
                throw new IOException("gone");
            }
            InputStream zeros = new ByteArrayInputStream(new byte[good]);
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    int b = zeros.read();
                    if (b < 0) {
                        throw new IOException("bad sector");
                    }
                    return b;
                }
            };
        }
    }

    @Test
    void finds_what_matches() throws Exception {
        Peer peer = start(builder());
        IntStream.rangeClosed(1, 20)
                .forEach(i ->
                        archive.objects.add(TinyArchive.object(TinyArchive.weld(i, 4), UID.ExplicitVRLittleEndian)));
        Dataset keys = keys("IMAGE").toBuilder()
                .set(Tag.PatientID, "WELD-1*")
                .setEmpty(Tag.SOPInstanceUID)
                .build();
        List<String> uids = new ArrayList<>();
        try (FindMatches matches = client.find(peer, InformationModel.STUDY_ROOT, keys)) {
            matches.forEachRemaining(m -> uids.add(m.string(Tag.SOPInstanceUID)));
            assertThat(matches.status()).isEqualTo(Status.SUCCESS);
        }
        assertThat(uids).hasSize(11).contains("1.2.3.4.1", "1.2.3.4.19");
    }

    @Test
    void cancels_an_endless_query() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        Peer peer = start(builder().finds(request -> new Endless(closed)));
        FindMatches matches = client.find(peer, InformationModel.PATIENT_ROOT, keys("PATIENT"));
        try (matches) {
            for (int i = 0; i < 100; i++) {
                assertThat(matches.next().string(Tag.PatientID)).isEqualTo("X");
            }
            matches.cancel();
            while (matches.hasNext()) {
                matches.next();
            }
            assertThat(matches.status()).isEqualTo(Status.CANCEL);
        }
        assertThat(closed).isTrue();
    }

    private record Endless(AtomicBoolean closed) implements FindResults {
        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Dataset next() {
            return Dataset.builder().set(Tag.PatientID, "X").build();
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void tells_the_status_of_a_query_that_failed() throws Exception {
        Peer peer = start(builder().finds(request -> {
            throw new ServiceException(Status.DATASET_DOES_NOT_MATCH_SOP_CLASS, "no such level");
        }));
        try (FindMatches matches = client.find(peer, InformationModel.STUDY_ROOT, keys("GALAXY"))) {
            assertThatThrownBy(matches::hasNext)
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("A900H")
                    .hasMessageContaining("no such level");
        }
    }

    @Test
    void moves_objects_to_a_third_party() throws Exception {
        TinyArchive third = new TinyArchive();
        DimseServer destination =
                DimseServer.builder().aeTitle("THIRD").port(0).stores(third).start();
        servers.add(destination);
        Peer peer = start(builder()
                .destinations(
                        title -> title.equals("THIRD") ? new Peer("THIRD", "127.0.0.1", destination.port()) : null));
        IntStream.rangeClosed(1, 50)
                .forEach(i -> archive.objects.add(TinyArchive.object(
                        TinyArchive.weld(i, 1000),
                        i % 2 == 0 ? UID.ImplicitVRLittleEndian : UID.ExplicitVRLittleEndian)));
        archive.objects.add(raw(7, new byte[0]));
        List<RetrieveProgress> progress = new ArrayList<>();
        RetrieveOutcome outcome = client.move(peer, InformationModel.STUDY_ROOT, keys("STUDY"), "THIRD", progress::add);
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.progress().completed()).isEqualTo(51);
        assertThat(progress).hasSize(51);
        assertThat(progress.get(0).remaining()).isEqualTo(50);
        for (int i = 0; i < 50; i++) {
            assertThat(third.objects.get(i).bytes())
                    .isEqualTo(archive.objects.get(i).bytes());
            assertThat(third.objects.get(i).request().moveOriginatorAeTitle()).isEqualTo("CLIENT");
            assertThat(third.objects.get(i).request().moveOriginatorMessageId()).isEqualTo(1);
            assertThat(third.objects.get(i).request().association().callingAeTitle())
                    .isEqualTo("SERVER");
        }
    }

    @Test
    void names_the_objects_that_could_not_be_moved() throws Exception {
        TinyArchive third = new TinyArchive();
        DimseServer destination = DimseServer.builder()
                .aeTitle("THIRD")
                .port(0)
                .stores(third)
                .acceptTransferSyntaxes(UID.ImplicitVRLittleEndian::equals)
                .start();
        servers.add(destination);
        Peer peer = start(builder().destinations(title -> new Peer("THIRD", "127.0.0.1", destination.port())));
        archive.objects.add(TinyArchive.object(TinyArchive.weld(1, 10), UID.ExplicitVRBigEndian));
        archive.objects.add(new Stored(UID.CTImageStorage, "1.2.3.4.77", UID.RLELossless, new byte[4], null));
        RetrieveOutcome outcome = client.move(peer, InformationModel.PATIENT_ROOT, keys("STUDY"), "THIRD", p -> true);
        assertThat(outcome.status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
        assertThat(outcome.progress()).isEqualTo(new RetrieveProgress(0, 1, 1, 0));
        assertThat(outcome.failedInstanceUids()).containsExactly("1.2.3.4.77");
        assertThat(third.objects).hasSize(1);
    }

    @Test
    void says_so_when_a_move_destination_is_unknown_or_unreachable() throws Exception {
        Peer peer =
                start(builder().destinations(title -> title.equals("DEAD") ? new Peer("DEAD", "127.0.0.1", 1) : null));
        archive.objects.add(raw(1, new byte[2]));
        RetrieveOutcome unknown = client.move(peer, InformationModel.STUDY_ROOT, keys("STUDY"), "WHO", p -> true);
        assertThat(unknown.status()).isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
        assertThat(unknown.errorComment()).contains("WHO");
        RetrieveOutcome dead = client.move(peer, InformationModel.STUDY_ROOT, keys("STUDY"), "DEAD", p -> true);
        assertThat(dead.status()).isEqualTo(Status.UNABLE_TO_PERFORM_SUB_OPERATIONS);
        assertThat(dead.progress().failed()).isEqualTo(1);
        assertThat(client.echo(peer)).isPositive();
    }

    @Test
    void gets_objects_over_the_same_association() throws Exception {
        Peer peer = start(builder());
        IntStream.rangeClosed(1, 10)
                .forEach(i -> archive.objects.add(
                        TinyArchive.object(TinyArchive.weld(i, 100_000), UID.ExplicitVRLittleEndian)));
        archive.objects.add(new Stored(UID.CTImageStorage, "1.2.3.4.88", UID.JPEGLSLossless, new byte[4], null));
        archive.objects.add(new Stored(UID.MRImageStorage, "1.2.3.4.89", UID.JPEGLSLossless, new byte[4], null));
        Map<String, byte[]> received = new ConcurrentHashMap<>();
        List<StorageContext> contexts = StorageContext.of(
                List.of(UID.DigitalXRayImageStorageForPresentation, UID.CTImageStorage), List.of(UID.JPEGLSLossless));
        RetrieveOutcome outcome = client.get(
                peer,
                InformationModel.STUDY_ROOT,
                keys("STUDY"),
                contexts,
                (request, dataset) -> {
                    received.put(request.sopInstanceUid(), dataset.readAllBytes());
                    return StoreOutcome.success();
                },
                p -> true);
        assertThat(outcome.status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
        assertThat(outcome.progress().completed()).isEqualTo(11);
        assertThat(outcome.failedInstanceUids()).containsExactly("1.2.3.4.89");
        for (Stored stored : archive.objects.subList(0, 11)) {
            assertThat(received.get(stored.sopInstanceUid())).isEqualTo(stored.bytes());
        }
    }

    @Test
    void cancels_a_retrieve() throws Exception {
        Iterator<Integer> numbers = IntStream.iterate(1, i -> i + 1).iterator();
        AtomicBoolean closed = new AtomicBoolean();
        Peer peer = start(builder().retrieves(request -> new Retrieval() {
            @Override
            public int count() {
                return 60_000;
            }

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public OutgoingObject next() {
                return raw(numbers.next(), new byte[100]);
            }

            @Override
            public void close() {
                closed.set(true);
            }
        }));
        RetrieveOutcome outcome = client.get(
                peer,
                InformationModel.STUDY_ROOT,
                keys("STUDY"),
                StorageContext.of(List.of(UID.RawDataStorage), List.of()),
                (request, dataset) -> StoreOutcome.success(),
                p -> p.completed() < 20);
        assertThat(outcome.status()).isEqualTo(Status.CANCEL);
        assertThat(outcome.progress().completed()).isBetween(20, 1000);
        assertThat(outcome.progress().remaining())
                .isEqualTo(60_000 - outcome.progress().completed());
        assertThat(closed).isTrue();
    }

    @Test
    void rejects_another_called_title_only_when_told_to() throws Exception {
        Peer lax = start(builder());
        assertThat(client.echo(new Peer("ANYONE", lax.host(), lax.port()))).isPositive();
        Peer strict = start(builder().requireCalledAeTitle(true));
        assertThat(client.echo(strict)).isPositive();
        assertThatThrownBy(() -> client.echo(new Peer("ANYONE", strict.host(), strict.port())))
                .isInstanceOfSatisfying(
                        AssociationRejectedException.class,
                        e -> assertThat(e.rejection()).isEqualTo(AssociateRj.CALLED_AE_TITLE_NOT_RECOGNIZED));
    }

    @Test
    void asks_the_policy_and_shows_it_the_user() throws Exception {
        Peer peer = start(builder().admits(requestor -> {
            UserIdentity user = requestor.userIdentity();
            return user != null && user.primary().utf8().equals("anna") ? null : AssociateRj.NO_REASON_GIVEN;
        }));
        assertThatThrownBy(() -> client.echo(peer)).isInstanceOf(AssociationRejectedException.class);
        DimseClient anna = client.with(
                AssociationOptions.DEFAULT.withIdentity(UserIdentity.usernameAndPasscode("anna", "s3cret")));
        assertThat(anna.echo(peer)).isPositive();
    }

    @Test
    void refuses_what_it_has_no_handler_for() throws Exception {
        Peer peer = start(DimseServer.builder().aeTitle("SERVER").port(0));
        assertThat(client.echo(peer)).isPositive();
        assertThatThrownBy(() -> client.find(peer, InformationModel.STUDY_ROOT, keys("STUDY")))
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining("does not accept C-FIND");
        assertThat(client.store(peer, List.of(raw(1, new byte[2])), r -> {})).isEqualTo(new SendSummary(0, 1));
    }

    @Test
    void says_that_nobody_is_there() {
        assertThatThrownBy(() -> client.echo(new Peer("NOBODY", "127.0.0.1", 1)))
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining("can't connect to NOBODY@127.0.0.1:1");
        assertThatThrownBy(() -> client.store(
                        new Peer("NOBODY", "127.0.0.1", 1), List.of(raw(1, new byte[2]), raw(2, new byte[2])), r -> {}))
                .isInstanceOf(AssociationException.class);
    }
}
