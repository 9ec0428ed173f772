package org.diconde4j.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every PDU and every item against bytes written out by hand, with the field beside each (PS3.8 9.3, PS3.7 Annex D). */
class PduGoldenBytesTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Takes the hexadecimal digits up to the bar of each line. */
    private static byte[] bytes(String lines) {
        StringBuilder hex = new StringBuilder();
        lines.lines().forEach(line -> hex.append(line.split("\\|")[0].replace(" ", "")));
        return HEX.parseHex(hex);
    }

    private static void same(Pdu pdu, String lines) {
        byte[] golden = bytes(lines);
        assertThat(HEX.formatHex(PduEncoder.encode(pdu))).isEqualTo(HEX.formatHex(golden));
        assertThat(PduDecoder.decode(golden)).isEqualTo(pdu);
    }

    @Test
    void a_associate_rq_with_every_item() {
        UserInformation user = new UserInformation(
                0x40000,
                "1.2.3",
                "V_1",
                new AsyncOperationsWindow(16, 1),
                List.of(new RoleSelection("1.2.4", false, true)),
                List.of(new ExtendedNegotiation("1.2.5", Octets.of((byte) 1, (byte) 0))),
                List.of(new CommonExtendedNegotiation("1.2.6", "1.2.7", List.of("1.2.8", "1.29"))),
                new UserIdentity(
                        2, true, Octets.of((byte) 'a', (byte) 'b'), Octets.of((byte) 'x', (byte) 'y', (byte) 'z')),
                null);
        AssociateRq rq = new AssociateRq(
                "CALLED",
                "CALLING",
                List.of(
                        new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")),
                        new ProposedContext(255, "1.9", List.of("1.2.840.10008.1.2.1", "1.2"))),
                user);
        same(rq, """
                01                 | PDU type
                00                 | reserved
                0000012A           | PDU length
                0001               | protocol version
                0000               | reserved
                43414C4C4544 20202020202020202020   | called AE title
                43414C4C494E47 202020202020202020   | calling AE title
                0000000000000000000000000000000000000000000000000000000000000000 | reserved
                10 00 0015         | application context item, length
                312E322E3834302E31303030382E332E312E312E31 | 1.2.840.10008.3.1.1.1
                20 00 002E         | presentation context item, length
                01 00 00 00        | id, reserved
                30 00 0011         | abstract syntax sub-item, length
                312E322E3834302E31303030382E312E31 | 1.2.840.10008.1.1
                40 00 0011         | transfer syntax sub-item, length
                312E322E3834302E31303030382E312E32 | 1.2.840.10008.1.2
                20 00 0029         | presentation context item, length
                FF 00 00 00        | id, reserved
                30 00 0003 312E39  | abstract syntax sub-item, length, 1.9
                40 00 0013         | transfer syntax sub-item, length
                312E322E3834302E31303030382E312E322E31 | 1.2.840.10008.1.2.1
                40 00 0003 312E32  | transfer syntax sub-item, length, 1.2
                50 00 006A         | user information item, length
                51 00 0004 00040000 | maximum length sub-item, length, value
                52 00 0005 312E322E33 | implementation class UID sub-item, length, 1.2.3
                53 00 0004 0010 0001  | asynchronous operations window: invoked, performed
                54 00 0009 0005 312E322E34 00 01 | role selection: UID length, UID, SCU role, SCP role
                55 00 0003 565F31  | implementation version name: V_1
                56 00 0009 0005 312E322E35 0100 | SOP class extended negotiation: UID length, UID, information
                57 00 001D         | SOP class common extended negotiation, length
                0005 312E322E36    | SOP class UID length, UID
                0005 312E322E37    | service class UID length, UID
                000D               | related general SOP class identification length
                0005 312E322E38    | related general SOP class UID length, UID
                0004 312E3239      | related general SOP class UID length, UID
                58 00 000B         | user identity, length
                02 01              | type, positive response requested
                0002 6162          | primary field length, field
                0003 78797A        | secondary field length, field
                """);
    }

    @Test
    void a_associate_ac() {
        AssociateAc ac = new AssociateAc(
                1,
                "CALLED",
                "CALLING",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(
                        new ContextResult(1, ContextResult.ACCEPTED, "1.2.840.10008.1.2"),
                        new ContextResult(3, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED, "1.2")),
                new UserInformation(
                        0,
                        "1.2.3",
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        new UserIdentityResponse(Octets.of((byte) 0x55))));
        same(ac, """
                02                 | PDU type
                00                 | reserved
                000000A5           | PDU length
                0001               | protocol version
                0000               | reserved
                43414C4C4544 20202020202020202020   | as in the request: called AE title
                43414C4C494E47 202020202020202020   | as in the request: calling AE title
                0000000000000000000000000000000000000000000000000000000000000000 | reserved
                10 00 0015         | application context item, length
                312E322E3834302E31303030382E332E312E312E31 | 1.2.840.10008.3.1.1.1
                21 00 0019         | presentation context item, length
                01 00 00 00        | id, reserved, result: acceptance, reserved
                40 00 0011         | transfer syntax sub-item, length
                312E322E3834302E31303030382E312E32 | 1.2.840.10008.1.2
                21 00 000B         | presentation context item, length
                03 00 03 00        | id, reserved, result: abstract syntax not supported, reserved
                40 00 0003 312E32  | transfer syntax sub-item, length, 1.2
                50 00 0018         | user information item, length
                51 00 0004 00000000 | maximum length sub-item, length, value: unlimited
                52 00 0005 312E322E33 | implementation class UID sub-item, length, 1.2.3
                59 00 0003 0001 55 | user identity response, length, server response length, response
                """);
    }

    @Test
    void a_associate_rj() {
        same(AssociateRj.CALLED_AE_TITLE_NOT_RECOGNIZED, """
                03 00 00000004 | PDU type, reserved, length
                00             | reserved
                01             | result: rejected-permanent
                01             | source: service-user
                07             | reason: called-AE-title-not-recognized
                """);
    }

    @Test
    void p_data_tf() {
        same(
                new PDataTf(List.of(
                        new Pdv(1, true, true, Octets.of((byte) 0xAA, (byte) 0xBB)),
                        new Pdv(3, false, false, Octets.of((byte) 0xCC)))),
                """
                04 00 0000000F | PDU type, reserved, length
                00000004       | item length
                01             | presentation context id
                03             | message control header: command, last
                AABB           | fragment
                00000003       | item length
                03             | presentation context id
                00             | message control header: data, not last
                CC             | fragment
                """);
    }

    @Test
    void a_release_rq_and_rp() {
        same(new ReleaseRq(), "05 00 00000004 00000000 | PDU type, reserved, length, reserved");
        same(new ReleaseRp(), "06 00 00000004 00000000 | PDU type, reserved, length, reserved");
    }

    @Test
    void a_abort() {
        same(
                new Abort(Abort.SERVICE_PROVIDER, Abort.INVALID_PARAMETER),
                "07 00 00000004 0000 02 06 | PDU type, reserved, length, reserved, source, reason");
    }
}
