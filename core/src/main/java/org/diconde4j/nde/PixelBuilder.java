package org.diconde4j.nde;

import java.util.Arrays;
import java.util.BitSet;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of objects with pixels have in common. Not thread-safe.
 *
 * @param <B> the type that its methods return
 */
public abstract sealed class PixelBuilder<B> extends ObjectBuilder<B> permits ImageBuilder, VolumeBuilder {
    private @Nullable Pixels pixels;
    private int bitsStored;
    private boolean signed;

    PixelBuilder(Kind kind) {
        super(kind);
    }

    /**
     * Sets grey samples of 16 bits, of one frame or more.
     *
     * @param rows lines of a frame
     * @param columns samples of a line
     * @param samples line after line, frame after frame, unsigned unless {@link #signed()}
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public B pixels(int rows, int columns, short[] samples) {
        return pixels(Pixels.InMemory.of(rows, columns, SampleFormat.GREY_16, FrameSource.bytes(samples)));
    }

    /**
     * Sets grey samples of 8 bits, of one frame or more.
     *
     * @param rows lines of a frame
     * @param columns samples of a line
     * @param samples line after line, frame after frame; not copied
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public B pixels(int rows, int columns, byte[] samples) {
        return pixels(Pixels.InMemory.of(rows, columns, SampleFormat.GREY_8, samples));
    }

    /**
     * Sets floating point samples of 32 bits (Float Pixel Data (7FE0,0008), PS3.3 C.7.6.24), of one frame or more. DICOM
     * has them in parametric maps; DICONDE in any image (second-hand), which programs for medicine may not read.
     *
     * @param rows lines of a frame
     * @param columns samples of a line
     * @param samples line after line, frame after frame
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public B pixels(int rows, int columns, float[] samples) {
        return pixels(Pixels.InMemory.of(rows, columns, SampleFormat.FLOAT, FrameSource.bytes(samples)));
    }

    /**
     * Sets floating point samples of 64 bits (Double Float Pixel Data (7FE0,0009), PS3.3 C.7.6.25), of one frame or more.
     * See {@link #pixels(int, int, float[])} for who reads them.
     *
     * @param rows lines of a frame
     * @param columns samples of a line
     * @param samples line after line, frame after frame
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public B pixels(int rows, int columns, double[] samples) {
        return pixels(Pixels.InMemory.of(rows, columns, SampleFormat.DOUBLE, FrameSource.bytes(samples)));
    }

    /**
     * Sets coloured samples of 8 bits: red, green and blue of each pixel in turn, of one frame or more.
     *
     * @param rows lines of a frame
     * @param columns pixels of a line
     * @param samples line after line, frame after frame; not copied
     * @return this builder
     * @throws IllegalArgumentException if the number of samples is not that of whole frames
     */
    public B colourPixels(int rows, int columns, byte[] samples) {
        return pixels(Pixels.InMemory.of(rows, columns, SampleFormat.RGB_8, samples));
    }

    /**
     * Sets pixels of one bit, of one frame or more.
     *
     * @param rows lines of a frame
     * @param columns pixels of a line
     * @param frames how many frames there are
     * @param bits line after line, frame after frame; what is not set is 0
     * @return this builder
     * @throws IllegalArgumentException if there are more bits than pixels
     */
    public B bitPixels(int rows, int columns, int frames, BitSet bits) {
        Pixels.Layout layout = new Pixels.Layout(rows, columns, frames, SampleFormat.BIT);
        long count = layout.bits() * frames;
        if (bits.length() > count) {
            throw new IllegalArgumentException(
                    "there are " + count + " pixels, but bit " + (bits.length() - 1) + " is set");
        }
        return pixels(new Pixels.InMemory(layout, Arrays.copyOf(bits.toByteArray(), Math.toIntExact(layout.bytes()))));
    }

    /**
     * Sets pixels that are asked for frame by frame while the object is written. Objects of more than 4 GiB are written in
     * Encapsulated Uncompressed Explicit VR Little Endian with an Extended Offset Table; smaller ones as any other.
     *
     * @param rows lines of a frame
     * @param columns pixels of a line
     * @param frames how many frames there are
     * @param format how samples are stored
     * @param source gives each frame
     * @return this builder
     * @throws IllegalArgumentException if frames do not end with a whole byte, or floating point samples are more than an
     *     element can hold
     */
    public B pixels(int rows, int columns, int frames, SampleFormat format, FrameSource source) {
        return pixels(new Pixels.Supplied(new Pixels.Layout(rows, columns, frames, format), source));
    }

    /**
     * Sets pixels that are compressed already, such as a video. What the compression makes of the description, such as the
     * Photometric Interpretation (0028,0004) or Lossy Image Compression (0028,2110), is set by {@link #set}.
     *
     * @param syntax identifier of the transfer syntax, an encapsulated one
     * @param rows lines of a frame
     * @param columns pixels of a line
     * @param frames how many frames there are
     * @param format what a decoder makes of them, 8 or 16 bits
     * @param fragments the compressed frames, the Basic Offset Table first
     * @return this builder
     * @throws IllegalArgumentException if the transfer syntax is no encapsulated one, or cannot hold such samples
     */
    public B encapsulated(String syntax, int rows, int columns, int frames, SampleFormat format, Fragments fragments) {
        TransferSyntax found = TransferSyntax.of(syntax);
        if (!found.encapsulated()) {
            throw new IllegalArgumentException("expected an encapsulated transfer syntax, found " + found.name());
        }
        if (format.isFloatingPoint()) {
            throw new IllegalArgumentException("floating point pixels cannot be encapsulated (PS3.5 A.4)");
        }
        return pixels(new Pixels.Encapsulated(new Pixels.Layout(rows, columns, frames, format), found, fragments));
    }

    private B pixels(Pixels given) {
        pixels = given;
        bitsStored = given.layout().format().bits;
        return self();
    }

    /**
     * Says how many of the allocated bits are used.
     *
     * @param stored at most those allocated
     * @return this builder
     */
    public B bitsStored(int stored) {
        int allocated = pixels == null ? 0 : pixels.layout().format().bits;
        if (stored < 1 || stored > allocated) {
            throw new IllegalArgumentException(
                    "bits stored " + stored + ", expected 1 to " + allocated + "; set the pixels first");
        }
        bitsStored = stored;
        return self();
    }

    /**
     * Says that samples are two's complement.
     *
     * @return this builder
     */
    public B signed() {
        signed = true;
        return self();
    }

    /**
     * Shows small values light and large values dark, as on film (MONOCHROME1).
     *
     * @return this builder
     */
    public B inverted() {
        return set(Tag.PhotometricInterpretation, "MONOCHROME1");
    }

    final boolean isSigned() {
        return signed;
    }

    final int storedBits() {
        return bitsStored;
    }

    final Pixels givenPixels() {
        if (pixels == null) {
            throw new IllegalStateException(
                    "an image needs pixels: call pixels(rows, columns, samples) before build()");
        }
        return pixels;
    }

    @Override
    TransferSyntax syntax() {
        return givenPixels().syntax();
    }

    /** Describes the pixels (PS3.3 C.7.6.3; C.7.6.24 and C.7.6.25 for floating point) and sets them. */
    final void describePixels(Dataset.Builder dataset, Dataset attributes) {
        Pixels.Layout layout = givenPixels().layout();
        SampleFormat format = layout.format();
        if (layout.frames() > 1 && !kind.isMultiFrame()) {
            throw new IllegalStateException("this kind of image has one frame, found pixels of " + layout.frames());
        }
        dataset.set(Tag.SamplesPerPixel, format.samplesPerPixel)
                .set(Tag.Rows, layout.rows())
                .set(Tag.Columns, layout.columns())
                .set(Tag.BitsAllocated, format.bits);
        if (!format.isFloatingPoint()) {
            dataset.set(Tag.BitsStored, bitsStored)
                    .set(Tag.HighBit, bitsStored - 1)
                    .set(Tag.PixelRepresentation, signed ? 1 : 0);
        }
        if (format.samplesPerPixel == 3) {
            dataset.set(Tag.PlanarConfiguration, 0);
        }
        if (!attributes.contains(Tag.PhotometricInterpretation)) {
            dataset.set(Tag.PhotometricInterpretation, format.samplesPerPixel == 3 ? "RGB" : "MONOCHROME2");
        }
        if (kind.isMultiFrame()) {
            dataset.set(Tag.NumberOfFrames, layout.frames());
        }
        givenPixels().putInto(dataset);
    }
}
