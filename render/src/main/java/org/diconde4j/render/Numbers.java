package org.diconde4j.render;

import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.ValueException;

/** Numbers of attributes that say how something looks; bad ones are as none, so that the rest can be seen. */
final class Numbers {
    private Numbers() {}

    /** All values of an element, none if one of them is no number. */
    static double[] of(Dataset dataset, int tag) {
        Element element = dataset.get(tag);
        try {
            return element == null ? new double[0] : element.doubles();
        } catch (ValueException e) {
            return new double[0];
        }
    }

    /** The first of two values divided by the second, or 0 if that makes no sense. */
    static double ratio(Dataset dataset, int tag) {
        double[] values = of(dataset, tag);
        double ratio = values.length == 2 ? values[0] / values[1] : 0;
        return ratio >= 1e-3 && ratio <= 1e3 ? ratio : 0;
    }
}
