package org.diconde4j.codec.internal;

import org.diconde4j.pixel.PixelDescription;

/**
 * Native YBR_FULL_422 for encoders that take as many samples of each component: two pixels have the same chrominance, which
 * is given to both. That loses nothing, and is YBR_FULL, which PS3.5 8.2 allows where it does not allow YBR_FULL_422.
 */
public final class Chrominance {
    private Chrominance() {}

    /** The same pixels with all samples, colour by pixel; what has all samples stays as it is. */
    public static PixelDescription inFull(PixelDescription pixels) {
        return pixels.isSubsampled() && pixels.photometricInterpretation().equals("YBR_FULL_422")
                ? pixels.withColour(3, "YBR_FULL", false)
                : pixels;
    }
}
