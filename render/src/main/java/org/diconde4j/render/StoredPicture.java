package org.diconde4j.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;
import org.diconde4j.data.Dataset;
import org.diconde4j.pixel.ColourConversion;
import org.diconde4j.pixel.FrameSamples;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.PixelException;
import org.diconde4j.pixel.SampleType;

/**
 * Draws a frame with its stored values and nothing between, no rescaling and no window: what a program wants that measures
 * in pictures. Grey samples of up to 8 bits give a picture of 8 bits, others one of 16. They are shifted so that the range
 * that their bits have fills the range of the picture: a sample of 12 bits stands in the upper 12 of 16, and 0 of signed
 * samples is the middle grey. Of more than 16 bits the upper 16 are drawn; floating point numbers are stretched from the
 * least to the greatest of the frame. MONOCHROME1 is inverted, as its least value is white (PS3.3 C.7.6.3.1.2). Colours
 * become RGB.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoredPicture {
    private final PixelDescription frames;
    private final Dataset dataset;

    private StoredPicture(PixelDescription frames, Dataset dataset) {
        this.frames = frames;
        this.dataset = dataset;
    }

    /**
     * Prepares to draw frames of one image.
     *
     * @param frames what they look like, as {@link org.diconde4j.pixel.FrameReader#description} says
     * @param dataset the image, which has the palette if there is one
     * @return what draws them
     * @throws PixelException if they are neither grey nor of colours that there are rules for
     */
    public static StoredPicture of(PixelDescription frames, Dataset dataset) {
        boolean grey = frames.samplesPerPixel() == 1
                && !frames.photometricInterpretation().equals("PALETTE COLOR");
        if (!grey && !ColourConversion.isColour(frames)) {
            throw new PixelException("there is no rule to draw " + frames);
        }
        return new StoredPicture(frames, dataset);
    }

    /**
     * Draws a frame.
     *
     * @param frame the frame, from its position on; the position stays
     * @return grey or RGB, 8 or 16 bits a sample
     * @throws PixelException if it is too short, or its palette is none
     */
    public BufferedImage draw(ByteBuffer frame) {
        return ColourConversion.isColour(frames) ? colour(frame) : grey(frame);
    }

    /**
     * Writes a frame as a PNG picture.
     *
     * @param frame the frame, from its position on; the position stays
     * @param out receives the picture; not closed
     * @throws PixelException if the frame is too short, or its palette is none
     * @throws IOException if it cannot be written
     */
    public void writePng(ByteBuffer frame, OutputStream out) throws IOException {
        ImageIO.write(draw(frame), "png", out);
    }

    private BufferedImage grey(ByteBuffer frame) {
        boolean small = !frames.sampleType().isFloat() && frames.bitsStored() <= 8;
        BufferedImage picture = new BufferedImage(
                frames.columns(), frames.rows(), small ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY);
        DataBuffer target = picture.getRaster().getDataBuffer();
        int invert = frames.photometricInterpretation().equals("MONOCHROME1") ? 0xFFFF : 0;
        if (frames.sampleType().isFloat()) {
            stretched(FrameSamples.of(frames).doubles(frame), ((DataBufferUShort) target).getData(), invert);
            return picture;
        }
        long[] values = FrameSamples.of(frames).longs(frame);
        int depth = small ? 8 : 16;
        int shift = depth - frames.bitsStored();
        long mask = -1L >>> 64 - frames.bitsStored();
        // the middle of signed samples is where the middle of unsigned ones is
        long flip = frames.sampleType() == SampleType.SIGNED ? 1L << frames.bitsStored() - 1 : 0;
        byte[] bytes = small ? ((DataBufferByte) target).getData() : new byte[0];
        short[] words = small ? new short[0] : ((DataBufferUShort) target).getData();
        for (int i = 0; i < values.length; i++) {
            long value = values[i] & mask ^ flip;
            int shifted = (int) (shift >= 0 ? value << shift : value >>> -shift) ^ invert;
            if (small) {
                bytes[i] = (byte) shifted;
            } else {
                words[i] = (short) shifted;
            }
        }
        return picture;
    }

    private static void stretched(double[] values, short[] target, int invert) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        double range = greatest > least ? greatest - least : 1;
        for (int i = 0; i < values.length; i++) {
            double part = Math.max(0, Math.min((values[i] - least) / range, 1)); // NaN is black
            target[i] = (short) ((int) Math.round(part * 0xFFFF) ^ invert);
        }
    }

    private BufferedImage colour(ByteBuffer frame) {
        ColourConversion conversion = ColourConversion.toRgb(frames, dataset);
        PixelDescription rgb = conversion.output();
        ByteBuffer bytes = ByteBuffer.allocate((int) rgb.frameLength()).order(ByteOrder.LITTLE_ENDIAN);
        conversion.convert(frame, bytes);
        bytes.flip();
        boolean small = rgb.bitsAllocated() == 8;
        BufferedImage picture = Pictures.rgb(rgb.columns(), rgb.rows(), !small);
        int shift = rgb.bitsAllocated() - rgb.bitsStored();
        DataBuffer target = picture.getRaster().getDataBuffer();
        if (small) {
            byte[] data = ((DataBufferByte) target).getData();
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (bytes.get() << shift);
            }
        } else {
            short[] data = ((DataBufferUShort) target).getData();
            for (int i = 0; i < data.length; i++) {
                data[i] = (short) (bytes.getShort() << shift);
            }
        }
        return picture;
    }
}
