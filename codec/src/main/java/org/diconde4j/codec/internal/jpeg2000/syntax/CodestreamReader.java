package org.diconde4j.codec.internal.jpeg2000.syntax;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a codestream apart into main header, tile-part headers and where the packets are (ITU-T T.800 Annex A). Reads no
 * packet. Memory is in the order of the length of the headers.
 */
public final class CodestreamReader {
    private final byte[] data;
    private final int origin;
    private final int end;
    private final Report report;

    private int at;
    private @Nullable Siz siz;
    private @Nullable Capabilities capabilities;
    private final Parameters main = new Parameters(null);
    private final Map<Integer, TileData> tiles = new LinkedHashMap<>();
    /** Where the packed packet headers of PPM are, by Zppm: start and end. */
    private final TreeMap<Integer, int[]> ppm = new TreeMap<>();

    private byte[] packed = {};
    private int packedAt;

    private CodestreamReader(byte[] data, int origin, int from, int to, Report report) {
        this.data = data;
        this.origin = origin;
        this.at = from;
        this.end = to;
        this.report = report;
    }

    /**
     * Reads a frame.
     *
     * @param data holds the frame
     * @param from where it begins
     * @param to where it ends
     * @param report is told of damage
     * @return what is in it
     * @throws PixelException if the main header cannot be understood, or it uses what is not supported
     */
    public static Codestream read(byte[] data, int from, int to, Report report) {
        int start = FileFormat.codestream(data, from, to, report);
        CodestreamReader reader = new CodestreamReader(data, from, start, to, report);
        try {
            return reader.read();
        } catch (IllegalArgumentException e) { // the records check what they are made of
            throw new PixelException(
                    "no proper JPEG 2000 header: " + e.getMessage() + ", before byte " + (reader.at - from), e);
        }
    }

    private Codestream read() {
        if (at + 2 > end || marker(at) != Marker.SOC) {
            throw new PixelException("expected a JPEG 2000 codestream, which begins with FF4F, at byte " + (at - origin)
                    + " of the frame");
        }
        at += 2;
        while (true) {
            int marker = nextMarker();
            if (marker < 0) {
                throw cutOff("main header");
            }
            if (marker == Marker.SOT) {
                break;
            }
            if (Marker.isReserved(marker)) {
                continue;
            }
            if (Marker.standsAlone(marker)) {
                throw new PixelException("found the marker " + hex(marker) + " in the main header, at byte "
                        + (at - 2 - origin) + " of the frame");
            }
            SegmentReader segment = segment(marker);
            if (segment == null) {
                throw cutOff("main header");
            }
            if (siz == null && marker != Marker.SIZ) {
                throw new PixelException("expected SIZ after SOC, found " + hex(marker));
            }
            mainSegment(marker, segment);
        }
        if (siz == null || main.cod() == null && main.style(0) == null) {
            throw new PixelException("the main header lacks " + (siz == null ? "SIZ" : "COD"));
        }
        packed = packedHeaders();
        tileParts(siz);
        return new Codestream(siz, capabilities, main, tiles, at);
    }

    private PixelException cutOff(String where) {
        return new PixelException("the frame ends within the " + where + ", at byte " + (end - origin));
    }

    private void mainSegment(int marker, SegmentReader segment) {
        switch (marker) {
            case Marker.SIZ -> siz = segment.siz();
            case Marker.CAP -> capabilities = segment.capabilities();
            case Marker.PPM -> ppm.putIfAbsent(segment.u8(), new int[] {segment.position(), at});
            default -> parameters(marker, segment, main);
        }
    }

    /** What may stand in the main header and in that of a tile-part. */
    private void parameters(int marker, SegmentReader segment, Parameters to) {
        boolean many = siz != null && siz.components().size() > 256;
        switch (marker) {
            case Marker.COD -> to.cod(segment.cod());
            case Marker.COC -> {
                int component = many ? segment.u16() : segment.u8();
                to.coc(component, segment.style((segment.u8() & 1) != 0));
            }
            case Marker.QCD -> to.qcd(segment.quantization());
            case Marker.QCC -> to.qcc(many ? segment.u16() : segment.u8(), segment.quantization());
            case Marker.RGN -> {
                int component = many ? segment.u16() : segment.u8();
                int style = segment.u8();
                if (style != 0) {
                    throw new PixelException(
                            "regions of interest of style " + style + " are JPEG 2000 Part 2, which is not supported");
                }
                to.rgn(component, segment.u8());
            }
            case Marker.POC -> to.poc(segment.progressionChanges(many));
            default -> {
                if (marker >= 0xFF70 && marker <= 0xFF79) {
                    throw new PixelException("the marker segment " + hex(marker)
                            + " belongs to JPEG 2000 Part 2, whose extensions are not supported, at byte "
                            + (segment.position() - 4 - origin) + " of the frame");
                }
                // TLM, PLM, PLT, CRG, COM, CPF and what is not known change nothing
            }
        }
    }

    private byte[] packedHeaders() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ppm.values().forEach(range -> all.write(data, range[0], range[1] - range[0]));
        return all.toByteArray();
    }

    /** Reads tile-parts until EOC; {@link #at} is behind the first SOT marker. */
    private void tileParts(Siz size) {
        while (tilePart(size)) {
            int marker = nextMarker();
            if (marker == Marker.SOT) {
                continue;
            }
            if (marker != Marker.EOC) {
                if (marker >= 0) {
                    at -= 2;
                }
                report.deviation("the codestream does not end with EOC (FFD9)", at - origin);
            }
            return;
        }
    }

    /** One tile-part, {@link #at} behind its SOT marker; false if the rest cannot be understood. */
    private boolean tilePart(Siz size) {
        int start = at - 2;
        SegmentReader sot = segment(Marker.SOT);
        if (sot == null || sot.left() < 8) {
            return damaged("the header of a tile-part is cut off", start);
        }
        int index = sot.u16();
        long length = sot.u32(); // Psot
        if (index >= size.tiles()) {
            return damaged("tile-part of tile " + index + ", where there are " + size.tiles() + " tiles", start);
        }
        TileData tile = tiles.computeIfAbsent(index, i -> new TileData(i, main));
        int partEnd = (int) Math.min(end, length == 0 ? endOfLast() : start + length);
        TreeMap<Integer, int[]> ppt = new TreeMap<>();
        while (true) {
            int marker = nextMarker();
            if (marker == Marker.SOD) {
                break;
            }
            if (Marker.isReserved(marker)) {
                continue;
            }
            SegmentReader segment = marker < 0 || Marker.standsAlone(marker) ? null : segment(marker);
            if (segment == null) {
                return damaged("the header of a tile-part of tile " + index + " is cut off or broken", at);
            }
            if (marker == Marker.PPT) {
                ppt.putIfAbsent(segment.u8(), new int[] {segment.position(), at});
            } else {
                parameters(marker, segment, tile.parameters);
            }
        }
        ppt.values().forEach(range -> tile.addHeaders(data, range[0], range[1]));
        if (!ppm.isEmpty()) {
            fromMainHeader(tile);
        }
        if (length > end - start) {
            report.damage(
                    "tile " + index + " is cut off: expected a tile-part of " + length + " bytes, found "
                            + (end - start),
                    start - origin);
        } else if (partEnd < at) {
            return damaged("a tile-part of " + length + " bytes is shorter than its header", start);
        }
        tile.add(at, partEnd);
        at = partEnd;
        return true;
    }

    /** Psot of 0: the tile-part goes on to EOC (A.4.2), behind which there may be padding. */
    private int endOfLast() {
        int last = end;
        while (last > at && (data[last - 1] == 0 || data[last - 1] == (byte) 0xFF)) {
            last--;
        }
        return last - at >= 2 && marker(last - 2) == Marker.EOC ? last - 2 : end;
    }

    /** The packet headers of the next tile-part (A.7.4): Nppm, then as many bytes. */
    private void fromMainHeader(TileData tile) {
        int left = packed.length - packedAt;
        long length = left < 4 ? -1 : new SegmentReader(packed, "PPM", packedAt, packedAt + 4).u32();
        if (length < 0 || length > left - 4) {
            report.damage("packed packet headers (PPM) are missing for tile " + tile.index, at - origin);
            length = Math.max(0, left - 4);
        }
        int from = Math.min(packed.length, packedAt + 4);
        tile.addHeaders(packed, from, from + (int) length);
        packedAt = from + (int) length;
    }

    private boolean damaged(String problem, int where) {
        report.damage(problem, where - origin);
        return false;
    }

    /** The next marker, {@link #at} behind it; -1 if there is none. */
    private int nextMarker() {
        if (at + 2 > end || data[at] != (byte) 0xFF) {
            return -1;
        }
        at += 2;
        return marker(at - 2);
    }

    /** The segment of a marker, {@link #at} moved behind it; null if it is not all there. */
    private @Nullable SegmentReader segment(int marker) {
        if (at + 2 > end) {
            return null;
        }
        int length = marker(at);
        if (length < 2 || length > end - at) {
            return null;
        }
        SegmentReader segment = new SegmentReader(data, hex(marker), at + 2, at + length);
        at += length;
        return segment;
    }

    private int marker(int index) {
        return (data[index] & 0xFF) << 8 | data[index + 1] & 0xFF;
    }

    private static String hex(int marker) {
        return String.format("%04X", marker);
    }
}
