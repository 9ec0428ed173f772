package org.diconde4j.codec.internal.jpegls;

import java.util.Set;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;

/**
 * JPEG-LS, lossless and near-lossless (PS3.5 8.2.3, A.4.3; T.87). Samples of 2 to 16 bits, in cells of 8, 16 or 32. A
 * signed sample stands in the codestream as the bits of its two's complement. Encoded without loss, samples of fewer than 8
 * bits are coded as if they had 8, because DCMTK decodes no others.
 *
 * <p>Decoded are one component after the other, by line and by sample; restarts, preset parameters, mapping tables of
 * one or two bytes, HP's colour transforms. Frames come back pixel by pixel; a sample of a component that has fewer than others
 * is given to all pixels that it belongs to.
 */
public final class JpegLsCodec implements FrameCodec {
    private static final Set<String> SYNTAXES = Set.of(UID.JPEGLSLossless, UID.JPEGLSNearLossless);
    /** Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1). */
    static final String METHOD = "ISO_14495_1";

    /** For ServiceLoader. */
    public JpegLsCodec() {}

    @Override
    public Set<String> decodes() {
        return SYNTAXES;
    }

    @Override
    public Set<String> encodes() {
        return SYNTAXES;
    }

    @Override
    public FrameDecoder decoder(String transferSyntax, PixelDescription announced, DecodeOptions options) {
        options.requireWholeFrames(transferSyntax);
        return new JpegLsDecoder(announced, options, transferSyntax.equals(UID.JPEGLSNearLossless));
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        return new JpegLsEncoder(pixels, options, transferSyntax.equals(UID.JPEGLSNearLossless));
    }
}
