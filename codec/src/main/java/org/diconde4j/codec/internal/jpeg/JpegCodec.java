package org.diconde4j.codec.internal.jpeg;

import java.util.Set;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.internal.Chrominance;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;

/**
 * JPEG (ISO/IEC 10918-1 | ITU-T T.81; PS3.5 8.2.1). Encodes baseline with 8 bits, extended with 8 or 12 bits, and lossless with 2
 * to 16 bits. Decodes these, and the progressive process, which is retired, in whichever of their transfer syntaxes a frame is
 * found. Frames are decoded pixel by pixel.
 *
 * <p>Colours come as they are coded: luminance and chrominance stay YBR_FULL, with all their samples, unless the data set
 * announces RGB and the frame says that it was transformed. Native YBR_FULL_422 is encoded as YBR_FULL, or by the DCT processes as
 * YBR_FULL_422 with the chrominance that it has.
 */
public final class JpegCodec implements FrameCodec {
    private static final Set<String> LOSSLESS = Set.of(UID.JPEGLossless, UID.JPEGLosslessSV1);

    /** For {@link java.util.ServiceLoader}. */
    public JpegCodec() {}

    @Override
    public Set<String> decodes() {
        return Set.of(
                UID.JPEGBaseline8Bit,
                UID.JPEGExtended12Bit,
                UID.JPEGSpectralSelectionNonHierarchical68,
                UID.JPEGFullProgressionNonHierarchical1012,
                UID.JPEGLossless,
                UID.JPEGLosslessSV1);
    }

    @Override
    public Set<String> encodes() {
        return Set.of(UID.JPEGBaseline8Bit, UID.JPEGExtended12Bit, UID.JPEGLossless, UID.JPEGLosslessSV1);
    }

    @Override
    public FrameDecoder decoder(String transferSyntax, PixelDescription announced, DecodeOptions options) {
        options.requireWholeFrames(transferSyntax);
        return new JpegDecoder(announced, options, !LOSSLESS.contains(transferSyntax));
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        require(pixels);
        PixelDescription full = Chrominance.inFull(pixels);
        if (!LOSSLESS.contains(transferSyntax)) {
            return new DctFrameEncoder(full, options, transferSyntax.equals(UID.JPEGBaseline8Bit));
        }
        int predictor = transferSyntax.equals(UID.JPEGLosslessSV1) ? 1 : predictor(options);
        return new LosslessFrameEncoder(full, predictor);
    }

    private static void require(PixelDescription pixels) {
        if (pixels.sampleType() != SampleType.SIGNED && pixels.sampleType() != SampleType.UNSIGNED
                || pixels.bitsStored() > 16
                || pixels.samplesPerPixel() > 4
                || pixels.isSubsampled() && !pixels.photometricInterpretation().equals("YBR_FULL_422")) {
            throw new PixelException("JPEG encodes 1 to 4 samples of whole numbers with up to 16 bits, not " + pixels);
        }
    }

    private static int predictor(EncodeOptions options) {
        String value = options.special(CodecOptions.JPEG_PREDICTOR);
        if (value == null) {
            return 1;
        }
        if (!value.matches("[1-7]")) {
            throw new PixelException(CodecOptions.JPEG_PREDICTOR + " is 1 to 7, not " + value);
        }
        return value.charAt(0) - '0';
    }
}
