package org.diconde4j.codec.internal.jpeg2000;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.codec.internal.Parallel;
import org.diconde4j.codec.internal.jpeg2000.geometry.Grid;
import org.diconde4j.codec.internal.jpeg2000.syntax.Codestream;
import org.diconde4j.codec.internal.jpeg2000.syntax.CodestreamReader;
import org.diconde4j.codec.internal.jpeg2000.syntax.Report;
import org.diconde4j.codec.internal.jpeg2000.syntax.Siz;
import org.diconde4j.codec.internal.jpeg2000.syntax.TileData;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.LayoutConverter;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * Decodes frames of JPEG 2000 (PS3.5 A.4.4, 8.2.4). Colour transforms of the codestream are undone, so that YBR_RCT and
 * YBR_ICT come out as RGB; subsampled components are given in full.
 */
final class Jpeg2000Decoder implements FrameDecoder {
    private final PixelDescription announced;
    private final PixelDescription output;
    private final DecodeOptions options;
    private final @Nullable String lossyMethod;
    private final TileDecoder tiles;
    private final int column;
    private final int row;
    private final FrameBytes in = new FrameBytes();
    private final FrameBytes out = new FrameBytes();
    /** The output with cells that are written; others, such as single bits, are made of these. */
    private final PixelDescription written;

    private final LayoutConverter converter;
    private ByteBuffer whole = ByteBuffer.allocate(0);

    Jpeg2000Decoder(PixelDescription announced, DecodeOptions options, @Nullable String lossyMethod) {
        if (announced.bitsStored() > 32 || announced.sampleType().isFloat()) {
            throw new PixelException("JPEG 2000 frames decode to whole numbers of up to 32 bits, not to " + announced);
        }
        this.announced = announced;
        this.options = options;
        this.lossyMethod = lossyMethod;
        int reduction = options.reduction();
        int columns = announced.columns();
        int rows = announced.rows();
        DecodeOptions.Region region = options.region();
        if (region == null) {
            column = 0;
            row = 0;
            columns = Grid.ceilShift(columns, reduction);
            rows = Grid.ceilShift(rows, reduction);
        } else {
            requireWithin(region);
            // the corner may move to the left, but the part stays within the image
            column = region.column() >> reduction;
            row = region.row() >> reduction;
            columns = Grid.ceilShift(region.columns(), reduction);
            rows = Grid.ceilShift(region.rows(), reduction);
        }
        output = outputColour().withSize(rows, columns);
        written = wholeCells(output);
        converter = LayoutConverter.between(written, output);
        tiles = new TileDecoder(new Parallel(options.executor()));
    }

    private static PixelDescription wholeCells(PixelDescription layout) {
        int bits = layout.bitsAllocated();
        int stored = layout.bitsStored();
        return bits == 8 || bits == 16 || bits == 32
                ? layout
                : layout.withBits(stored <= 8 ? 8 : stored <= 16 ? 16 : 32, stored, stored - 1);
    }

    private PixelDescription outputColour() {
        int samples = announced.samplesPerPixel();
        String colour = announced.photometricInterpretation();
        if (colour.equals("YBR_RCT") || colour.equals("YBR_ICT")) {
            colour = "RGB";
        } else if (announced.isSubsampled()) {
            colour = "YBR_FULL";
        }
        return samples == 1 ? announced : announced.withColour(samples, colour, false);
    }

    private void requireWithin(DecodeOptions.Region region) {
        if (region.column() < 0
                || region.row() < 0
                || region.columns() < 1
                || region.rows() < 1
                || region.column() > announced.columns() - region.columns()
                || region.row() > announced.rows() - region.rows()) {
            throw new PixelException("the " + region + " is not within the image, which has " + announced.columns()
                    + " columns and " + announced.rows() + " rows");
        }
    }

    @Override
    public PixelDescription output() {
        return output;
    }

    @Override
    public @Nullable String lossyMethod() {
        return lossyMethod;
    }

    @Override
    public void decode(ByteBuffer encoded, ByteBuffer target) {
        if (converter.isIdentity()) {
            decodeWhole(encoded, target);
            return;
        }
        int length = Math.toIntExact(written.frameLength());
        if (whole.capacity() < length) {
            whole = ByteBuffer.allocate(length);
        }
        decodeWhole(encoded, whole.clear());
        converter.convert(whole.flip(), target);
    }

    private void decodeWhole(ByteBuffer encoded, ByteBuffer target) {
        int length = Math.toIntExact(written.frameLength());
        in.read(encoded);
        out.write(target, length);
        decode(in.array(), in.start(), in.end(), out.array(), out.start(), length);
        out.written(target);
    }

    private void decode(byte[] data, int from, int end, byte[] frame, int start, int length) {
        Report report = new Report(options);
        Codestream codestream = CodestreamReader.read(data, from, end, report);
        Siz siz = codestream.siz();
        check(siz, report);
        FrameMap map = FrameMap.of(siz, options.reduction(), column, row, output.columns(), output.rows());
        TileDecoder.Output whereTo =
                new TileDecoder.Output(frame, start, new SampleWriter(written), map, options.reduction());
        // tiles, rows and whole components may be missing, and nothing of an earlier frame may stand there
        Arrays.fill(frame, start, start + length, (byte) 0);
        for (int i = 0; i < siz.tiles(); i++) {
            if (!codestream.tiles().containsKey(i) && siz.hasSamples(i)) {
                report.damage("expected " + siz.tiles() + " tiles, found no tile " + i, codestream.end() - from);
                break;
            }
        }
        for (TileData tile : codestream.tiles().values()) {
            try {
                tiles.decode(data, from, codestream, tile, whereTo, report);
            } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
                report.damage("tile " + tile.index + " is damaged: " + e.getMessage(), tile.from[0] - from);
            }
        }
    }

    /** The codestream rules, but memory was planned by what the data set announces. */
    private void check(Siz siz, Report report) {
        int columns = FrameMap.columns(siz);
        int rows = FrameMap.rows(siz);
        int components = siz.components().size();
        if (components != announced.samplesPerPixel()) {
            throw new PixelException("the codestream has " + components + " components, the data set announces "
                    + announced.samplesPerPixel() + " samples per pixel");
        }
        if (siz.tiles() > 65535) {
            throw new PixelException("the codestream has " + siz.tiles() + " tiles, more than can be numbered");
        }
        if (columns != announced.columns() || rows != announced.rows()) {
            String problem = "the codestream has " + columns + " columns and " + rows + " rows, the data set announces "
                    + announced.columns() + " and " + announced.rows();
            if (columns > announced.columns() || rows > announced.rows()) {
                throw new PixelException(problem);
            }
            report.damage(problem, 0);
        }
        int room = converter.isIdentity()
                ? announced.bitsAllocated() - (announced.highBit() + 1 - announced.bitsStored())
                : announced.bitsStored();
        for (Siz.Component component : siz.components()) {
            if (component.precision() > room) {
                throw new PixelException("the codestream has samples of " + component.precision()
                        + " bits, for which the " + room + " bits of a cell are too few");
            }
        }
        Siz.Component first = siz.components().get(0);
        if (first.precision() != announced.bitsStored()) {
            report.deviation(
                    "the codestream has samples of " + first.precision() + " bits, the data set announces "
                            + announced.bitsStored(),
                    0);
        }
        if (first.signed() != (announced.sampleType() == SampleType.SIGNED)) {
            report.deviation(
                    "samples of the codestream are " + (first.signed() ? "" : "not ")
                            + "signed, unlike those that the data set announces; their bits are taken as they are",
                    0);
        }
    }
}
