package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.AssociationAbortedException;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.service.StoreOutcome;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.diconde4j.net.tck.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our client makes of servers whose answers are cut: at every byte, by FIN or RST, by a release or an abort. */
@Timeout(60)
class CutAnswersTest {
    private static final DimseClient CLIENT =
            DimseClient.as("CLIENT").with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofSeconds(5))));
    private static final Stored OBJECT =
            new Stored(UID.RawDataStorage, "1.2.3", UID.ImplicitVRLittleEndian, new byte[40], null);
    /** What a server says: to the request, to a C-STORE, to the release. */
    private static final List<byte[]> ANSWERS = List.of(
            RawPdu.associateAc(1),
            RawPdu.pData(1, 3, RawPdu.command(0x8001, 1, RawPdu.RAW_DATA, false)),
            RawPdu.pdu(0x06, new byte[4]));

    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Peer peer() {
        return new Peer("SCRIPTED", "127.0.0.1", server.port());
    }

    /** Hears what comes before an answer. */
    private static void hear(ScriptedPeer peer, int answer) {
        switch (answer) {
            case 0 -> peer.expect(0x01);
            case 1 -> {
                peer.expect(0x04); // the command
                peer.expect(0x04); // the data set
            }
            default -> peer.expect(0x05);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_object_counts_as_stored_from_the_last_byte_of_its_response_on(boolean reset) throws Exception {
        for (int part = 0; part < ANSWERS.size(); part++) {
            byte[] cutOne = ANSWERS.get(part);
            for (int cut = 0; cut < cutOne.length; cut++) {
                int whole = part;
                byte[] piece = Arrays.copyOf(cutOne, cut);
                CompletableFuture<Void> played = server.plays(peer -> {
                    for (int i = 0; i < whole; i++) {
                        hear(peer, i);
                        peer.send(ANSWERS.get(i));
                    }
                    hear(peer, whole);
                    peer.send(piece);
                    if (reset) {
                        peer.reset();
                    }
                });
                List<SendResult> results = new ArrayList<>();
                try {
                    CLIENT.store(peer(), List.of(OBJECT), results::add);
                } catch (AssociationException e) {
                    assertThat(part)
                            .as("the association was opened before byte " + cut)
                            .isZero();
                }
                assertThat(results).as("part " + part + " cut at " + cut).hasSize(1);
                assertThat(results.get(0).stored())
                        .as("part " + part + " cut at " + cut)
                        .isEqualTo(part == 2);
                played.get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** The first match of a query, without its last byte. */
    private static void answerHalf(ScriptedPeer peer) throws IOException {
        peer.expect(0x01);
        peer.send(RawPdu.associateAc(1)).expect(0x04);
        peer.expect(0x04); // the identifier
        byte[] pending = RawPdu.command(0x8020, 1, InformationModel.STUDY_ROOT.findUid(), true);
        pending[pending.length - 1] = (byte) 0xFF; // status FF00
        peer.send(RawPdu.pData(1, 3, pending));
        peer.send(RawPdu.pData(1, 0, new byte[] {8, 0, 0x52, 0, 2, 0, 0, 0, 'S'}));
    }

    private void findFails(String why) {
        Dataset keys = Dataset.builder().set(Tag.QueryRetrieveLevel, "STUDY").build();
        try (FindMatches matches = CLIENT.find(peer(), InformationModel.STUDY_ROOT, keys)) {
            assertThatThrownBy(matches::next)
                    .isInstanceOf(AssociationAbortedException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void a_release_in_the_middle_of_a_match_is_answered_by_an_abort() throws Exception {
        CompletableFuture<Void> played = server.plays(peer -> {
            answerHalf(peer);
            peer.send(RawPdu.releaseRq()).expectAbort(0, 0);
        });
        findFails("it asked for release in the middle of a data set");
        played.get(10, TimeUnit.SECONDS);
    }

    @Test
    void an_abort_in_the_middle_of_a_match_is_told() throws Exception {
        CompletableFuture<Void> played = server.plays(peer -> {
            answerHalf(peer);
            peer.send(RawPdu.abort()).expectClose();
        });
        findFails("aborted the association: by service user");
        played.get(10, TimeUnit.SECONDS);
    }

    @Test
    void an_object_whose_handler_fails_half_way_gets_A700_and_the_next_one_is_taken() throws Exception {
        List<SendResult> results = new ArrayList<>();
        List<Integer> read = new ArrayList<>();
        try (DimseServer ours = DimseServer.builder()
                .port(0)
                .stores((request, dataset) -> {
                    if (request.sopInstanceUid().endsWith(".1")) {
                        read.add(dataset.readNBytes(300_000).length);
                        throw new IOException("No space left on device");
                    }
                    read.add(dataset.readAllBytes().length);
                    return StoreOutcome.success();
                })
                .start()) {
            byte[] bytes = new byte[1_000_000];
            List<Stored> objects = List.of(
                    new Stored(UID.RawDataStorage, "1.2.1", UID.ImplicitVRLittleEndian, bytes, null),
                    new Stored(UID.RawDataStorage, "1.2.2", UID.ImplicitVRLittleEndian, bytes, null));
            CLIENT.store(new Peer("SERVER", "127.0.0.1", ours.port()), objects, results::add);
        }
        assertThat(read).containsExactly(300_000, 1_000_000);
        assertThat(results).extracting(SendResult::status).containsExactly(0xA700, 0);
    }
}
