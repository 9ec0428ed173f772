package org.diconde4j.iod;

import java.util.List;

/**
 * The values that an attribute may have.
 *
 * @param number which of its values they are of, 0 for each
 * @param enumerated whether there are no others (Enumerated Values), or implementations may add some (Defined Terms)
 * @param terms the values
 */
record Terms(int number, boolean enumerated, List<String> terms) {
    /** Whether a value is one of them; numbers are compared as numbers, whatever their digits. */
    boolean allow(String value) {
        if (terms.contains(value)) {
            return true;
        }
        if (value.isEmpty() || "+-0123456789.".indexOf(value.charAt(0)) < 0) {
            return false;
        }
        for (String term : terms) {
            if (sameNumber(term, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameNumber(String term, String value) {
        try {
            return Double.parseDouble(term) == Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
