package org.diconde4j.net.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.net.tck.RawPdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trace tells of bytes, whatever the pieces are that they come in. */
class PduListenerTest {
    private final List<String> told = new ArrayList<>();
    private final PduListener listener = new PduListener((heading, details) -> {
        told.add(heading);
        details.forEach(d -> told.add("  " + d));
    });

    private static byte[] conversation() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawPdu.associateRq(List.of(RawPdu.VERIFICATION)));
        all.writeBytes(RawPdu.pData(1, 3, RawPdu.command(0x0001, 5, RawPdu.RAW_DATA, true)));
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(RawPdu.pdv(1, 0, new byte[1000]));
        two.writeBytes(RawPdu.pdv(1, 2, new byte[0]));
        all.writeBytes(RawPdu.pdu(0x04, two.toByteArray()));
        all.writeBytes(RawPdu.releaseRq());
        all.writeBytes(RawPdu.pdu(0x03, new byte[] {0, 1, 1, 7}));
        all.writeBytes(RawPdu.abort());
        return all.toByteArray();
    }

    private static final List<String> IN_WORDS = List.of(
            "A-ASSOCIATE-RQ called \"ANY-SCP\", calling \"SCRIPTED\", protocol version 1",
            "  application context 1.2.840.10008.3.1.1.1 DICOM Application Context Name",
            "  context 1: 1.2.840.10008.1.1 Verification SOP Class",
            "      in 1.2.840.10008.1.2 Implicit VR Little Endian",
            "  maximum length 16384",
            "  implementation \"1.2.3\"",
            "P-DATA-TF, 98 bytes",
            "  context 1, command, last, 92 bytes",
            "  (0000,0002) AffectedSOPClassUID = \"1.2.840.10008.5.1.4.1.1.66\"",
            "  (0000,0100) CommandField = 0001H",
            "  (0000,0110) MessageID = 5",
            "  (0000,0800) CommandDataSetType = 0001H",
            "  (0000,1000) AffectedSOPInstanceUID = \"1.2.3.4\"",
            "P-DATA-TF, 1012 bytes",
            "  context 1, data set, 1000 bytes",
            "  context 1, data set, last, 0 bytes",
            "A-RELEASE-RQ",
            "A-ASSOCIATE-RJ permanent, by service user: called AE title not recognized",
            "A-ABORT by service user");

    @Test
    void tells_a_conversation_in_words() {
        listener.hear(ByteBuffer.wrap(conversation()));
        assertThat(told).containsExactlyElementsOf(IN_WORDS);
    }

    @Test
    void tells_the_same_of_bytes_one_by_one() {
        for (byte b : conversation()) {
            listener.hear(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(told).containsExactlyElementsOf(IN_WORDS);
    }

    @Test
    void shows_what_is_no_pdu_by_its_first_bytes_and_goes_silent() {
        listener.hear(ByteBuffer.wrap("GET / HTTP/1.1\r\n".getBytes()));
        listener.hear(ByteBuffer.wrap(RawPdu.releaseRq()));
        assertThat(told)
                .containsExactly(
                        "not a PDU: 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a",
                        "  what follows in this direction is not told");
    }

    @Test
    void tells_no_more_than_sixteen_values_of_one_pdu() {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            many.writeBytes(RawPdu.pdv(1, 0, new byte[1]));
        }
        listener.hear(ByteBuffer.wrap(RawPdu.pdu(0x04, many.toByteArray())));
        assertThat(told).hasSize(18).last().isEqualTo("  and 84 values more");
    }

    @Test
    void takes_every_damage_of_a_conversation() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = conversation();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            told.clear();
            PduListener fresh = new PduListener((heading, details) -> {
                told.add(heading);
                told.addAll(details);
            });
            fresh.hear(ByteBuffer.wrap(damaged));
            assertThat(told).as("seed 11, input " + i).noneMatch(line -> line.contains("\n"));
        }
    }

    @Test
    void keeps_two_files_of_bounded_size(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("trace.txt");
        try (PduTrace trace = new PduTrace(file, 5_000)) {
            PduTap tap = trace.tap("10.0.0.1:104");
            for (int i = 0; i < 100; i++) {
                tap.received(ByteBuffer.wrap(RawPdu.echo(1, i)));
            }
        }
        assertThat(Files.size(file)).isBetween(1L, 5_000L);
        assertThat(Files.size(dir.resolve("trace.txt.1"))).isBetween(1L, 5_000L);
        assertThat(dir.toFile().list()).hasSize(2);
        assertThat(Files.readString(file))
                .contains("#1 10.0.0.1:104 <- P-DATA-TF")
                .contains("MessageID = 99");
    }
}
