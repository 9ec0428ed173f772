package org.diconde4j.codec.internal.jpeg2000.encode;

import org.diconde4j.codec.internal.jpeg2000.block.BlockEncoder;
import org.diconde4j.codec.internal.jpeg2000.block.BlockRequest;
import org.diconde4j.codec.internal.jpeg2000.block.EbcotEncoder;
import org.diconde4j.codec.internal.jpeg2000.block.EncodedBlock;
import org.diconde4j.codec.internal.jpeg2000.block.HighThroughputEncoder;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;

/** What one thread needs to encode: memory for a few rows and for one code-block. */
final class BlockWorker {
    private final boolean reversible;
    private final ForwardWavelet wavelet;
    private final BlockEncoder encoder;
    private final int[] samples;
    private final int[] histogram = new int[33];
    private int count;

    /** For each bit-plane about how many bits it would take. */
    final double[] bits = new double[32];

    BlockWorker(Plan plan) {
        reversible = plan.cod().style().reversible();
        wavelet = reversible ? new Forward53() : new Forward97();
        encoder = plan.target().highThroughput
                ? new HighThroughputEncoder()
                : new EbcotEncoder(plan.cod().style().blockStyle());
        samples = new int
                [1
                        << plan.cod().style().blockWidthExponent()
                                + plan.cod().style().blockHeightExponent()];
    }

    void transform(ForwardLevel level, int from, int to) {
        if (level.bands.size() > 1) {
            wavelet.run(level, from, to);
        } else {
            level.bands.get(0).copy(level.source, from, to, reversible);
        }
    }

    void encode(BandCode band, int block, BlockRequest request, EncodedBlock target) {
        int width = load(band, block, request.fraction());
        encoder.encode(samples, width, count / width, request, target);
    }

    /** Quantises a code-block; gives its width. */
    private int load(BandCode code, int block, int fraction) {
        Subband band = code.band;
        int column = code.column(block);
        int row = code.row(block);
        int x0 = band.blockX0(column);
        int y0 = band.blockY0(row);
        int width = band.blockX1(column) - x0;
        int height = band.blockY1(row) - y0;
        Coefficients from = code.coefficients;
        int at = (y0 - band.y0) * from.width + x0 - band.x0;
        count = width * height;
        if (reversible) {
            for (int y = 0; y < height; y++, at += from.width) {
                signAndMagnitude(from.ints, at, samples, y * width, width, fraction);
            }
        } else {
            float factor = (float) Math.scalb(code.perStep, fraction);
            int most = (int) Math.min(Integer.MAX_VALUE, (1L << code.bitPlanes + fraction) - 1);
            for (int y = 0; y < height; y++, at += from.width) {
                quantize(from.floats, at, samples, y * width, width, factor, most);
            }
        }
        if (code.region != null) {
            shift(code.region, code.regionShift, x0, y0, width, height);
        }
        return width;
    }

    /** Lifts what belongs to a region of interest over the rest (ITU-T T.800 H.1). */
    private void shift(RegionOfInterest region, int by, int x0, int y0, int width, int height) {
        int left = Math.max(region.x0() - x0, 0);
        int right = Math.min(region.x1() - x0, width);
        for (int y = Math.max(region.y0() - y0, 0); y < Math.min(region.y1() - y0, height); y++) {
            for (int x = left; x < right; x++) {
                int value = samples[y * width + x];
                samples[y * width + x] = (value & Integer.MAX_VALUE) << by | value & Integer.MIN_VALUE;
            }
        }
    }

    private static void signAndMagnitude(int[] source, int at, int[] target, int to, int count, int fraction) {
        for (int x = 0; x < count; x++) {
            int value = source[at + x];
            int sign = value >> 31;
            target[to + x] = (value ^ sign) - sign << fraction | sign & Integer.MIN_VALUE;
        }
    }

    /** ITU-T T.800 E-6, with a fraction. */
    private static void quantize(float[] source, int at, int[] target, int to, int count, float factor, int most) {
        for (int x = 0; x < count; x++) {
            float value = source[at + x] * factor;
            int magnitude = Math.min((int) Math.abs(value), most);
            target[to + x] = magnitude | Float.floatToRawIntBits(value) & Integer.MIN_VALUE;
        }
    }

    /** The sum of squares of the block encoded last, in steps. */
    double energy(int fraction) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double value = samples[i] & Integer.MAX_VALUE;
            sum += value * value;
        }
        return Math.scalb(sum, -2 * fraction);
    }

    /** Adds to {@link #bits} what the bit-planes of a block would take if contexts knew nothing: rather too much than too little. */
    void estimate(BandCode band, int block) {
        load(band, block, 0);
        java.util.Arrays.fill(histogram, 0);
        for (int i = 0; i < count; i++) {
            histogram[32 - Integer.numberOfLeadingZeros(samples[i] & Integer.MAX_VALUE)]++;
        }
        int significant = 0;
        for (int plane = 31; plane >= 0; plane--) {
            int fresh = histogram[plane + 1];
            int left = count - significant;
            if (fresh > 0 && fresh < left) {
                double share = (double) fresh / left;
                double entropy = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
                bits[plane] += left * entropy / Math.log(2);
            }
            bits[plane] += fresh + significant; // signs, and a bit for each that is significant already
            significant += fresh;
        }
    }
}
