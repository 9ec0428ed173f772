package org.diconde4j.codec.internal.jpegls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.codec.internal.Chrominance;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.jspecify.annotations.Nullable;

/** Encodes frames as JPEG-LS with the standard parameters. */
final class JpegLsEncoder implements FrameEncoder {
    private static final int MOST_COMPONENTS = 4;

    private final PixelDescription input;
    private final int precision;
    private final int near;
    private final int interleave;
    private final Preset preset;
    private final Model model;
    private final ScanEncoder encoder;
    private final FrameRows rows;
    private int[][] above;
    private int[][] current;

    JpegLsEncoder(PixelDescription described, EncodeOptions options, boolean nearLossless) {
        PixelDescription pixels = Chrominance.inFull(described);
        int stored = pixels.bitsStored();
        int samples = pixels.samplesPerPixel();
        if (pixels.bitsAllocated() == 1 || stored > 16 || pixels.sampleType().isFloat() || pixels.isSubsampled()) {
            throw new PixelException(
                    "JPEG-LS is of samples of 2 to 16 bits, as many of each component, not of " + pixels);
        }
        if (samples > MOST_COMPONENTS) {
            throw new PixelException("JPEG-LS is encoded of 1 to 4 samples for each pixel, not of " + pixels);
        }
        input = pixels.withColour(samples, pixels.photometricInterpretation(), false)
                .withBits(stored <= 8 ? 8 : 16, stored, stored - 1);
        int most = (1 << Math.max(2, stored)) - 1;
        near = nearLossless ? Math.min(options.maximumError(), Math.min(255, most / 2)) : 0;
        // DCMTK decodes nothing of less than 8 bits; with differences, values would leave Bits Stored
        precision = near == 0 ? Math.max(8, stored) : Math.max(2, stored);
        int max = (1 << precision) - 1;
        interleave = samples == 1 ? 0 : interleave(options.special(CodecOptions.JPEGLS_INTERLEAVE));
        preset = Preset.standard(max, near);
        model = new Model(preset, near);
        encoder = new ScanEncoder(model);
        rows = new FrameRows(input);
        int together = interleave == 0 ? 1 : samples;
        above = new int[together][input.columns() + 2];
        current = new int[together][input.columns() + 2];
    }

    private static int interleave(@Nullable String wanted) {
        if (wanted == null) {
            return 1;
        }
        return switch (wanted) {
            case "none" -> 0;
            case "line" -> 1;
            case "sample" -> 2;
            default ->
                throw new PixelException(
                        "expected none, line or sample for " + CodecOptions.JPEGLS_INTERLEAVE + ", found " + wanted);
        };
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
    public @Nullable String lossyMethod() {
        return near > 0 ? JpegLsCodec.METHOD : null;
    }

    @Override
    public void encode(ByteBuffer pixels, OutputStream out) throws IOException {
        input.requireFrame(pixels);
        int samples = input.samplesPerPixel();
        encoder.position = 0;
        encoder.reserve(64);
        frameHeader(samples);
        int scans = interleave == 0 ? samples : 1;
        for (int i = 0; i < scans; i++) {
            scan(pixels, i, samples / scans);
        }
        encoder.reserve(2);
        encoder.u16(0xFFD9); // EOI
        out.write(encoder.target, 0, encoder.position);
    }

    private void frameHeader(int samples) {
        encoder.u16(0xFFD8); // SOI
        encoder.u16(0xFFF7); // SOF55
        encoder.u16(8 + 3 * samples);
        encoder.u8(precision);
        encoder.u16(input.rows());
        encoder.u16(input.columns());
        encoder.u8(samples);
        for (int i = 1; i <= samples; i++) {
            encoder.u8(i);
            encoder.u8(0x11);
            encoder.u8(0);
        }
        if (precision > 12) { // some decoders take other thresholds as the standard then
            encoder.u16(0xFFF8); // LSE
            encoder.u16(13);
            encoder.u8(1);
            encoder.u16(preset.maxValue());
            encoder.u16(preset.t1());
            encoder.u16(preset.t2());
            encoder.u16(preset.t3());
            encoder.u16(preset.reset());
        }
    }

    private void scan(ByteBuffer pixels, int first, int components) {
        encoder.reserve(32);
        encoder.u16(0xFFDA); // SOS
        encoder.u16(6 + 2 * components);
        encoder.u8(components);
        for (int i = 1; i <= components; i++) {
            encoder.u8(first + i);
            encoder.u8(0);
        }
        encoder.u8(near);
        encoder.u8(interleave);
        encoder.u8(0);
        model.begin();
        encoder.runIndex(0);
        int[] runs = new int[components];
        for (int c = 0; c < components; c++) {
            Arrays.fill(above[c], 0);
            current[c][0] = 0;
        }
        int width = input.columns();
        for (int y = 0; y < input.rows(); y++) {
            for (int c = 0; c < components; c++) {
                read(pixels, first + c, y, current[c]);
            }
            if (interleave == 2) {
                encoder.pixels(current, above, width);
            } else {
                for (int c = 0; c < components; c++) {
                    encoder.runIndex(runs[c]);
                    encoder.row(current[c], above[c], width);
                    runs[c] = encoder.runIndex();
                }
            }
            int[][] swap = above;
            above = current;
            current = swap;
        }
        encoder.end();
    }

    private void read(ByteBuffer pixels, int sample, int y, int[] row) {
        rows.read(pixels, pixels.position(), sample, y, row, 1);
        if (input.sampleType() == SampleType.SIGNED) {
            twosComplement(row, y);
        }
    }

    /** Signed samples as their bits. The least and the greatest number are neighbours there, so none may cross over. */
    private void twosComplement(int[] row, int y) {
        int max = (1 << precision) - 1;
        int half = 1 << precision - 1;
        for (int x = 1; x <= input.columns(); x++) {
            row[x] &= max;
            if (near > 0 && Math.abs(2 * (row[x] - half) + 1) < 2 * near) {
                throw new PixelException("with differences of " + near + " the value "
                        + (row[x] < half ? row[x] : row[x] - max - 1) + " in row " + y + ", column " + (x - 1)
                        + " could become one of the other sign; encode it without loss");
            }
        }
    }
}
