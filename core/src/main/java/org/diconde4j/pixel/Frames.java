package org.diconde4j.pixel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.Fragments;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.BoundedInputStream;
import org.diconde4j.io.Deviation;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.io.TransferSyntax;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an image, each read from where it is stored without those before it. Frames are counted from 0 here; what
 * DICOM writes into data sets counts from 1.
 *
 * <p>Native frames are given in little endian order and packed from bit 0 of their first byte on, whatever the encoding.
 * Encapsulated ones are given as they stand, their fragments joined; {@link FrameReader} decodes
 * them.
 *
 * <p>Immutable and thread-safe. Where the pixels are in a file, it must not change.
 */
public final class Frames {
    private final TransferSyntax syntax;
    private final @Nullable PixelDescription description;
    private final @Nullable PixelException undescribed;
    private final FramePlaces places;
    private final FrameLocation location;

    private Frames(
            TransferSyntax syntax,
            @Nullable PixelDescription description,
            @Nullable PixelException undescribed,
            FramePlaces places,
            FrameLocation location) {
        this.syntax = syntax;
        this.description = description == null || places.count() == 0 || location == FrameLocation.STREAM
                ? description
                : description.withFrames(places.count());
        this.undescribed = undescribed;
        this.places = places;
        this.location = location;
    }

    /**
     * Finds the frames of an object.
     *
     * @param object the object
     * @return its frames
     * @throws PixelException if there are no pixels, or frames cannot be told apart
     * @throws IOException if a table or the beginnings of frames cannot be read
     */
    public static Frames of(DicomObject object) throws IOException {
        return of(object.dataset(), object.transferSyntax(), deviation -> {});
    }

    /**
     * Finds the frames of a data set, or of an item such as one of Icon Image Sequence (0088,0200).
     *
     * @param dataset has Pixel Data, Float Pixel Data or Double Float Pixel Data
     * @param syntax the encoding
     * @param deviations is told of what is not as announced
     * @return its frames
     * @throws PixelException if there are no pixels, or frames cannot be told apart
     * @throws IOException if a table or the beginnings of frames cannot be read
     */
    public static Frames of(Dataset dataset, TransferSyntax syntax, Consumer<Deviation> deviations) throws IOException {
        Element pixels = PixelPlace.pixels(dataset);
        if (pixels == null) {
            throw new PixelException(
                    "there are no pixels: expected Pixel Data (7FE0,0010), Float Pixel Data (7FE0,0008)"
                            + " or Double Float Pixel Data (7FE0,0009)"
                            + (dataset.contains(Tag.PixelDataProviderURL)
                                    ? ", found Pixel Data Provider URL (0028,7FE0): they are elsewhere"
                                    : ", found none"));
        }
        Fragments fragments = pixels.fragments();
        if (fragments == null) {
            PixelDescription announced = PixelDescription.of(dataset, deviations);
            return new NativeLayout(pixels, announced, deviations)
                    .frames(syntax, DescriptionReader.frames(dataset, deviation -> {}));
        }
        FrameFinder.Found found = new FrameFinder(dataset, fragments, syntax, deviations).find();
        PixelDescription description = null;
        PixelException undescribed = null;
        try {
            description = PixelDescription.of(dataset, deviations);
        } catch (PixelException e) {
            undescribed = e; // what is compressed can be found without
        }
        return new Frames(syntax, description, undescribed, found.frames(), found.location());
    }

    /**
     * Finds native frames in any element, such as Dark Current Counts (0014,3050) or Overlay Data (60xx,3000).
     *
     * @param element the element; its frames follow each other from its first byte on
     * @param description what one of them looks like; its number of frames is what is announced
     * @param syntax the encoding
     * @param deviations is told if the length is not as announced
     * @return its frames
     * @throws PixelException if there is not even a part of one
     */
    public static Frames of(
            Element element, PixelDescription description, TransferSyntax syntax, Consumer<Deviation> deviations) {
        return new NativeLayout(element, description, deviations).frames(syntax, description.frames());
    }

    static Frames ofNative(TransferSyntax syntax, PixelDescription description, Element element, int count) {
        BulkData bulk = element.bulkData();
        BulkData value = bulk;
        if (value == null) {
            value = new BulkData((offset, length) -> open(element, offset, length), 0, element.length(), false);
        }
        NativeFrames places = new NativeFrames(
                value, description.frameBits(), count, element.vr().unit(), element.isBigEndian());
        return new Frames(syntax, description, null, places, FrameLocation.NATIVE);
    }

    private static InputStream open(Element element, long offset, long length) throws IOException {
        InputStream in = element.open();
        in.skipNBytes(offset);
        return new BoundedInputStream(in, length);
    }

    /**
     * How many frames there are. The last native one may be cut short.
     *
     * @return what was found, not what was announced
     */
    public int count() {
        return places.count();
    }

    /**
     * The encoding of the frames.
     *
     * @return as given
     */
    public TransferSyntax transferSyntax() {
        return syntax;
    }

    /**
     * What a frame looks like, with the number of frames that there are; of video the number that is announced.
     *
     * @return the description; for encapsulated frames that of the decoded ones, as far as the data set knows it
     * @throws PixelException if the data set does not describe its compressed pixels
     */
    public PixelDescription description() {
        if (description == null) {
            throw new PixelException(
                    undescribed == null ? "the pixels are not described" : String.valueOf(undescribed.getMessage()),
                    undescribed);
        }
        return description;
    }

    /**
     * How the frames were found.
     *
     * @return what says where they are
     */
    public FrameLocation location() {
        return location;
    }

    /**
     * Bytes that a frame has as {@link #open} gives it, the padding of fragments included where nothing tells it apart.
     *
     * @param frame 0 for the first
     * @return bytes
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public long length(int frame) {
        check(frame);
        return places.length(frame);
    }

    /**
     * Where a frame begins in the file or stream that was read.
     *
     * @param frame 0 for the first
     * @return bytes from the beginning; a native frame of single bits may begin within that byte. Of pixels in memory it
     *     counts from the first of them
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public long offset(int frame) {
        check(frame);
        return places.offset(frame);
    }

    /**
     * Whether a native frame is cut short because the pixel data is.
     *
     * @param frame 0 for the first
     * @return true if it has fewer bytes than its layout needs
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public boolean isCutShort(int frame) {
        check(frame);
        return location == FrameLocation.NATIVE
                && places.length(frame) < description().frameLength();
    }

    /**
     * Opens a frame. Nothing is read of those before it.
     *
     * @param frame 0 for the first
     * @return a stream that ends with the frame; the caller closes it
     * @throws IndexOutOfBoundsException if there is no such frame
     * @throws IOException if the bytes cannot be read, or no source is known
     */
    public InputStream open(int frame) throws IOException {
        check(frame);
        return places.open(frame);
    }

    /**
     * Reads a frame into an array of the caller's.
     *
     * @param frame 0 for the first
     * @param target receives the bytes
     * @param offset where they begin in the target
     * @return how many there are: {@link #length}
     * @throws IndexOutOfBoundsException if there is no such frame, or it does not fit
     * @throws IOException if the bytes cannot be read, or end early
     */
    public int read(int frame, byte[] target, int offset) throws IOException {
        long length = length(frame);
        if (offset < 0 || length > target.length - offset) {
            throw new IndexOutOfBoundsException("frame " + frame + " has " + length + " bytes, the target "
                    + (target.length - offset) + " from " + offset + " on");
        }
        try (InputStream in = places.open(frame)) {
            int found = in.readNBytes(target, offset, (int) length);
            if (found < length) {
                throw new EOFException("frame " + frame + " ends early: expected " + length + " bytes, found " + found
                        + " at offset " + places.offset(frame));
            }
            return found;
        }
    }

    /**
     * Reads a frame into memory of its own.
     *
     * @param frame 0 for the first
     * @param limits its {@link ReadLimits#valueInMemory} is what a frame may have
     * @return the bytes, in little endian order
     * @throws IndexOutOfBoundsException if there is no such frame
     * @throws PixelException if the frame is over the limit
     * @throws IOException if the bytes cannot be read, or end early
     */
    public ByteBuffer buffer(int frame, ReadLimits limits) throws IOException {
        long length = length(frame);
        if (length > limits.valueInMemory()) {
            throw new PixelException("frame " + frame + " has " + length + " bytes, over the limit of "
                    + limits.valueInMemory() + " bytes in memory");
        }
        byte[] bytes = new byte[(int) length];
        read(frame, bytes, 0);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    FramePlaces places() {
        return places;
    }

    private void check(int frame) {
        if (frame < 0 || frame >= places.count()) {
            throw new IndexOutOfBoundsException(
                    "there is no frame " + frame + ": frames are counted from 0, and there are " + places.count());
        }
    }
}
