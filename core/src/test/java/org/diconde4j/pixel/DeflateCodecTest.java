package org.diconde4j.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;
import org.junit.jupiter.api.Test;

/** Frames of Deflated Image Frame Compression. */
class DeflateCodecTest {
    private static final DeflateCodec CODEC = new DeflateCodec();
    private static final PixelDescription LAYOUT =
            new PixelDescription(7, 9, 1, 1, "MONOCHROME2", false, 16, 12, 11, SampleType.UNSIGNED);

    @Test
    void every_beginning_of_a_frame_is_refused_or_decoded_as_far_as_it_goes() throws Exception {
        byte[] frame = new byte[(int) LAYOUT.frameLength()];
        new Random(3).nextBytes(frame);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FrameEncoder encoder = CODEC.encoder(UID.DeflatedImageFrameCompression, LAYOUT, EncodeOptions.DEFAULT)) {
            encoder.encode(ByteBuffer.wrap(frame), out);
        }
        byte[] encoded = out.toByteArray();
        assertThat(decoded(encoded, DecodeOptions.DEFAULT)).isEqualTo(frame);
        for (int length = 0; length < encoded.length - 1; length++) { // the last byte has bits of the end alone
            byte[] part = Arrays.copyOf(encoded, length);
            List<Deviation> told = new ArrayList<>();
            byte[] found = decoded(part, DecodeOptions.DEFAULT.withTolerance().withDeviations(told::add));
            if (Arrays.equals(found, frame)) {
                continue; // only the mark of the end is missing
            }
            assertThat(told).as("first %d bytes", length).hasSize(1);
            int wrong = Arrays.mismatch(found, frame);
            assertThat(Arrays.copyOfRange(found, wrong, found.length)).containsOnly(0);
            assertThatThrownBy(() -> decoded(part, DecodeOptions.DEFAULT))
                    .as("first %d bytes", length)
                    .isInstanceOf(PixelException.class)
                    .hasMessageContaining("byte " + length + " of the frame");
        }
    }

    private static byte[] decoded(byte[] encoded, DecodeOptions options) {
        try (FrameDecoder decoder = CODEC.decoder(UID.DeflatedImageFrameCompression, LAYOUT, options)) {
            ByteBuffer target = ByteBuffer.allocate((int) LAYOUT.frameLength());
            decoder.decode(ByteBuffer.wrap(encoded), target);
            return target.array();
        }
    }
}
