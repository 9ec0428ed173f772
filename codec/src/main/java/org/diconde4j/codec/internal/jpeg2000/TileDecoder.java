package org.diconde4j.codec.internal.jpeg2000;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.codec.internal.Parallel;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;
import org.diconde4j.codec.internal.jpeg2000.geometry.Tile;
import org.diconde4j.codec.internal.jpeg2000.syntax.Cod;
import org.diconde4j.codec.internal.jpeg2000.syntax.Codestream;
import org.diconde4j.codec.internal.jpeg2000.syntax.CodingStyle;
import org.diconde4j.codec.internal.jpeg2000.syntax.Parameters;
import org.diconde4j.codec.internal.jpeg2000.syntax.Quantization;
import org.diconde4j.codec.internal.jpeg2000.syntax.Report;
import org.diconde4j.codec.internal.jpeg2000.syntax.TileData;
import org.diconde4j.codec.internal.jpeg2000.wavelet.Plane;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/** Decodes tiles into a frame, one after the other. Keeps its memory; one thread at a time, which others may help. */
final class TileDecoder {
    /** Rows that are worth a task of their own. */
    private static final int ROWS = 32;

    private final Parallel parallel;
    private final BlockStore store = new BlockStore();
    private final PacketReader packets = new PacketReader(store);
    private final List<ComponentPlan> plans = new ArrayList<>();
    private final BlockWorker[] blockWorkers;
    private final RowMaker[] rowMakers;
    private int[] jobs = {};
    private int[] columns = {};

    TileDecoder(Parallel parallel) {
        this.parallel = parallel;
        blockWorkers = new BlockWorker[parallel.workers()];
        rowMakers = new RowMaker[parallel.workers()];
        for (int i = 0; i < parallel.workers(); i++) {
            blockWorkers[i] = new BlockWorker();
            rowMakers[i] = new RowMaker();
        }
    }

    /** Where decoded samples go. */
    record Output(byte[] frame, int start, SampleWriter writer, FrameMap map, int reduction) {}

    /** Decodes a tile. */
    void decode(byte[] data, int origin, Codestream codestream, TileData tile, Output output, Report report) {
        Parameters parameters = tile.parameters;
        Cod cod = parameters.cod();
        int count = codestream.siz().components().size();
        List<CodingStyle> styles = new ArrayList<>(count);
        for (int c = 0; c < count; c++) {
            CodingStyle style = parameters.style(c);
            Quantization quantization = parameters.quantization(c);
            if (cod == null || style == null || quantization == null || !quantization.covers(style.levels())) {
                throw new PixelException("the headers do not say how component " + c + " of tile " + tile.index
                        + " is coded and quantized");
            }
            styles.add(style);
        }
        if (cod == null) {
            throw new PixelException("there is no COD");
        }
        Tile layout = new Tile(codestream.siz(), tile.index, styles);
        plan(layout, output);
        boolean transform = cod.componentTransform() && isTransformable(tile, report);
        packets.read(data, origin, layout, cod, tile, report);
        blocks(tile, origin, report);
        lowerLevels();
        rows(layout, output, transform);
    }

    private void plan(Tile layout, Output output) {
        int count = layout.components.size();
        while (plans.size() > count) {
            plans.remove(plans.size() - 1);
        }
        for (int c = 0; c < count; c++) {
            if (c == plans.size()) {
                plans.add(new ComponentPlan(layout.components.get(c)));
            }
            plans.get(c).plan(layout.components.get(c), output.reduction(), output.map(), layout);
        }
    }

    /** Whether there are three samples for each pixel that a component transform can take (G.1). */
    private boolean isTransformable(TileData tile, Report report) {
        if (plans.size() < 3) {
            // some encoders say so of a single component
            report.deviation(
                    "tile " + tile.index + " has a component transform, but " + plans.size() + " components", 0);
            return false;
        }
        ComponentPlan first = plans.get(0);
        for (ComponentPlan plan : plans.subList(1, 3)) {
            if (plan.reversible != first.reversible
                    || plan.halvings != first.halvings
                    || plan.component.component.dx() != first.component.component.dx()
                    || plan.component.component.dy() != first.component.component.dy()) {
                throw new PixelException("tile " + tile.index
                        + " has a component transform, but its first three components are not alike");
            }
        }
        return true;
    }

    /** Decodes the code-blocks that are wanted. */
    private void blocks(TileData tile, int origin, Report report) {
        Parameters parameters = tile.parameters;
        BlockWorker.@Nullable Target[] targets = new BlockWorker.@Nullable Target[store.bands.size()];
        for (int i = 0; i < targets.length; i++) {
            Subband band = store.bands.get(i);
            int component = band.resolution.component;
            ComponentPlan plan = plans.get(component);
            Quantization quantization = parameters.quantization(component);
            if (band.resolution.index >= plan.resolutions || plan.isEmpty() || quantization == null) {
                continue;
            }
            int shift = parameters.regionShift(component);
            targets[i] = new BlockWorker.Target(
                    band,
                    plan.plane(band),
                    plan.reversible,
                    plan.component.style.blockStyle(),
                    quantization.bitPlanes(band.resolution.index, band.orientation) + shift,
                    shift,
                    ComponentPlan.halfStep(quantization, plan.component.component.precision(), band));
        }
        long[] covered = new long[targets.length];
        if (jobs.length < store.blocks()) {
            jobs = new int[Math.max(store.blocks(), 2 * jobs.length)];
        }
        int count = 0;
        for (int block = 0; block < store.blocks(); block++) {
            BlockWorker.Target target = targets[store.band[block]];
            if (target != null && store.passes[block] > 0 && target.wants(store.column[block], store.row[block])) {
                jobs[count++] = block;
                Subband band = target.band();
                covered[store.band[block]] +=
                        (long) (band.blockX1(store.column[block]) - band.blockX0(store.column[block]))
                                * (band.blockY1(store.row[block]) - band.blockY0(store.row[block]));
            }
        }
        clearPlanes(targets, covered);
        parallel.run(count, (worker, i) -> {
            int block = jobs[i];
            BlockWorker.Target target = targets[store.band[block]];
            if (target != null) {
                String problem = blockWorkers[worker].decode(store, block, packets.data(), target);
                if (problem != null) {
                    report.damage(
                            "tile " + tile.index + ": " + problem, packets.place(tile, store.offset(block)) - origin);
                }
            }
        });
    }

    /** Where code-blocks do not cover a subband, it is 0. */
    private void clearPlanes(BlockWorker.@Nullable Target[] targets, long[] covered) {
        for (ComponentPlan plan : plans) {
            if (plan.isEmpty()) {
                continue;
            }
            for (int r = 0; r < plan.resolutions; r++) {
                for (Subband band : plan.component.resolutions.get(r).bands) {
                    Plane plane = plan.plane(band);
                    int i = store.bands.indexOf(band);
                    BlockWorker.Target target = i < 0 ? null : targets[i];
                    if (target == null || covered[i] < (long) band.width() * band.height()) {
                        plane.clear(plan.reversible);
                    }
                }
            }
        }
    }

    /** Undoes all levels of the wavelet transform but the last. */
    private void lowerLevels() {
        int most = 0;
        for (ComponentPlan plan : plans) {
            most = Math.max(most, plan.resolutions);
        }
        for (int r = 1; r < most - 1; r++) {
            for (int c = 0; c < plans.size(); c++) {
                ComponentPlan plan = plans.get(c);
                if (r < plan.resolutions - 1 && !plan.isEmpty()) {
                    level(plan, c, r);
                }
            }
        }
    }

    private void level(ComponentPlan plan, int c, int r) {
        Plane target = plan.level(r + 1).ll();
        int width = target.width();
        if (width == 0 || target.height() == 0) {
            return;
        }
        int tasks = tasks(target.height());
        parallel.run(tasks, (worker, i) -> {
            int from = target.y0 + (int) ((long) target.height() * i / tasks);
            int to = target.y0 + (int) ((long) target.height() * (i + 1) / tasks);
            ComponentRows rows = rowMakers[worker].rows(c);
            rows.begin(plan, r, target.x0, from);
            for (int y = from; y < to; y++) {
                rows.advanceTo(y);
                if (plan.reversible) {
                    System.arraycopy(rows.ints, rows.at, target.ints, target.row(y), width);
                } else {
                    System.arraycopy(rows.floats, rows.at, target.floats, target.row(y), width);
                }
            }
        });
    }

    private int tasks(int rows) {
        return parallel.workers() == 1 ? 1 : Math.max(1, Math.min(4 * parallel.workers(), rows / ROWS));
    }

    /** Undoes the last level and what comes after it, row by row into the frame. */
    private void rows(Tile layout, Output output, boolean transform) {
        FrameMap map = output.map();
        int left = map.left(layout);
        int width = map.right(layout) - left;
        int top = map.top(layout);
        int height = map.bottom(layout) - top;
        if (width <= 0 || height <= 0) {
            return;
        }
        int tasks = tasks(height);
        boolean direct = indirectColumns(layout, map, left, width);
        parallel.run(tasks, (worker, i) -> {
            int from = top + (int) ((long) height * i / tasks);
            int to = top + (int) ((long) height * (i + 1) / tasks);
            RowMaker maker = rowMakers[worker];
            maker.begin(plans, map, from);
            for (int y = from; y < to; y++) {
                maker.make(plans, map, y, transform);
                for (int c = 0; c < plans.size(); c++) {
                    ComponentPlan plan = plans.get(c);
                    if (plan.isEmpty()) {
                        continue;
                    }
                    int[] row = maker.samples[c];
                    if (!direct && !map.isDirect(plan.component, plan.halvings)) {
                        row = maker.spread(c, columns, c * width, width);
                    }
                    output.writer()
                            .write(
                                    row,
                                    0,
                                    width,
                                    plan.component.component.precision(),
                                    output.frame(),
                                    output.start(),
                                    c,
                                    left - map.x0,
                                    y - map.y0);
                }
            }
        });
    }

    /** Finds the column of each pixel in components where it is not the pixel's own; true if there are none. */
    private boolean indirectColumns(Tile layout, FrameMap map, int left, int width) {
        boolean direct = true;
        for (ComponentPlan plan : plans) {
            direct &= map.isDirect(plan.component, plan.halvings);
        }
        if (direct) {
            return true;
        }
        int size = Math.multiplyExact(width, plans.size());
        if (columns.length < size) {
            columns = new int[size];
        }
        Arrays.fill(columns, 0, size, 0);
        for (int c = 0; c < plans.size(); c++) {
            ComponentPlan plan = plans.get(c);
            if (plan.isEmpty()) {
                continue;
            }
            for (int i = 0; i < width; i++) {
                columns[c * width + i] = map.column(
                                left + i,
                                plan.component,
                                layout.components.get(c).resolutions.get(plan.resolutions - 1),
                                plan.halvings)
                        - plan.x0;
            }
        }
        return false;
    }
}
