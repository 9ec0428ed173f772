package org.diconde4j.net.tck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a server makes of messages that are cut: at every byte of an association with a C-STORE, by FIN, by RST, by the length
 * of a PDU, or by nothing but the packets of TCP. Subclass it and give a server that answers C-ECHO and takes C-STORE of Raw
 * Data. After each test it must still answer an echo.
 */
@Timeout(60)
public abstract class CutConnectionContract {
    private static final int PROVIDER = 2;
    private static final int INVALID_PARAMETER = 6;
    private static final byte[] DATA = new byte[40];

    /** For subclasses. */
    protected CutConnectionContract() {}

    /**
     * The server under test.
     *
     * @return where it listens
     */
    protected abstract InetSocketAddress server();

    /**
     * What was stored since the server started.
     *
     * @return the number of objects that came to their end
     */
    protected abstract long stored();

    /**
     * How many associations the server still has.
     *
     * @return the number
     */
    protected abstract int associations();

    private ScriptedPeer connect() throws IOException {
        return ScriptedPeer.connect(server());
    }

    @AfterEach
    void serves_the_next_client_and_has_forgotten_the_others() throws Exception {
        ScriptedPeer.assertServes(server());
        for (int i = 0; i < 1000 && associations() > 0; i++) {
            Thread.sleep(10);
        }
        Assertions.assertEquals(0, associations(), "associations of clients that are gone");
    }

    /** The three parts of a client's side of an association, each behind an answer of the server. */
    private static List<byte[]> conversation() {
        return List.of(RawPdu.associateRq(List.of(RawPdu.RAW_DATA)), store(), RawPdu.releaseRq());
    }

    private static byte[] store() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
        all.writeBytes(RawPdu.pData(1, 0, DATA));
        all.writeBytes(RawPdu.pData(1, 2, DATA));
        return all.toByteArray();
    }

    private static final int[] ANSWERS = {0x02, 0x04, 0x06};

    private void cutAtEveryByte(boolean reset) throws Exception {
        long before = stored();
        long whole = 0;
        List<byte[]> parts = conversation();
        for (int part = 0; part < parts.size(); part++) {
            for (int cut = 0; cut < parts.get(part).length; cut++) {
                ScriptedPeer peer = connect();
                for (int i = 0; i < part; i++) {
                    peer.send(parts.get(i)).expect(ANSWERS[i]);
                }
                peer.send(Arrays.copyOf(parts.get(part), cut));
                if (reset) {
                    peer.reset();
                } else {
                    peer.halfClose();
                    peer.expectClose();
                    peer.close();
                }
                whole += part > 1 ? 1 : 0;
            }
        }
        Assertions.assertEquals(whole, stored() - before, "objects that came to their end");
    }

    @Test
    void a_connection_that_is_closed_at_every_byte() throws Exception {
        cutAtEveryByte(false);
    }

    @Test
    void a_connection_that_is_reset_at_every_byte() throws Exception {
        cutAtEveryByte(true);
    }

    @Test
    void a_store_in_two_packets_cut_anywhere_is_a_store() throws Exception {
        long before = stored();
        byte[] store = store();
        try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
            for (int cut = 0; cut <= store.length; cut++) {
                peer.send(Arrays.copyOf(store, cut));
                peer.send(Arrays.copyOfRange(store, cut, store.length)).expect(0x04);
            }
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
        Assertions.assertEquals(store.length + 1, stored() - before);
    }

    @Test
    void a_pdu_that_ends_within_a_presentation_data_value() throws Exception {
        byte[] values = RawPdu.pdv(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true));
        for (int length = 0; length < values.length; length++) {
            try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA)) {
                peer.send(RawPdu.pdu(0x04, Arrays.copyOf(values, length))).expectAbort(PROVIDER, INVALID_PARAMETER);
            }
        }
    }

    @Test
    void commands_and_data_in_a_context_that_was_rejected() throws Exception {
        for (int control = 0; control < 4; control++) {
            try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA, "1.2.840.10008.1.20.1.1")) {
                peer.send(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
                peer.send(RawPdu.pData(3, control, DATA)).expect(0x07);
            }
            try (ScriptedPeer peer = connect().associate(RawPdu.RAW_DATA, "1.2.840.10008.1.20.1.1")) {
                peer.send(RawPdu.pData(3, control, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
                if ((control & 1) == 0 || (control & 2) != 0) {
                    peer.expect(0x07);
                }
            }
        }
    }

    @Test
    void message_ids_that_make_no_sense() throws Exception {
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            peer.send(
                    RawPdu.pData(1, 3, RawPdu.command(0x0FFF, 4711, RawPdu.VERIFICATION, false))); // nothing to cancel
            for (int id : new int[] {0, 1, 1, 0xFFFF}) {
                byte[] answer = peer.send(RawPdu.echo(1, id)).expect(0x04);
                Assertions.assertTrue(
                        RawPdu.contains(answer, new byte[] {0, 0, 0x20, 1, 2, 0, 0, 0, (byte) id, (byte) (id >> 8)}),
                        "the response names message " + id);
            }
            peer.send(RawPdu.releaseRq()).expect(0x06);
        }
    }

    @Test
    void a_command_whose_fragments_never_end() throws Exception {
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            byte[] nothing = RawPdu.pData(1, 1, new byte[0]);
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            boolean cutOff = false;
            while (!cutOff && System.nanoTime() < end) {
                try {
                    peer.send(nothing);
                    Thread.sleep(5);
                } catch (IOException e) {
                    cutOff = true;
                }
            }
            Assertions.assertTrue(cutOff, "still waiting for the end of a command after 10 s of empty fragments");
        }
    }

    @Test
    void a_peer_that_reads_a_byte_now_and_then() throws Exception {
        try (ScriptedPeer peer = connect().associate(RawPdu.VERIFICATION)) {
            Thread reader = new Thread(() -> peer.sip(Duration.ofMillis(20)), "slow reader");
            reader.start();
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 1000; i++) {
                many.writeBytes(RawPdu.echo(1, i));
            }
            boolean cutOff = false;
            for (int i = 0; i < 1000 && !cutOff; i++) {
                try {
                    peer.send(many.toByteArray()); // blocks until the server gives up
                } catch (IOException e) {
                    cutOff = true;
                }
            }
            Assertions.assertTrue(cutOff, "a million answers went to a peer that took a hundred");
            peer.close();
            reader.join();
        }
    }
}
