package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.syntax.CodingStyle;
import org.diconde4j.codec.internal.jpeg2000.syntax.Marker;
import org.diconde4j.codec.internal.jpeg2000.syntax.Quantization;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;

/** Writes codestreams (ITU-T T.800 Annex A), with one tile-part for each tile. */
final class CodestreamWriter {
    private static final int TILE_HEADER = 14; // SOT and SOD
    private static final int END = 2;

    private final Plan plan;
    private final ByteSink sink = new ByteSink();
    private final PacketWriter packets;

    CodestreamWriter(Plan plan) {
        this.plan = plan;
        this.packets = new PacketWriter(plan.cod(), sink);
    }

    /** What was written last. */
    ByteSink bytes() {
        return sink;
    }

    /**
     * Counts what a codestream would have.
     *
     * @return bytes up to the end of each layer, if only those were written
     */
    long[] measure(List<TileCode> tiles) {
        long[] counts = new long[plan.cod().layers()];
        sink.length = 0;
        mainHeader();
        counts[0] = sink.length + (long) TILE_HEADER * tiles.size() + END;
        for (TileCode tile : tiles) {
            packets.write(tile, counts);
        }
        for (int layer = 1; layer < counts.length; layer++) {
            counts[layer] += counts[layer - 1];
        }
        return counts;
    }

    /** Writes a codestream. */
    void write(List<TileCode> tiles) {
        sink.length = 0;
        mainHeader();
        for (TileCode tile : tiles) {
            int start = sink.length;
            sink.u16(Marker.SOT);
            sink.u16(10);
            sink.u16(tile.tile.index);
            sink.u32(0); // Psot, when it is known
            sink.u8(0);
            sink.u8(1);
            sink.u16(Marker.SOD);
            packets.write(tile, null);
            sink.u32(start + 6, sink.length - start);
        }
        sink.u16(Marker.EOC);
    }

    private void mainHeader() {
        sink.u16(Marker.SOC);
        siz(plan.siz());
        cod();
        qcd(plan.quantization());
    }

    private void siz(Siz siz) {
        sink.u16(Marker.SIZ);
        sink.u16(38 + 3 * siz.components().size());
        sink.u16(siz.capabilities());
        sink.u32(siz.x1());
        sink.u32(siz.y1());
        sink.u32(siz.x0());
        sink.u32(siz.y0());
        sink.u32(siz.tileWidth());
        sink.u32(siz.tileHeight());
        sink.u32(siz.tileX0());
        sink.u32(siz.tileY0());
        sink.u16(siz.components().size());
        for (Siz.Component component : siz.components()) {
            sink.u8(component.precision() - 1 | (component.signed() ? 0x80 : 0));
            sink.u8(component.dx());
            sink.u8(component.dy());
        }
    }

    private void cod() {
        CodingStyle style = plan.cod().style();
        sink.u16(Marker.COD);
        sink.u16(12 + style.precincts().size());
        sink.u8((style.precincts().isEmpty() ? 0 : 1)
                | (plan.cod().sop() ? 2 : 0)
                | (plan.cod().eph() ? 4 : 0));
        sink.u8(plan.cod().progression().ordinal());
        sink.u16(plan.cod().layers());
        sink.u8(plan.cod().componentTransform() ? 1 : 0);
        sink.u8(style.levels());
        sink.u8(style.blockWidthExponent() - 2);
        sink.u8(style.blockHeightExponent() - 2);
        sink.u8(style.blockStyle());
        sink.u8(style.reversible() ? 1 : 0);
        for (int precinct : style.precincts()) {
            sink.u8(precinct);
        }
    }

    private void qcd(Quantization quantization) {
        boolean whole = quantization.style() == Quantization.Style.NONE;
        sink.u16(Marker.QCD);
        sink.u16(3 + quantization.steps().size() * (whole ? 1 : 2));
        sink.u8(quantization.guardBits() << 5 | quantization.style().ordinal());
        for (int step : quantization.steps()) {
            if (whole) {
                sink.u8(step);
            } else {
                sink.u16(step);
            }
        }
    }
}
