package org.diconde4j.codec.internal.jpeg2000.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions of interest, tile-parts, and lengths of packets and tile-parts (ITU-T T.800 A.4.2, A.6.3, A.7). */
class OptionalMarkersTest {
    private static final TestFrame GREY =
            TestFrame.of(TestFrame.layout(200, 230, 1, 12, false), TestFrame.Content.NOISE, new Random(7));
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int SOP = 0xFF91;
    private static final int TLM = 0xFF55;
    private static final int PLT = 0xFF58;

    private static ByteBuffer encode(EncodeOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Jpeg2000Encoder encoder = new Jpeg2000Encoder(GREY.layout(), options, Target.ANY)) {
            encoder.encode(ByteBuffer.wrap(GREY.bytes()), out);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static byte[] decode(ByteBuffer encoded) {
        ByteBuffer decoded = ByteBuffer.allocate(GREY.bytes().length);
        try (FrameDecoder decoder = FrameCodecs.installed()
                .decoder(TransferSyntax.of(UID.JPEG2000), GREY.layout(), DecodeOptions.DEFAULT)) {
            decoder.decode(encoded.duplicate(), decoded);
        }
        return decoded.array();
    }

    private static int u16(ByteBuffer from, int at) {
        return from.getShort(at) & 0xFFFF;
    }

    /** Where marker segments of a code begin in the main header or in that of a tile-part, up to SOT or SOD. */
    private static List<Integer> segments(ByteBuffer encoded, int from, int marker) {
        List<Integer> found = new ArrayList<>();
        int at = from;
        while (u16(encoded, at) != SOD && (u16(encoded, at) != SOT || at == from)) {
            if (u16(encoded, at) == marker) {
                found.add(at);
            }
            at += 2 + u16(encoded, at + 2);
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"LRCP,layer,3", "RLCP,resolution,4", "RPCL,resolution,4", "CPRL,component,1", "PCRL,one,1"})
    void tile_parts_and_packets_are_as_long_as_their_lists_say(String order, String parts, int expected)
            throws Exception {
        ByteBuffer encoded = encode(EncodeOptions.DEFAULT
                .with(CodecOptions.JPEG2000_PROGRESSION, order)
                .with(CodecOptions.JPEG2000_LAYERS, "3")
                .with(CodecOptions.JPEG2000_LEVELS, "3")
                .with(CodecOptions.JPEG2000_TILE, "128x128")
                .with(CodecOptions.JPEG2000_PRECINCTS, "64x64")
                .with(CodecOptions.JPEG2000_MARKERS, "plt,tlm,sop")
                .with(CodecOptions.JPEG2000_PARTS, parts));
        int tlm = segments(encoded, 2, TLM).get(0);
        int listed = (u16(encoded, tlm + 2) - 4) / 6;
        assertThat(listed).as("tile-parts of four tiles").isEqualTo(4 * expected);
        int at = tlm + 2 + u16(encoded, tlm + 2);
        for (int i = 0; i < listed; i++) {
            assertThat(u16(encoded, at)).isEqualTo(SOT);
            assertThat(u16(encoded, at + 4)).as("Isot").isEqualTo(i / expected);
            assertThat(encoded.get(at + 10)).as("TPsot").isEqualTo((byte) (i % expected));
            assertThat(encoded.get(at + 11)).as("TNsot").isEqualTo((byte) expected);
            int length = encoded.getInt(at + 6);
            assertThat(u16(encoded, tlm + 6 + 6 * i)).as("Ttlm").isEqualTo(i / expected);
            assertThat(encoded.getInt(tlm + 8 + 6 * i)).as("Ptlm").isEqualTo(length);
            assertPacketsEnd(encoded, at, at + length);
            at += length;
        }
        assertThat(at).as("EOC").isEqualTo(encoded.limit() - 2);
        assertThat(decode(encoded)).isEqualTo(GREY.bytes());
    }

    /** Goes from packet to packet of a tile-part by its PLT; each begins with SOP. */
    private static void assertPacketsEnd(ByteBuffer encoded, int from, int end) {
        List<Integer> segments = segments(encoded, from, PLT);
        int last = segments.get(segments.size() - 1);
        int packet = last + 2 + u16(encoded, last + 2) + 2;
        for (int segment = 0; segment < segments.size(); segment++) {
            int start = segments.get(segment);
            assertThat(encoded.get(start + 4)).as("Zplt").isEqualTo((byte) segment);
            int length = 0;
            for (int i = start + 5; i < start + 2 + u16(encoded, start + 2); i++) {
                length = length << 7 | encoded.get(i) & 0x7F;
                if (encoded.get(i) >= 0) {
                    assertThat(u16(encoded, packet)).isEqualTo(SOP);
                    packet += length;
                    length = 0;
                }
            }
        }
        assertThat(packet).isEqualTo(end);
    }

    @Test
    void lengths_of_packets_go_on_in_a_second_segment() {
        PacketLengths lengths = new PacketLengths();
        ByteSink sink = new ByteSink();
        sink.u16(SOD);
        for (int i = 0; i < 40_000; i++) {
            lengths.add(200); // two bytes each
        }
        lengths.insert(sink, 0);
        ByteBuffer written = ByteBuffer.wrap(sink.bytes, 0, sink.length);
        assertThat(sink.length).isEqualTo(2 * 40_000 + 2 * 5 + 2).isLessThanOrEqualTo((int) lengths.atMost(1) + 2);
        assertThat(segments(written, 0, PLT)).hasSize(2);
        assertThat(u16(written, sink.length - 2)).isEqualTo(SOD);
    }

    @Test
    void a_ratio_is_not_exceeded_by_lists_of_lengths() throws Exception {
        ByteBuffer encoded = encode(EncodeOptions.DEFAULT
                .withRatio(6)
                .with(CodecOptions.JPEG2000_PRECINCTS, "32x32")
                .with(CodecOptions.JPEG2000_MARKERS, "plt,tlm"));
        assertThat(encoded.limit()).isBetween(GREY.bytes().length / 6 * 97 / 100, GREY.bytes().length / 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bypass", "bypass,terminate,reset"})
    void a_region_of_interest_is_whole_before_the_rest_is(String style) throws Exception {
        EncodeOptions region = EncodeOptions.DEFAULT
                .with(CodecOptions.JPEG2000_REGION, "60x50+101+77")
                .with(CodecOptions.JPEG2000_STYLE, style);
        assertThat(decode(encode(region))).isEqualTo(GREY.bytes());
        ByteBuffer encoded = encode(region.withRatio(6));
        assertThat(encoded.limit()).isLessThanOrEqualTo(GREY.bytes().length / 6);
        byte[] decoded = decode(encoded);
        int different = 0;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 230; x++) {
                int at = 2 * (230 * y + x);
                boolean same = decoded[at] == GREY.bytes()[at] && decoded[at + 1] == GREY.bytes()[at + 1];
                if (x >= 101 && x < 161 && y >= 77 && y < 127) {
                    assertThat(same).as("column %d, row %d", x, y).isTrue();
                } else {
                    different += same ? 0 : 1;
                }
            }
        }
        assertThat(different).as("pixels of noise that are lost outside").isGreaterThan(30_000);
    }

    @Test
    void a_region_of_interest_that_decoders_could_not_take_is_refused() {
        EncodeOptions region = EncodeOptions.DEFAULT.with(CodecOptions.JPEG2000_REGION, "6x5+1+7");
        assertThatThrownBy(() -> new Jpeg2000Encoder(TestFrame.layout(20, 20, 1, 13, false), region, Target.ANY))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining("expected it for up to 12 bits");
        for (Target target : List.of(Target.HIGH_THROUGHPUT, Target.HIGH_THROUGHPUT_LOSSLESS)) {
            assertThatThrownBy(() -> new Jpeg2000Encoder(GREY.layout(), region, target))
                    .hasMessageContaining("without high throughput");
        }
        assertThatThrownBy(() -> encode(region.withQuality(80))).hasMessageContaining("without a quality");
        assertThatThrownBy(() -> encode(region.withRatio(8).with(CodecOptions.JPEG2000_WAVELET, "9/7")))
                .hasMessageContaining("5/3 with jpeg2000.region");
    }
}
