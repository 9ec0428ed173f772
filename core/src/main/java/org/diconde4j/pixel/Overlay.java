package org.diconde4j.pixel;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.jspecify.annotations.Nullable;

/**
 * A plane of single bits over an image (PS3.3 C.9.2): its own Overlay Data (60xx,3000), one bit a pixel without padding
 * between rows and frames (PS3.5 8.1.2), or in files before 2004 an unused bit of each pixel.
 *
 * @param group the group, 6000 to 601E hexadecimal
 * @param rows Overlay Rows (60xx,0010)
 * @param columns Overlay Columns (60xx,0011)
 * @param frames Number of Frames in Overlay (60xx,0015), 1 if absent
 * @param firstFrame the image frame that the first one lies over, counted from 1: Image Frame Origin (60xx,0051)
 * @param originRow row of the first overlay point in the image, counted from 1, may be negative
 * @param originColumn column of the first overlay point in the image, counted from 1, may be negative
 * @param type Overlay Type (60xx,0040): {@code G} for graphics, {@code R} for a region of interest
 * @param label Overlay Label (60xx,1500) or Overlay Description (60xx,0022), empty if there is none
 * @param bitPosition the bit of each pixel that the overlay is in, or -1 if it has data of its own
 * @param data its own data, or null
 */
public record Overlay(
        int group,
        int rows,
        int columns,
        int frames,
        int firstFrame,
        int originRow,
        int originColumn,
        String type,
        String label,
        int bitPosition,
        @Nullable Element data) {

    private static final int FIRST = 0x60000000;
    private static final int LAST = 0x601E0000;
    private static final int ROWS = 0x0010;
    private static final int COLUMNS = 0x0011;
    private static final int FRAMES = 0x0015;
    private static final int DESCRIPTION = 0x0022;
    private static final int TYPE = 0x0040;
    private static final int ORIGIN = 0x0050;
    private static final int FRAME_ORIGIN = 0x0051;
    private static final int BITS_ALLOCATED = 0x0100;
    private static final int BIT_POSITION = 0x0102;
    private static final int LABEL = 0x1500;
    private static final int DATA = 0x3000;

    /**
     * Describes the overlays of a data set.
     *
     * @param dataset the data set
     * @return one for each of the groups 6000 to 601E that has rows and columns, in order
     */
    public static List<Overlay> of(Dataset dataset) {
        List<Overlay> overlays = new ArrayList<>();
        for (int base = FIRST; base <= LAST; base += 0x20000) {
            int rows = dataset.integer(base | ROWS, 0);
            int columns = dataset.integer(base | COLUMNS, 0);
            if (rows > 0 && columns > 0) {
                overlays.add(of(dataset, base, rows, columns));
            }
        }
        return overlays;
    }

    private static Overlay of(Dataset dataset, int base, int rows, int columns) {
        Element data = dataset.get(base | DATA);
        Element origin = dataset.get(base | ORIGIN);
        long[] corner = origin == null || origin.length() != 4 ? new long[] {1, 1} : origin.longs();
        boolean embedded = data == null && dataset.integer(base | BITS_ALLOCATED, 1) > 1;
        return new Overlay(
                base >>> 16,
                rows,
                columns,
                Math.max(1, dataset.integer(base | FRAMES, 1)),
                Math.max(1, dataset.integer(base | FRAME_ORIGIN, 1)),
                (short) corner[0],
                (short) corner[1],
                dataset.string(base | TYPE, ""),
                dataset.string(base | LABEL, dataset.string(base | DESCRIPTION, "")),
                embedded ? dataset.integer(base | BIT_POSITION, 0) : -1,
                data);
    }

    /**
     * Whether the overlay is in unused bits of the pixels (PS3.5 8.1.2, retired).
     *
     * @return true if {@link #bitPosition()} says where
     */
    public boolean isEmbedded() {
        return bitPosition >= 0;
    }

    /**
     * Describes the overlay's own data as an image of single bits, so that {@link Frames} can read it.
     *
     * @return one sample of one bit
     */
    public PixelDescription description() {
        return new PixelDescription(rows, columns, frames, 1, "MONOCHROME2", false, 1, 1, 0, SampleType.UNSIGNED);
    }
}
