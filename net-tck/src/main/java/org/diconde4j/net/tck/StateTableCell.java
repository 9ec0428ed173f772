package org.diconde4j.net.tck;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.diconde4j.net.tck.UpperLayerUser.Told;
import org.junit.jupiter.api.Assertions;

/**
 * One connection, to drive one cell of the state table: the scripted peer at one end, the user of the upper layer under
 * test at the other.
 */
final class StateTableCell implements AutoCloseable {
    private static final int UNRECOGNIZED_PDU = 1;
    private static final int UNEXPECTED_PDU = 2;

    private final boolean requestor;
    private final ScriptedPeer peer;
    private final UpperLayerUser user;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    /** What the user waits for. */
    private CompletableFuture<Told> told = CompletableFuture.completedFuture(Told.PROVIDER_ABORT);

    private int reason = UNEXPECTED_PDU;

    StateTableCell(boolean requestor, ScriptedPeer peer, UpperLayerUser user) {
        this.requestor = requestor;
        this.peer = peer;
        this.user = user;
    }

    private void listen() {
        does(user::listen);
    }

    private void does(Supplier<Told> primitive) {
        told = CompletableFuture.supplyAsync(primitive, thread);
    }

    private void does(Runnable primitive) {
        told = CompletableFuture.supplyAsync(
                () -> {
                    primitive.run();
                    return Told.RELEASED;
                },
                thread);
    }

    private void isTold(Told expected) throws Exception {
        try {
            Assertions.assertEquals(expected, told.get(10, TimeUnit.SECONDS), "what the local user is told");
        } catch (TimeoutException e) {
            throw new AssertionError("the local user is not told " + expected + " within 10 s", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the local user is not told " + expected, e.getCause());
        }
    }

    void reach(String state) throws Exception {
        switch (state) {
            case "Sta1", "Sta2" -> {
                if (!requestor) {
                    listen(); // Evt5 came with the connection
                }
            }
            case "Sta4" -> {}
            case "Sta3" -> {
                reach("Sta2");
                peer.send(request());
                isTold(Told.ASSOCIATE);
            }
            case "Sta5" -> {
                does(user::request);
                peer.expect(0x01);
            }
            case "Sta6" -> {
                reach(requestor ? "Sta5" : "Sta3");
                if (requestor) {
                    peer.send(RawPdu.associateAc(1));
                    isTold(Told.ACCEPTED);
                } else {
                    does(user::accept);
                    peer.expect(0x02);
                }
                told.get(10, TimeUnit.SECONDS);
            }
            case "Sta7" -> {
                reach("Sta6");
                does(user::release);
                peer.expect(0x05);
            }
            case "Sta8" -> {
                reach("Sta6");
                listen();
                peer.send(RawPdu.releaseRq());
                isTold(Told.RELEASE);
            }
            case "Sta10", "Sta11" -> {
                reach("Sta7");
                peer.send(RawPdu.releaseRq());
                if (requestor) {
                    peer.expect(0x06);
                }
            }
            case "Sta13" -> {
                reach("Sta8");
                does(user::answerRelease);
                peer.expect(0x06);
            }
            default -> throw new IllegalArgumentException(state);
        }
    }

    void happen(String event) throws Exception {
        switch (event) {
            case "Evt2" -> does(user::request);
            case "Evt3" -> comes(RawPdu.associateAc(1));
            case "Evt4" -> comes(RawPdu.pdu(0x03, new byte[] {0, 1, 1, 1}));
            case "Evt5" -> {}
            case "Evt6" -> comes(request());
            case "Evt7" -> does(user::accept);
            case "Evt8" -> does(user::reject);
            case "Evt9" -> does(user::data);
            case "Evt10" -> comes(RawPdu.echo(1, 1));
            case "Evt11" -> does(user::release);
            case "Evt12" -> comes(RawPdu.releaseRq());
            case "Evt13" -> comes(RawPdu.pdu(0x06, new byte[4]));
            case "Evt14" -> does(user::answerRelease);
            case "Evt15" -> user.abort();
            case "Evt16" -> comes(RawPdu.abort());
            case "Evt17" -> {
                comes(new byte[0]);
                peer.halfClose();
            }
            case "Evt18" -> {} // ARTIM is short enough
            case "Evt19" -> {
                reason = UNRECOGNIZED_PDU;
                comes(RawPdu.pdu(0x08, new byte[4]));
            }
            default -> throw new IllegalArgumentException(event);
        }
    }

    /** Something comes from the peer, and the user listens. */
    private void comes(byte[] bytes) throws IOException {
        boolean waits = !told.isDone();
        peer.send(bytes);
        if (!waits) {
            listen();
        }
    }

    void see(String action) throws Exception {
        switch (action) {
            case "AE-2" -> {
                peer.expect(0x01);
                peer.send(RawPdu.associateAc(1)); // Sta5
                isTold(Told.ACCEPTED);
            }
            case "AE-3" -> {
                isTold(Told.ACCEPTED);
                open();
            }
            case "AE-4" -> {
                isTold(Told.REJECTED);
                peer.expectEnd();
            }
            case "AE-5" -> {
                peer.send(request()); // Sta2
                isTold(Told.ASSOCIATE);
            }
            case "AE-6" -> {
                isTold(Told.ASSOCIATE);
                does(user::accept); // Sta3
                peer.expect(0x02);
            }
            case "AE-7" -> {
                peer.expect(0x02);
                told.get(10, TimeUnit.SECONDS);
                open();
            }
            case "AE-8" -> {
                peer.expect(0x03);
                goes();
            }
            case "DT-1" -> {
                peer.expect(0x04);
                told.get(10, TimeUnit.SECONDS);
                open();
            }
            case "DT-2" -> isTold(Told.DATA);
            case "AR-1" -> {
                peer.expect(0x05);
                peer.send(RawPdu.pdu(0x06, new byte[4])); // Sta7
                isTold(Told.RELEASED);
            }
            case "AR-2" -> {
                isTold(Told.RELEASE);
                does(user::answerRelease); // Sta8
                peer.expect(0x06);
            }
            case "AR-3" -> {
                isTold(Told.RELEASED);
                peer.expectEnd();
            }
            case "AR-4" -> {
                peer.expect(0x06);
                goes();
            }
            case "AR-6" -> {
                peer.send(RawPdu.pdu(0x06, new byte[4])); // Sta7 still
                isTold(Told.RELEASED);
                peer.expectEnd();
            }
            case "AR-7" -> {
                peer.expect(0x04);
                does(user::answerRelease); // Sta8 still
                peer.expect(0x06);
            }
            case "AR-8" -> {
                if (requestor) {
                    peer.expect(0x06); // AR-9 in Sta9, now Sta11
                    peer.send(RawPdu.pdu(0x06, new byte[4]));
                } else {
                    peer.send(RawPdu.pdu(0x06, new byte[4])); // Sta10
                    peer.expect(0x06); // AR-10, then AR-4 in Sta12
                    peer.halfClose();
                }
                isTold(Told.RELEASED);
                peer.expectEnd();
            }
            case "AR-10" -> {
                peer.expect(0x06); // AR-4 in Sta12
                goes();
            }
            case "AA-1" -> {
                peer.expectAbortPdu(0, 0);
                goes();
            }
            case "AA-2", "AA-5", "AR-5" -> peer.expectEnd();
            case "AA-3" -> {
                isTold(Told.ABORT);
                peer.expectEnd();
            }
            case "AA-4" -> {
                isTold(Told.PROVIDER_ABORT);
                peer.expectEnd();
            }
            case "AA-6" -> {
                peer.send(request()).expectAbortPdu(2, UNEXPECTED_PDU); // still Sta13, where AA-7 answers this
                goes();
            }
            case "AA-7" -> {
                peer.expectAbortPdu(2, reason);
                goes();
            }
            case "AA-8" -> {
                peer.expectAbortPdu(2, reason);
                peer.halfClose();
                isTold(Told.PROVIDER_ABORT);
                peer.expectEnd();
            }
            default -> throw new IllegalArgumentException(action);
        }
    }

    /** Sta6: data goes in both directions. */
    private void open() throws Exception {
        listen();
        peer.send(RawPdu.echo(1, 2));
        isTold(Told.DATA);
        does(user::data);
        peer.expect(0x04);
    }

    /** Sta13: the connection is closed when the peer closes it, and not by ARTIM much later. */
    private void goes() {
        peer.halfClose();
        thread.execute(user::close);
        peer.expectEnd();
    }

    private byte[] request() {
        return RawPdu.associateRq(List.of(RawPdu.VERIFICATION));
    }

    @Override
    public void close() throws Exception {
        peer.close();
        thread.execute(user::close);
        thread.shutdown();
        Assertions.assertTrue(thread.awaitTermination(10, TimeUnit.SECONDS), "the local user still waits");
    }
}
