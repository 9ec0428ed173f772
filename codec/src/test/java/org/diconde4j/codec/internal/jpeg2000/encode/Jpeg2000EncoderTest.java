package org.diconde4j.codec.internal.jpeg2000.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.TestFrame;
import org.diconde4j.dict.UID;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Jpeg2000EncoderTest {
    private static final PixelDescription GREY = TestFrame.layout(200, 230, 1, 12, false);
    private static final PixelDescription COLOUR = TestFrame.layout(100, 130, 3, 8, false);

    private static Jpeg2000Encoder encoder(PixelDescription layout, EncodeOptions options) {
        return new Jpeg2000Encoder(layout, options, Target.ANY);
    }

    private static byte[] encode(Jpeg2000Encoder encoder, byte[] frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.encode(ByteBuffer.wrap(frame), out);
        return out.toByteArray();
    }

    private static TestFrame smooth(PixelDescription layout) {
        return TestFrame.of(layout, TestFrame.Content.SMOOTH, new Random(1));
    }

    @Test
    void is_found_by_service_loader() {
        for (String syntax : new String[] {UID.JPEG2000Lossless, UID.JPEG2000}) {
            FrameCodecs.installed()
                    .encoder(TransferSyntax.of(syntax), GREY, EncodeOptions.DEFAULT)
                    .close();
        }
    }

    @Test
    void few_bits_come_back_though_rounding_makes_coefficients_larger() {
        FrameCodecs codecs = FrameCodecs.installed();
        TransferSyntax syntax = TransferSyntax.of(UID.JPEG2000Lossless);
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            PixelDescription layout = TestFrame.layout(80, 80, 1, seed % 8 == 0 ? 2 : 1, random.nextBoolean());
            TestFrame frame = TestFrame.of(layout, TestFrame.Content.NOISE, random);
            byte[] encoded;
            try (Jpeg2000Encoder encoder = new Jpeg2000Encoder(layout, EncodeOptions.DEFAULT, Target.LOSSLESS)) {
                encoded = encode(encoder, frame.bytes());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            ByteBuffer decoded = ByteBuffer.allocate(frame.bytes().length);
            try (FrameDecoder decoder = codecs.decoder(syntax, layout, DecodeOptions.DEFAULT)) {
                decoder.decode(ByteBuffer.wrap(encoded), decoded);
            }
            assertThat(decoded.array()).as("seed %d: %s", seed, layout).isEqualTo(frame.bytes());
        }
    }

    @Test
    void nothing_is_lost_where_nothing_is_asked() {
        assertThat(encoder(GREY, EncodeOptions.DEFAULT).lossyMethod()).isNull();
        assertThat(encoder(GREY, EncodeOptions.DEFAULT.withQuality(90)).lossyMethod())
                .isEqualTo("ISO_15444_1");
        assertThat(encoder(GREY, EncodeOptions.DEFAULT.withRatio(2).with(CodecOptions.JPEG2000_WAVELET, "5/3"))
                        .lossyMethod())
                .isEqualTo("ISO_15444_1");
    }

    @Test
    void only_rgb_is_transformed() {
        assertThat(encoder(COLOUR, EncodeOptions.DEFAULT).output().photometricInterpretation())
                .isEqualTo("YBR_RCT");
        assertThat(encoder(COLOUR, EncodeOptions.DEFAULT.withRatio(5)).output().photometricInterpretation())
                .isEqualTo("YBR_ICT");
        assertThat(encoder(COLOUR, EncodeOptions.DEFAULT.with(CodecOptions.JPEG2000_COLOUR, "no"))
                        .output()
                        .photometricInterpretation())
                .isEqualTo("RGB");
        for (String photometric : new String[] {"MONOCHROME1", "PALETTE COLOR"}) {
            PixelDescription layout = GREY.withColour(1, photometric, false);
            assertThat(encoder(layout, EncodeOptions.DEFAULT).output()).isEqualTo(layout);
        }
        PixelDescription chrominance = COLOUR.withColour(3, "YBR_FULL", false);
        assertThat(encoder(chrominance, EncodeOptions.DEFAULT).output()).isEqualTo(chrominance);
    }

    @Test
    void frames_are_taken_pixel_by_pixel_with_the_bits_at_the_bottom() {
        PixelDescription layout = new PixelDescription(9, 8, 1, 3, "RGB", true, 16, 10, 12, SampleType.UNSIGNED);
        assertThat(encoder(layout, EncodeOptions.DEFAULT).input())
                .isEqualTo(new PixelDescription(9, 8, 1, 3, "RGB", false, 16, 10, 9, SampleType.UNSIGNED));
    }

    @Test
    void overlays_above_the_bits_stored_are_left_out() throws Exception {
        TestFrame frame = smooth(GREY);
        byte[] overlaid = frame.bytes().clone();
        for (int i = 1; i < overlaid.length; i += 2) {
            overlaid[i] |= (byte) 0xA0;
        }
        Jpeg2000Encoder encoder = encoder(GREY, EncodeOptions.DEFAULT);
        assertThat(encode(encoder, overlaid)).isEqualTo(encode(encoder, frame.bytes()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 5.5, 10, 40})
    void a_ratio_is_met_from_below_within_two_percent(double ratio) throws Exception {
        for (int samples : new int[] {1, 3}) {
            TestFrame frame = smooth(TestFrame.layout(300, 400, samples, samples == 1 ? 12 : 8, false));
            for (int layers : new int[] {1, 4}) {
                EncodeOptions options =
                        EncodeOptions.DEFAULT.withRatio(ratio).with(CodecOptions.JPEG2000_LAYERS, "" + layers);
                byte[] encoded = encode(encoder(frame.layout(), options), frame.bytes());
                double wanted = frame.bytes().length / ratio;
                assertThat((double) encoded.length)
                        .as("%s, %d layers", frame.layout(), layers)
                        .isBetween(0.98 * wanted, wanted);
            }
        }
    }

    @Test
    void threads_make_the_same_of_it() throws Exception {
        TestFrame frame = smooth(TestFrame.layout(300, 200, 3, 16, true));
        for (EncodeOptions options : new EncodeOptions[] {
            EncodeOptions.DEFAULT,
            EncodeOptions.DEFAULT.withRatio(9),
            EncodeOptions.DEFAULT.withQuality(70).with(CodecOptions.JPEG2000_TILE, "128x99")
        }) {
            byte[] alone = encode(encoder(frame.layout(), options), frame.bytes());
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                Jpeg2000Encoder encoder = encoder(frame.layout(), options.withExecutor(threads));
                for (int i = 0; i < 3; i++) {
                    assertThat(encode(encoder, frame.bytes())).isEqualTo(alone);
                }
            } finally {
                threads.shutdownNow();
            }
            Jpeg2000Encoder refused = encoder(frame.layout(), options.withExecutor(task -> {
                throw new RejectedExecutionException();
            }));
            assertThat(encode(refused, frame.bytes())).isEqualTo(alone);
            Jpeg2000Encoder withoutThreads = encoder(frame.layout(), options.withExecutor(task -> {
                throw new OutOfMemoryError("unable to create native thread, says the test");
            }));
            assertThat(encode(withoutThreads, frame.bytes()))
                    .as("an executor without threads")
                    .isEqualTo(alone);
            assertThat(encode(encoder(frame.layout(), options.withExecutor(task -> {})), frame.bytes()))
                    .as("an executor that never gets to it")
                    .isEqualTo(alone);
        }
    }

    @Test
    void the_only_thread_of_an_executor_does_not_wait_for_itself() throws Exception {
        TestFrame frame = smooth(GREY);
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Jpeg2000Encoder encoder = encoder(GREY, EncodeOptions.DEFAULT.withExecutor(one));
            byte[] encoded = one.submit(() -> encode(encoder, frame.bytes())).get(30, TimeUnit.SECONDS);
            assertThat(encoded).isEqualTo(encode(encoder(GREY, EncodeOptions.DEFAULT), frame.bytes()));
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void direct_buffers_serve_as_well() throws Exception {
        TestFrame frame = smooth(GREY);
        ByteBuffer direct = ByteBuffer.allocateDirect(frame.bytes().length + 3)
                .put(new byte[3])
                .put(frame.bytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Jpeg2000Encoder encoder = encoder(GREY, EncodeOptions.DEFAULT);
        encoder.encode(direct.position(3), out);
        assertThat(out.toByteArray()).isEqualTo(encode(encoder, frame.bytes()));
        assertThatThrownBy(() -> encode(encoder, new byte[7]))
                .isInstanceOf(PixelException.class)
                .hasMessage("expected a frame of 92000 bytes, found 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jpeg2000.progression | RLPC   | expected one of CPRL, LRCP, PCRL, RLCP, RPCL",
                "jpeg2000.layers      | 0      | expected 1 to 64",
                "jpeg2000.layers      | many   | expected 1 to 64",
                "jpeg2000.levels      | 33     | expected 0 to 32",
                "jpeg2000.tile        | 512    | expected a width and a height such as 64x64",
                "jpeg2000.tile        | 0x9    | expected a width and a height such as 64x64",
                "jpeg2000.block       | 48x64  | expected powers of two",
                "jpeg2000.block       | 2x64   | expected sides of at least 4 and at most 4096 samples",
                "jpeg2000.block       | 128x64 | expected sides of at least 4 and at most 4096 samples",
                "jpeg2000.precincts   | 64x64,1x1 | expected sides of 2 to 32768",
                "jpeg2000.style       | lazy   | expected some of bypass, causal, predictable, reset, segmentation, terminate",
                "jpeg2000.markers    | ppm    | expected some of eph, plt, sop, tlm",
                "jpeg2000.parts       | tile   | expected one of component, layer, one, resolution",
                "jpeg2000.parts       | component | expected what comes first in the order LRCP",
                "jpeg2000.region      | 9x9    | expected a part of the image of 230x200 such as 20x10+4+6",
                "jpeg2000.region      | 0x9+1+1 | expected a part of the image of 230x200 such as 20x10+4+6",
                "jpeg2000.region      | 9x9+222+1 | expected a part of the image of 230x200 such as 20x10+4+6",
                "jpeg2000.wavelet     | 9/7    | expected it together with a quality or a ratio",
                "jpeg2000.wavelet     | haar   | expected one of 5/3, 9/7",
                "jpeg2000.colour      | yes    | expected no for anything but RGB"
            })
    void wrong_options_are_refused(String name, String value, String expected) {
        assertThatThrownBy(() -> encoder(GREY, EncodeOptions.DEFAULT.with(name, value)))
                .isInstanceOf(PixelException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(expected);
    }

    @Test
    void what_cannot_be_encoded_is_refused() {
        assertThatThrownBy(() -> encoder(TestFrame.layout(2, 2, 1, 27, false), EncodeOptions.DEFAULT))
                .hasMessageContaining("up to 26 bits");
        assertThatThrownBy(() -> encoder(COLOUR.withColour(3, "YBR_PARTIAL_420", false), EncodeOptions.DEFAULT))
                .isInstanceOf(PixelException.class);
        assertThatThrownBy(() -> encoder(GREY, EncodeOptions.DEFAULT.withMaximumError(2)))
                .hasMessageContaining("1.2.840.10008.1.2.4.81");
        assertThatThrownBy(() -> new Jpeg2000Encoder(GREY, EncodeOptions.DEFAULT.withRatio(3), Target.LOSSLESS))
                .hasMessageContaining("1.2.840.10008.1.2.4.91");
    }
}
