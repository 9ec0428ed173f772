package org.diconde4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.Transcoded;
import org.diconde4j.pixel.Transcoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed frames, of which no more is decoded than is needed. */
class CompressedTest {
    private static final int COLUMNS = 300;
    private static final int ROWS = 200;

    private static DicomObject image() {
        int[] values = new int[COLUMNS * ROWS];
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                values[y * COLUMNS + x] = (int) (1500 + 4 * x + 3 * y + 500 * Math.sin(x / 20.0) * Math.cos(y / 15.0));
            }
        }
        return Images.object(Images.grey(COLUMNS, ROWS, 16, 12, false)
                .set(Tag.WindowCenter, "2500")
                .set(Tag.WindowWidth, "4000")
                .setBytes(Tag.PixelData, VR.OW, Images.words(values)));
    }

    private static DicomObject compressed(String syntax) throws IOException {
        try (Transcoded transcoded = Transcoder.to(TransferSyntax.of(syntax)).transcode(image())) {
            return Images.inMemory(transcoded.object());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UID.RLELossless, UID.JPEGLSLossless, UID.JPEGLosslessSV1, UID.JPEG2000Lossless})
    void pictures_are_the_same_from_whatever_lossless_encoding(String syntax) throws IOException {
        Rendering stored = Rendering.of(image());
        Rendering other = Rendering.of(compressed(syntax));
        assertThat(Images.samples(other.image16())).isEqualTo(Images.samples(stored.image16()));
        assertThat(Images.samples(other.region(101, 37, 50, 61).image16()))
                .isEqualTo(Images.samples(stored.region(101, 37, 50, 61).image16()));
    }

    @Test
    void small_pictures_of_jpeg_2000_lie_where_others_do() throws IOException {
        Rendering stored = Rendering.of(image());
        Rendering halved = Rendering.of(compressed(UID.JPEG2000Lossless));
        assertLike(stored.size(70, 70), halved.size(70, 70));
        assertLike(
                stored.region(40, 60, 201, 99).size(30, 30),
                halved.region(40, 60, 201, 99).size(30, 30));
    }

    private static void assertLike(Rendering expected, Rendering found) throws IOException {
        int[] one = Images.samples(expected.image());
        int[] other = Images.samples(found.image());
        assertThat(other).hasSameSizeAs(one);
        for (int i = 0; i < one.length; i++) {
            assertThat(other[i]).as("sample " + i).isCloseTo(one[i], within(3));
        }
    }

    @Test
    void values_that_stand_for_nothing_are_not_mixed_with_others() throws IOException {
        int[] values = new int[64 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 64 < 33 ? 4000 : 100 + i % 64;
        }
        DicomObject padded = Images.object(Images.grey(64, 64, 16, 12, false)
                .setLongs(Tag.PixelPaddingValue, VR.US, 4000)
                .set(Tag.WindowCenter, "150")
                .set(Tag.WindowWidth, "100")
                .setBytes(Tag.PixelData, VR.OW, Images.words(values)));
        try (Transcoded compressed =
                Transcoder.to(TransferSyntax.of(UID.JPEG2000Lossless)).transcode(padded)) {
            assertThat(Images.samples(
                            Rendering.of(compressed.object()).size(16, 16).image()))
                    .isEqualTo(Images.samples(Rendering.of(padded).size(16, 16).image()));
        }
    }

    @Test
    void of_jpeg_2000_only_the_part_and_the_size_are_decoded() throws IOException {
        DicomObject object = compressed(UID.JPEG2000Lossless);
        AtomicReference<DecodeOptions> asked = new AtomicReference<>();
        FrameCodecs installed = FrameCodecs.installed();
        FrameCodecs listening = FrameCodecs.of(new FrameCodec() {
            @Override
            public Set<String> decodes() {
                return installed.decodable();
            }

            @Override
            public Set<String> encodes() {
                return Set.of();
            }

            @Override
            public FrameDecoder decoder(String transferSyntax, PixelDescription announced, DecodeOptions options) {
                asked.set(options);
                return installed.decoder(TransferSyntax.of(transferSyntax), announced, options);
            }

            @Override
            public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
                throw new UnsupportedOperationException();
            }
        });
        Rendering.of(object, listening).region(100, 50, 128, 64).size(33, 33).image();
        assertThat(asked.get().region()).isEqualTo(new DecodeOptions.Region(100, 50, 128, 64));
        assertThat(asked.get().reduction()).isEqualTo(1);
        Rendering.of(object, listening).size(32, 32).image();
        assertThat(asked.get().region()).isNull();
        assertThat(asked.get().reduction()).isEqualTo(3);
    }
}
