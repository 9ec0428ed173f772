package org.diconde4j.net.internal.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.UserInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All states and all events of PS3.8 Table 9-10, with what each action does and the state that follows. */
class StateMachineTest {
    private static final UserInformation USER = new UserInformation(0, "1.2", null);
    private static final AssociateRq RQ = new AssociateRq("A", "B", List.of(), USER);
    private static final AssociateAc AC = new AssociateAc(1, "A", "B", "1.2", List.of(), USER);

    /** Writes down what the actions do. */
    private static final class Recorder implements Provider {
        final List<String> done = new ArrayList<>();
        boolean requestor = true;
        AssociateRj rejection;

        @Override
        public boolean requestor() {
            return requestor;
        }

        @Override
        public void connectTransport() {
            done.add("connect");
        }

        @Override
        public void send(Pdu pdu) {
            done.add(
                    pdu instanceof Abort a
                            ? "send Abort " + a.source()
                            : "send " + pdu.getClass().getSimpleName());
        }

        @Override
        public void sendData() {
            done.add("send data");
        }

        @Override
        public void closeTransport() {
            done.add("close");
        }

        @Override
        public void startArtim() {
            done.add("start ARTIM");
        }

        @Override
        public void stopArtim() {
            done.add("stop ARTIM");
        }

        @Override
        public AssociateRj unacceptable(AssociateRq request) {
            return rejection;
        }

        @Override
        public void indicate(Indication indication, Pdu pdu) {
            done.add("indicate " + indication);
        }

        @Override
        public Abort providerAbort() {
            return new Abort(Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU);
        }
    }

    /** What the standard says of each action: effects, then the next state. */
    private static final String EFFECTS = """
            AE1  | connect | STA4
            AE2  | send AssociateRq | STA5
            AE3  | indicate ACCEPTED | STA6
            AE4  | indicate REJECTED, close | STA1
            AE5  | start ARTIM | STA2
            AE6  | stop ARTIM, indicate ASSOCIATE | STA3
            AE7  | send AssociateAc | STA6
            AE8  | send AssociateRj, start ARTIM | STA13
            DT1  | send data | STA6
            DT2  | indicate DATA | STA6
            AR1  | send ReleaseRq | STA7
            AR2  | indicate RELEASE | STA8
            AR3  | indicate RELEASED, close | STA1
            AR4  | send ReleaseRp, start ARTIM | STA13
            AR5  | stop ARTIM | STA1
            AR6  | indicate DATA | STA7
            AR7  | send data | STA8
            AR8  | indicate RELEASE_COLLISION | STA9
            AR9  | send ReleaseRp | STA11
            AR10 | indicate RELEASED | STA12
            AA1  | send Abort 0, start ARTIM | STA13
            AA2  | stop ARTIM, close | STA1
            AA3  | indicate ABORT, close | STA1
            AA4  | indicate PROVIDER_ABORT | STA1
            AA5  | stop ARTIM | STA1
            AA6  |  | STA13
            AA7  | send Abort 2 | STA13
            AA8  | send Abort 2, indicate PROVIDER_ABORT, start ARTIM | STA13
            """;

    private static Pdu pduOf(Event event) {
        return switch (event) {
            case EVT2, EVT6 -> RQ;
            case EVT3, EVT7 -> AC;
            case EVT4, EVT8 -> AssociateRj.NO_REASON_GIVEN;
            case EVT16 -> Abort.BY_USER;
            default -> null;
        };
    }

    static Stream<Arguments> cells() {
        return Stream.of(State.values())
                .flatMap(state -> Stream.of(Event.values()).map(event -> Arguments.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void does_what_the_table_says(State state, Event event) {
        Recorder recorder = new Recorder();
        StateMachine machine = new StateMachine(recorder, state);
        Action action = StateTable.action(event, state);
        if (action == null) {
            assertThatThrownBy(() -> machine.on(event, pduOf(event)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(event + " can't happen in " + state);
            assertThat(machine.state()).isEqualTo(state);
            assertThat(recorder.done).isEmpty();
            return;
        }
        machine.on(event, pduOf(event));
        String[] expected = EFFECTS.lines()
                .map(line -> line.split("\\|"))
                .filter(cells -> cells[0].strip().equals(action.name()))
                .findFirst()
                .orElseThrow();
        assertThat(String.join(", ", recorder.done)).isEqualTo(expected[1].strip());
        assertThat(machine.state()).isEqualTo(State.valueOf(expected[2].strip()));
    }

    @Test
    void answers_every_pdu_in_every_state_that_has_a_connection() {
        Event[] received = {
            Event.EVT3,
            Event.EVT4,
            Event.EVT6,
            Event.EVT10,
            Event.EVT12,
            Event.EVT13,
            Event.EVT16,
            Event.EVT17,
            Event.EVT19
        };
        for (State state : State.values()) {
            if (state != State.STA1 && state != State.STA4) {
                for (Event event : received) {
                    assertThat(StateTable.action(event, state))
                            .as(event + " in " + state)
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void ae6_rejects_what_the_provider_can_not_take() {
        Recorder recorder = new Recorder();
        recorder.rejection = AssociateRj.PROTOCOL_VERSION_NOT_SUPPORTED;
        StateMachine machine = new StateMachine(recorder, State.STA2);
        machine.on(Event.EVT6, RQ);
        assertThat(recorder.done).containsExactly("stop ARTIM", "send AssociateRj", "start ARTIM");
        assertThat(machine.state()).isEqualTo(State.STA13);
    }

    @Test
    void ar8_goes_to_sta10_at_the_acceptor() {
        Recorder recorder = new Recorder();
        recorder.requestor = false;
        StateMachine machine = new StateMachine(recorder, State.STA7);
        machine.on(Event.EVT12, null);
        assertThat(machine.state()).isEqualTo(State.STA10);
    }

    @Test
    void aa3_tells_an_abort_of_the_provider_from_one_of_the_user() {
        Recorder recorder = new Recorder();
        StateMachine machine = new StateMachine(recorder, State.STA6);
        machine.on(Event.EVT16, new Abort(Abort.SERVICE_PROVIDER, Abort.UNEXPECTED_PDU));
        assertThat(recorder.done).containsExactly("indicate PROVIDER_ABORT", "close");
    }
}
