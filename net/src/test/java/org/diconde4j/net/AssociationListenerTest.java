package org.diconde4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.TinyArchive.Stored;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.service.AssociationEnd;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.AssociationListener;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.Operation;
import org.diconde4j.net.service.OperationResult;
import org.diconde4j.net.tck.RawPdu;
import org.diconde4j.net.tck.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides tell what their associations do. */
@Timeout(20)
class AssociationListenerTest {
    /** Writes events down, one line each. */
    private static final class Diary implements AssociationListener {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void opened(AssociationInfo association) {
            lines.add("opened by " + association.callingAeTitle());
        }

        @Override
        public void rejected(AssociationInfo association, AssociateRj answer) {
            lines.add("rejected " + association.callingAeTitle() + ", reason " + answer.reason());
        }

        @Override
        public void failed(InetSocketAddress remote, AssociationException why) {
            lines.add("failed: " + why.getClass().getSimpleName());
        }

        @Override
        public void ended(AssociationInfo association, AssociationEnd end) {
            lines.add("association " + end.how());
            assertThat(end.bytesReceived()).isPositive();
            assertThat(end.bytesSent()).isPositive();
            assertThat(end.cause() == null).isEqualTo(end.how() == AssociationEnd.How.RELEASED);
        }

        @Override
        public void begun(Operation operation) {
            lines.add((operation.performedHere() ? "performs " : "asks ") + operation.service());
        }

        @Override
        public void ended(Operation operation, OperationResult result) {
            lines.add(operation.service() + " of " + operation.sopInstanceUid() + ": " + result.status() + ", "
                    + result.bytes() + " bytes");
        }

        /** What was written up to a line that begins like this; within 10 s. */
        List<String> until(String end) throws InterruptedException {
            List<String> seen = new ArrayList<>();
            while (seen.isEmpty() || !seen.get(seen.size() - 1).startsWith(end)) {
                String line = lines.poll(10, TimeUnit.SECONDS);
                assertThat(line).as("after " + seen + " and before " + end).isNotNull();
                seen.add(line);
            }
            return seen;
        }
    }

    private final Diary served = new Diary();
    private final Diary asked = new Diary();
    private final DimseClient client = DimseClient.as("CLIENT").listener(asked);

    private DimseServer.Builder server() {
        return DimseServer.builder().port(0).listener(served).timeouts(Timeouts.all(Duration.ofSeconds(1)));
    }

    private static Peer peer(DimseServer server) {
        return new Peer("SERVER", "127.0.0.1", server.port());
    }

    @Test
    void an_echo() throws Exception {
        try (DimseServer server = server().start()) {
            client.echo(peer(server));
            assertThat(served.until("association"))
                    .containsExactly(
                            "opened by CLIENT",
                            "performs C-ECHO",
                            "C-ECHO of null: 0, 0 bytes",
                            "association RELEASED");
            assertThat(asked.until("association"))
                    .containsExactly(
                            "opened by CLIENT", "asks C-ECHO", "C-ECHO of null: 0, 0 bytes", "association RELEASED");
        }
    }

    @Test
    void objects_that_are_stored_and_found_and_moved() throws Exception {
        Stored object = TinyArchive.object(TinyArchive.weld(1, 1000), UID.ExplicitVRLittleEndian);
        TinyArchive archive = new TinyArchive();
        try (DimseServer to =
                        DimseServer.builder().port(0).stores(new TinyArchive()).start();
                DimseServer server = server().stores(archive)
                        .finds(archive)
                        .retrieves(archive)
                        .destinations(title -> peer(to))
                        .start()) {
            client.store(peer(server), List.of(object), r -> {});
            String stored = "C-STORE of " + object.sopInstanceUid() + ": 0, " + object.bytes().length + " bytes";
            assertThat(served.until("association"))
                    .containsExactly("opened by CLIENT", "performs C-STORE", stored, "association RELEASED");
            assertThat(asked.until("association"))
                    .containsExactly("opened by CLIENT", "asks C-STORE", stored, "association RELEASED");
            Dataset keys = Dataset.builder()
                    .set(Tag.QueryRetrieveLevel, "IMAGE")
                    .set(Tag.PatientID, "")
                    .build();
            try (FindMatches matches = client.find(peer(server), InformationModel.STUDY_ROOT, keys)) {
                assertThat(matches.next().string(Tag.PatientID)).isEqualTo("WELD-1");
            }
            assertThat(served.until("association"))
                    .hasSize(4)
                    .element(2)
                    .asString()
                    .matches("C-FIND .*: 0, [1-9].* bytes");
            asked.until("association");
            client.move(peer(server), InformationModel.STUDY_ROOT, keys, "THERE", p -> true);
            assertThat(served.until("C-MOVE"))
                    .startsWith("opened by CLIENT", "performs C-MOVE", "opened by DICONDE4J", "asks C-STORE", stored)
                    .element(5)
                    .isEqualTo("association RELEASED");
        }
    }

    @Test
    void what_comes_to_nothing() throws Exception {
        try (DimseServer server = server().admits(who -> AssociateRj.CALLING_AE_TITLE_NOT_RECOGNIZED)
                .start()) {
            assertThatThrownBy(() -> client.echo(peer(server))).isInstanceOf(AssociationException.class);
            assertThat(served.until("rejected")).containsExactly("rejected CLIENT, reason 3");
            assertThat(asked.until("rejected")).containsExactly("rejected CLIENT, reason 3");
            try (ScriptedPeer http = ScriptedPeer.connect(server.address())) {
                http.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(served.until("failed")).containsExactly("failed: AssociationAbortedException");
            }
        }
        assertThatThrownBy(() -> client.echo(new Peer("NOBODY", "127.0.0.1", 1)))
                .isInstanceOf(AssociationException.class);
        assertThat(asked.until("failed")).containsExactly("failed: AssociationException");
    }

    @Test
    void what_ends_before_its_time() throws Exception {
        try (DimseServer server = server().stores((request, dataset) -> {
                    throw new IOException("disk full");
                })
                .start()) {
            ScriptedPeer aborts = ScriptedPeer.connect(server.address()).associate(RawPdu.RAW_DATA);
            aborts.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
            aborts.send(RawPdu.abort()).expectClose();
            assertThat(served.until("association"))
                    .containsExactly(
                            "opened by SCRIPTED",
                            "performs C-STORE",
                            "C-STORE of 1.2.3.4: null, 0 bytes",
                            "association ABORTED_BY_PEER");
            ScriptedPeer.connect(server.address())
                    .associate(RawPdu.VERIFICATION)
                    .close();
            assertThat(served.until("association")).containsExactly("opened by SCRIPTED", "association LOST");
            try (ScriptedPeer silent = ScriptedPeer.connect(server.address()).associate(RawPdu.VERIFICATION)) {
                assertThat(served.until("association")).containsExactly("opened by SCRIPTED", "association TIMED_OUT");
                silent.expectClose();
            }
            try (ScriptedPeer wrong = ScriptedPeer.connect(server.address()).associate(RawPdu.VERIFICATION)) {
                wrong.send(RawPdu.echo(9, 1)).expectAbort(2, 6);
                assertThat(served.until("association"))
                        .containsExactly("opened by SCRIPTED", "association ABORTED_HERE");
            }
            client.store(
                    peer(server),
                    List.of(new Stored(UID.RawDataStorage, "1.2", UID.ImplicitVRLittleEndian, new byte[10], null)),
                    r -> {});
            assertThat(served.until("association")).contains("C-STORE of 1.2: " + 0xA700 + ", 10 bytes");
        }
    }

    @Test
    void a_listener_that_fails_does_no_harm() throws Exception {
        AssociationListener failing = new AssociationListener() {
            @Override
            public void opened(AssociationInfo association) {
                throw new IllegalStateException("a fault of the listener");
            }
        };
        try (DimseServer server = server().listener(failing).start()) {
            assertThat(client.listener(failing).echo(peer(server))).isPositive();
        }
    }
}
