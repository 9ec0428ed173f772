package org.diconde4j.net;

import java.util.List;
import org.diconde4j.net.internal.scu.ScuConfig;
import org.diconde4j.net.internal.ul.UlConfig;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.tls.Tls;
import org.jspecify.annotations.Nullable;

/**
 * How an association is opened. Immutable; change a value with its {@code with…} method.
 *
 * @param timeouts how long the peer may take
 * @param maxPduLength the longest P-DATA-TF that is announced to the peer, 0 for no limit
 * @param maxOperations how many C-STORE requests may be outstanding at once, if the peer agrees; 1 is synchronous
 * @param identity who the user is, if the peer wants to know
 * @param negotiation what else to negotiate
 * @param tls our identity and whom to trust, for an association over TLS; null for plain TCP
 */
public record AssociationOptions(
        Timeouts timeouts,
        int maxPduLength,
        int maxOperations,
        @Nullable UserIdentity identity,
        Negotiation negotiation,
        @Nullable Tls tls) {
    static final int DEFAULT_MAX_PDU_LENGTH = 256 * 1024;
    private static final int MAX_SEND_LENGTH = 256 * 1024;

    /** Default timeouts, 256 KiB, up to 16 operations at once, no identity. */
    public static final AssociationOptions DEFAULT =
            new AssociationOptions(Timeouts.DEFAULT, DEFAULT_MAX_PDU_LENGTH, 16, null, Negotiation.NONE, null);

    /**
     * Checks the numbers.
     *
     * @param timeouts how long the peer may take
     * @param maxPduLength the longest P-DATA-TF that is announced to the peer, 0 for no limit
     * @param maxOperations how many C-STORE requests may be outstanding at once, if the peer agrees; 1 is synchronous
     * @param identity who the user is, if the peer wants to know
     * @param negotiation what else to negotiate
     * @param tls our identity and whom to trust, for an association over TLS; null for plain TCP
     */
    public AssociationOptions {
        checkedMaxPduLength(maxPduLength);
        if (maxOperations < 1 || maxOperations > 0xFFFF) {
            throw new IllegalArgumentException(maxOperations + " operations at once, expected 1 to 65535");
        }
    }

    /**
     * Other timeouts.
     *
     * @param value the new value
     * @return a copy
     */
    public AssociationOptions withTimeouts(Timeouts value) {
        return new AssociationOptions(value, maxPduLength, maxOperations, identity, negotiation, tls);
    }

    /**
     * Another longest PDU.
     *
     * @param value the new value
     * @return a copy
     */
    public AssociationOptions withMaxPduLength(int value) {
        return new AssociationOptions(timeouts, value, maxOperations, identity, negotiation, tls);
    }

    /**
     * Another number of operations at once.
     *
     * @param value the new value
     * @return a copy
     */
    public AssociationOptions withMaxOperations(int value) {
        return new AssociationOptions(timeouts, maxPduLength, value, identity, negotiation, tls);
    }

    /**
     * Another user.
     *
     * @param value the new value
     * @return a copy
     */
    public AssociationOptions withIdentity(@Nullable UserIdentity value) {
        return new AssociationOptions(timeouts, maxPduLength, maxOperations, value, negotiation, tls);
    }

    /**
     * Other things to negotiate.
     *
     * @param value the new value
     * @return a copy
     */
    public AssociationOptions withNegotiation(Negotiation value) {
        return new AssociationOptions(timeouts, maxPduLength, maxOperations, identity, value, tls);
    }

    /**
     * TLS (PS3.15 B.12).
     *
     * @param value our identity and whom to trust, null for plain TCP
     * @return a copy
     */
    public AssociationOptions withTls(@Nullable Tls value) {
        return new AssociationOptions(timeouts, maxPduLength, maxOperations, identity, negotiation, value);
    }

    static int checkedMaxPduLength(int bytes) {
        if (bytes != 0 && bytes < 4096) {
            throw new IllegalArgumentException("maximum PDU length " + bytes + ", expected 0 or at least 4096");
        }
        return bytes;
    }

    ScuConfig as(String callingAeTitle, UlConfig ul) {
        return new ScuConfig(callingAeTitle, maxOperations, identity, negotiation, tls, ul);
    }

    UlConfig ul() {
        return config(timeouts, maxPduLength);
    }

    static UlConfig config(Timeouts t, int maxPduLength) {
        return new UlConfig(
                t.connect(),
                t.accept(),
                t.request(),
                t.response(),
                t.idle(),
                t.release(),
                t.write(),
                maxPduLength,
                MAX_SEND_LENGTH,
                List.of(),
                null);
    }
}
