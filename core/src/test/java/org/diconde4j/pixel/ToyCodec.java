package org.diconde4j.pixel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A codec for tests, such as one of JPEG is in its relations to the rest: it takes and gives RGB pixel by pixel in 8 bits,
 * says YBR_FULL_422 of what it encodes, and drops the lowest bit if it is to lose something. The first byte says how much
 * follows.
 */
final class ToyCodec implements FrameCodec {
    private final String syntax;
    private final boolean lossy;

    ToyCodec(String syntax, boolean lossy) {
        this.syntax = syntax;
        this.lossy = lossy;
    }

    @Override
    public Set<String> decodes() {
        return Set.of(syntax);
    }

    @Override
    public Set<String> encodes() {
        return Set.of(syntax);
    }

    private static PixelDescription rgb(PixelDescription pixels) {
        return pixels.withColour(3, "RGB", false).withBits(8, 8, 7);
    }

    private @Nullable String method() {
        return lossy ? "ISO_10918_1" : null;
    }

    @Override
    public FrameDecoder decoder(String transferSyntax, PixelDescription announced, DecodeOptions options) {
        return new FrameDecoder() {
            @Override
            public PixelDescription output() {
                return rgb(announced);
            }

            @Override
            public void decode(ByteBuffer encoded, ByteBuffer target) {
                int length = encoded.get();
                if (length != output().frameLength()) {
                    throw new PixelException("expected " + output().frameLength() + " bytes, found " + length);
                }
                target.put(encoded.limit(1 + length));
            }

            @Override
            public @Nullable String lossyMethod() {
                return method();
            }
        };
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        return new FrameEncoder() {
            @Override
            public PixelDescription input() {
                return rgb(pixels);
            }

            @Override
            public PixelDescription output() {
                return input().withColour(3, "YBR_FULL_422", false);
            }

            @Override
            public void encode(ByteBuffer frame, OutputStream out) throws IOException {
                out.write(frame.remaining());
                while (frame.hasRemaining()) {
                    out.write(frame.get() & (lossy ? 0xFE : 0xFF));
                }
            }

            @Override
            public @Nullable String lossyMethod() {
                return method();
            }
        };
    }
}
