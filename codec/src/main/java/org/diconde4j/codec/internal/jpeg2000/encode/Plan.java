package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.diconde4j.codec.internal.Chrominance;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;
import org.diconde4j.codec.internal.jpeg2000.syntax.Cod;
import org.diconde4j.codec.internal.jpeg2000.syntax.CodingStyle;
import org.diconde4j.codec.internal.jpeg2000.syntax.Quantization;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * How the frames of one image are encoded.
 *
 * @param input the layout of native frames
 * @param output what the data set says of encoded frames
 * @param siz image and tiles
 * @param cod coding style of all components
 * @param quantization of all components
 * @param goal what decides about what is left out
 * @param wish of the goal: native over encoded length, or the signal-to-noise ratio in dB
 * @param target the transfer syntax
 * @param markers of those that may be missing
 * @param parts what a tile-part holds
 * @param region that comes first, or null
 */
record Plan(
        PixelDescription input,
        PixelDescription output,
        Siz siz,
        Cod cod,
        Quantization quantization,
        Goal goal,
        double wish,
        Target target,
        Set<String> markers,
        Settings.Parts parts,
        @Nullable RegionOfInterest region) {

    /** What decides about what is left out. */
    enum Goal {
        /** Nothing is. */
        LOSSLESS,
        /** A length. */
        RATIO,
        /** An error. */
        QUALITY
    }

    /**
     * More bits cannot be coded: with colours and the gain of the wavelet, magnitudes have four more, and decoders take at
     * most 30.
     */
    private static final int MOST_BITS = 26;

    private static final int GUARD_BITS = 2;
    /** Of fewer bits, what the reversible transform rounds is more than the filters leave free below the guard bits. */
    private static final int LEAST_BITS = 4;

    /** Finer steps would need more bits than the block coder has, in levels that make numbers larger. */
    private static final int MOST_EXPONENT = 23;

    private static final int MOST_COMPONENTS = 16384;

    /**
     * Decides.
     *
     * @param target the transfer syntax
     * @throws PixelException if such pixels cannot be encoded, or not as wanted
     */
    static Plan of(PixelDescription described, EncodeOptions options, Target target) {
        PixelDescription pixels = Chrominance.inFull(described);
        requireEncodable(pixels);
        Settings settings = Settings.of(pixels, options, target);
        boolean colour = settings.colourTransform();
        int bits = pixels.bitsStored();
        int cell = pixels.bitsAllocated() <= 8 ? 8 : pixels.bitsAllocated() <= 16 ? 16 : 32;
        PixelDescription input = pixels.withBits(cell, bits, bits - 1)
                .withColour(pixels.samplesPerPixel(), pixels.photometricInterpretation(), false);
        PixelDescription output = colour
                ? input.withColour(3, settings.reversible() ? "YBR_RCT" : "YBR_ICT", false)
                : pixels.bitsAllocated() == 1 ? input.withBits(1, 1, 0) : input; // PS3.5 Table 8.2.4-1 has single bits
        List<Siz.Component> components = Collections.nCopies(
                pixels.samplesPerPixel(), new Siz.Component(bits, pixels.sampleType() == SampleType.SIGNED, 1, 1));
        Siz siz = new Siz(
                target.highThroughput ? Siz.HAS_CAP : 0,
                pixels.columns(),
                pixels.rows(),
                0,
                0,
                settings.tileWidth(),
                settings.tileHeight(),
                0,
                0,
                components);
        if (siz.tiles() > 65535) {
            throw new PixelException("tiles of " + settings.tileWidth() + "x" + settings.tileHeight() + " would be "
                    + siz.tiles() + ": expected 65535 at most");
        }
        CodingStyle style = new CodingStyle(
                settings.levels(),
                settings.blockWidthExponent(),
                settings.blockHeightExponent(),
                settings.blockStyle(),
                settings.reversible(),
                settings.precincts());
        Cod cod = new Cod(
                settings.markers().contains("sop"),
                settings.markers().contains("eph"),
                settings.progression(),
                settings.layers(),
                colour,
                style);
        Quantization quantization = settings.reversible()
                ? unquantized(bits + (colour ? 1 : 0), settings.levels())
                : quantized(bits, settings.levels());
        return new Plan(
                input,
                output,
                siz,
                cod,
                quantization,
                settings.goal(),
                settings.wish(),
                target,
                settings.markers(),
                settings.parts(),
                settings.region());
    }

    private static void requireEncodable(PixelDescription pixels) {
        if (pixels.sampleType().isFloat() || pixels.isSubsampled()) {
            throw new PixelException("JPEG 2000 encodes whole numbers, as many for each pixel, found " + pixels);
        }
        if (pixels.bitsStored() > MOST_BITS) {
            throw new PixelException("JPEG 2000 encodes samples of up to " + MOST_BITS + " bits here, found " + pixels);
        }
        if (pixels.samplesPerPixel() > MOST_COMPONENTS) {
            throw new PixelException(
                    "JPEG 2000 encodes up to " + MOST_COMPONENTS + " samples for each pixel, found " + pixels);
        }
        if (pixels.frameSamples() > Integer.MAX_VALUE / 4) {
            throw new PixelException("frames of " + pixels.frameSamples() + " samples are too large to be encoded");
        }
    }

    /** Exponents of samples and the gain of each sub-band (E-5), which no coefficient exceeds with the guard bits. */
    private static Quantization unquantized(int sampleBits, int levels) {
        int bits = Math.max(sampleBits, LEAST_BITS);
        List<Integer> steps = new ArrayList<>();
        steps.add(bits << 3);
        for (int resolution = 1; resolution <= levels; resolution++) {
            for (int orientation = Subband.HL; orientation <= Subband.HH; orientation++) {
                steps.add(bits + gain(orientation) << 3);
            }
        }
        return new Quantization(Quantization.Style.NONE, GUARD_BITS, steps);
    }

    /** Table E.1. */
    private static int gain(int orientation) {
        return (orientation & 1) + (orientation >> 1);
    }

    /**
     * Steps with which an error of one step counts the same in each sub-band: as a quarter of a grey level of 16 bits, so
     * that what is left out is for {@link RateControl} to say.
     */
    private static Quantization quantized(int bits, int levels) {
        double base = Math.scalb(0.25, Math.max(0, bits - 16));
        List<Integer> steps = new ArrayList<>();
        steps.add(step(base, bits, levels, Subband.LL));
        for (int resolution = 1; resolution <= levels; resolution++) {
            for (int orientation = Subband.HL; orientation <= Subband.HH; orientation++) {
                steps.add(step(base, bits, levels - resolution + 1, orientation));
            }
        }
        return new Quantization(Quantization.Style.EXPOUNDED, GUARD_BITS, steps);
    }

    /** E-3, solved for exponent and mantissa. */
    private static int step(double base, int bits, int level, int orientation) {
        int range = bits + gain(orientation);
        double step = base / Math.sqrt(Norms.square(false, level, orientation));
        int exponent = range - Math.getExponent(step);
        if (exponent > MOST_EXPONENT) {
            return MOST_EXPONENT << 11;
        }
        if (exponent < 0) {
            return 0;
        }
        int mantissa = (int) ((step / Math.scalb(1.0, Math.getExponent(step)) - 1) * 2048);
        return exponent << 11 | mantissa;
    }

    /** The step of a sub-band, 1 where nothing is quantized. */
    double step(int resolution, int orientation) {
        if (cod.style().reversible()) {
            return 1;
        }
        int range = input.bitsStored() + gain(orientation);
        return Math.scalb(
                1 + quantization.mantissa(resolution, orientation) / 2048.0,
                range - quantization.exponent(resolution, orientation));
    }

    /** By how much the squared error of one step of a sub-band counts in the image. */
    double weight(int component, int resolution, int orientation) {
        boolean reversible = cod.style().reversible();
        int level = resolution == 0 ? cod.style().levels() : cod.style().levels() - resolution + 1;
        double step = step(resolution, orientation);
        double colour = cod.componentTransform() ? Norms.component(reversible, component) : 1;
        return step * step * Norms.square(reversible, level, orientation) * colour;
    }

    /** By how many bit-planes the region of interest is shifted, over all others; 0 if there is none. */
    int regionShift() {
        return region == null ? 0 : mostBitPlanes();
    }

    /** The bit-planes that coefficients of any sub-band may have. */
    int mostBitPlanes() {
        int planes = 0;
        for (int resolution = 0; resolution <= cod.style().levels(); resolution++) {
            for (int orientation = resolution == 0 ? 0 : 1; orientation <= (resolution == 0 ? 0 : 3); orientation++) {
                planes = Math.max(planes, quantization.bitPlanes(resolution, orientation));
            }
        }
        return planes;
    }

    /** In how many tile-parts a tile comes. */
    int tileParts() {
        return switch (parts) {
            case ONE -> 1;
            case LAYER -> cod.layers();
            case RESOLUTION -> cod.style().levels() + 1;
            case COMPONENT -> siz.components().size();
        };
    }

    /** Whether something may be lost. */
    boolean isLossy() {
        return goal != Goal.LOSSLESS || !cod.style().reversible();
    }
}
