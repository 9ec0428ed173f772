package org.diconde4j.codec.internal.jpeg2000.geometry;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.syntax.Progression;
import org.diconde4j.codec.internal.jpeg2000.syntax.ProgressionChange;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the packets of a tile come (ITU-T T.800 B.12): one after the other of each progression, each packet
 * once. After {@link #next} the fields say which packet it is.
 *
 * <p>A step takes time in the order of the number of resolutions that have precincts, whatever the coordinates are.
 */
public final class PacketOrder {
    /** Packets that came before are passed over so many times for each that did not, and no more. */
    private static final long PATIENCE = 64;

    /** The resolution, and with it the component, of the packet. */
    public Resolution resolution;
    /** Column of its precinct. */
    public int precinctColumn;
    /** Row of its precinct. */
    public int precinctRow;
    /** Its layer. */
    public int layer;

    private final Tile tile;
    private final List<ProgressionChange> changes;
    private final int layers;
    /** The next layer of each precinct; unused where there is one progression, which repeats nothing. */
    private final PagedInts nextLayer;

    private int change = -1;
    private @Nullable Walk walk;
    private long given;
    private long passed;

    /**
     * Begins with the first packet.
     *
     * @param tile the tile
     * @param progression of COD
     * @param layers of COD
     * @param changes of POC, in order; empty if there is none
     */
    public PacketOrder(Tile tile, Progression progression, int layers, List<ProgressionChange> changes) {
        this.tile = tile;
        this.layers = layers;
        this.changes = changes.isEmpty()
                ? List.of(new ProgressionChange(0, 0, layers, 33, tile.components.size(), progression))
                : changes;
        this.nextLayer = new PagedInts(this.changes.size() == 1 ? 0 : tile.precincts);
        this.resolution = tile.components.get(0).resolutions.get(0);
    }

    /** The number of the packet's precinct among those of its resolution. */
    public int precinct() {
        return precinctRow * resolution.precinctsAcross + precinctColumn;
    }

    /**
     * Goes on to the next packet.
     *
     * @return false if there is none
     */
    public boolean next() {
        while (true) {
            if (walk == null || !walk.next()) {
                if (change + 1 >= changes.size()) {
                    return false;
                }
                walk = walk(changes.get(++change));
                continue;
            }
            resolution = walk.resolution;
            precinctColumn = walk.column;
            precinctRow = walk.row;
            layer = walk.layer;
            if (changes.size() == 1) {
                return true;
            }
            long number = resolution.firstPrecinct + precinct();
            if (nextLayer.get(number) == layer) {
                nextLayer.set(number, layer + 1);
                given++;
                return true;
            }
            if (++passed > PATIENCE * (given + 1024)) {
                return false; // progressions that repeat each other without end
            }
        }
    }

    private @Nullable Walk walk(ProgressionChange to) {
        List<List<Resolution>> byComponent = new ArrayList<>();
        int greatest = 0;
        int lastComponent = Math.min(to.endComponent(), tile.components.size());
        for (int c = to.firstComponent(); c < lastComponent; c++) {
            List<Resolution> all = tile.components.get(c).resolutions;
            int end = Math.min(to.endResolution(), all.size());
            List<Resolution> some = new ArrayList<>();
            for (int r = to.firstResolution(); r < end; r++) {
                if (all.get(r).precincts() > 0) {
                    some.add(all.get(r));
                    greatest = Math.max(greatest, r);
                }
            }
            if (!some.isEmpty()) {
                byComponent.add(some);
            }
        }
        List<List<Resolution>> byResolution = new ArrayList<>();
        for (int r = to.firstResolution(); r <= greatest; r++) {
            List<Resolution> some = new ArrayList<>();
            for (List<Resolution> of : byComponent) {
                for (Resolution resolution : of) {
                    if (resolution.index == r) {
                        some.add(resolution);
                    }
                }
            }
            if (!some.isEmpty()) {
                byResolution.add(some);
            }
        }
        int last = Math.min(to.endLayer(), layers);
        return switch (to.progression()) {
            case LAYER_RESOLUTION_COMPONENT_POSITION -> Walk.byLayer(List.of(flat(byResolution)), last);
            case RESOLUTION_LAYER_COMPONENT_POSITION -> Walk.byLayer(byResolution, last);
            case RESOLUTION_POSITION_COMPONENT_LAYER -> Walk.byPosition(byResolution, last);
            case POSITION_COMPONENT_RESOLUTION_LAYER -> Walk.byPosition(List.of(flat(byComponent)), last);
            case COMPONENT_POSITION_RESOLUTION_LAYER -> Walk.byPosition(byComponent, last);
        };
    }

    private static List<Resolution> flat(List<List<Resolution>> lists) {
        List<Resolution> all = new ArrayList<>();
        lists.forEach(all::addAll);
        return all;
    }
}
