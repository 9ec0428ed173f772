package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.codec.internal.Parallel;
import org.diconde4j.codec.internal.jpeg2000.block.BlockRequest;
import org.diconde4j.codec.internal.jpeg2000.block.EncodedBlock;

/** Makes encoded code-blocks of the pixels of a frame: tier 1. */
final class FrameCoder {
    /** Rows that a thread transforms at a time. */
    private static final int CHUNK = 64;
    /** Bits below a step with which errors are measured. */
    private static final int FRACTION = 6;
    /** Some rows of a level. */
    private record Rows(ForwardLevel level, int from, int to) {}

    /** A code-block of a tile. */
    private record Block(TileCode tile, int index) {}

    private final Plan plan;
    private final Parallel parallel;
    private final boolean reversible;
    private final boolean measured;
    private final List<TileCode> tiles;
    /** For each level of all components and tiles what can be done at the same time. */
    private final List<List<Rows>> levels = new ArrayList<>();

    private final List<Block> blocks = new ArrayList<>();
    private final BlockWorker[] workers;

    FrameCoder(Plan plan, List<TileCode> tiles, Parallel parallel) {
        this.plan = plan;
        this.parallel = parallel;
        this.tiles = tiles;
        reversible = plan.cod().style().reversible();
        measured = RateControl.isNeeded(plan);
        int depth = Math.max(1, plan.cod().style().levels());
        for (int level = 0; level < depth; level++) {
            List<Rows> rows = new ArrayList<>();
            for (TileCode tile : tiles) {
                for (List<ForwardLevel> component : tile.levels) {
                    ForwardLevel of = component.get(level);
                    for (int y = of.y0; y < of.y1 && of.x1 > of.x0; y += CHUNK) {
                        rows.add(new Rows(of, y, Math.min(y + CHUNK, of.y1)));
                    }
                }
            }
            levels.add(rows);
        }
        for (TileCode tile : tiles) {
            for (int block = tile.blocks.length - 1; block >= 0; block--) {
                blocks.add(new Block(tile, block)); // those of the highest resolution first, which take longest
            }
        }
        workers = new BlockWorker[parallel.workers()];
    }

    private BlockWorker worker(int index) {
        BlockWorker worker = workers[index];
        if (worker == null) {
            worker = new BlockWorker(plan);
            workers[index] = worker;
        }
        return worker;
    }

    /** Transforms the frame into coefficients. */
    void transform() {
        for (List<Rows> level : levels) {
            parallel.run(level.size(), (index, task) -> {
                Rows rows = level.get(task);
                worker(index).transform(rows.level(), rows.from(), rows.to());
            });
        }
    }

    /**
     * The bit-plane below which nothing need be encoded, or one above it: to find that out by encoding costs less than to
     * encode a plane too many, which is longer than all above it.
     *
     * @return 0 for all
     */
    int lowestPlane() {
        if (plan.goal() == Plan.Goal.LOSSLESS) {
            return 0;
        }
        if (plan.goal() == Plan.Goal.QUALITY) {
            double peak = Math.scalb(1.0, plan.input().bitsStored()) - 1;
            double step = peak / Math.pow(10, plan.wish() / 20) * Math.sqrt(12); // of steps that have such an error
            return Math.max(0, Math.getExponent(step / baseStep()) - 1);
        }
        for (BlockWorker worker : workers) {
            if (worker != null) {
                Arrays.fill(worker.bits, 0);
            }
        }
        parallel.run(blocks.size(), (index, task) -> {
            Block block = blocks.get(task);
            worker(index).estimate(block.tile().owners[block.index()], block.index());
        });
        double wanted = 8 * plan.input().frameLength() / plan.wish();
        double sum = 0;
        for (int plane = 31; plane > 0; plane--) {
            for (BlockWorker worker : workers) {
                sum += worker == null ? 0 : worker.bits[plane];
            }
            if (sum >= wanted) {
                return plane;
            }
        }
        return 0;
    }

    /** A step that makes the same error in all sub-bands. */
    private double baseStep() {
        return Math.sqrt(
                plan.weight(0, plan.cod().style().levels(), plan.cod().style().levels() == 0 ? 0 : 3));
    }

    /** Encodes all code-blocks down to a bit-plane. */
    void encode(int lowestPlane) {
        int fraction = measured && !reversible ? FRACTION : 0;
        BlockRequest[] requests = new BlockRequest[4];
        for (int orientation = 0; orientation < 4; orientation++) {
            requests[orientation] = new BlockRequest(orientation, fraction, lowestPlane, measured);
        }
        boolean energies = plan.goal() == Plan.Goal.QUALITY;
        parallel.run(blocks.size(), (index, task) -> {
            Block block = blocks.get(task);
            BandCode band = block.tile().owners[block.index()];
            EncodedBlock target = block.tile().blocks[block.index()];
            BlockWorker worker = worker(index);
            worker.encode(band, block.index(), requests[band.band.orientation], target);
            if (energies) {
                block.tile().energies[block.index()] = worker.energy(fraction);
            }
        });
    }

    List<TileCode> tiles() {
        return tiles;
    }
}
