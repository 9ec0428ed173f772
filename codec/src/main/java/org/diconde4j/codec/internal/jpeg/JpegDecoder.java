package org.diconde4j.codec.internal.jpeg;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.diconde4j.codec.internal.FrameBytes;
import org.diconde4j.codec.internal.FrameRows;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameDecoder;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/** Decodes JPEG frames of any process that there is a decoder for. */
final class JpegDecoder implements FrameDecoder {
    /** A progressive image has a scan for each bit of each coefficient at most; nobody makes near as many. */
    private static final int MOST_SCANS = 1000;

    /** Pixels that a frame may have, besides some times those announced, where its size is not as it should be. */
    private static final int MOST_UNANNOUNCED = 1 << 18;

    private final DecodeOptions options;
    private final boolean lossy;
    private final PixelDescription output;
    private final FrameRows rows;
    private final FrameBytes in = new FrameBytes();
    private final @Nullable HuffmanTable[] tables = new HuffmanTable[8];
    /** Is told of damage that is tolerated. */
    private final @Nullable Consumer<JpegFault> damage;

    private @Nullable LosslessDecoder lossless;
    private @Nullable DctDecoder dct;
    private boolean precisionTold;
    private boolean damageTold;
    private boolean coloursTold;

    JpegDecoder(PixelDescription announced, DecodeOptions options, boolean lossy) {
        this.options = options;
        this.lossy = lossy;
        damage = options.isTolerant() ? this::tell : null;
        String photometric = announced.photometricInterpretation();
        boolean subsampled = announced.isSubsampled() || photometric.equals("YBR_FULL_422");
        output = announced.withColour(announced.samplesPerPixel(), subsampled ? "YBR_FULL" : photometric, false);
        if (output.samplesPerPixel() > 4) {
            throw new PixelException("expected at most 4 samples in JPEG frames, found " + announced);
        }
        rows = new FrameRows(output);
    }

    @Override
    public PixelDescription output() {
        return output;
    }

    @Override
    public @Nullable String lossyMethod() {
        return lossy ? "ISO_10918_1" : null;
    }

    @Override
    public void decode(ByteBuffer encoded, ByteBuffer target) {
        in.read(encoded);
        damageTold = false;
        int start = target.position();
        int end = start + (int) output.frameLength();
        if (options.isTolerant()) {
            for (int i = start; i < end; i++) {
                target.put(i, (byte) 0);
            }
        }
        try {
            scans(in.array(), in.start(), in.end(), target, start);
        } catch (JpegFault e) {
            if (!options.isTolerant()) {
                throw new PixelException(String.valueOf(e.getMessage()), e);
            }
            tell(e);
        }
        target.position(end);
    }

    /** Damage brings more damage: the first of a frame says it. */
    private void tell(JpegFault fault) {
        if (!damageTold) {
            damageTold = true;
            options.deviations()
                    .accept(new Deviation(String.valueOf(fault.getMessage()), Tag.PixelData, fault.offset()));
        }
    }

    private void tell(ColourChange colours) {
        if (colours != ColourChange.NONE && !coloursTold) {
            coloursTold = true;
            note("Photometric Interpretation is " + output.photometricInterpretation()
                    + ", but the frame says that it has "
                    + (colours == ColourChange.TO_RGB ? "luminance and chrominance" : "RGB")
                    + ": it is converted");
        }
    }

    private void note(String problem) {
        options.deviations().accept(new Deviation(problem, Tag.PixelData, 0));
    }

    private void scans(byte[] data, int base, int end, ByteBuffer target, int start) {
        JpegParser parser = new JpegParser(data, base, end, tables);
        ScanHeader scan = parser.nextScan();
        FrameHeader frame = parser.header();
        check(parser, frame);
        if (scan == null) {
            throw parser.fault(end - base, "expected a scan, found the end of the image");
        }
        if (frame.process() == FrameHeader.LOSSLESS) {
            lossless(parser, data, base, end, scan, target, start);
            return;
        }
        DctDecoder decoder = dct;
        if (decoder == null) {
            decoder = new DctDecoder(rows, output, damage);
            dct = decoder;
        }
        ColourChange colours = ColourChange.of(parser, frame, output.photometricInterpretation());
        tell(colours);
        decoder.begin(parser, frame, base, colours, target, start);
        try {
            int count = 0;
            for (ScanHeader next = scan; next != null; next = parser.nextScan()) {
                if (++count > MOST_SCANS) {
                    throw parser.fault(next.offset() - base, "more than " + MOST_SCANS + " scans");
                }
                parser.goOn(decoder.scan(data, end, next));
            }
            decoder.requireAll();
        } finally {
            decoder.finish();
        }
    }

    private void lossless(
            JpegParser parser, byte[] data, int base, int end, ScanHeader first, ByteBuffer target, int start) {
        FrameHeader frame = parser.header();
        LosslessDecoder decoder = lossless;
        if (decoder == null || !decoder.isFor(frame)) {
            decoder = new LosslessDecoder(rows, frame, output, damage);
            lossless = decoder;
        }
        int seen = 0;
        for (ScanHeader scan = first; scan != null; scan = parser.nextScan()) {
            for (int component : scan.components()) {
                if ((seen & 1 << component) != 0) {
                    throw parser.fault(scan.offset() - base, "component " + component + " in two scans");
                }
                seen |= 1 << component;
            }
            parser.goOn(decoder.decode(parser, data, end, base, scan, target, start));
            if (seen == (1 << frame.components().size()) - 1) {
                return;
            }
        }
        throw parser.fault(end - base, "the image ends before all of its components were there");
    }

    private void check(JpegParser parser, FrameHeader frame) {
        checkSize(frame);
        int precision = frame.precision();
        boolean isLossless = frame.process() == FrameHeader.LOSSLESS;
        if (precision > output.bitsAllocated()
                || precision < 2
                || precision > 16
                || !isLossless && precision != 8 && precision != 12) {
            throw parser.fault(
                    0, "samples of " + precision + " bits in cells of " + output.bitsAllocated() + ", which cannot be");
        }
        if (precision != output.bitsStored() && !precisionTold) {
            precisionTold = true;
            note("Bits Stored is " + output.bitsStored() + ", samples in the frame have " + precision + " bits");
        }
        boolean sameSampling = frame.components().stream()
                .allMatch(c -> c.horizontal() == frame.components().get(0).horizontal()
                        && c.vertical() == frame.components().get(0).vertical());
        if (isLossless && !sameSampling) {
            throw parser.fault(0, "components of different sizes in a lossless frame, which DICOM has no layout for");
        }
    }

    /** Another size than announced is damage, of which the part that belongs to the image is decoded. */
    private void checkSize(FrameHeader frame) {
        int samples = frame.components().size();
        if (frame.rows() == output.rows()
                && frame.columns() == output.columns()
                && samples == output.samplesPerPixel()) {
            return;
        }
        JpegFault fault = new JpegFault(
                0,
                "expected " + output.columns() + " × " + output.rows() + " pixels of " + output.samplesPerPixel()
                        + " samples, as the data set announces, found " + frame.columns() + " × " + frame.rows()
                        + " of " + samples);
        long announced = (long) output.rows() * output.columns();
        boolean tooMuch =
                blocks(frame.rows()) * blocks(frame.columns()) > 4 * announced + MOST_UNANNOUNCED || samples > 4;
        if (!options.isTolerant() || tooMuch || frame.rows() == 0 || frame.columns() == 0) {
            throw fault;
        }
        tell(fault);
    }

    /** Samples in whole MCUs of the largest size, for a frame of few columns takes as much memory as one of many. */
    private static long blocks(int samples) {
        return Plane.ceil(samples, 32) * 32L;
    }
}
