package org.diconde4j.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.DecodeOptions;
import org.diconde4j.pixel.FrameCodecs;
import org.diconde4j.pixel.Frames;
import org.diconde4j.pixel.PixelException;

/**
 * Parallel slices of a component that are looked at in any plane (multi-planar reformatting): the objects of a CT series, or
 * the frames of an enhanced one. Their places come from Image Position, Image Orientation and Pixel Spacing; distances
 * between slices need not be equal. Values between voxels are interpolated in three dimensions.
 *
 * <p>No more than two slices are in memory at a time, and of native ones only the rows that the plane cuts.
 *
 * <p>Immutable and thread-safe.
 */
public final class Volume {
    private static final int[] LOOK = {Tag.PhotometricInterpretation, Tag.PresentationLUTShape};
    private static final int[] WINDOW = {Tag.WindowCenter, Tag.WindowWidth, Tag.VOILUTFunction, Tag.VOILUTSequence};

    /**
     * A rectangle in space, in the coordinate system of the slices and in millimetres.
     *
     * @param origin the middle of its first pixel: x, y, z
     * @param right direction of its rows, of any length
     * @param down direction of its columns, of any length
     * @param columns pixels in a row
     * @param rows pixels in a column
     * @param spacing from pixel to pixel
     */
    public record Plane(double[] origin, double[] right, double[] down, int columns, int rows, double spacing) {
        /**
         * Checks that it is a rectangle.
         *
         * @param origin the middle of its first pixel: x, y, z
         * @param right direction of its rows, of any length
         * @param down direction of its columns, of any length
         * @param columns pixels in a row
         * @param rows pixels in a column
         * @param spacing from pixel to pixel
         * @throws IllegalArgumentException if it is none
         */
        public Plane {
            if (origin.length != 3 || right.length != 3 || down.length != 3) {
                throw new IllegalArgumentException("places and directions in space have three numbers");
            }
            right = Vectors.unit(right[0], right[1], right[2]);
            down = Vectors.unit(down[0], down[1], down[2]);
            origin = origin.clone();
            if (!(Math.abs(Vectors.dot(right, down)) < 1e-6)
                    || !Double.isFinite(Vectors.dot(origin, origin))
                    || columns < 1
                    || rows < 1
                    || !(spacing > 0)) {
                throw new IllegalArgumentException(
                        "a plane has a finite origin, rows and columns at right angles, at least one of each, and a spacing"
                                + " above 0");
            }
        }
    }

    private final FrameCodecs codecs;
    private final DecodeOptions options;
    private final List<VolumeSlice> slices;
    /** The place of each slice along the normal, and of its first pixel within its plane. */
    private final double[] depths;

    private final double[] lefts;
    private final double[] tops;
    private final double[] normal;
    private final DicomObject first;

    private Volume(DicomObject first, List<VolumeSlice> found, FrameCodecs codecs, DecodeOptions options) {
        if (found.size() < 2) {
            throw new PixelException("a volume has at least two slices, found " + found.size());
        }
        VolumeSlice one = found.get(0);
        this.first = first;
        this.codecs = codecs;
        this.options = options;
        this.normal = Vectors.cross(one.right(), one.down());
        this.slices = found.stream()
                .sorted(Comparator.comparingDouble(slice -> Vectors.dot(slice.position(), normal)))
                .toList();
        int count = slices.size();
        depths = new double[count];
        lefts = new double[count];
        tops = new double[count];
        for (int i = 0; i < count; i++) {
            VolumeSlice slice = slices.get(i);
            depths[i] = Vectors.dot(slice.position(), normal);
            lefts[i] = Vectors.dot(slice.position(), one.right());
            tops[i] = Vectors.dot(slice.position(), one.down());
            if (!slice.fits(one)) {
                throw new PixelException("slice " + (i + 1) + " of " + count
                        + " does not fit the others: expected the same orientation, size and pixel spacing");
            }
            if (i > 0 && !(depths[i] - depths[i - 1] > 1e-6)) {
                throw new PixelException("slices " + i + " and " + (i + 1) + " of " + count
                        + " are at the same place: give the slices of one volume");
            }
        }
    }

    /**
     * Takes the slices of a series, or the frames of enhanced objects, in any order.
     *
     * @param objects the objects; where their pixels are in files, those must not change
     * @return the volume
     * @throws PixelException if a frame has no place in space, or they do not make up one volume
     * @throws IOException if frames cannot be looked for
     */
    public static Volume of(List<DicomObject> objects) throws IOException {
        return of(objects, FrameCodecs.installed(), DecodeOptions.DEFAULT);
    }

    /**
     * Takes the slices of a series, or the frames of enhanced objects, in any order.
     *
     * @param objects the objects; where their pixels are in files, those must not change
     * @param codecs where decoders are looked for
     * @param options limits and tolerance; a plane has to be within the limit of values in memory
     * @return the volume
     * @throws PixelException if a frame has no place in space, or they do not make up one volume
     * @throws IOException if frames cannot be looked for
     */
    public static Volume of(List<DicomObject> objects, FrameCodecs codecs, DecodeOptions options) throws IOException {
        List<VolumeSlice> slices = new ArrayList<>();
        for (DicomObject object : objects) {
            Frames frames = Frames.of(object);
            for (int i = 0; i < frames.count(); i++) {
                slices.add(VolumeSlice.of(object, frames, i));
            }
        }
        if (objects.isEmpty()) {
            throw new PixelException("a volume has at least two slices, found none");
        }
        return new Volume(
                objects.get(0), slices, codecs, options.withRegion(null).withReduction(0));
    }

    /**
     * The corner of the box around all voxels where coordinates are least.
     *
     * @return x, y, z in millimetres, of the middle of voxels
     */
    public double[] least() {
        return corner(true);
    }

    /**
     * The corner of the box around all voxels where coordinates are greatest.
     *
     * @return x, y, z in millimetres, of the middle of voxels
     */
    public double[] greatest() {
        return corner(false);
    }

    private double[] corner(boolean least) {
        double[] corner = new double[3];
        Arrays.fill(corner, least ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
        for (VolumeSlice slice : slices) {
            double width = (slice.columns() - 1) * slice.across();
            double height = (slice.rows() - 1) * slice.along();
            for (int axis = 0; axis < 3; axis++) {
                for (int i = 0; i < 4; i++) {
                    double at = slice.position()[axis]
                            + (i & 1) * width * slice.right()[axis]
                            + (i >> 1) * height * slice.down()[axis];
                    corner[axis] = least ? Math.min(corner[axis], at) : Math.max(corner[axis], at);
                }
            }
        }
        return corner;
    }

    /**
     * The plane of all x and y at one z: x goes to the right and y down.
     *
     * @param z in millimetres
     * @return a plane over the whole volume, with the smaller of the pixel spacings
     */
    public Plane axial(double z) {
        double[] from = least();
        return plane(new double[] {from[0], from[1], z}, 0, 1, 1);
    }

    /**
     * The plane of all x and z at one y: x goes to the right and z up.
     *
     * @param y in millimetres
     * @return a plane over the whole volume, with the smaller of the pixel spacings
     */
    public Plane coronal(double y) {
        return plane(new double[] {least()[0], y, greatest()[2]}, 0, 2, -1);
    }

    /**
     * The plane of all y and z at one x: y goes to the right and z up.
     *
     * @param x in millimetres
     * @return a plane over the whole volume, with the smaller of the pixel spacings
     */
    public Plane sagittal(double x) {
        return plane(new double[] {x, least()[1], greatest()[2]}, 1, 2, -1);
    }

    private Plane plane(double[] origin, int across, int along, int downwards) {
        double[] from = least();
        double[] to = greatest();
        double spacing = Math.min(slices.get(0).across(), slices.get(0).along());
        double[] right = new double[3];
        right[across] = 1;
        double[] down = new double[3];
        down[along] = downwards;
        return new Plane(
                origin,
                right,
                down,
                pixels(to[across] - from[across], spacing),
                pixels(to[along] - from[along], spacing),
                spacing);
    }

    private static int pixels(double length, double spacing) {
        return (int) Math.min(Math.floor(length / spacing + 1e-6) + 1, 0xFFFF);
    }

    /**
     * Prepares to draw a plane. What lies outside of the slices, and padding, is black; the window is that of the first slice
     * unless another one is chosen.
     *
     * @param plane the plane
     * @return draws it
     * @throws PixelException if a slice cannot be decoded, or the plane is over the limit
     * @throws IOException if a slice cannot be read
     */
    public Rendering slice(Plane plane) throws IOException {
        float[] values = values(plane);
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Dataset.Builder dataset = Dataset.builder()
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.Rows, plane.rows())
                .set(Tag.Columns, plane.columns())
                .set(Tag.BitsAllocated, 32)
                .setBytes(Tag.FloatPixelData, VR.OF, bytes.array());
        copy(first.dataset(), LOOK, dataset);
        copy(FrameAttributes.of(first.dataset(), 0).group(Tag.FrameVOILUTSequence), WINDOW, dataset);
        DicomObject object =
                new DicomObject(Dataset.empty(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, 0, dataset.build());
        return Rendering.of(object, codecs).decoding(options);
    }

    private static void copy(Dataset from, int[] tags, Dataset.Builder to) {
        for (int tag : tags) {
            Element element = from.get(tag);
            if (element != null) {
                to.set(element);
            }
        }
    }

    /**
     * Values of a plane, after the modality LUT.
     *
     * @param plane the plane
     * @return row by row; NaN outside of the slices, and where a voxel near by is padding
     * @throws PixelException if a slice cannot be decoded, or the plane is over the limit
     * @throws IOException if a slice cannot be read
     */
    public float[] values(Plane plane) throws IOException {
        long pixels = (long) plane.columns() * plane.rows();
        if (pixels * 12 > options.limits().valueInMemory()) {
            throw new PixelException("a plane of " + plane.columns() + " × " + plane.rows() + " is over the limit of "
                    + options.limits().valueInMemory() + " bytes in memory");
        }
        return new Cut(this, plane).values();
    }

    List<VolumeSlice> slices() {
        return slices;
    }

    double[] normal() {
        return normal;
    }

    double depth(int slice) {
        return depths[slice];
    }

    /** The column of a slice where something is that is so far to the right. */
    double column(int slice, double toTheRight) {
        return (toTheRight - lefts[slice]) / slices.get(0).across();
    }

    /** The row of a slice where something is that is so far down. */
    double row(int slice, double downwards) {
        return (downwards - tops[slice]) / slices.get(0).along();
    }

    /**
     * The slice at or before a depth: the last but one at most, so that there is one behind it. Half a distance outside of
     * the first and last slice still belongs to them; -1 further away.
     */
    int before(double depth) {
        int last = depths.length - 1;
        double under = depths[0] - (depths[1] - depths[0]) / 2;
        double over = depths[last] + (depths[last] - depths[last - 1]) / 2;
        if (!(depth >= under && depth <= over)) {
            return -1;
        }
        int found = Arrays.binarySearch(depths, depth);
        int slice = found >= 0 ? found : -found - 2;
        return Math.max(0, Math.min(slice, last - 1));
    }

    float[] values(int slice, int fromRow, int toRow) throws IOException {
        return slices.get(slice).values(fromRow, toRow, codecs, options);
    }
}
