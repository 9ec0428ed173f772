package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociationAbortedException;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.pdu.AssociationTimeoutException;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.SendResult;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.diconde4j.net.tck.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What our client makes of servers that misbehave: an exception that says it, within its timeout, never a hang. */
@Timeout(20)
class HostileServerTest {
    private static final DimseClient CLIENT = DimseClient.as("CLIENT")
            .with(AssociationOptions.DEFAULT.withTimeouts(Timeouts.all(Duration.ofMillis(800))));

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

    @Test
    void one_that_says_nothing() {
        server.plays(ScriptedPeer::expectClose);
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .isInstanceOf(AssociationTimeoutException.class)
                .hasMessageContaining("waited 800 ms for the answer to A-ASSOCIATE-RQ of SCRIPTED@127.0.0.1");
    }

    @Test
    void one_that_speaks_another_protocol() {
        server.plays(p -> p.send("SSH-2.0-OpenSSH_9.2\r\n".getBytes()).expectClose());
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .isInstanceOf(AssociationAbortedException.class)
                .hasMessageContaining("PDU type 53H");
    }

    @Test
    void one_that_wants_tls_or_is_a_web_server_is_guessed() {
        server.plays(p -> p.send(new byte[] {0x15, 3, 3, 0, 2, 2, 40}).expectClose()); // TLS alert, handshake_failure
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .hasMessageContaining("PDU type 15H")
                .hasMessageContaining("TLS");
        server.plays(p -> p.send("HTTP/1.1 400 Bad Request\r\n".getBytes()).expectClose());
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .hasMessageContaining("PDU type 48H")
                .hasMessageContaining("HTTP");
    }

    @Test
    void one_that_rejects_or_aborts_or_leaves() {
        CompletableFuture<Void> played = server.plays(
                p -> {
                    p.expect(0x01);
                    p.send(RawPdu.pdu(0x03, new byte[] {0, 2, 3, 2}));
                },
                p -> {
                    p.expect(0x01);
                    p.send(RawPdu.pdu(0x07, new byte[] {0, 0, 2, 1}));
                },
                p -> p.expect(0x01));
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .isInstanceOf(AssociationRejectedException.class)
                .hasMessageContaining("transient, by service provider, presentation: local limit exceeded");
        assertThatThrownBy(() -> CLIENT.echo(peer())).isInstanceOfSatisfying(AssociationAbortedException.class, e -> {
            assertThat(e.byPeer()).isTrue();
            assertThat(e.abort()).isEqualTo(new Abort(2, 1));
        });
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining("closed the connection");
        played.join();
    }

    @Test
    void one_that_accepts_nothing() {
        server.plays(p -> {
            p.expect(0x01);
            p.send(RawPdu.associateAc()).expect(0x07);
        });
        assertThatThrownBy(() -> CLIENT.echo(peer())).hasMessageContaining("does not accept C-ECHO");
    }

    @Test
    void one_that_never_answers_a_request() {
        CompletableFuture<Void> played = server.plays(p -> {
            p.expect(0x01);
            p.send(RawPdu.associateAc(1)).expect(0x04);
            p.expectAbort(0, 0);
        });
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .isInstanceOf(AssociationTimeoutException.class)
                .hasMessageContaining("a response");
        played.join();
    }

    @Test
    void one_that_answers_something_else() {
        CompletableFuture<Void> played = server.plays(p -> {
            p.expect(0x01);
            p.send(RawPdu.associateAc(1)).expect(0x04);
            p.send(RawPdu.pData(1, 3, RawPdu.command(0x8030, 99, RawPdu.VERIFICATION, false)));
            p.expectAbort(0, 0);
        });
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .isInstanceOf(AssociationAbortedException.class)
                .hasMessageContaining("C-ECHO response to message 99")
                .hasMessageContaining("expected a response to message 1");
        played.join();
    }

    @Test
    void one_that_asks_for_release_at_the_same_time() {
        CompletableFuture<Void> played = server.plays(p -> {
            p.expect(0x01);
            p.send(RawPdu.associateAc(1)).expect(0x04);
            p.send(RawPdu.pData(1, 3, RawPdu.command(0x8030, 1, RawPdu.VERIFICATION, false)));
            p.expect(0x05);
            p.send(RawPdu.releaseRq()).expect(0x06); // collision: the requestor answers first (AR-8, AR-9)
            p.send(RawPdu.pdu(0x06, new byte[4])).expectClose();
        });
        assertThat(CLIENT.echo(peer())).isPositive();
        played.join();
    }

    @Test
    void one_that_does_not_answer_the_release() {
        server.plays(p -> {
            p.expect(0x01);
            p.send(RawPdu.associateAc(1)).expect(0x04);
            p.send(RawPdu.pData(1, 3, RawPdu.command(0x8030, 1, RawPdu.VERIFICATION, false)));
            p.expect(0x05);
            p.expectClose();
        });
        assertThatThrownBy(() -> CLIENT.echo(peer()))
                .isInstanceOf(AssociationTimeoutException.class)
                .hasMessageContaining("A-RELEASE-RP");
    }

    private static List<Stored> objects(int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Stored(UID.RawDataStorage, "1.2." + i, UID.ImplicitVRLittleEndian, new byte[size], null))
                .toList();
    }

    @Test
    void one_that_stops_reading() {
        server.plays(p -> {
            p.expect(0x01);
            p.send(RawPdu.associateAc(1));
            Thread.sleep(3000);
        });
        List<SendResult> results = new ArrayList<>();
        long start = System.nanoTime();
        assertThat(CLIENT.store(peer(), objects(2, 64 << 20), results::add).stored())
                .isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(results).hasSize(2).allMatch(r -> r.failure() != null);
        assertThat(results.get(0).failure())
                .isInstanceOf(AssociationTimeoutException.class)
                .hasMessageContaining("data to be taken");
    }

    @Test
    void one_that_aborts_in_the_middle_gets_the_rest_over_a_new_association() {
        byte[] success = RawPdu.pData(1, 3, RawPdu.command(0x8001, 1, RawPdu.RAW_DATA, false));
        CompletableFuture<Void> played = server.plays(
                p -> {
                    p.expect(0x01);
                    p.send(RawPdu.associateAc(1)).expect(0x04);
                    p.send(RawPdu.abort()).expectClose();
                },
                p -> {
                    p.expect(0x01);
                    p.send(RawPdu.associateAc(1)).expect(0x04);
                    p.expect(0x04);
                    p.send(success).expect(0x05);
                    p.send(RawPdu.pdu(0x06, new byte[4])).expectClose();
                });
        List<SendResult> results = new ArrayList<>();
        SendSummary summary = CLIENT.store(peer(), objects(2, 100), results::add);
        assertThat(summary).isEqualTo(new SendSummary(1, 1));
        assertThat(results.get(0).failure()).isInstanceOf(AssociationAbortedException.class);
        assertThat(results.get(1).stored()).isTrue();
        played.join();
    }

    @Test
    void one_that_goes_silent_after_a_match_is_left_by_closing() {
        CompletableFuture<Void> played = server.plays(p -> {
            p.expect(0x01);
            p.send(RawPdu.associateAc(1)).expect(0x04);
            byte[] pending = RawPdu.command(0x8020, 1, InformationModel.STUDY_ROOT.findUid(), true);
            pending[pending.length - 1] = (byte) 0xFF; // status FF00
            p.send(RawPdu.pData(1, 3, pending));
            p.send(RawPdu.pData(1, 2, new byte[] {8, 0, 0x52, 0, 2, 0, 0, 0, 'S', 'T'}));
            p.expectClose();
        });
        Dataset keys = Dataset.builder().set(Tag.QueryRetrieveLevel, "STUDY").build();
        try (FindMatches matches = CLIENT.find(peer(), InformationModel.STUDY_ROOT, keys)) {
            assertThat(matches.next().string(Tag.QueryRetrieveLevel)).isEqualTo("ST");
        }
        played.join();
    }
}
