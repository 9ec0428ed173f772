package org.diconde4j.pixel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;

/**
 * Frames that are not compressed. What {@link Frames} gives of native pixel data is in the native layout already, and so
 * are the fragments of Encapsulated Uncompressed Explicit VR Little Endian (PS3.5 A.4).
 */
final class UncompressedCodec implements FrameCodec {
    private static final Set<String> SYNTAXES = Set.of(
            UID.ImplicitVRLittleEndian,
            UID.ExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian,
            UID.DeflatedExplicitVRLittleEndian,
            UID.EncapsulatedUncompressedExplicitVRLittleEndian);

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
        return new Decoder(announced, options);
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        return new Encoder(pixels);
    }

    private record Decoder(PixelDescription output, DecodeOptions options) implements FrameDecoder {
        @Override
        public void decode(ByteBuffer encoded, ByteBuffer target) {
            long expected = output.frameLength();
            long found = encoded.remaining();
            if (found != expected && found != expected + (expected & 1)) {
                String problem = "expected a frame of " + expected + " bytes, found " + found;
                if (!options.isTolerant()) {
                    throw new PixelException(problem);
                }
                options.deviations().accept(new Deviation(problem, Tag.PixelData, Math.min(found, expected)));
            }
            encoded.limit(encoded.position() + (int) Math.min(found, expected));
            target.put(encoded);
            Fill.zeros(target, expected - found);
        }
    }

    private record Encoder(PixelDescription input) implements FrameEncoder {
        @Override
        public PixelDescription output() {
            return input;
        }

        @Override
        public void encode(ByteBuffer pixels, OutputStream out) throws IOException {
            input.requireFrame(pixels);
            if (pixels.hasArray()) {
                out.write(pixels.array(), pixels.arrayOffset() + pixels.position(), pixels.remaining());
                return;
            }
            WritableByteChannel channel = Channels.newChannel(out);
            while (pixels.hasRemaining()) {
                channel.write(pixels);
            }
        }
    }
}
