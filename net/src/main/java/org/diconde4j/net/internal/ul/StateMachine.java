package org.diconde4j.net.internal.ul;

import java.util.concurrent.locks.ReentrantLock;
import org.diconde4j.net.pdu.Abort;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.Pdu;
import org.diconde4j.net.pdu.ReleaseRp;
import org.diconde4j.net.pdu.ReleaseRq;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of an association (PS3.8 9.2). Every event goes through {@link #on}, every action is a method with
 * the code and the wording of the standard.
 */
final class StateMachine {
    private final Provider provider;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile State state;

    StateMachine(Provider provider) {
        this(provider, State.STA1);
    }

    StateMachine(Provider provider, State initial) {
        this.provider = provider;
        this.state = initial;
    }

    State state() {
        return state;
    }

    /** The lock that transitions hold, for those who must not wait for a blocked write. */
    ReentrantLock lock() {
        return lock;
    }

    /**
     * Lets an event happen.
     *
     * @param pdu the PDU received or to be sent, where the event has one
     * @throws IllegalStateException if the event can't happen in this state
     */
    void on(Event event, @Nullable Pdu pdu) {
        lock.lock();
        try {
            Action action = StateTable.action(event, state);
            if (action == null) {
                throw new IllegalStateException(event + " can't happen in " + state);
            }
            state = perform(action, pdu);
        } finally {
            lock.unlock();
        }
    }

    private State perform(Action action, @Nullable Pdu pdu) {
        return switch (action) {
            case AE1 -> ae1();
            case AE2 -> ae2(pdu);
            case AE3 -> ae3(pdu);
            case AE4 -> ae4(pdu);
            case AE5 -> ae5();
            case AE6 -> ae6(pdu);
            case AE7 -> ae7(pdu);
            case AE8 -> ae8(pdu);
            case DT1 -> dt1();
            case DT2 -> dt2();
            case AR1 -> ar1();
            case AR2 -> ar2();
            case AR3 -> ar3();
            case AR4 -> ar4();
            case AR5 -> ar5();
            case AR6 -> ar6();
            case AR7 -> ar7();
            case AR8 -> ar8();
            case AR9 -> ar9();
            case AR10 -> ar10();
            case AA1 -> aa1(pdu);
            case AA2 -> aa2();
            case AA3 -> aa3(pdu);
            case AA4 -> aa4();
            case AA5 -> aa5();
            case AA6 -> aa6();
            case AA7 -> aa7();
            case AA8 -> aa8();
        };
    }

    // Association establishment, PS3.8 Table 9-6

    /** AE-1: issue TRANSPORT CONNECT request primitive to the local transport service. */
    private State ae1() {
        provider.connectTransport();
        return State.STA4;
    }

    /** AE-2: send A-ASSOCIATE-RQ PDU. */
    private State ae2(@Nullable Pdu request) {
        provider.send(required(request, AssociateRq.class));
        return State.STA5;
    }

    /** AE-3: issue A-ASSOCIATE confirmation (accept) primitive. */
    private State ae3(@Nullable Pdu accept) {
        provider.indicate(Indication.ACCEPTED, required(accept, AssociateAc.class));
        return State.STA6;
    }

    /** AE-4: issue A-ASSOCIATE confirmation (reject) primitive and close transport connection. */
    private State ae4(@Nullable Pdu reject) {
        provider.indicate(Indication.REJECTED, required(reject, AssociateRj.class));
        provider.closeTransport();
        return State.STA1;
    }

    /** AE-5: issue transport connection response primitive; start ARTIM timer. */
    private State ae5() {
        provider.startArtim();
        return State.STA2;
    }

    /**
     * AE-6: stop ARTIM timer; if A-ASSOCIATE-RQ acceptable by service-provider issue A-ASSOCIATE indication primitive,
     * otherwise issue A-ASSOCIATE-RJ PDU and start ARTIM timer.
     */
    private State ae6(@Nullable Pdu request) {
        provider.stopArtim();
        AssociateRq rq = required(request, AssociateRq.class);
        AssociateRj rejection = provider.unacceptable(rq);
        if (rejection == null) {
            provider.indicate(Indication.ASSOCIATE, rq);
            return State.STA3;
        }
        provider.send(rejection);
        provider.startArtim();
        return State.STA13;
    }

    /** AE-7: send A-ASSOCIATE-AC PDU. */
    private State ae7(@Nullable Pdu accept) {
        provider.send(required(accept, AssociateAc.class));
        return State.STA6;
    }

    /** AE-8: send A-ASSOCIATE-RJ PDU and start ARTIM timer. */
    private State ae8(@Nullable Pdu reject) {
        provider.send(required(reject, AssociateRj.class));
        provider.startArtim();
        return State.STA13;
    }

    // Data transfer, PS3.8 Table 9-7

    /** DT-1: send P-DATA-TF PDU. */
    private State dt1() {
        provider.sendData();
        return State.STA6;
    }

    /** DT-2: send P-DATA indication primitive. */
    private State dt2() {
        provider.indicate(Indication.DATA, null);
        return State.STA6;
    }

    // Association release, PS3.8 Table 9-8

    /** AR-1: send A-RELEASE-RQ PDU. */
    private State ar1() {
        provider.send(new ReleaseRq());
        return State.STA7;
    }

    /** AR-2: issue A-RELEASE indication primitive. */
    private State ar2() {
        provider.indicate(Indication.RELEASE, null);
        return State.STA8;
    }

    /** AR-3: issue A-RELEASE confirmation primitive, and close transport connection. */
    private State ar3() {
        provider.indicate(Indication.RELEASED, null);
        provider.closeTransport();
        return State.STA1;
    }

    /** AR-4: issue A-RELEASE-RP PDU and start ARTIM timer. */
    private State ar4() {
        provider.send(new ReleaseRp());
        provider.startArtim();
        return State.STA13;
    }

    /** AR-5: stop ARTIM timer. */
    private State ar5() {
        provider.stopArtim();
        return State.STA1;
    }

    /** AR-6: issue P-DATA indication. */
    private State ar6() {
        provider.indicate(Indication.DATA, null);
        return State.STA7;
    }

    /** AR-7: issue P-DATA-TF PDU. */
    private State ar7() {
        provider.sendData();
        return State.STA8;
    }

    /**
     * AR-8: issue A-RELEASE indication (release collision); if association-requestor, next state is Sta9, if not next
     * state is Sta10.
     */
    private State ar8() {
        provider.indicate(Indication.RELEASE_COLLISION, null);
        return provider.requestor() ? State.STA9 : State.STA10;
    }

    /** AR-9: send A-RELEASE-RP PDU. */
    private State ar9() {
        provider.send(new ReleaseRp());
        return State.STA11;
    }

    /** AR-10: issue A-RELEASE confirmation primitive. */
    private State ar10() {
        provider.indicate(Indication.RELEASED, null);
        return State.STA12;
    }

    // Association abort, PS3.8 Table 9-9

    /** AA-1: send A-ABORT PDU (service-user source) and start (or restart if already started) ARTIM timer. */
    private State aa1(@Nullable Pdu request) {
        provider.send(request instanceof Abort abort ? abort : Abort.BY_USER);
        provider.startArtim();
        return State.STA13;
    }

    /** AA-2: stop ARTIM timer if running; close transport connection. */
    private State aa2() {
        provider.stopArtim();
        provider.closeTransport();
        return State.STA1;
    }

    /**
     * AA-3: if (service-user initiated abort) issue A-ABORT indication and close transport connection, otherwise
     * (service-provider initiated abort) issue A-P-ABORT indication and close transport connection.
     */
    private State aa3(@Nullable Pdu abort) {
        Abort received = required(abort, Abort.class);
        provider.indicate(
                received.source() == Abort.SERVICE_USER ? Indication.ABORT : Indication.PROVIDER_ABORT, received);
        provider.closeTransport();
        return State.STA1;
    }

    /** AA-4: issue A-P-ABORT indication primitive. */
    private State aa4() {
        provider.indicate(Indication.PROVIDER_ABORT, null);
        return State.STA1;
    }

    /** AA-5: stop ARTIM timer. */
    private State aa5() {
        provider.stopArtim();
        return State.STA1;
    }

    /** AA-6: ignore PDU. */
    private State aa6() {
        return State.STA13;
    }

    /** AA-7: send A-ABORT PDU. */
    private State aa7() {
        provider.send(provider.providerAbort());
        return State.STA13;
    }

    /**
     * AA-8: send A-ABORT PDU (service-provider source), issue an A-P-ABORT indication, and start ARTIM timer.
     */
    private State aa8() {
        Abort abort = provider.providerAbort();
        provider.send(abort);
        provider.indicate(Indication.PROVIDER_ABORT, abort);
        provider.startArtim();
        return State.STA13;
    }

    private static <T extends Pdu> T required(@Nullable Pdu pdu, Class<T> type) {
        if (!type.isInstance(pdu)) {
            throw new IllegalArgumentException("expected " + type.getSimpleName() + ", got " + pdu);
        }
        return type.cast(pdu);
    }
}
