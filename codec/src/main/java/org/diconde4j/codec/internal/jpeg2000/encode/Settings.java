package org.diconde4j.codec.internal.jpeg2000.encode;

import static org.diconde4j.codec.CodecOptions.JPEG2000_BLOCK;
import static org.diconde4j.codec.CodecOptions.JPEG2000_COLOUR;
import static org.diconde4j.codec.CodecOptions.JPEG2000_LAYERS;
import static org.diconde4j.codec.CodecOptions.JPEG2000_LEVELS;
import static org.diconde4j.codec.CodecOptions.JPEG2000_MARKERS;
import static org.diconde4j.codec.CodecOptions.JPEG2000_PARTS;
import static org.diconde4j.codec.CodecOptions.JPEG2000_PRECINCTS;
import static org.diconde4j.codec.CodecOptions.JPEG2000_PROGRESSION;
import static org.diconde4j.codec.CodecOptions.JPEG2000_REGION;
import static org.diconde4j.codec.CodecOptions.JPEG2000_STYLE;
import static org.diconde4j.codec.CodecOptions.JPEG2000_TILE;
import static org.diconde4j.codec.CodecOptions.JPEG2000_WAVELET;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.diconde4j.codec.internal.jpeg2000.block.BlockStyle;
import org.diconde4j.codec.internal.jpeg2000.geometry.Grid;
import org.diconde4j.codec.internal.jpeg2000.syntax.Progression;
import org.diconde4j.pixel.EncodeOptions;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/**
 * The options of an encoder, read and checked; what was not said has a value of ours.
 *
 * @param wish what {@link Plan} says of it
 * @param precincts for each resolution as in {@link
 *     org.diconde4j.codec.internal.jpeg2000.syntax.CodingStyle#precincts}
 */
record Settings(
        boolean reversible,
        Plan.Goal goal,
        double wish,
        boolean colourTransform,
        Progression progression,
        int layers,
        int levels,
        int tileWidth,
        int tileHeight,
        int blockWidthExponent,
        int blockHeightExponent,
        int blockStyle,
        List<Integer> precincts,
        Set<String> markers,
        Parts parts,
        @Nullable RegionOfInterest region) {

    /** What tile-parts are made of. */
    enum Parts {
        ONE,
        LAYER,
        RESOLUTION,
        COMPONENT
    }

    private static final int USUAL_LEVELS = 5;
    private static final int MOST_LEVELS = 32;
    private static final int MOST_LAYERS = 64;
    /** Columns or rows that the lowest resolution of HTJ2K Lossless RPCL has at most. */
    private static final int BASE = 64;
    /** Of tile-parts, whose number stands in a byte. */
    private static final int MOST_PARTS = 255;

    /** Twice their bit-planes are the most that decoders take. */
    private static final int MOST_BITS_OF_REGION = 12;

    /** By their ordinals. */
    private static final List<String> PROGRESSIONS = List.of("LRCP", "RLCP", "RPCL", "PCRL", "CPRL");

    private static final Map<String, Integer> STYLES = Map.of(
            "bypass", BlockStyle.BYPASS,
            "reset", BlockStyle.RESET,
            "terminate", BlockStyle.TERMINATE_ALL,
            "causal", BlockStyle.VERTICALLY_CAUSAL,
            "predictable", BlockStyle.PREDICTABLE_TERMINATION,
            "segmentation", BlockStyle.SEGMENTATION_SYMBOLS);

    static Settings of(PixelDescription pixels, EncodeOptions options, Target target) {
        if (options.maximumError() > 0) {
            throw new PixelException(
                    "JPEG 2000 cannot bound the error of each sample: ask for a quality or a ratio, or take"
                            + " JPEG-LS Near-Lossless (1.2.840.10008.1.2.4.81)");
        }
        boolean lossy = options.quality() > 0 || options.ratio() > 0;
        if (lossy && target.losslessOnly) {
            throw new PixelException(target.title + " takes no quality and no ratio: take " + target.lossyTitle());
        }
        boolean whole = options.special(JPEG2000_REGION) != null;
        boolean reversible = !choice(options, JPEG2000_WAVELET, lossy && !whole ? "9/7" : "5/3", List.of("5/3", "9/7"))
                .equals("9/7");
        RegionOfInterest region = region(pixels, options, target);
        if (!reversible && target.losslessOnly) {
            throw wrong(JPEG2000_WAVELET, "9/7", "5/3, as the transfer syntax is " + target.title);
        }
        if (!reversible && !lossy) {
            throw wrong(JPEG2000_WAVELET, "9/7", "it together with a quality or a ratio, as it loses information");
        }
        int[] tile = size(options, JPEG2000_TILE, pixels.columns() + "x" + pixels.rows());
        int[] block = size(options, JPEG2000_BLOCK, "64x64");
        int blockWidth = exponent(JPEG2000_BLOCK, block[0]);
        int blockHeight = exponent(JPEG2000_BLOCK, block[1]);
        if (Math.min(blockWidth, blockHeight) < 2 || blockWidth + blockHeight > 12) {
            throw wrong(JPEG2000_BLOCK, block[0] + "x" + block[1], "sides of at least 4 and at most 4096 samples");
        }
        boolean rpcl = target == Target.HIGH_THROUGHPUT_LOSSLESS_RPCL;
        int smallest = Math.min(Math.min(tile[0], pixels.columns()), Math.min(tile[1], pixels.rows()));
        int usual = Math.min(USUAL_LEVELS, 31 - Integer.numberOfLeadingZeros(smallest));
        int least = rpcl ? halvings(Math.min(pixels.columns(), pixels.rows())) : 0;
        if (rpcl) {
            usual = Math.max(usual, halvings(Math.max(pixels.columns(), pixels.rows())));
        }
        int levels = number(options, JPEG2000_LEVELS, usual, least, MOST_LEVELS);
        Set<String> markers = words(options, JPEG2000_MARKERS, Set.of("sop", "eph", "plt", "tlm"));
        Set<String> styles = target.highThroughput ? Set.of("causal") : STYLES.keySet();
        int style = words(options, JPEG2000_STYLE, styles).stream()
                .mapToInt(STYLES::get)
                .sum();
        String order = rpcl
                ? choice(options, JPEG2000_PROGRESSION, "RPCL", List.of("RPCL"))
                : choice(options, JPEG2000_PROGRESSION, "LRCP", PROGRESSIONS);
        Progression progression = Progression.values()[PROGRESSIONS.indexOf(order)];
        int layers = number(options, JPEG2000_LAYERS, 1, 1, target.highThroughput ? 1 : MOST_LAYERS);
        if (region != null && !reversible) {
            throw wrong(JPEG2000_WAVELET, "9/7", "5/3 with " + JPEG2000_REGION);
        }
        return new Settings(
                reversible,
                options.ratio() > 0 ? Plan.Goal.RATIO : lossy ? Plan.Goal.QUALITY : Plan.Goal.LOSSLESS,
                options.ratio() > 0 ? options.ratio() : decibels(options.quality()),
                colours(pixels, options),
                progression,
                layers,
                levels,
                tile[0],
                tile[1],
                blockWidth,
                blockHeight,
                target.highThroughput ? style | BlockStyle.HIGH_THROUGHPUT : style,
                precincts(options, levels),
                markers,
                rpcl ? Parts.RESOLUTION : parts(pixels, options, progression, layers),
                region);
    }

    private static Parts parts(PixelDescription pixels, EncodeOptions options, Progression progression, int layers) {
        Parts first = switch (progression) {
            case LAYER_RESOLUTION_COMPONENT_POSITION -> Parts.LAYER;
            case RESOLUTION_LAYER_COMPONENT_POSITION, RESOLUTION_POSITION_COMPONENT_LAYER -> Parts.RESOLUTION;
            case COMPONENT_POSITION_RESOLUTION_LAYER -> Parts.COMPONENT;
            case POSITION_COMPONENT_RESOLUTION_LAYER -> Parts.ONE;
        };
        String wanted = choice(options, JPEG2000_PARTS, "one", List.of("one", "layer", "resolution", "component"));
        if (wanted.equals("one")) {
            return Parts.ONE;
        }
        if (!wanted.equals(first.name().toLowerCase(Locale.ROOT))) {
            throw wrong(
                    JPEG2000_PARTS, wanted, "what comes first in the order " + PROGRESSIONS.get(progression.ordinal()));
        }
        if (first == Parts.COMPONENT && pixels.samplesPerPixel() > MOST_PARTS) {
            throw wrong(JPEG2000_PARTS, wanted, "it for up to " + MOST_PARTS + " components, found " + pixels);
        }
        return first;
    }

    private static @Nullable RegionOfInterest region(PixelDescription pixels, EncodeOptions options, Target target) {
        String value = options.special(JPEG2000_REGION);
        if (value == null) {
            return null;
        }
        if (target.highThroughput || options.quality() > 0) {
            throw wrong(JPEG2000_REGION, value, "it without high throughput and without a quality");
        }
        RegionOfInterest region = RegionOfInterest.parse(value);
        if (region == null || region.x1() > pixels.columns() || region.y1() > pixels.rows()) {
            throw wrong(
                    JPEG2000_REGION,
                    value,
                    "a part of the image of " + pixels.columns() + "x" + pixels.rows() + " such as 20x10+4+6");
        }
        if (pixels.bitsStored() > MOST_BITS_OF_REGION) {
            throw wrong(JPEG2000_REGION, value, "it for up to " + MOST_BITS_OF_REGION + " bits, found " + pixels);
        }
        return region;
    }

    /** How often a side has to be halved to have 64 samples at most (PS3.5 10.18). */
    private static int halvings(int side) {
        int count = 0;
        while (Grid.ceilShift(side, count) > BASE) {
            count++;
        }
        return count;
    }

    /** The ratio of signal to noise for a quality: {@link org.diconde4j.codec.CodecOptions} tells it. */
    private static double decibels(int quality) {
        return 25 + 0.3 * quality;
    }

    private static boolean colours(PixelDescription pixels, EncodeOptions options) {
        boolean rgb = pixels.samplesPerPixel() == 3
                && pixels.photometricInterpretation().equals("RGB");
        boolean wanted = choice(options, JPEG2000_COLOUR, rgb ? "yes" : "no", List.of("yes", "no"))
                .equals("yes");
        if (wanted && !rgb) {
            throw wrong(JPEG2000_COLOUR, "yes", "no for anything but RGB, found " + pixels);
        }
        return wanted;
    }

    /** From the highest resolution down, the last one for all below. */
    private static List<Integer> precincts(EncodeOptions options, int levels) {
        String value = options.special(JPEG2000_PRECINCTS);
        if (value == null) {
            return List.of();
        }
        String[] sizes = value.split(",", -1);
        List<Integer> precincts = new ArrayList<>();
        for (int resolution = levels; resolution >= 0; resolution--) {
            int[] size = size(JPEG2000_PRECINCTS, sizes[Math.min(levels - resolution, sizes.length - 1)].strip());
            int width = exponent(JPEG2000_PRECINCTS, size[0]);
            int height = exponent(JPEG2000_PRECINCTS, size[1]);
            int least = resolution > 0 ? 1 : 0;
            if (Math.min(width, height) < least || Math.max(width, height) > 15) {
                throw wrong(JPEG2000_PRECINCTS, value, "sides of 2 to 32768");
            }
            precincts.add(0, height << 4 | width);
        }
        return precincts;
    }

    private static PixelException wrong(String name, String found, String expected) {
        return new PixelException("the option " + name + " is " + found + ": expected " + expected);
    }

    private static String choice(EncodeOptions options, String name, String usual, Iterable<String> choices) {
        String value = options.special(name);
        if (value == null) {
            return usual;
        }
        List<String> all = new ArrayList<>();
        for (String choice : choices) {
            if (choice.equals(value)) {
                return choice;
            }
            all.add(choice);
        }
        all.sort(null);
        throw wrong(name, value, "one of " + String.join(", ", all));
    }

    private static Set<String> words(EncodeOptions options, String name, Set<String> known) {
        String value = options.special(name);
        Set<String> words = new HashSet<>();
        if (value == null || value.isEmpty()) {
            return words;
        }
        for (String word : value.split(",", -1)) {
            if (!known.contains(word.strip())) {
                List<String> all = new ArrayList<>(known);
                all.sort(null);
                throw wrong(name, value, "some of " + String.join(", ", all));
            }
            words.add(word.strip());
        }
        return words;
    }

    private static int number(EncodeOptions options, String name, int usual, int least, int most) {
        String value = options.special(name);
        if (value == null) {
            return usual;
        }
        int number = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : -1;
        if (number < least || number > most) {
            throw wrong(name, value, least + " to " + most);
        }
        return number;
    }

    private static int[] size(EncodeOptions options, String name, String usual) {
        String value = options.special(name);
        return size(name, value == null ? usual : value);
    }

    private static int[] size(String name, String value) {
        if (!value.matches("[0-9]{1,5}x[0-9]{1,5}")) {
            throw wrong(name, value, "a width and a height such as 64x64");
        }
        String[] parts = value.split("x", -1);
        int[] size = {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
        if (size[0] == 0 || size[1] == 0) {
            throw wrong(name, value, "a width and a height such as 64x64");
        }
        return size;
    }

    private static int exponent(String name, int side) {
        if (Integer.bitCount(side) != 1) {
            throw wrong(name, String.valueOf(side), "powers of two");
        }
        return Integer.numberOfTrailingZeros(side);
    }
}
