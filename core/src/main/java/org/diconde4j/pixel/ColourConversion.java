package org.diconde4j.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.diconde4j.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Brings native frames of any Photometric Interpretation (PS3.3 C.7.6.3.1.2) into RGB, pixel by pixel: luminance and
 * chrominance by the equations given there, rounded and cut to the range of the samples, palettes by their tables. Samples
 * are unsigned and fill 8 or 16 bits. Immutable and thread-safe.
 */
public final class ColourConversion {
    private final PixelDescription from;
    private final PixelDescription to;
    private final @Nullable PaletteColours palette;
    private final FrameSamples samples;
    private final int bits;

    private ColourConversion(PixelDescription from, @Nullable PaletteColours palette) {
        this.from = from;
        this.palette = palette;
        this.bits = palette != null ? palette.bits() : from.bitsStored();
        int cell = bits <= 8 ? 8 : 16;
        this.to = new PixelDescription(
                from.rows(), from.columns(), from.frames(), 3, "RGB", false, cell, bits, bits - 1, SampleType.UNSIGNED);
        this.samples = FrameSamples.of(from);
    }

    /**
     * Prepares the conversion of an image.
     *
     * @param frames what frames look like, as {@link FrameReader#description} says
     * @param dataset the image, which has the palette
     * @return a conversion
     * @throws PixelException if they have no colours, or some that there are no rules for
     */
    public static ColourConversion toRgb(PixelDescription frames, Dataset dataset) {
        boolean indexed = frames.photometricInterpretation().equals("PALETTE COLOR");
        PaletteColours palette = indexed ? PaletteColours.of(dataset) : null;
        if (indexed && palette == null) {
            throw new PixelException("expected a palette, as Photometric Interpretation is PALETTE COLOR, found none");
        }
        if (!isColour(frames)) {
            throw new PixelException("there is no rule that makes RGB of " + frames);
        }
        return new ColourConversion(frames, palette);
    }

    /**
     * Whether pixels have colours that this class understands.
     *
     * @param frames what frames look like
     * @return false for grey ones, and for colours that only compressed frames have
     */
    public static boolean isColour(PixelDescription frames) {
        if (frames.sampleType().isFloat()) {
            return false;
        }
        return switch (frames.photometricInterpretation()) {
            case "PALETTE COLOR" -> frames.samplesPerPixel() == 1 && frames.bitsStored() <= 16;
            case "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422" ->
                frames.samplesPerPixel() == 3 && frames.bitsStored() <= 16;
            default -> false;
        };
    }

    /**
     * What converted frames look like.
     *
     * @return RGB, pixel by pixel
     */
    public PixelDescription output() {
        return to;
    }

    /**
     * Converts one frame.
     *
     * @param frame the frame, from its position on; the position stays
     * @param target receives the frame from its position on, which moves on by its length; not the same memory
     */
    public void convert(ByteBuffer frame, ByteBuffer target) {
        int[] values = samples.ints(frame);
        int start = target.position();
        ByteBuffer out = target.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (from.photometricInterpretation()) {
            case "PALETTE COLOR" -> indexed(values, out);
            case "RGB" -> copied(values, out);
            default -> luminance(values, out);
        }
        target.position(start + (int) to.frameLength());
    }

    private void indexed(int[] values, ByteBuffer out) {
        PaletteColours colours = palette;
        if (colours == null) {
            throw new IllegalStateException("no palette");
        }
        for (int value : values) {
            put(out, colours.colour(0, value));
            put(out, colours.colour(1, value));
            put(out, colours.colour(2, value));
        }
    }

    private void copied(int[] values, ByteBuffer out) {
        int pixels = from.rows() * from.columns();
        for (int i = 0; i < pixels; i++) {
            for (int sample = 0; sample < 3; sample++) {
                put(out, values[from.planar() ? sample * pixels + i : 3 * i + sample]);
            }
        }
    }

    private void luminance(int[] values, ByteBuffer out) {
        int pixels = from.rows() * from.columns();
        boolean partial = from.photometricInterpretation().equals("YBR_PARTIAL_422");
        int pairs = (from.columns() + 1) / 2;
        for (int i = 0; i < pixels; i++) {
            if (from.isSubsampled()) { // two luminances, then the chrominances of both
                int column = i % from.columns();
                int at = 4 * (i / from.columns() * pairs + column / 2);
                rgb(out, partial, values[at + column % 2], values[at + 2], values[at + 3]);
            } else if (from.planar()) {
                rgb(out, partial, values[i], values[pixels + i], values[2 * pixels + i]);
            } else {
                rgb(out, partial, values[3 * i], values[3 * i + 1], values[3 * i + 2]);
            }
        }
    }

    private void rgb(ByteBuffer out, boolean partial, int y, int cb, int cr) {
        int middle = 1 << bits - 1;
        double light = y;
        double blue = cb - middle;
        double red = cr - middle;
        if (partial) { // black is 16, white 235, of 8 bits; chrominance reaches from 16 to 240
            int unit = 1 << Math.max(0, bits - 8);
            light = (y - 16.0 * unit) * 255 / 219;
            blue = blue * 255 / 224;
            red = red * 255 / 224;
        }
        put(out, light + 1.402 * red);
        put(out, light - 0.344136 * blue - 0.714136 * red);
        put(out, light + 1.772 * blue);
    }

    private void put(ByteBuffer out, double value) {
        put(out, (int) Math.max(0, Math.min(Math.round(value), (1 << bits) - 1)));
    }

    private void put(ByteBuffer out, int value) {
        if (to.bitsAllocated() == 8) {
            out.put((byte) value);
        } else {
            out.putShort((short) value);
        }
    }
}
