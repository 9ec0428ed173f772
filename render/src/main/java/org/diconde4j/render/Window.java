package org.diconde4j.render;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;

/**
 * A range of values that is spread over all greys from black to white (PS3.3 C.11.2.1.2). Values are those after the modality
 * LUT: what rescaling makes of stored ones.
 *
 * @param center the value in the middle
 * @param width from black to white; of {@link Function#LINEAR} at least 1, of the others above 0
 * @param function what happens between black and white
 */
public record Window(double center, double width, Function function) {
    private static final double HUGE = 1e300;

    /** VOI LUT Function (0028,1056). */
    public enum Function {
        /** Straight, for whole numbers: black and white are values that exist (PS3.3 C.11.2.1.2.1). */
        LINEAR,
        /** Shaped like an S: neither black nor white is ever reached (PS3.3 C.11.2.1.3.1). */
        SIGMOID,
        /** Straight, for real numbers (PS3.3 C.11.2.1.3.2). */
        LINEAR_EXACT
    }

    /**
     * Checks that it is a window.
     *
     * @param center the value in the middle
     * @param width from black to white; of {@link Function#LINEAR} at least 1, of the others above 0
     * @param function what happens between black and white
     * @throws IllegalArgumentException if it is none
     */
    public Window {
        if (!Double.isFinite(center) || !Double.isFinite(width)) {
            throw new IllegalArgumentException(
                    "a window has finite numbers, not center " + center + ", width " + width);
        }
        if (!isWidth(width, function)) {
            throw new IllegalArgumentException("the width of a " + function + " window is "
                    + (function == Function.LINEAR ? "at least 1" : "above 0") + ", not " + width);
        }
    }

    /**
     * The straight window: {@link Function#LINEAR} where that has such a width, {@link Function#LINEAR_EXACT} below 1.
     *
     * @param center the value in the middle
     * @param width from black to white, above 0
     * @return a window
     * @throws IllegalArgumentException if the width is not above 0
     */
    public static Window of(double center, double width) {
        return new Window(center, width, width < 1 ? Function.LINEAR_EXACT : Function.LINEAR);
    }

    /** From the value that is black to the one that is white; a single value has the middle grey. */
    static Window between(double black, double white) {
        double low = Math.max(-HUGE, Math.min(black, HUGE));
        double high = Math.max(-HUGE, Math.min(white, HUGE));
        double center = (low + high) / 2;
        double width = high - low;
        boolean narrow = !(width > Math.ulp(center));
        return new Window(center, narrow ? Math.max(1, Math.ulp(center)) : width, Function.LINEAR_EXACT);
    }

    /**
     * The windows of a data set or an item of Frame VOI LUT Sequence (0028,9132) or Softcopy VOI LUT Sequence (0028,3110).
     *
     * @param dataset what may have Window Center and Width
     * @return those that are windows, in order; a LINEAR one below a width of 1 is taken as LINEAR_EXACT
     */
    public static List<Window> of(Dataset dataset) {
        double[] centers = Numbers.of(dataset, Tag.WindowCenter);
        double[] widths = Numbers.of(dataset, Tag.WindowWidth);
        Function function = switch (dataset.string(Tag.VOILUTFunction, "")) {
            case "SIGMOID" -> Function.SIGMOID;
            case "LINEAR_EXACT" -> Function.LINEAR_EXACT;
            default -> Function.LINEAR;
        };
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < Math.min(centers.length, widths.length); i++) {
            boolean number = Double.isFinite(centers[i]) && Double.isFinite(widths[i]);
            if (number && isWidth(widths[i], function)) {
                windows.add(new Window(centers[i], widths[i], function));
            } else if (number && widths[i] > 0) {
                windows.add(new Window(centers[i], widths[i], Function.LINEAR_EXACT));
            }
        }
        return windows;
    }

    /**
     * What is meant by a window in an image of floating point numbers: LINEAR, which is said out of habit, moves black and
     * white by half a whole number, and of a narrow window that leaves nothing.
     */
    Window forReals() {
        return function == Function.LINEAR && width < 2 ? new Window(center, width, Function.LINEAR_EXACT) : this;
    }

    private static boolean isWidth(double width, Function function) {
        return function == Function.LINEAR ? width >= 1 : width > 0;
    }

    /**
     * Where a value lies between black and white.
     *
     * @param value after the modality LUT
     * @return 0 for black to 1 for white; 0 for NaN
     */
    public double part(double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        return switch (function) {
            case LINEAR -> linear(value - (center - 0.5), width - 1);
            case LINEAR_EXACT -> linear(value - center, width);
            case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - center) / width));
        };
    }

    private static double linear(double fromCenter, double width) {
        if (fromCenter <= -width / 2) {
            return 0;
        }
        return fromCenter > width / 2 ? 1 : fromCenter / width + 0.5;
    }
}
