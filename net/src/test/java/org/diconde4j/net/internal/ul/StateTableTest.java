package org.diconde4j.net.internal.ul;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.diconde4j.dict.UID;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AssociationAbortedException;
import org.diconde4j.net.pdu.AssociationException;
import org.diconde4j.net.pdu.AssociationRejectedException;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.tck.StateTableContract;
import org.diconde4j.net.tck.UpperLayerUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Our upper layer over real connections, against the table of the standard. */
@Timeout(30)
class StateTableTest extends StateTableContract {
    private static final UserInformation USER = new UserInformation(16384, "1.2.3", null);
    private static UlResources resources;

    @BeforeAll
    static void start() {
        resources = new UlResources("state-table-watchdog", config(Duration.ofMillis(150)), 4096, 1, 0);
    }

    @AfterAll
    static void stop() {
        resources.close();
    }

    private static UlConfig config(Duration artim) {
        Duration never = Duration.ofSeconds(20);
        return new UlConfig(never, artim, never, never, never, never, never, 16384, 16384, List.of(), null);
    }

    @Override
    protected Socket connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .socket();
    }

    @Override
    protected UpperLayerUser acceptor(Socket connection, Duration artim) throws IOException {
        SocketTransport transport = new SocketTransport(connection.getChannel());
        return new User(UpperLayer.accepted(transport, config(artim), resources));
    }

    @Override
    protected UpperLayerUser requestor(Socket connection, Duration artim) throws IOException {
        SocketTransport transport = new SocketTransport(connection.getChannel());
        return new User(UpperLayer.connected(transport, "PEER", config(artim), resources));
    }

    private static final class User implements UpperLayerUser {
        private final UpperLayer ul;
        private boolean open;

        User(UpperLayer ul) {
            this.ul = ul;
        }

        private interface Primitive {
            Told happens();
        }

        private static Told told(Primitive primitive) {
            try {
                return primitive.happens();
            } catch (AssociationRejectedException e) {
                return Told.REJECTED;
            } catch (AssociationAbortedException e) {
                boolean byUser = e.byPeer() && e.abort().source() == Abort.SERVICE_USER;
                return byUser ? Told.ABORT : Told.PROVIDER_ABORT;
            } catch (AssociationException e) {
                return Told.PROVIDER_ABORT;
            }
        }

        @Override
        public Told listen() {
            return told(() -> {
                if (!open) {
                    ul.awaitRequest();
                    return Told.ASSOCIATE;
                }
                return ul.nextPdv(Duration.ofSeconds(20), "anything") ? Told.DATA : Told.RELEASE;
            });
        }

        @Override
        public Told request() {
            return told(() -> {
                ul.request(new AssociateRq(
                        "CALLED",
                        "CALLING",
                        List.of(new ProposedContext(1, UID.Verification, List.of(UID.ImplicitVRLittleEndian))),
                        USER));
                open = true;
                return Told.ACCEPTED;
            });
        }

        @Override
        public void accept() {
            ContextResult context = new ContextResult(1, ContextResult.ACCEPTED, UID.ImplicitVRLittleEndian);
            ul.accept(
                    new AssociateAc(
                            1, "CALLED", "CALLING", AssociateRq.DICOM_APPLICATION_CONTEXT, List.of(context), USER),
                    USER);
            open = true;
        }

        @Override
        public void reject() {
            ul.reject(AssociateRj.NO_REASON_GIVEN);
        }

        @Override
        public void data() {
            PDataOutput out = ul.output();
            out.begin(1, true);
            out.write(7);
            out.end(false);
        }

        @Override
        public Told release() {
            return told(() -> {
                ul.release();
                return Told.RELEASED;
            });
        }

        @Override
        public void answerRelease() {
            ul.confirmRelease();
        }

        @Override
        public void abort() {
            ul.abort(Abort.BY_USER);
        }

        @Override
        public void close() {
            ul.close();
        }
    }
}
