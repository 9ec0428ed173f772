package org.diconde4j.codec.internal.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.PixelDescription;
import org.junit.jupiter.api.Test;

class JpegCodecTest {
    private static final JpegCodec CODEC = new JpegCodec();

    @Test
    void lossless_frames_come_back_as_they_were() {
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            int[] size = TestFrame.size(random);
            int samples = 1 + random.nextInt(4);
            PixelDescription layout =
                    TestFrame.layout(size[0], size[1], samples, 2 + random.nextInt(15), random.nextBoolean());
            TestFrame frame = TestFrame.of(
                    layout, TestFrame.Content.values()[random.nextInt(TestFrame.Content.values().length)], random);
            String predictor = Integer.toString(1 + random.nextInt(7));

            byte[] encoded = frame.encoded(
                    CODEC, UID.JPEGLossless, EncodeOptions.DEFAULT.with(CodecOptions.JPEG_PREDICTOR, predictor));

            assertThat(TestFrame.decoded(CODEC, UID.JPEGLossless, layout, DecodeOptions.DEFAULT, encoded))
                    .as("seed %d, predictor %s, %s", seed, predictor, layout)
                    .isEqualTo(frame.bytes());
        }
    }
}
