package org.diconde4j.codec.internal.rle;

import java.util.Set;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;

/**
 * RLE Lossless (PS3.5 8.2.2, Annex G): each byte of the cells, the most significant first, is a segment of its own. Cells
 * come back as they are, bits above and below the samples included, and frames by plane or by pixel as the data set
 * announces. Cells have 8, 16, 24 … bits, as far as 15 segments reach, or 1 bit.
 *
 * <p>Single bits are a byte each in their segment: the code of a pixel is padded to a whole byte (G.2; so say DCMTK and
 * pydicom of CP-2301). Frames whose segment holds bits eight to a byte are decoded too.
 */
public final class RleCodec implements FrameCodec {
    private static final Set<String> SYNTAXES = Set.of(UID.RLELossless);

    /** For ServiceLoader. */
    public RleCodec() {}

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
        return new RleDecoder(announced, options);
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        return new RleEncoder(pixels);
    }
}
