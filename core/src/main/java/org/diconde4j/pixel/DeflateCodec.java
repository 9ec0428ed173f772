package org.diconde4j.pixel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.Deviation;

/** Deflated Image Frame Compression: each frame deflated by itself, whatever its layout (PS3.5 8.2.16, A.4.13). */
final class DeflateCodec implements FrameCodec {
    private static final Set<String> SYNTAXES = Set.of(UID.DeflatedImageFrameCompression);
    private static final int CHUNK = 1 << 15;

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
        return new Decoder(announced, options, new Inflater(true));
    }

    @Override
    public FrameEncoder encoder(String transferSyntax, PixelDescription pixels, EncodeOptions options) {
        return new Encoder(pixels, new Deflater(Deflater.DEFAULT_COMPRESSION, true), new byte[CHUNK]);
    }

    private record Decoder(PixelDescription output, DecodeOptions options, Inflater inflater) implements FrameDecoder {
        @Override
        public void decode(ByteBuffer encoded, ByteBuffer target) {
            int limit = target.limit();
            int start = target.position();
            target.limit(Math.toIntExact(start + output.frameLength()));
            inflater.reset();
            inflater.setInput(encoded);
            try {
                while (target.hasRemaining() && inflater.inflate(target) > 0) {
                    // as much at a time as there is
                }
                if (target.hasRemaining()) {
                    damaged("the deflated frame ends early: expected " + output.frameLength() + " bytes, found "
                            + (target.position() - start));
                } else if (inflater.inflate(new byte[1]) > 0) {
                    damaged("the deflated frame has more than the " + output.frameLength() + " bytes expected");
                }
            } catch (DataFormatException e) {
                damaged("the deflated frame is damaged: " + e.getMessage());
            }
            Fill.zeros(target, target.remaining());
            target.limit(limit);
        }

        private void damaged(String problem) {
            String where = problem + " (byte " + inflater.getBytesRead() + " of the frame)";
            if (!options.isTolerant()) {
                throw new PixelException(where);
            }
            options.deviations().accept(new Deviation(problem, Tag.PixelData, inflater.getBytesRead()));
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    private record Encoder(PixelDescription input, Deflater deflater, byte[] chunk) implements FrameEncoder {
        @Override
        public PixelDescription output() {
            return input;
        }

        @Override
        public void encode(ByteBuffer pixels, OutputStream out) throws IOException {
            deflater.reset();
            deflater.setInput(pixels);
            deflater.finish();
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
        }

        @Override
        public void close() {
            deflater.end();
        }
    }
}
