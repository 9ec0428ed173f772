package org.diconde4j.net.tck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a server must survive. Subclass it and give an address; the server behind it must answer C-ECHO, take C-STORE of Raw
 * Data and have {@link #TIMEOUT} for everything it waits for. After each test it must still answer an echo.
 */
@Timeout(30)
public abstract class HostileClientContract {
    /** How long the server may wait for anything. */
    protected static final Duration TIMEOUT = Duration.ofMillis(600);

    private static final int USER = 0;
    private static final int PROVIDER = 2;
    private static final int UNRECOGNIZED_PDU = 1;
    private static final int UNEXPECTED_PDU = 2;
    private static final int UNEXPECTED_PARAMETER = 5;
    private static final int INVALID_PARAMETER = 6;

    /** For subclasses. */
    protected HostileClientContract() {}

    /**
     * The server under test.
     *
     * @return where it listens
     */
    protected abstract InetSocketAddress server();

    private ScriptedPeer connect() throws IOException {
        return ScriptedPeer.connect(server());
    }

    @AfterEach
    void serves_the_next_client() throws IOException {
        ScriptedPeer.assertServes(server());
    }

    @Test
    void an_http_request() throws IOException {
        try (ScriptedPeer peer = connect()) {
            peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.expectAbort(USER, 0); // AA-1 in Sta2
        }
    }

    @Test
    void a_tls_hello() throws IOException {
        try (ScriptedPeer peer = connect()) {
            peer.send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3}).expectAbort(USER, 0);
        }
    }

    @Test
    void silence_after_the_connection() throws IOException {
        try (ScriptedPeer peer = connect()) {
            peer.expectClose();
        }
    }

    @Test
    void a_request_that_trickles_in() throws IOException {
        try (ScriptedPeer peer = connect()) {
            byte[] request = RawPdu.associateRq(List.of(RawPdu.VERIFICATION));
            int sent = peer.trickle(request, Duration.ofMillis(50));
            Assertions.assertTrue(sent < request.length, "the request was taken as slow as it was");
            peer.expectClose();
        }
    }

    @Test
    void lengths_beyond_all_measure() throws IOException {
        for (int length : new int[] {Integer.MAX_VALUE, -1, 0x10000000, 0x00200000}) {
            try (ScriptedPeer peer = connect()) {
                peer.send(RawPdu.header(0x01, length, new byte[100])).expectAbort(USER, 0);
            }
            try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
                peer.send(RawPdu.header(0x04, length, new byte[100])).expectAbort(PROVIDER, INVALID_PARAMETER);
            }
            try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
                peer.send(RawPdu.header(0x07, length, new byte[100])).expectAbort(PROVIDER, INVALID_PARAMETER);
            }
        }
    }

    @Test
    void a_peer_that_does_not_close_after_an_abort() throws IOException {
        try (ScriptedPeer peer = connect()) {
            peer.send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3}).expect(0x07);
            peer.expectClose();
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.send(RawPdu.associateAc(1)).expect(0x07);
            peer.send(RawPdu.echo(1, 1)).send(RawPdu.associateRq(List.of(RawPdu.VERIFICATION)));
            peer.expect(0x07); // AA-6 for the first, AA-7 for the second
            peer.expectClose();
        }
    }

    @Test
    void another_protocol_version() throws IOException {
        try (ScriptedPeer peer = connect()) {
            byte[] rejection = peer.send(RawPdu.associateRq(2, 1, List.of(RawPdu.VERIFICATION)))
                    .expect(0x03);
            Assertions.assertArrayEquals(new byte[] {1, 2, 2}, Arrays.copyOfRange(rejection, 7, 10));
        }
    }

    @Test
    void an_even_presentation_context_id() throws IOException {
        try (ScriptedPeer peer = connect()) {
            peer.send(RawPdu.associateRq(1, 2, List.of(RawPdu.VERIFICATION))).expectAbort(USER, 0);
        }
    }

    @Test
    void data_before_the_association() throws IOException {
        try (ScriptedPeer peer = connect()) {
            peer.send(RawPdu.echo(1, 1)).expectAbort(USER, 0);
        }
    }

    @Test
    void pdus_that_have_no_place_in_an_association() throws IOException {
        byte[][] wrong = {
            RawPdu.associateRq(List.of(RawPdu.VERIFICATION)),
            RawPdu.associateAc(1),
            RawPdu.pdu(0x03, new byte[4]),
            RawPdu.pdu(0x06, new byte[4])
        };
        for (byte[] pdu : wrong) {
            try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
                peer.send(pdu).expectAbort(PROVIDER, UNEXPECTED_PDU);
            }
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.send(RawPdu.pdu(0x08, new byte[4])).expectAbort(PROVIDER, UNRECOGNIZED_PDU);
        }
    }

    @Test
    void presentation_data_values_of_wrong_length() throws IOException {
        byte[] value = RawPdu.pdv(1, 3, RawPdu.command(0x0030, 1, RawPdu.VERIFICATION, false));
        for (int length : new int[] {0, 1, value.length - 3, Integer.MAX_VALUE, -1}) {
            byte[] wrong = value.clone();
            wrong[0] = (byte) (length >> 24);
            wrong[1] = (byte) (length >> 16);
            wrong[2] = (byte) (length >> 8);
            wrong[3] = (byte) length;
            try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
                peer.send(RawPdu.pdu(0x04, wrong)).expectAbort(PROVIDER, INVALID_PARAMETER);
            }
        }
    }

    @Test
    void contexts_and_fragments_that_were_not_agreed_on() throws IOException {
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.send(RawPdu.echo(3, 1)).expectAbort(PROVIDER, INVALID_PARAMETER);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.send(RawPdu.pData(1, 2, new byte[10])).expectAbort(PROVIDER, UNEXPECTED_PARAMETER);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION, RawPdu.RAW_DATA)) {
            peer.send(RawPdu.pData(3, 3, RawPdu.command(1, 1, RawPdu.RAW_DATA, true)));
            peer.send(RawPdu.pData(1, 2, new byte[10])).expectAbort(PROVIDER, INVALID_PARAMETER);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION, RawPdu.RAW_DATA)) {
            peer.send(RawPdu.pData(3, 3, RawPdu.command(1, 1, RawPdu.RAW_DATA, true)));
            peer.send(RawPdu.echo(1, 2)).expectAbort(PROVIDER, UNEXPECTED_PARAMETER);
        }
    }

    @Test
    void commands_that_are_none() throws IOException {
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.send(RawPdu.pData(1, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                    .expectAbort(USER, 0);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x8030, 9, RawPdu.VERIFICATION, false)))
                    .expectAbort(USER, 0);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            byte[] answer = peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0777, 9, RawPdu.VERIFICATION, false)))
                    .expect(0x04);
            Assertions.assertTrue(
                    RawPdu.contains(answer, new byte[] {0, 0, 0, 9, 2, 0, 0, 0, 0x11, 2}), "status 0211H");
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0FFF, 9, RawPdu.VERIFICATION, false)));
            peer.send(RawPdu.echo(1, 10)).expect(0x04);
        }
    }

    @Test
    void a_store_in_fragments_of_every_kind() throws IOException {
        byte[] command = RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true);
        byte[] data = new byte[3000];
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            ByteArrayOutputStream inOne = new ByteArrayOutputStream();
            inOne.writeBytes(RawPdu.pdv(1, 3, command));
            inOne.writeBytes(RawPdu.pdv(1, 0, new byte[0]));
            inOne.writeBytes(RawPdu.pdv(1, 0, data));
            inOne.writeBytes(RawPdu.pdv(1, 2, new byte[0]));
            peer.send(RawPdu.pdu(0x04, inOne.toByteArray())).expect(0x04);
            for (int i = 0; i < command.length; i++) {
                peer.send(RawPdu.pData(1, i == command.length - 1 ? 3 : 1, new byte[] {command[i]}));
            }
            for (int i = 0; i < 100; i++) {
                peer.send(RawPdu.pData(1, i == 99 ? 2 : 0, new byte[] {data[i]}));
            }
            peer.expect(0x04);
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
    }

    @Test
    void a_sender_that_stops_in_the_middle() throws IOException {
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
            peer.send(RawPdu.header(0x04, 1000, RawPdu.pdv(1, 0, new byte[200])))
                    .expectAbort(USER, 0);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
            peer.send(RawPdu.pData(1, 0, new byte[200])).expectAbort(USER, 0);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            peer.send(Arrays.copyOf(RawPdu.echo(1, 1), 20)).expectAbort(USER, 0);
        }
    }

    @Test
    void a_sender_that_trickles_a_pdu() throws IOException {
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
            byte[] pdu = RawPdu.pData(1, 2, new byte[1000]);
            Assertions.assertTrue(peer.trickle(pdu, Duration.ofMillis(40)) < pdu.length, "taken as slow as it was");
            peer.expectAbort(USER, 0);
        }
    }

    @Test
    void silence_in_an_open_association() throws IOException {
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.expectAbort(USER, 0);
        }
    }

    @Test
    void release_and_abort_in_the_middle_of_a_data_set() throws IOException {
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
            peer.send(RawPdu.pData(1, 0, new byte[200]));
            peer.send(RawPdu.releaseRq()).expectAbort(USER, 0);
        }
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
            peer.send(RawPdu.pData(1, 0, new byte[200]));
            peer.send(RawPdu.abort()).expectClose();
        }
    }

    @Test
    void a_peer_that_never_reads() throws IOException {
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            byte[] echo = RawPdu.echo(1, 1);
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 1000; i++) {
                many.writeBytes(echo);
            }
            boolean cutOff = false;
            for (int i = 0; i < 1000 && !cutOff; i++) {
                try {
                    peer.send(many.toByteArray()); // blocks until the server gives up
                } catch (IOException e) {
                    cutOff = true;
                }
            }
            Assertions.assertTrue(cutOff, "a million answers went into the void");
        }
    }
}
