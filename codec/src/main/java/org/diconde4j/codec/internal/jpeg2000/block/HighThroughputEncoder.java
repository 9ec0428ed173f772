package org.diconde4j.codec.internal.jpeg2000.block;

import org.diconde4j.codec.internal.htj2k.HtBlockEncoder;

/**
 * Encodes blocks by high throughput (ITU-T T.814), each by one cleanup pass. As such a pass holds all bit-planes down to its
 * own, a block that is measured is encoded several times, down to different planes, one of which is chosen: its passes
 * stand for these.
 */
public final class HighThroughputEncoder implements BlockEncoder {
    /** Planes that are tried: chosen are those where a squared error costs the same, which are near each other. */
    private static final int CHOICES = 4;

    private final HtBlockEncoder encoder = new HtBlockEncoder();

    /** Makes an encoder. */
    public HighThroughputEncoder() {}

    @Override
    public void encode(int[] samples, int width, int height, BlockRequest request, EncodedBlock target) {
        int all = 0;
        for (int i = 0; i < width * height; i++) {
            all |= samples[i];
        }
        int planes = 32 - Integer.numberOfLeadingZeros((all & Integer.MAX_VALUE) >>> request.fraction());
        int lowest = request.lowestPlane();
        if (planes <= lowest) {
            target.begin(0);
            return;
        }
        int highest = request.measured() ? Math.min(planes - 1, lowest + CHOICES - 1) : lowest;
        target.begin(highest + 1);
        double error = request.measured() ? error(samples, width * height, request.fraction(), 31) : 0;
        for (int plane = highest; plane >= lowest; plane--) {
            int length = encoder.encode(samples, 0, width, width, height, request.fraction() + plane);
            double left = request.measured() ? error(samples, width * height, request.fraction(), plane) : 0;
            target.choice(encoder.bytes(), length, error - left);
            error = left;
        }
    }

    /** The sum of squared errors in steps if only the bit-planes from one on are kept. */
    private static double error(int[] samples, int count, int fraction, int plane) {
        int shift = fraction + plane;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            int magnitude = samples[i] & Integer.MAX_VALUE;
            int kept = shift > 30 ? 0 : magnitude >>> shift;
            // what is decoded lies in the middle; whole numbers that are all there are exact
            double decoded = kept == 0 || shift == 0 ? kept : Math.scalb(kept + 0.5, shift);
            double difference = magnitude - decoded;
            sum += difference * difference;
        }
        return Math.scalb(sum, -2 * fraction);
    }
}
