package org.diconde4j.render;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.pixel.PixelException;
import org.jspecify.annotations.Nullable;

/** Which values are of interest: how a caller wants them, and what that is for an image (PS3.3 C.11.2). */
sealed interface Voi {
    /** The first that the image has, and where there is none, by the depth of its values. */
    record Default() implements Voi {}

    /** One of those that the image has: its windows in order, then its VOI LUTs; 0 for the first. */
    record Stored(int index) implements Voi {}

    /** A window of the caller's. */
    record Given(Window window) implements Voi {}

    /** By the values of the frame. */
    record Auto() implements Voi {}

    /** All values that can be stored. */
    record Full() implements Voi {}

    /** What stands in a data set or item: from a value to the part between black and white; null if there is no such. */
    static @Nullable DoubleUnaryOperator stored(Dataset attributes, int index, boolean signed, boolean reals) {
        List<Window> windows = Window.of(attributes);
        if (index < windows.size()) {
            Window window = reals ? windows.get(index).forReals() : windows.get(index);
            return window::part;
        }
        List<Dataset> tables = attributes.items(Tag.VOILUTSequence);
        int at = index - windows.size();
        if (at >= tables.size()) {
            return null;
        }
        Lut table = Lut.of(tables.get(at), signed);
        return table::part;
    }

    /** As {@link #stored}, for somebody who has asked for just that one. */
    static DoubleUnaryOperator required(Dataset attributes, int index, boolean signed, boolean reals) {
        DoubleUnaryOperator found = stored(attributes, index, signed, reals);
        if (found == null) {
            int windows = Window.of(attributes).size();
            int tables = attributes.items(Tag.VOILUTSequence).size();
            throw new PixelException("there is no VOI " + (index + 1) + " in the image: it has " + windows
                    + (windows == 1 ? " window" : " windows") + " and " + tables + " VOI LUT"
                    + (tables == 1 ? "" : "s"));
        }
        return found;
    }
}
