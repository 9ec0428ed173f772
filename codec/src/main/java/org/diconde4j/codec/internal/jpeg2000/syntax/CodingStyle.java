package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.util.List;

/**
 * How a tile-component is coded: what COD and COC have in common (ITU-T T.800 A.6.1, A.6.2, Table A.20).
 *
 * @param levels decomposition levels, 0 to 32
 * @param blockWidthExponent xcb, 2 to 10
 * @param blockHeightExponent ycb, 2 to 10; both together at most 12
 * @param blockStyle the bits of {@link org.diconde4j.codec.internal.jpeg2000.block.BlockStyle}
 * @param reversible whether the wavelet is 5/3, otherwise 9/7
 * @param precincts for each resolution PPy * 16 + PPx as in Table A.21; empty where precincts have the greatest size
 */
public record CodingStyle(
        int levels,
        int blockWidthExponent,
        int blockHeightExponent,
        int blockStyle,
        boolean reversible,
        List<Integer> precincts) {

    public CodingStyle {
        precincts = List.copyOf(precincts);
        if (levels < 0 || levels > 32) {
            throw new IllegalArgumentException("expected 0 to 32 decomposition levels, found " + levels);
        }
        if (blockWidthExponent < 2
                || blockHeightExponent < 2
                || blockWidthExponent > 10
                || blockHeightExponent > 10
                || blockWidthExponent + blockHeightExponent > 12) {
            throw new IllegalArgumentException("code-blocks cannot have exponents " + blockWidthExponent + " and "
                    + blockHeightExponent + ": expected 2 to 10, together at most 12");
        }
        if (!precincts.isEmpty() && precincts.size() != levels + 1) {
            throw new IllegalArgumentException(
                    "expected precincts of " + (levels + 1) + " resolutions, found " + precincts.size());
        }
        for (int r = 1; r < precincts.size(); r++) {
            if ((precincts.get(r) & 15) == 0 || precincts.get(r) >> 4 == 0) {
                throw new IllegalArgumentException("precincts of one sample are for the lowest resolution only");
            }
        }
    }

    /** PPx of a resolution, 0 for the lowest one. */
    public int precinctWidthExponent(int resolution) {
        return precincts.isEmpty() ? 15 : precincts.get(resolution) & 15;
    }

    /** PPy of a resolution, 0 for the lowest one. */
    public int precinctHeightExponent(int resolution) {
        return precincts.isEmpty() ? 15 : precincts.get(resolution) >> 4;
    }
}
