package org.diconde4j.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.DicomObject;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.jspecify.annotations.Nullable;

/**
 * Draws frames of an image as they are meant to be seen: stored values, modality LUT, VOI LUT or window, presentation LUT, and
 * over it shutters and overlays (PS3.4 N.2).
 *
 * <pre>{@code
 * Rendering.of(object).frame(3).window(2000, 4000).size(512, 512).png(out);
 * }</pre>
 *
 * <p>Without a wish, the first window or VOI LUT of the image is used. Where there is none, images of up to 8 bits show all
 * values, as those are made for display, and deeper ones a range that leaves a hundredth of the pixels out at either end:
 * no window of an organ is ever assumed. Padding is black. Colours become RGB; an ICC profile is not applied.
 *
 * <p>Immutable and thread-safe; each method that wishes something gives a changed copy. Only what is needed is read and
 * decoded: of native frames the rows of the part, of JPEG 2000 the part in about the size.
 */
public final class Rendering {
    private final Subject subject;
    private final int frame;
    private final Voi voi;
    private final DecodeOptions.@Nullable Region part;
    private final int width;
    private final int height;
    private final @Nullable Dataset state;
    private final boolean overlays;
    private final DecodeOptions options;

    private Rendering(
            Subject subject,
            int frame,
            Voi voi,
            DecodeOptions.@Nullable Region part,
            int width,
            int height,
            @Nullable Dataset state,
            boolean overlays,
            DecodeOptions options) {
        this.subject = subject;
        this.frame = frame;
        this.voi = voi;
        this.part = part;
        this.width = width;
        this.height = height;
        this.state = state;
        this.overlays = overlays;
        this.options = options;
    }

    /**
     * Begins with the first frame of an image, as it is, and the codecs that are installed.
     *
     * @param object has pixels; where they are in a file, it must not change
     * @return what draws it
     */
    public static Rendering of(DicomObject object) {
        return of(object, FrameCodecs.installed());
    }

    /**
     * Begins with the first frame of an image, as it is.
     *
     * @param object has pixels; where they are in a file, it must not change
     * @param codecs where a decoder is looked for
     * @return what draws it
     */
    public static Rendering of(DicomObject object, FrameCodecs codecs) {
        return new Rendering(
                new Subject(object, codecs), 0, new Voi.Default(), null, 0, 0, null, true, DecodeOptions.DEFAULT);
    }

    /**
     * Chooses a frame.
     *
     * @param index 0 for the first
     * @return a changed copy
     */
    public Rendering frame(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("frames count from 0, not " + index);
        }
        return new Rendering(subject, index, voi, part, width, height, state, overlays, options);
    }

    private Rendering voi(Voi wanted) {
        return new Rendering(subject, frame, wanted, part, width, height, state, overlays, options);
    }

    /**
     * Chooses a straight window, as {@link Window#of} does.
     *
     * @param center the value in the middle, after the modality LUT
     * @param windowWidth from black to white, above 0
     * @return a changed copy
     */
    public Rendering window(double center, double windowWidth) {
        return window(Window.of(center, windowWidth));
    }

    /**
     * Chooses a window.
     *
     * @param window the window
     * @return a changed copy
     */
    public Rendering window(Window window) {
        return voi(new Voi.Given(window));
    }

    /**
     * Chooses a window or VOI LUT of the image, or of the presentation state.
     *
     * @param index 0 for the first; windows come first, then VOI LUTs
     * @return a changed copy; drawing fails if there are fewer
     */
    public Rendering storedWindow(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("windows count from 0, not " + index);
        }
        return voi(new Voi.Stored(index));
    }

    /**
     * Chooses the window by the values of the frame, whatever the image says: from the value that a hundredth of the pixels
     * are below to the one that a hundredth are above. Padding does not count. At most 128 × 128 pixels are looked at,
     * evenly spread, of frames of JPEG 2000 in a smaller size; the same frame always has the same window.
     *
     * @return a changed copy
     */
    public Rendering autoWindow() {
        return voi(new Voi.Auto());
    }

    /**
     * Shows all values that can be stored, or of floating point numbers all that are found by looking as {@link #autoWindow}
     * does.
     *
     * @return a changed copy
     */
    public Rendering fullRange() {
        return voi(new Voi.Full());
    }

    /**
     * Chooses a part of the image.
     *
     * @param column its first column, 0 for the left one
     * @param row its first row, 0 for the upper one
     * @param columns how many columns
     * @param rows how many rows
     * @return a changed copy; drawing fails if the part is not within the image
     */
    public Rendering region(int column, int row, int columns, int rows) {
        if (column < 0 || row < 0 || columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a part begins at 0 or later and has at least one row and column, not "
                    + column + ", " + row + ", " + columns + ", " + rows);
        }
        DecodeOptions.Region wanted = new DecodeOptions.Region(column, row, columns, rows);
        return new Rendering(subject, frame, voi, wanted, width, height, state, overlays, options);
    }

    /**
     * Makes the picture as large as fits into a box, smaller or larger than stored, in the shape that the component has: by
     * Pixel Spacing or Pixel Aspect Ratio if pixels are not square. Without, each pixel of the image is one of the picture.
     *
     * @param mostColumns width of the box
     * @param mostRows height of the box
     * @return a changed copy
     */
    public Rendering size(int mostColumns, int mostRows) {
        if (mostColumns < 1 || mostRows < 1) {
            throw new IllegalArgumentException(
                    "a picture has at least one row and column, not " + mostColumns + " × " + mostRows);
        }
        return new Rendering(subject, frame, voi, part, mostColumns, mostRows, state, overlays, options);
    }

    /**
     * Takes the look from a presentation state instead of from the image: modality and VOI LUT, presentation LUT or palette,
     * shutters, displayed area, rotation, overlays, text and graphics (PS3.4 N.2). A window and a part that are chosen here go
     * before those of the state; its area is what is seen without.
     *
     * @param presentation a Grayscale, Color or Pseudo-Color Softcopy Presentation State
     * @return a changed copy; drawing fails if the state is not for this frame
     */
    public Rendering state(Dataset presentation) {
        return new Rendering(subject, frame, voi, part, width, height, presentation, overlays, options);
    }

    /**
     * Leaves overlays out, and text and graphics of a presentation state.
     *
     * @return a changed copy
     */
    public Rendering withoutOverlays() {
        return new Rendering(subject, frame, voi, part, width, height, state, false, options);
    }

    /**
     * Changes how frames are decoded.
     *
     * @param decoding limits, tolerance of damage, and threads; a picture needs 4 bytes a sample within the limit of values in
     *     memory. Part and reduction are not looked at
     * @return a changed copy
     */
    public Rendering decoding(DecodeOptions decoding) {
        DecodeOptions whole = decoding.withRegion(null).withReduction(0);
        return new Rendering(subject, frame, voi, part, width, height, state, overlays, whole);
    }

    /**
     * Draws with 8 bits a sample.
     *
     * @return grey, or red, green and blue
     * @throws org.diconde4j.pixel.PixelException if there is no such frame, or it cannot be decoded or drawn
     * @throws IOException if it cannot be read
     */
    public BufferedImage image() throws IOException {
        return new Drawing(this).draw().image(false);
    }

    /**
     * Draws with 16 bits a sample.
     *
     * @return grey, or red, green and blue
     * @throws org.diconde4j.pixel.PixelException if there is no such frame, or it cannot be decoded or drawn
     * @throws IOException if it cannot be read
     */
    public BufferedImage image16() throws IOException {
        return new Drawing(this).draw().image(true);
    }

    /**
     * Writes a PNG picture of 8 bits a sample.
     *
     * @param out receives it; not closed
     * @throws org.diconde4j.pixel.PixelException if there is no such frame, or it cannot be decoded or drawn
     * @throws IOException if it cannot be read or written
     */
    public void png(OutputStream out) throws IOException {
        Pictures.png(image(), out);
    }

    /**
     * Writes a PNG picture of 16 bits a sample, for those who go on with the values.
     *
     * @param out receives it; not closed
     * @throws org.diconde4j.pixel.PixelException if there is no such frame, or it cannot be decoded or drawn
     * @throws IOException if it cannot be read or written
     */
    public void png16(OutputStream out) throws IOException {
        Pictures.png(image16(), out);
    }

    /**
     * Writes a GIF picture: of grey values all 256, of colours the 256 that are nearest to those of the image.
     *
     * @param out receives it; not closed
     * @throws org.diconde4j.pixel.PixelException if there is no such frame, or it cannot be decoded or drawn
     * @throws IOException if it cannot be read or written
     */
    public void gif(OutputStream out) throws IOException {
        Pictures.gif(image(), out);
    }

    /**
     * Writes a JPEG picture.
     *
     * @param out receives it; not closed
     * @param quality from 0 for the smallest to 1 for the best
     * @throws org.diconde4j.pixel.PixelException if there is no such frame, or it cannot be decoded or drawn
     * @throws IOException if it cannot be read or written
     */
    public void jpeg(OutputStream out, double quality) throws IOException {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality goes from 0 to 1, not " + quality);
        }
        Pictures.jpeg(image(), quality, out);
    }

    Subject subject() {
        return subject;
    }

    FrameCodecs codecs() {
        return subject.codecs();
    }

    int frameIndex() {
        return frame;
    }

    Voi voi() {
        return voi;
    }

    DecodeOptions.@Nullable Region part() {
        return part;
    }

    /** Of the box, or 0. */
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    @Nullable
    Dataset state() {
        return state;
    }

    boolean hasOverlays() {
        return overlays;
    }

    DecodeOptions options() {
        return options;
    }
}
