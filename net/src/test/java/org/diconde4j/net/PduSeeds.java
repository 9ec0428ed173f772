package org.diconde4j.net;

import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.net.pdu.AssociateAc;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.CommonExtendedNegotiation;
import org.diconde4j.net.pdu.ContextResult;
import org.diconde4j.net.pdu.ExtendedNegotiation;
import org.diconde4j.net.pdu.Octets;
import org.diconde4j.net.pdu.PduEncoder;
import org.diconde4j.net.pdu.ProposedContext;
import org.diconde4j.net.pdu.RoleSelection;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.pdu.UserIdentityResponse;
import org.diconde4j.net.pdu.UserInformation;

/** A-ASSOCIATE PDUs that have an item of every kind. */
final class PduSeeds {
    private static final UserInformation ALL = new UserInformation(
            16384,
            "1.2.3",
            "VERSION",
            new AsyncOperationsWindow(4, 1),
            List.of(new RoleSelection("1.2.3", false, true)),
            List.of(new ExtendedNegotiation("1.2.4", Octets.of((byte) 1, (byte) 0))),
            List.of(new CommonExtendedNegotiation("1.2.5", "1.2.6", List.of("1.2.7"))),
            UserIdentity.usernameAndPasscode("name", "passcode"),
            new UserIdentityResponse(Octets.of((byte) 7)));

    private PduSeeds() {}

    static Stream<byte[]> associations() {
        AssociateRq request = new AssociateRq(
                "CALLED",
                "CALLING",
                List.of(
                        new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")),
                        new ProposedContext(255, "1.2.8", List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.50"))),
                ALL);
        AssociateAc answer = new AssociateAc(
                1,
                "CALLED",
                "CALLING",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(new ContextResult(1, 0, "1.2.840.10008.1.2"), new ContextResult(255, 3, "")),
                ALL);
        return Stream.of(PduEncoder.encode(request), PduEncoder.encode(answer));
    }
}
