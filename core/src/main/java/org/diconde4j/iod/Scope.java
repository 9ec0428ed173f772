package org.diconde4j.iod;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;

/**
 * Where a condition is decided.
 *
 * @param item the data set or item that holds the attribute
 * @param root the data set as a whole
 * @param sopClass the class of the object, empty if it has none
 */
record Scope(Dataset item, Dataset root, String sopClass) {
    Scope in(Dataset inner) {
        return new Scope(inner, root, sopClass);
    }

    /** The first value of an element, empty if it is absent, has none, or is too long to be worth a look. */
    static String string(Dataset dataset, int tag) {
        List<String> values = strings(dataset, tag);
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The first value of an element as a number, not a number if it is absent, or something else. */
    static double number(Dataset dataset, int tag) {
        Element element = dataset.get(tag);
        return element == null || element.length() > 64 ? Double.NaN : dataset.number(tag, Double.NaN);
    }

    /** The first value of an element as a number, if it is one that an int holds. */
    static int integer(Dataset dataset, int tag, int orElse) {
        double number = number(dataset, tag);
        return number == (int) number ? (int) number : orElse;
    }

    /** The values of an element as strings; none if it is absent, or too long to be worth a look. */
    static List<String> strings(Dataset dataset, int tag) {
        Element element = dataset.get(tag);
        return element == null || element.bulkData() != null || element.length() > 1 << 16
                ? List.of()
                : element.strings();
    }
}
