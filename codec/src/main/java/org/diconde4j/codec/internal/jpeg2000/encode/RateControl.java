package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.Arrays;
import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.block.EncodedBlock;

/**
 * Chooses which coding passes are in which layer, so that a length has the smallest error (ITU-T T.800 J.13.3): of all
 * blocks those passes come first that lower the error most for their length.
 */
final class RateControl {
    private static final int TRIES = 12;
    /** The mean squared error that a decoder adds which rounds to whole numbers. */
    private static final double ROUNDING = 1.0 / 12;

    private final Plan plan;
    private final CodestreamWriter writer;
    /** For each corner of a block its slope, negated so that the steepest come first, above its bytes. */
    private long[] corners = {};

    private int count;

    RateControl(Plan plan, CodestreamWriter writer) {
        this.plan = plan;
        this.writer = writer;
    }

    /** Whether blocks have to be measured. */
    static boolean isNeeded(Plan plan) {
        return plan.goal() != Plan.Goal.LOSSLESS || plan.cod().layers() > 1;
    }

    /**
     * Chooses.
     *
     * @return false if more bit-planes would be needed than were encoded, where some are left out
     */
    boolean choose(List<TileCode> tiles) {
        int layers = plan.cod().layers();
        if (!isNeeded(plan)) {
            for (TileCode tile : tiles) {
                for (int block = 0; block < tile.blocks.length; block++) {
                    tile.include(block, 0, tile.blocks[block].passes());
                }
            }
            return true;
        }
        sort(tiles);
        float last = switch (plan.goal()) {
            case LOSSLESS -> -1;
            case QUALITY -> slopeOfError(tiles);
            case RATIO -> 0;
        };
        double target = plan.goal() == Plan.Goal.RATIO ? plan.input().frameLength() / plan.wish() : whole(tiles, last);
        float[] slopes = new float[layers];
        double[] targets = new double[layers];
        for (int layer = 0; layer < layers; layer++) {
            targets[layer] = Math.scalb(target, layer - layers + 1);
        }
        meet(tiles, targets, slopes, plan.goal() == Plan.Goal.RATIO ? layers : layers - 1, last);
        return slopes[layers - 1] > 0 || plan.goal() == Plan.Goal.LOSSLESS;
    }

    /** Finds the slopes down to which layers have their lengths. */
    private void meet(List<TileCode> tiles, double[] targets, float[] slopes, int searched, float last) {
        int layers = targets.length;
        double[] bodies = targets.clone();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (int layer = 0; layer < layers; layer++) {
                slopes[layer] = layer < searched ? slopeOfLength(bodies[layer]) : last;
            }
            include(tiles, slopes);
            if (searched == 0) {
                return;
            }
            long[] lengths = writer.measure(tiles);
            boolean fits = true;
            for (int layer = 0; layer < searched; layer++) {
                double over = lengths[layer] - targets[layer];
                fits &= over <= 0 || layer < layers - 1;
                bodies[layer] -= over > 0 ? over * 1.05 + attempt : 0.5 * over * (attempt < TRIES / 2 ? 1 : 0);
            }
            if (attempt >= 2 && fits) {
                return;
            }
        }
    }

    private void sort(List<TileCode> tiles) {
        count = 0;
        for (TileCode tile : tiles) {
            for (int block = 0; block < tile.blocks.length; block++) {
                EncodedBlock code = tile.blocks[block];
                code.weigh(tile.owners[block].weight);
                if (corners.length < count + code.passes()) {
                    corners = Arrays.copyOf(corners, Math.max(count + code.passes(), 2 * count));
                }
                for (int pass = 0, start = 0; pass < code.passes(); pass++) {
                    if (code.slope(pass) > 0) {
                        corners[count++] =
                                (long) ~Float.floatToRawIntBits(code.slope(pass)) << 32 | code.end(pass) - start;
                        start = code.end(pass);
                    }
                }
            }
        }
        Arrays.sort(corners, 0, count);
    }

    private static float slope(long corner) {
        return Float.intBitsToFloat(~(int) (corner >> 32));
    }

    /** The slope of the first corner that is too much for so many bytes, 0 if none is. */
    private float slopeOfLength(double bytes) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (int) corners[i];
            if (sum > bytes) {
                return slope(corners[i]);
            }
        }
        return 0;
    }

    /** The slope of the first corner that is not needed to have no more than an error, 0 if all are. */
    private float slopeOfError(List<TileCode> tiles) {
        double peak = Math.scalb(1.0, plan.input().bitsStored()) - 1;
        double mean = peak * peak / Math.pow(10, plan.wish() / 10);
        double allowed = plan.input().frameSamples() * Math.max(mean - ROUNDING, mean / 4);
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (error(tiles, slope(corners[middle])) <= allowed) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < count ? slope(corners[low]) : 0;
    }

    /** The squared error of all samples if the corners over a slope are kept. */
    private static double error(List<TileCode> tiles, float slope) {
        double error = 0;
        for (TileCode tile : tiles) {
            for (int block = 0; block < tile.blocks.length; block++) {
                EncodedBlock code = tile.blocks[block];
                double left = tile.energies[block] - code.fallen(kept(code, code.passes(), slope));
                error += left * tile.owners[block].weight;
            }
        }
        return error;
    }

    /** The length if everything is kept that is worth a slope. */
    private double whole(List<TileCode> tiles, float slope) {
        float[] slopes = new float[plan.cod().layers()];
        Arrays.fill(slopes, Float.MAX_VALUE);
        slopes[slopes.length - 1] = slope;
        include(tiles, slopes);
        return writer.measure(tiles)[slopes.length - 1];
    }

    /** Puts into each layer the corners over a slope; a negative one stands for all passes. */
    private static void include(List<TileCode> tiles, float[] slopes) {
        for (TileCode tile : tiles) {
            for (int block = 0; block < tile.blocks.length; block++) {
                EncodedBlock code = tile.blocks[block];
                int kept = code.passes();
                for (int layer = slopes.length - 1; layer >= 0; layer--) {
                    kept = kept(code, kept, slopes[layer]);
                    tile.include(block, layer, kept);
                }
            }
        }
    }

    /** How many of the first passes end with a corner over a slope; all if it is negative. */
    private static int kept(EncodedBlock code, int passes, float slope) {
        int kept = passes;
        while (slope >= 0 && kept > 0 && code.slope(kept - 1) <= slope) {
            kept--;
        }
        return kept;
    }
}
