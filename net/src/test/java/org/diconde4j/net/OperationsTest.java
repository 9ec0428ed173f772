package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.PduDecoder;
import org.diconde4j.net.pdu.PduEncoder;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Retrieval;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.Status;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that overlap, are cancelled, or come in PDUs of unusual lengths (PS3.7 9, PS3.8 9.3.1). */
@Timeout(30)
class OperationsTest {
    private static final String GET = InformationModel.STUDY_ROOT.getUid();
    private static final String RAW = UID.RawDataStorage;

    private final TinyArchive archive = new TinyArchive();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final DimseClient client = DimseClient.as("CLIENT")
            .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(10))));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private DimseServer.Builder builder() {
        return DimseServer.builder()
                .aeTitle("SERVER")
                .port(0)
                .drain(Duration.ZERO)
                .timeouts(Timeouts.all(Duration.ofSeconds(10)))
                .stores(archive)
                .finds(archive)
                .retrieves(archive);
    }

    private DimseServer start(DimseServer.Builder builder) throws IOException {
        DimseServer server = builder.start();
        open.add(server);
        return server;
    }

    private static Peer peer(DimseServer server) {
        return new Peer("SERVER", "127.0.0.1", server.port());
    }

    private static List<Stored> objects(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Stored(RAW, "1.2." + i, UID.ImplicitVRLittleEndian, new byte[20], null))
                .toList();
    }

    private static ScriptedPeer associate(DimseServer server, long maxPdu, RoleSelection role, String... classes)
            throws IOException {
        List<ProposedContext> contexts = new ArrayList<>();
        for (String sopClass : classes) {
            contexts.add(new ProposedContext(2 * contexts.size() + 1, sopClass, List.of(UID.ImplicitVRLittleEndian)));
        }
        List<RoleSelection> roles = role == null ? List.of() : List.of(role);
        UserInformation user =
                new UserInformation(maxPdu, "1.2.3", null, null, roles, List.of(), List.of(), null, null);
        ScriptedPeer scripted = ScriptedPeer.connect(new InetSocketAddress("127.0.0.1", server.port()));
        scripted.send(PduEncoder.encode(new AssociateRq("SERVER", "SCRIPTED", contexts, user)));
        AssociateAc answer = (AssociateAc) PduDecoder.decode(scripted.expect(0x02));
        assertThat(answer.contexts()).allMatch(ContextResult::accepted);
        return scripted;
    }

    /** A command in one PDU. */
    private static final class Received {
        private final ByteBuffer elements;

        Received(byte[] pdu) {
            assertThat(pdu[11]).as("a whole command").isEqualTo((byte) 3);
            elements = ByteBuffer.wrap(pdu, 12, pdu.length - 12).slice().order(ByteOrder.LITTLE_ENDIAN);
        }

        /** The value of an element of group 0000 (US), or -1. */
        int value(int element) {
            for (int at = 0; at + 10 <= elements.limit(); at += 8 + elements.getInt(at + 4)) {
                if ((elements.getShort(at + 2) & 0xFFFF) == element) {
                    return elements.getShort(at + 8) & 0xFFFF;
                }
            }
            return -1;
        }

        int field() {
            return value(0x0100);
        }

        int messageId() {
            return value((field() & 0x8000) == 0 ? 0x0110 : 0x0120);
        }

        int status() {
            return value(0x0900);
        }
    }

    // Asynchronous operations

    @Test
    void a_sender_goes_on_before_the_answers_come_and_knows_them_in_any_order() throws Exception {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(listener);
        CompletableFuture<Integer> before = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = listener.accept();
                    ScriptedPeer peer = new ScriptedPeer(socket)) {
                AssociateRq request = (AssociateRq) PduDecoder.decode(peer.expect(0x01));
                assertThat(request.userInformation().asyncOperations()).isEqualTo(new AsyncOperationsWindow(16, 1));
                UserInformation user = new UserInformation(
                        0, "1.2.3", null, new AsyncOperationsWindow(3, 1), List.of(), List.of(), List.of(), null, null);
                List<ContextResult> contexts = List.of(new ContextResult(
                        request.contexts().get(0).id(), ContextResult.ACCEPTED, UID.ImplicitVRLittleEndian));
                peer.send(PduEncoder.encode(
                        new AssociateAc(1, "SERVER", "CLIENT", AssociateRq.DICOM_APPLICATION_CONTEXT, contexts, user)));
                List<Integer> ids = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    ids.add(new Received(peer.expect(0x04)).messageId());
                    peer.expect(0x04); // the data set
                }
                Collections.reverse(ids);
                for (int id : ids) {
                    peer.send(RawPdu.pData(1, 3, RawPdu.command(0x8001, id, RAW, false)));
                }
                int last = new Received(peer.expect(0x04)).messageId();
                peer.expect(0x04);
                peer.send(RawPdu.pData(1, 3, RawPdu.command(0x8001, last, RAW, false)));
                peer.expect(0x05);
                peer.send(RawPdu.pdu(0x06, new byte[4]));
                return ids.size();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        List<SendResult> results = new ArrayList<>();
        SendSummary summary =
                client.store(new Peer("SERVER", "127.0.0.1", listener.getLocalPort()), objects(4), results::add);
        assertThat(summary).isEqualTo(new SendSummary(4, 0));
        assertThat(before.get()).as("requests before the first answer").isEqualTo(3);
        assertThat(results)
                .extracting(r -> r.object().sopInstanceUid())
                .containsExactly("1.2.3", "1.2.2", "1.2.1", "1.2.4");
    }

    @Test
    void a_requestor_that_sends_more_than_it_was_granted_is_served_one_by_one() throws Exception {
        try (ScriptedPeer peer = associate(start(builder()), 0, null, RawPdu.VERIFICATION, RAW)) {
            for (int id = 1; id <= 20; id++) {
                if (id % 2 == 0) {
                    peer.send(RawPdu.echo(1, id));
                } else {
                    peer.send(RawPdu.pData(3, 3, RawPdu.command(0x0001, id, RAW, true)));
                    peer.send(RawPdu.pData(3, 2, new byte[2 * id]));
                }
            }
            for (int id = 1; id <= 20; id++) {
                Received response = new Received(peer.expect(0x04));
                assertThat(response.messageId()).isEqualTo(id);
                assertThat(response.status()).isZero();
            }
        }
        assertThat(archive.objects).hasSize(10);
    }

    @Test
    void a_request_amid_the_objects_of_a_get_is_refused_and_the_get_goes_on() throws Exception {
        archive.objects.addAll(objects(2));
        RoleSelection scp = new RoleSelection(RAW, true, true);
        try (ScriptedPeer peer = associate(start(builder()), 0, scp, GET, RAW, RawPdu.VERIFICATION)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0010, 7, GET, true)));
            peer.send(RawPdu.pData(1, 2, new byte[0]));
            for (int i = 0; i < 2; i++) {
                Received store = new Received(peer.expect(0x04));
                assertThat(store.field()).isEqualTo(0x0001);
                peer.expect(0x04);
                peer.send(RawPdu.echo(5, 99));
                peer.send(RawPdu.pData(3, 3, RawPdu.command(0x0001, 98, RAW, true)));
                peer.send(RawPdu.pData(3, 2, new byte[100]));
                peer.send(RawPdu.pData(3, 3, RawPdu.command(0x8001, store.messageId(), RAW, false)));
                for (int id : new int[] {99, 98}) {
                    Received refused = new Received(peer.expect(0x04));
                    assertThat(refused.messageId()).isEqualTo(id);
                    assertThat(refused.status()).isEqualTo(Status.RESOURCE_LIMITATION);
                }
                assertThat(new Received(peer.expect(0x04)).status()).isEqualTo(Status.PENDING);
            }
            Received last = new Received(peer.expect(0x04));
            assertThat(last.messageId()).isEqualTo(7);
            assertThat(last.status()).isZero();
            assertThat(last.value(0x1021)).as("completed").isEqualTo(2);
            peer.send(RawPdu.echo(5, 100));
            assertThat(new Received(peer.expect(0x04)).status()).isZero();
        }
    }

    // C-CANCEL

    @Test
    void a_cancelled_query_ends_with_its_status_and_a_late_cancel_is_passed_over() throws Exception {
        for (int i = 1; i <= 2000; i++) {
            archive.objects.add(TinyArchive.object(TinyArchive.weld(i, 0), UID.ImplicitVRLittleEndian));
        }
        String find = InformationModel.STUDY_ROOT.findUid();
        try (ScriptedPeer peer = associate(start(builder()), 0, null, find)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0020, 1, find, true)));
            peer.send(RawPdu.pData(1, 2, new byte[0]));
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0FFF, 2, find, false))); // of another message
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0FFF, 1, find, false)));
            int matches = 0;
            Received response = new Received(peer.expect(0x04));
            while (response.status() == Status.PENDING) {
                peer.expect(0x04);
                matches++;
                response = new Received(peer.expect(0x04));
            }
            assertThat(response.status()).isEqualTo(Status.CANCEL);
            assertThat(matches).isLessThan(2000);
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0FFF, 1, find, false)));
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
    }

    @Test
    void a_cancelled_move_tells_what_remains() throws Exception {
        DimseServer third = start(DimseServer.builder().aeTitle("THIRD").port(0).stores(archive));
        List<Stored> many = objects(3000);
        DimseServer server = start(builder()
                .retrieves(request -> Retrieval.of(many))
                .destinations(title -> new Peer("THIRD", "127.0.0.1", third.port())));
        Dataset keys = Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "STUDY")
                .set(Tag.StudyInstanceUID, "1.2.3")
                .build();
        RetrieveOutcome outcome = client.move(
                peer(server), InformationModel.STUDY_ROOT, keys, "THIRD", progress -> progress.completed() < 5);
        assertThat(outcome.status()).isEqualTo(Status.CANCEL);
        RetrieveProgress progress = outcome.progress();
        assertThat(progress.completed()).isBetween(5, 2999);
        assertThat(progress.remaining() + progress.completed() + progress.failed() + progress.warning())
                .isEqualTo(3000);
    }

    @Test
    void a_move_whose_receiver_warns_ends_with_a_warning_and_everything_has_arrived() throws Exception {
        DimseServer third = start(DimseServer.builder()
                .aeTitle("THIRD")
                .port(0)
                .stores((request, in) -> request.sopInstanceUid().equals("1.2.2")
                        ? StoreOutcome.of(0xB000, "coerced")
                        : StoreOutcome.success()));
        DimseServer server = start(builder()
                .retrieves(request -> Retrieval.of(objects(3)))
                .destinations(title -> new Peer("THIRD", "127.0.0.1", third.port())));
        RetrieveOutcome outcome =
                client.move(peer(server), InformationModel.STUDY_ROOT, Dataset.empty(), "THIRD", progress -> true);
        assertThat(outcome.status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
        assertThat(outcome.progress()).isEqualTo(new RetrieveProgress(0, 2, 0, 1));
        assertThat(outcome.failedInstanceUids()).isEmpty();
        assertThat(outcome.complete()).isTrue();
    }

    // PDU lengths

    @ParameterizedTest
    @ValueSource(longs = {1, 13, 64, 4095, 4096, 131072, 0xFFFFFFFFL})
    void no_pdu_is_longer_than_the_peer_takes_or_a_fragment_needs(long maxPdu) throws Exception {
        for (int i = 1; i <= 3; i++) {
            archive.objects.add(TinyArchive.object(TinyArchive.weld(i, 0), UID.ImplicitVRLittleEndian));
        }
        String find = InformationModel.STUDY_ROOT.findUid();
        try (ScriptedPeer peer = associate(start(builder()), maxPdu, null, find)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0020, 1, find, true)));
            byte[] keys = {0x08, 0, 0x18, 0, 0, 0, 0, 0}; // (0008,0018) SOP Instance UID, empty
            peer.send(RawPdu.pData(1, 2, keys));
            int messages = 0;
            while (messages < 7) { // three matches of two messages each, and the last response
                byte[] pdu = peer.expect(0x04);
                long length = pdu.length - 6;
                assertThat(length).isLessThanOrEqualTo(Math.max(8, maxPdu));
                messages += (pdu[11] & 2) >> 1;
            }
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 16384, 0})
    void objects_pass_with_every_announced_length_on_both_sides(int length) throws Exception {
        DimseServer server = start(builder().maxPduLength(length));
        DimseClient small = DimseClient.as("CLIENT")
                .with(AssociationOptions.DEFAULT
                        .withMaxPduLength(length)
                        .withTimeouts(Timeouts.all(Duration.ofSeconds(10))));
        List<OutgoingObject> objects = List.of(
                TinyArchive.object(TinyArchive.weld(1, 300_001), UID.ExplicitVRLittleEndian),
                TinyArchive.object(TinyArchive.weld(2, 4090), UID.ExplicitVRLittleEndian));
        assertThat(small.store(peer(server), objects, r -> {})).isEqualTo(new SendSummary(2, 0));
        assertThat(archive.objects)
                .extracting(o -> o.bytes().length)
                .containsExactlyElementsOf(
                        objects.stream().map(o -> ((Stored) o).bytes().length).toList());
    }
}
