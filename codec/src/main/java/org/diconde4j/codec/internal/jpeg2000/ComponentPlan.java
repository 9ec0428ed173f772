package org.diconde4j.codec.internal.jpeg2000;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.codec.internal.jpeg2000.geometry.Resolution;
import org.diconde4j.codec.internal.jpeg2000.geometry.Subband;
import org.diconde4j.codec.internal.jpeg2000.geometry.Tile;
import org.diconde4j.codec.internal.jpeg2000.geometry.TileComponent;
import org.diconde4j.codec.internal.jpeg2000.syntax.Quantization;
import org.diconde4j.codec.internal.jpeg2000.wavelet.Level;
import org.diconde4j.codec.internal.jpeg2000.wavelet.Plane;

/**
 * Which part of which subbands of a tile-component is decoded, and where it is kept. Used again for the next tile.
 */
final class ComponentPlan {
    TileComponent component;
    boolean reversible;
    /** Resolutions that are decoded. */
    int resolutions;
    /** How often the last of them is halved against full size. */
    int halvings;
    /** The part of the last resolution that is wanted. */
    int x0;

    int y0;
    int x1;
    int y1;
    /** Added to samples, and what they may be after that (G.1). */
    int shift;

    int least;
    int most;

    /** What samples may be before the shift. */
    float lowest;

    float highest;

    private final List<Plane> planes = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private int used;

    /** For one component after the other. */
    ComponentPlan(TileComponent first) {
        component = first;
    }

    /**
     * Plans to decode a part.
     *
     * @param of the tile-component
     * @param reduction how often it is to be halved, as far as it has resolutions
     * @param map what is wanted
     * @param tile the tile
     */
    void plan(TileComponent of, int reduction, FrameMap map, Tile tile) {
        component = of;
        reversible = of.style.reversible();
        int precision = of.component.precision();
        boolean signed = of.component.signed();
        long half = 1L << precision - 1;
        lowest = -half;
        highest = half - 1;
        shift = signed ? 0 : (int) half;
        // of 32 bits without sign every pattern is a sample
        least = signed ? (int) -half : precision == 32 ? Integer.MIN_VALUE : 0;
        most = signed ? (int) highest : (int) Math.min(Integer.MAX_VALUE, 2 * half - 1);
        halvings = Math.min(reduction, of.style.levels());
        resolutions = of.style.levels() + 1 - halvings;
        Resolution top = of.resolutions.get(resolutions - 1);
        boolean empty = map.left(tile) >= map.right(tile)
                || map.top(tile) >= map.bottom(tile)
                || top.width() <= 0
                || top.height() <= 0;
        x0 = empty ? top.x0 : map.column(map.left(tile), of, top, halvings);
        y0 = empty ? top.y0 : map.row(map.top(tile), of, top, halvings);
        x1 = empty ? top.x0 : map.column(map.right(tile) - 1, of, top, halvings) + 1;
        y1 = empty ? top.y0 : map.row(map.bottom(tile) - 1, of, top, halvings) + 1;
        used = 0;
        levels.clear();
        int left = x0;
        int upper = y0;
        int right = x1;
        int lower = y1;
        for (int r = resolutions - 1; r > 0; r--) {
            Resolution resolution = of.resolutions.get(r);
            if (right > left && lower > upper) {
                left = Math.max(resolution.x0, left - Level.REACH);
                upper = Math.max(resolution.y0, upper - Level.REACH);
                right = Math.min(resolution.x1, right + Level.REACH);
                lower = Math.min(resolution.y1, lower + Level.REACH);
            }
            Plane hl = plane(left >> 1, upper + 1 >> 1, right >> 1, lower + 1 >> 1);
            Plane lh = plane(left + 1 >> 1, upper >> 1, right + 1 >> 1, lower >> 1);
            Plane hh = plane(left >> 1, upper >> 1, right >> 1, lower >> 1);
            Plane ll = plane(left + 1 >> 1, upper + 1 >> 1, right + 1 >> 1, lower + 1 >> 1);
            levels.add(new Level(left, upper, right, lower, ll, hl, lh, hh));
            left = left + 1 >> 1;
            upper = upper + 1 >> 1;
            right = right + 1 >> 1;
            lower = lower + 1 >> 1;
        }
        if (resolutions == 1) {
            plane(left, upper, right, lower);
        }
    }

    private Plane plane(int left, int top, int right, int bottom) {
        if (used == planes.size()) {
            planes.add(new Plane());
        }
        Plane plane = planes.get(used++);
        plane.place(left, top, right, bottom, reversible);
        return plane;
    }

    /** The level that makes a resolution over the lowest. */
    Level level(int resolution) {
        return levels.get(resolutions - 1 - resolution);
    }

    /** Where the coefficients of a subband go. */
    Plane plane(Subband band) {
        int r = band.resolution.index;
        return switch (band.orientation) {
            case Subband.LL -> lowest();
            case Subband.HL -> level(r).hl();
            case Subband.LH -> level(r).lh();
            default -> level(r).hh();
        };
    }

    /** LL of the lowest resolution. */
    Plane lowest() {
        return resolutions == 1 ? planes.get(0) : level(1).ll();
    }

    boolean isEmpty() {
        return x1 <= x0 || y1 <= y0;
    }

    /** Half a step of a subband, by which coefficients are multiplied (E-3, E-6); they come doubled. */
    static float halfStep(Quantization quantization, int precision, Subband band) {
        int r = band.resolution.index;
        int gain = band.orientation == Subband.LL ? 0 : band.orientation == Subband.HH ? 2 : 1;
        int exponent = precision + gain - quantization.exponent(r, band.orientation);
        return (float) (Math.scalb(1 + quantization.mantissa(r, band.orientation) / 2048.0, exponent) / 2);
    }
}
