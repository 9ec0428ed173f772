package org.diconde4j.codec.internal.jpeg2000.encode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diconde4j.codec.internal.jpeg2000.geometry.Grid;
import org.jspecify.annotations.Nullable;

/**
 * A rectangle of an image or of a sub-band whose coefficients are shifted over all others (ITU-T T.800 H.1, maximum shift).
 *
 * @param x0 its first column
 * @param y0 its first row
 * @param x1 behind its last column
 * @param y1 behind its last row
 */
record RegionOfInterest(int x0, int y0, int x1, int y1) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})[+]([0-9]{1,5})[+]([0-9]{1,5})");
    /** Coefficients of the 5/3 wavelet on either side that a sample depends on (H.3). */
    private static final int REACH = 2;

    /** Reads columns, rows and where they begin; null if it is not that, or empty. */
    static @Nullable RegionOfInterest parse(String value) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            return null;
        }
        int width = Integer.parseInt(parts.group(1));
        int height = Integer.parseInt(parts.group(2));
        int x = Integer.parseInt(parts.group(3));
        int y = Integer.parseInt(parts.group(4));
        return width == 0 || height == 0 ? null : new RegionOfInterest(x, y, x + width, y + height);
    }

    /** The coefficients that it needs of the sub-bands some levels below, all with the same coordinates. */
    RegionOfInterest below(int levels) {
        RegionOfInterest region = this;
        for (int level = 0; level < levels; level++) {
            region = new RegionOfInterest(
                    region.x0 - REACH >> 1,
                    region.y0 - REACH >> 1,
                    Grid.ceilShift(region.x1 + REACH, 1),
                    Grid.ceilShift(region.y1 + REACH, 1));
        }
        return region;
    }
}
