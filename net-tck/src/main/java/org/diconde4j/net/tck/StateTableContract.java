package org.diconde4j.net.tck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Drives the state table of PS3.8 Table 9-10 from the other end of a real connection, cell by cell, for both roles. The
 * tables below are the expectation: the action of the standard for the event of the row in the state of the column.
 *
 * <ul>
 *   <li>{@code -}: the event cannot happen in this state; the standard's cell is empty.
 *   <li>{@code [AA-8]}: it happens, but nobody outside can make it happen or see it. Sta9 and Sta12 last no time, as the
 *       local user answers a colliding release at once; what the peer sends is an event of the state after it. Sta4 has a
 *       connection only when it is over.
 *   <li>States that a role does not reach have no column. Sta1 is where each test begins and ends.
 * </ul>
 */
public abstract class StateTableContract {
    private static final String ACCEPTOR = """
            state  Sta1  Sta2  Sta3  Sta6  Sta7  Sta8  Sta10  Sta12   Sta13
            Evt3   -     AA-1  AA-8  AA-8  AA-8  AA-8  AA-8   [AA-8]  AA-6
            Evt4   -     AA-1  AA-8  AA-8  AA-8  AA-8  AA-8   [AA-8]  AA-6
            Evt5   AE-5  -     -     -     -     -     -      -       -
            Evt6   -     AE-6  AA-8  AA-8  AA-8  AA-8  AA-8   [AA-8]  AA-7
            Evt7   -     -     AE-7  -     -     -     -      -       -
            Evt8   -     -     AE-8  -     -     -     -      -       -
            Evt9   -     -     -     DT-1  -     AR-7  -      -       -
            Evt10  -     AA-1  AA-8  DT-2  AR-6  AA-8  AA-8   [AA-8]  AA-6
            Evt11  -     -     -     AR-1  -     -     -      -       -
            Evt12  -     AA-1  AA-8  AR-2  AR-8  AA-8  AA-8   [AA-8]  AA-6
            Evt13  -     AA-1  AA-8  AA-8  AR-3  AA-8  AR-10  [AA-8]  AA-6
            Evt14  -     -     -     -     -     AR-4  -      [AR-4]  -
            Evt15  -     -     AA-1  AA-1  AA-1  AA-1  AA-1   [AA-1]  -
            Evt16  -     AA-2  AA-3  AA-3  AA-3  AA-3  AA-3   [AA-3]  AA-2
            Evt17  -     AA-5  AA-4  AA-4  AA-4  AA-4  AA-4   [AA-4]  AR-5
            Evt18  -     AA-2  -     -     -     -     -      -       AA-2
            Evt19  -     AA-1  AA-8  AA-8  AA-8  AA-8  AA-8   [AA-8]  AA-7
            """;

    private static final String REQUESTOR = """
            state  Sta1    Sta4    Sta5  Sta6  Sta7  Sta8  Sta9    Sta11  Sta13
            Evt1   [AE-1]  -       -     -     -     -     -       -      -
            Evt2   -       AE-2    -     -     -     -     -       -      -
            Evt3   -       -       AE-3  AA-8  AA-8  AA-8  [AA-8]  AA-8   AA-6
            Evt4   -       -       AE-4  AA-8  AA-8  AA-8  [AA-8]  AA-8   AA-6
            Evt6   -       -       AA-8  AA-8  AA-8  AA-8  [AA-8]  AA-8   AA-7
            Evt9   -       -       -     DT-1  -     AR-7  -       -      -
            Evt10  -       -       AA-8  DT-2  AR-6  AA-8  [AA-8]  AA-8   AA-6
            Evt11  -       -       -     AR-1  -     -     -       -      -
            Evt12  -       -       AA-8  AR-2  AR-8  AA-8  [AA-8]  AA-8   AA-6
            Evt13  -       -       AA-8  AA-8  AR-3  AA-8  [AA-8]  AR-3   AA-6
            Evt14  -       -       -     -     -     AR-4  [AR-9]  -      -
            Evt15  -       [AA-2]  AA-1  AA-1  AA-1  AA-1  [AA-1]  AA-1   -
            Evt16  -       -       AA-3  AA-3  AA-3  AA-3  [AA-3]  AA-3   AA-2
            Evt17  -       [AA-4]  AA-4  AA-4  AA-4  AA-4  [AA-4]  AA-4   AR-5
            Evt18  -       -       -     -     -     -     -       -      AA-2
            Evt19  -       -       AA-8  AA-8  AA-8  AA-8  [AA-8]  AA-8   AA-7
            """;

    private static final Duration NEVER = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(150);

    /** For subclasses. */
    protected StateTableContract() {}

    /**
     * The upper layer that is called.
     *
     * @param connection a connection that came in, to be closed by the user
     * @param artim for the ARTIM timer
     * @return its user
     * @throws IOException if the connection cannot be used
     */
    protected abstract UpperLayerUser acceptor(Socket connection, Duration artim) throws IOException;

    /**
     * The upper layer that calls.
     *
     * @param connection a connection that was opened, to be closed by the user
     * @param artim for the ARTIM timer
     * @return its user
     * @throws IOException if the connection cannot be used
     */
    protected abstract UpperLayerUser requestor(Socket connection, Duration artim) throws IOException;

    /**
     * A connection as the upper layer under test wants it.
     *
     * @param port of a server on the loopback address
     * @return a socket, with a channel if that is needed
     * @throws IOException if nobody listens
     */
    protected abstract Socket connect(int port) throws IOException;

    @TestFactory
    Stream<DynamicTest> an_acceptor() {
        return cells(false, ACCEPTOR);
    }

    @TestFactory
    Stream<DynamicTest> a_requestor() {
        return cells(true, REQUESTOR);
    }

    private Stream<DynamicTest> cells(boolean requestor, String table) {
        List<String[]> rows = table.lines().map(line -> line.split(" +")).toList();
        String[] states = rows.get(0);
        return rows.stream()
                .skip(1)
                .flatMap(row -> IntStream.range(1, row.length)
                        .filter(i -> Character.isLetter(row[i].charAt(0)))
                        .mapToObj(i -> dynamicTest(
                                states[i] + " " + row[0] + ": " + row[i],
                                () -> drive(requestor, states[i], row[0], row[i]))));
    }

    private void drive(boolean requestor, String state, String event, String action) throws Exception {
        try (StateTableCell cell = open(requestor, event.equals("Evt18") ? SOON : NEVER)) {
            cell.reach(state);
            cell.happen(event);
            cell.see(action);
        }
    }

    private StateTableCell open(boolean requestor, Duration artim) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket near = connect(listener.getLocalPort());
            ScriptedPeer peer = new ScriptedPeer(listener.accept());
            return new StateTableCell(requestor, peer, requestor ? requestor(near, artim) : acceptor(near, artim));
        }
    }
}
