package org.diconde4j.codec.internal.jpeg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.diconde4j.codec.CodecOptions;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.FrameEncoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;

/**
 * The sequential DCT processes as an encoder of frames: baseline with 8 bits, extended with 8 or 12. RGB becomes luminance and
 * chrominance, of which half the columns are kept (YBR_FULL_422) unless the option says otherwise. Without a wish the quality is
 * {@value #USUAL_QUALITY}.
 */
final class DctFrameEncoder implements FrameEncoder {
    private static final int USUAL_QUALITY = 90;

    private final PixelDescription input;
    private final PixelDescription output;
    private final DctEncoder encoder;
    private final int quality;
    private final double ratio;

    DctFrameEncoder(PixelDescription pixels, EncodeOptions options, boolean baseline) {
        int stored = pixels.bitsStored();
        int most = baseline ? 8 : 12;
        if (stored > most || pixels.sampleType() != SampleType.UNSIGNED) {
            throw new PixelException("JPEG " + (baseline ? "baseline" : "extended")
                    + " encodes unsigned samples of up to " + most + " bits, not " + pixels);
        }
        String photometric = pixels.photometricInterpretation();
        int samples = pixels.samplesPerPixel();
        boolean colour = photometric.equals("RGB") || photometric.equals("YBR_FULL");
        if (photometric.equals("PALETTE COLOR") || samples != (colour ? 3 : 1)) {
            throw new PixelException("a lossy encoding of " + photometric + " pixels with " + samples
                    + " samples would be no picture: expected MONOCHROME1, MONOCHROME2, RGB or YBR_FULL");
        }
        int precision = stored <= 8 ? 8 : 12;
        input = pixels.withColour(samples, photometric, false).withBits(precision == 8 ? 8 : 16, stored, stored - 1);
        boolean halved = colour && halved(options);
        output = colour ? input.withColour(3, halved ? "YBR_FULL_422" : "YBR_FULL", false) : input;
        encoder = new DctEncoder(input, precision, photometric.equals("RGB"), halved);
        quality = options.quality() == 0 ? USUAL_QUALITY : options.quality();
        ratio = options.ratio();
    }

    private static boolean halved(EncodeOptions options) {
        String value = options.special(CodecOptions.JPEG_SUBSAMPLING);
        if (value == null || value.equals("4:2:2")) {
            return true;
        }
        if (value.equals("4:4:4")) {
            return false;
        }
        throw new PixelException(CodecOptions.JPEG_SUBSAMPLING + " is 4:2:2 or 4:4:4, not " + value);
    }

    @Override
    public PixelDescription input() {
        return input;
    }

    @Override
    public PixelDescription output() {
        return output;
    }

    @Override
    public String lossyMethod() {
        return "ISO_10918_1";
    }

    @Override
    public void encode(ByteBuffer pixels, OutputStream out) throws IOException {
        input.requireFrame(pixels);
        if (ratio == 0) {
            encoder.encode(pixels, quality, out);
            return;
        }
        best(pixels).writeTo(out);
    }

    /** The best quality that is small enough, or the least. */
    private ByteArrayOutputStream best(ByteBuffer pixels) throws IOException {
        long most = (long) (input.frameLength() / ratio);
        int low = 1;
        int high = 100;
        ByteArrayOutputStream best = null;
        while (low <= high) {
            int middle = low + high >>> 1;
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            encoder.encode(pixels, middle, encoded);
            if (encoded.size() <= most) {
                best = encoded;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
            if (best == null && low > high) {
                return encoded; // the smallest that there is
            }
        }
        if (best == null) {
            throw new IllegalStateException("nothing was encoded");
        }
        return best;
    }
}
