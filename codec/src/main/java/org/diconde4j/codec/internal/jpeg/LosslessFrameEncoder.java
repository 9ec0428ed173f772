package org.diconde4j.codec.internal.jpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;

/** The lossless process as an encoder of frames. A sample of one bit is coded with two, as the process has no less. */
final class LosslessFrameEncoder implements FrameEncoder {
    private final PixelDescription input;
    private final LosslessEncoder encoder;

    LosslessFrameEncoder(PixelDescription pixels, int predictor) {
        int stored = Math.max(2, pixels.bitsStored());
        input = pixels.withColour(pixels.samplesPerPixel(), pixels.photometricInterpretation(), false)
                .withBits(stored <= 8 ? 8 : 16, stored, stored - 1);
        encoder = new LosslessEncoder(input, predictor);
    }

    @Override
    public PixelDescription input() {
        return input;
    }

    @Override
    public PixelDescription output() {
        return input;
    }

    @Override
    public void encode(ByteBuffer pixels, OutputStream out) throws IOException {
        encoder.encode(pixels, out);
    }
}
