package org.diconde4j.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.SampleType;
import org.diconde4j.pixel.Transcoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts of native pixels that a compression has no form for are brought into one that it has, and the data set says so. */
class NativeLayoutsTest {
    private static DicomObject object(PixelDescription layout, byte[] pixels) {
        Dataset dataset = TestFrame.image(UID.SecondaryCaptureImageStorage, layout, pixels)
                .build();
        Dataset meta = FileMeta.of(UID.SecondaryCaptureImageStorage, "2.25.17", UID.ExplicitVRLittleEndian);
        return new DicomObject(meta, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, dataset);
    }

    /** What the data set says when it is compressed, and what comes back. */
    private record Result(Dataset compressed, Dataset decoded, byte[] pixels) {
        static Result of(DicomObject object, String syntax) throws Exception {
            try (var there = Transcoder.to(TransferSyntax.of(syntax)).transcode(object);
                    var back = Transcoder.to(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                            .transcode(there.object())) {
                Frames frames = Frames.of(back.object());
                byte[] pixels = new byte[(int) frames.length(0)];
                frames.read(0, pixels, 0);
                return new Result(there.object().dataset(), back.object().dataset(), pixels);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.RLELossless,
                UID.JPEGLosslessSV1,
                UID.JPEGLSLossless,
                UID.JPEG2000Lossless,
                UID.HTJ2KLossless,
                UID.HTJ2KLosslessRPCL
            })
    void chrominance_that_two_pixels_share_is_given_to_both(String syntax) throws Exception {
        PixelDescription shared = TestFrame.layout(5, 6, 3, 8, false).withColour(3, "YBR_FULL_422", false);
        byte[] pixels = new byte[5 * 6 * 2];
        new Random(3).nextBytes(pixels);
        byte[] full = new byte[5 * 6 * 3];
        for (int pair = 0; pair < 15; pair++) {
            for (int i = 0; i < 2; i++) {
                full[6 * pair + 3 * i] = pixels[4 * pair + i]; // Y, Y, CB, CR for two pixels (PS3.3 C.7.6.3.1.2)
                full[6 * pair + 3 * i + 1] = pixels[4 * pair + 2];
                full[6 * pair + 3 * i + 2] = pixels[4 * pair + 3];
            }
        }
        Result result = Result.of(object(shared, pixels), syntax);
        assertThat(result.compressed().string(Tag.PhotometricInterpretation)).isEqualTo("YBR_FULL");
        assertThat(result.decoded().string(Tag.PhotometricInterpretation)).isEqualTo("YBR_FULL");
        assertThat(result.pixels()).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {UID.RLELossless, UID.JPEG2000Lossless, UID.HTJ2KLossless, UID.HTJ2KLosslessRPCL})
    void single_bits_stay_single_bits(String syntax) throws Exception {
        PixelDescription bits = new PixelDescription(7, 9, 1, 1, "MONOCHROME2", false, 1, 1, 0, SampleType.UNSIGNED);
        byte[] pixels = new byte[8];
        new Random(4).nextBytes(pixels);
        pixels[7] &= 0x7F; // of 64 bits 63 are pixels
        Result result = Result.of(object(bits, pixels), syntax);
        assertThat(result.compressed().integer(Tag.BitsAllocated, 0)).isEqualTo(1); // PS3.5 Tables 8.2.2-1, 8.2.4-1
        assertThat(result.compressed().integer(Tag.BitsStored, 0)).isEqualTo(1);
        assertThat(result.decoded().integer(Tag.BitsAllocated, 0)).isEqualTo(1);
        assertThat(result.pixels()).isEqualTo(pixels);
    }
}
