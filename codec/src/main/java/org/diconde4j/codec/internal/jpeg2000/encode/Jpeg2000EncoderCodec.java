package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.Set;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameCodec;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;

/** The encoding side of JPEG 2000 and High-Throughput JPEG 2000; decoding is another codec's. */
public final class Jpeg2000EncoderCodec implements FrameCodec {
    @Override
    public Set<String> decodes() {
        return Set.of();
    }

    @Override
    public Set<String> encodes() {
        return Target.syntaxes();
    }

    @Override
    public FrameDecoder decoder(String transferSyntax, PixelDescription announced, DecodeOptions options) {
        throw new PixelException("frames of " + transferSyntax + " are decoded by another codec");
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        return new Jpeg2000Encoder(pixels, options, Target.of(transferSyntax));
    }
}
