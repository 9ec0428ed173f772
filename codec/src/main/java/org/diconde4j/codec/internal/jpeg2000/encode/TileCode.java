package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.block.EncodedBlock;
import org.diconde4j.codec.internal.jpeg2000.geometry.Resolution;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;
import org.diconde4j.codec.internal.jpeg2000.geometry.Tile;
import org.diconde4j.codec.internal.jpeg2000.geometry.TileComponent;

/** A tile while it is encoded: its sub-bands, its code-blocks and how much of each is in which layer. */
final class TileCode {
    final Tile tile;
    final List<BandCode> bands = new ArrayList<>();
    /** For each component the levels of its transform, from full size down. */
    final List<List<ForwardLevel>> levels = new ArrayList<>();

    final EncodedBlock[] blocks;
    /** The sub-band of each block. */
    final BandCode[] owners;
    /** For each block, for each layer, how many passes are in it and those before. */
    final int[] passes;
    /** Sums of squares of the coefficients of each block, in steps, where asked for. */
    final double[] energies;

    final int layers;
    private final List<List<PrecinctCode[][]>> precincts = new ArrayList<>();

    TileCode(Plan plan, int index, PixelRows.Frame frame) {
        layers = plan.cod().layers();
        tile = new Tile(
                plan.siz(),
                index,
                Collections.nCopies(plan.siz().components().size(), plan.cod().style()));
        int count = 0;
        for (TileComponent component : tile.components) {
            count = component(plan, component, count, frame);
        }
        blocks = new EncodedBlock[count];
        owners = new BandCode[count];
        for (BandCode band : bands) {
            for (int i = 0; i < band.blocks(); i++) {
                blocks[band.firstBlock + i] = new EncodedBlock();
                owners[band.firstBlock + i] = band;
            }
        }
        passes = new int[count * layers];
        energies = new double[count];
    }

    private int component(Plan plan, TileComponent component, int firstBlock, PixelRows.Frame frame) {
        boolean reversible = plan.cod().style().reversible();
        List<ForwardLevel> levelsOfIt = new ArrayList<>();
        List<PrecinctCode[][]> precinctsOfIt = new ArrayList<>();
        ForwardLevel.Rows pixels = new PixelRows(
                frame,
                plan.input(),
                component.index,
                component.x0,
                component.x1,
                plan.cod().componentTransform());
        List<Coefficients> low = new ArrayList<>(); // of each resolution, from the lowest one
        int count = firstBlock;
        for (Resolution resolution : component.resolutions) {
            List<BandCode> bandsOfIt = new ArrayList<>();
            List<Coefficients> split = new ArrayList<>();
            if (resolution.index > 0) {
                split.add(low.get(resolution.index - 1));
            }
            for (Subband band : resolution.bands) {
                Coefficients coefficients =
                        new Coefficients(band.y0, Math.max(0, band.width()), Math.max(0, band.height()), reversible);
                BandCode code = new BandCode(band, coefficients, plan, component.index, count);
                count = Math.addExact(count, code.blocks());
                bandsOfIt.add(code);
                split.add(coefficients);
            }
            bands.addAll(bandsOfIt);
            precinctsOfIt.add(precincts(resolution, bandsOfIt));
            boolean full = resolution.halvings == 0;
            Coefficients own = resolution.index == 0
                    ? split.get(0)
                    : new Coefficients(
                            resolution.y0, full ? 0 : resolution.width(), full ? 0 : resolution.height(), reversible);
            low.add(own);
            if (resolution.index > 0 || full) {
                ForwardLevel.Rows source = full ? pixels : own;
                levelsOfIt.add(
                        0, new ForwardLevel(resolution.x0, resolution.y0, resolution.x1, resolution.y1, source, split));
            }
        }
        levels.add(levelsOfIt);
        precincts.add(precinctsOfIt);
        return count;
    }

    private static PrecinctCode[][] precincts(Resolution resolution, List<BandCode> bands) {
        PrecinctCode[][] all = new PrecinctCode[Math.toIntExact(resolution.precincts())][bands.size()];
        for (int p = 0; p < all.length; p++) {
            for (int b = 0; b < bands.size(); b++) {
                all[p][b] =
                        new PrecinctCode(bands.get(b), p % resolution.precinctsAcross, p / resolution.precinctsAcross);
            }
        }
        return all;
    }

    /** What a precinct has of each sub-band. */
    PrecinctCode[] precinct(Resolution resolution, int precinct) {
        return precincts.get(resolution.component).get(resolution.index)[precinct];
    }

    /** All precincts. */
    List<List<PrecinctCode[][]>> precincts() {
        return precincts;
    }

    /** Says how many passes of a block are in a layer and those before. */
    void include(int block, int layer, int count) {
        passes[block * layers + layer] = count;
    }

    /** How many passes of a block are in a layer and those before; none before the first layer. */
    int included(int block, int layer) {
        return layer < 0 ? 0 : passes[block * layers + layer];
    }
}
