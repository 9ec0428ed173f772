package org.diconde4j.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the decoder forgives, what it does not, and that nothing else ever comes out of it. */
class PduDecoderTest {
    private static AssociateRq request() {
        return new AssociateRq(
                "CALLED",
                "CALLING",
                List.of(new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"))),
                new UserInformation(16384, "1.2.3", "V"));
    }

    @Test
    void passes_over_items_it_does_not_know() {
        byte[] bytes = PduEncoder.encode(request());
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 6);
        System.arraycopy(new byte[] {0x6F, 0, 0, 2, 9, 9}, 0, longer, bytes.length, 6);
        longer[5] += 6;
        assertThat(PduDecoder.decode(longer)).isEqualTo(request());
    }

    @Test
    void cuts_padding_off_uids_and_titles() {
        AssociateRq padded = new AssociateRq(
                "CALLED\0",
                " CALLING",
                List.of(new ProposedContext(1, "1.2.840.10008.1.1\0", List.of("1.2.840.10008.1.2 "))),
                new UserInformation(16384, "1.2.3\0", "V  "));
        assertThat(PduDecoder.decode(PduEncoder.encode(padded))).isEqualTo(request());
    }

    @Test
    void takes_nothing_but_spaces_and_nul_off_a_title() {
        AssociateRq odd = new AssociateRq("\f A\0 \0", "  \t", List.of(), new UserInformation(0, "1.2", null));
        AssociateRq read = (AssociateRq) PduDecoder.decode(PduEncoder.encode(odd));
        assertThat(read.calledAeTitle()).isEqualTo("\f A");
        assertThat(read.callingAeTitle()).isEqualTo("\t");
    }

    @Test
    void tells_where_a_length_is_wrong_and_how_to_answer() {
        byte[] bytes = PduEncoder.encode(request());
        int item = 6 + 68; // application context item
        bytes[item + 2] = (byte) 0xFF;
        assertThatThrownBy(() -> PduDecoder.decode(bytes)).isInstanceOfSatisfying(PduException.class, e -> {
            assertThat(e.offset()).isEqualTo(item + 2);
            assertThat(e.abort()).isEqualTo(new Abort(Abort.SERVICE_PROVIDER, Abort.INVALID_PARAMETER));
            assertThat(e).hasMessageContaining("item 10H of length 65301");
        });
    }

    @Test
    void refuses_a_pdu_longer_than_announced() {
        byte[] bytes = Arrays.copyOf(PduEncoder.encode(new ReleaseRq()), 11);
        assertThatThrownBy(() -> PduDecoder.decode(bytes))
                .isInstanceOf(PduException.class)
                .hasMessageContaining("PDU length 4, but 5 bytes follow");
    }

    @Test
    void refuses_a_type_that_does_not_exist() {
        assertThatThrownBy(() -> PduDecoder.decode(new byte[] {0x47, 0, 0, 0, 0, 0}))
                .isInstanceOfSatisfying(
                        PduException.class, e -> assertThat(e.abort().reason()).isEqualTo(Abort.UNRECOGNIZED_PDU));
    }

    @Test
    void ends_every_cut_and_every_flipped_byte_with_a_pdu_or_a_pdu_exception() {
        AssociateRq rich = new AssociateRq(
                "CALLED",
                "CALLING",
                List.of(
                        new ProposedContext(1, "1.2.840.10008.1.1", List.of("1.2.840.10008.1.2")),
                        new ProposedContext(3, "1.2.840.10008.1.1", List.of("1.2", "1.3"))),
                new UserInformation(
                        1,
                        "1.2.3",
                        "V",
                        new AsyncOperationsWindow(1, 1),
                        List.of(new RoleSelection("1.2", true, true)),
                        List.of(new ExtendedNegotiation("1.2", Octets.of((byte) 1))),
                        List.of(new CommonExtendedNegotiation("1.2", "1.3", List.of("1.4"))),
                        UserIdentity.usernameAndPasscode("a", "b"),
                        new UserIdentityResponse(Octets.EMPTY)));
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(PduEncoder.encode(rich));
        seeds.add(PduEncoder.encode(new PDataTf(List.of(new Pdv(1, true, true, Octets.of(new byte[20]))))));
        seeds.add(PduEncoder.encode(Abort.BY_USER));
        Random random = new Random(4242);
        for (byte[] seed : seeds) {
            for (int cut = 0; cut < seed.length; cut++) {
                decodeOrRefuse(Arrays.copyOf(seed, cut));
                byte[] shorter = Arrays.copyOf(seed, cut);
                if (cut >= 6) {
                    shorter[4] = (byte) (cut - 6 >> 8);
                    shorter[5] = (byte) (cut - 6);
                    decodeOrRefuse(shorter);
                }
            }
            for (int i = 0; i < 20_000; i++) {
                byte[] flipped = seed.clone();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
                }
                decodeOrRefuse(flipped);
            }
        }
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try {
            assertThat(PduDecoder.decode(bytes)).isNotNull();
        } catch (PduException e) {
            assertThat(e.offset()).isBetween(0L, (long) bytes.length);
        }
    }
}
