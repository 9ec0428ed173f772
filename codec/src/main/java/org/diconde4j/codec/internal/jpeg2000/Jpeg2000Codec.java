package org.diconde4j.codec.internal.jpeg2000;

import java.util.Set;
import org.diconde4j.codec.internal.jpeg2000.encode.Jpeg2000Encoder;
import org.diconde4j.codec.internal.jpeg2000.encode.Target;
import org.diconde4j.dict.UID;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;

/**
 * JPEG 2000, ITU-T T.800, and High-Throughput JPEG 2000, T.814, decoded and encoded; and of Part 2 the codestreams that do
 * without extensions, decoded.
 *
 * <p>What is said of loss follows the transfer syntax alone: .90 and .92 lose nothing; under .91 and .93 nothing is known,
 * as the reversible transform may be used (PS3.5 A.4.4), and the attributes of the data set tell.
 */
public final class Jpeg2000Codec implements FrameCodec {
    private static final Set<String> DECODES = Set.of(
            UID.JPEG2000Lossless,
            UID.JPEG2000,
            UID.JPEG2000MCLossless,
            UID.JPEG2000MC,
            UID.HTJ2KLossless,
            UID.HTJ2KLosslessRPCL,
            UID.HTJ2K);

    @Override
    public Set<String> decodes() {
        return DECODES;
    }

    @Override
    public Set<String> encodes() {
        return Target.syntaxes();
    }

    @Override
    public FrameDecoder decoder(String transferSyntax, PixelDescription announced, DecodeOptions options) {
        return new Jpeg2000Decoder(announced, options, null);
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        return new Jpeg2000Encoder(pixels, options, Target.of(transferSyntax));
    }
}
