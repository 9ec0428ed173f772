package org.diconde4j.net.pdu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user information item of A-ASSOCIATE-RQ and -AC (PS3.8 9.3.2.3, sub-items in PS3.7 Annex D).
 *
 * @param maxPduLength the longest P-DATA-TF (without its 6 bytes of header) that the sender takes; 0 is unlimited
 * @param implementationClassUid who made this implementation; empty if the peer left it out
 * @param implementationVersionName its version, up to 16 characters
 * @param asyncOperations the asynchronous operations window, if negotiated
 * @param roles role selections
 * @param extended SOP class extended negotiations
 * @param commonExtended SOP class common extended negotiations
 * @param identity the user's identity, in requests
 * @param identityResponse the answer to it, in answers
 */
public record UserInformation(
        long maxPduLength,
        String implementationClassUid,
        @Nullable String implementationVersionName,
        @Nullable AsyncOperationsWindow asyncOperations,
        List<RoleSelection> roles,
        List<ExtendedNegotiation> extended,
        List<CommonExtendedNegotiation> commonExtended,
        @Nullable UserIdentity identity,
        @Nullable UserIdentityResponse identityResponse) {
    /**
     * Copies the lists.
     *
     * @param maxPduLength the longest P-DATA-TF (without its 6 bytes of header) that the sender takes; 0 is unlimited
     * @param implementationClassUid who made this implementation; empty if the peer left it out
     * @param implementationVersionName its version, up to 16 characters
     * @param asyncOperations the asynchronous operations window, if negotiated
     * @param roles role selections
     * @param extended SOP class extended negotiations
     * @param commonExtended SOP class common extended negotiations
     * @param identity the user's identity, in requests
     * @param identityResponse the answer to it, in answers
     */
    public UserInformation {
        roles = List.copyOf(roles);
        extended = List.copyOf(extended);
        commonExtended = List.copyOf(commonExtended);
    }

    /**
     * The least that must be there.
     *
     * @param maxPduLength the longest P-DATA-TF the sender takes
     * @param implementationClassUid the implementation
     * @param implementationVersionName its version
     */
    public UserInformation(
            long maxPduLength, String implementationClassUid, @Nullable String implementationVersionName) {
        this(
                maxPduLength,
                implementationClassUid,
                implementationVersionName,
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
