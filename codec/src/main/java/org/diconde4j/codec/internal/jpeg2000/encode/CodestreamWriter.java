package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.geometry.PacketOrder;
import org.diconde4j.codec.internal.jpeg2000.syntax.Capabilities;
import org.diconde4j.codec.internal.jpeg2000.syntax.CodingStyle;
import org.diconde4j.codec.internal.jpeg2000.syntax.Marker;
import org.diconde4j.codec.internal.jpeg2000.syntax.Quantization;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;
import org.jspecify.annotations.Nullable;

/**
 * Writes codestreams (ITU-T T.800 Annex A), with one tile-part for each tile or several; in HTJ2K Lossless RPCL one for each
 * resolution, whose places TLM tells (PS3.5 10.18).
 */
final class CodestreamWriter {
    private static final int TILE_HEADER = 14; // SOT and SOD
    private static final int END = 2;
    /** 16 bits for a tile, 32 for a length. */
    private static final int TLM_SIZES = 0x60;

    private static final int PARTS_IN_TLM = (65535 - 4) / 6;
    /** Of Ccap: irreversible transforms are used. */
    private static final int HTIRV = 0x20;

    private final Plan plan;
    private final ByteSink sink = new ByteSink();
    private final PacketWriter packets;
    /** Tile-parts of each tile. */
    private final int parts;

    private final boolean tlm;
    /** Lengths of the packets of a tile-part, if they are written down. */
    private final @Nullable PacketLengths lengths;

    private int tile;
    private int part;
    private int partStart;
    /** Where TLM is, and how many tile-parts have been written. */
    private int lengthsAt;

    private int written;

    CodestreamWriter(Plan plan) {
        this.plan = plan;
        parts = plan.tileParts();
        tlm = plan.markers().contains("tlm") || plan.target() == Target.HIGH_THROUGHPUT_LOSSLESS_RPCL;
        lengths = plan.markers().contains("plt") ? new PacketLengths() : null;
        packets = new PacketWriter(plan.cod(), sink, new PacketWriter.Listener() {
            @Override
            public void begins(PacketOrder packet) {
                while (part <= part(packet)) { // of layers, resolutions or components without packets
                    endPart();
                    beginPart();
                }
            }

            @Override
            public void ended(PacketOrder packet, int length) {
                if (lengths != null) {
                    lengths.add(length);
                }
            }
        });
    }

    /** The number of the tile-part that a packet is in. */
    private int part(PacketOrder packet) {
        return switch (plan.parts()) {
            case ONE -> 0;
            case LAYER -> packet.layer;
            case RESOLUTION -> packet.resolution.index;
            case COMPONENT -> packet.resolution.component;
        };
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
        counts[0] = sink.length + (long) TILE_HEADER * parts * tiles.size() + END;
        for (TileCode tile : tiles) {
            packets.write(tile, counts);
            if (lengths != null) {
                counts[0] += lengths.atMost(parts);
                lengths.clear();
            }
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
        written = 0;
        for (TileCode code : tiles) {
            tile = code.tile.index;
            part = 0;
            beginPart();
            packets.write(code, null);
            endPart();
            while (part < parts) {
                beginPart();
                endPart();
            }
        }
        sink.u16(Marker.EOC);
    }

    private void beginPart() {
        partStart = sink.length;
        sink.u16(Marker.SOT);
        sink.u16(10);
        sink.u16(tile);
        sink.u32(0); // Psot, when it is known
        sink.u8(part++);
        sink.u8(parts);
        sink.u16(Marker.SOD);
    }

    private void endPart() {
        if (lengths != null) {
            lengths.insert(sink, partStart + TILE_HEADER - 2);
            lengths.clear();
        }
        int length = sink.length - partStart;
        sink.u32(partStart + 6, length);
        if (tlm) {
            int segment = written / PARTS_IN_TLM;
            int at = lengthsAt + 6 * (segment + 1) + 6 * written;
            sink.bytes[at] = (byte) (tile >> 8);
            sink.bytes[at + 1] = (byte) tile;
            sink.u32(at + 2, length);
        }
        written++;
    }

    /** Room for the lengths of all tile-parts (A.7.1), each with the number of its tile in 16 bits. */
    private void tlm() {
        lengthsAt = sink.length;
        int left = Math.toIntExact(plan.siz().tiles() * parts);
        for (int number = 0; left > 0; number++) {
            int here = Math.min(left, PARTS_IN_TLM);
            sink.u16(Marker.TLM);
            sink.u16(4 + 6 * here);
            sink.u8(number);
            sink.u8(TLM_SIZES);
            sink.reserve(6 * here);
            sink.length += 6 * here;
            left -= here;
        }
    }

    /** Capabilities of Part 15 (T.814 A.3): all blocks coded by high throughput, one set of passes, no regions of interest. */
    private void cap() {
        int planes = plan.mostBitPlanes();
        int magnitudes = planes <= 8 ? 0 : planes < 28 ? planes - 8 : 13 + (planes >> 2);
        sink.u16(Marker.CAP);
        sink.u16(8);
        sink.u32(Capabilities.HIGH_THROUGHPUT);
        sink.u16(plan.cod().style().reversible() ? magnitudes : HTIRV | magnitudes);
    }

    private void mainHeader() {
        sink.u16(Marker.SOC);
        siz(plan.siz());
        if (plan.target().highThroughput) {
            cap();
        }
        cod();
        qcd(plan.quantization());
        for (int c = 0; c < plan.siz().components().size() && plan.region() != null; c++) {
            rgn(c);
        }
        if (tlm) {
            tlm();
        }
    }

    /** A region of interest by maximum shift (A.6.3). */
    private void rgn(int component) {
        boolean many = plan.siz().components().size() > 256;
        sink.u16(Marker.RGN);
        sink.u16(many ? 6 : 5);
        if (many) {
            sink.u8(component >> 8);
        }
        sink.u8(component);
        sink.u8(0); // Srgn
        sink.u8(plan.regionShift());
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
