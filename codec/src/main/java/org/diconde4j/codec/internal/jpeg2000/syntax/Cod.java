package org.diconde4j.codec.internal.jpeg2000.syntax;

/**
 * Coding style of a tile, and of its components as far as no COC says otherwise: the COD marker segment (ITU-T T.800 A.6.1).
 *
 * @param sop whether SOP marker segments may stand before packets
 * @param eph whether an EPH marker follows each packet header
 * @param progression order of packets, unless there is a POC
 * @param layers 1 to 65535
 * @param componentTransform whether the first three components are transformed (RCT or ICT, Annex G)
 * @param style of the components
 */
public record Cod(
        boolean sop, boolean eph, Progression progression, int layers, boolean componentTransform, CodingStyle style) {
    public Cod {
        if (layers < 1 || layers > 65535) {
            throw new IllegalArgumentException("expected 1 to 65535 layers, found " + layers);
        }
    }
}
