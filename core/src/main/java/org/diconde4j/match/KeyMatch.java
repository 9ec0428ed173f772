package org.diconde4j.match;

import java.util.List;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.VR;
import org.diconde4j.dict.Dictionary;
import org.jspecify.annotations.Nullable;

/** One key of a query against one attribute of a candidate. */
interface KeyMatch {
    boolean test(Dataset candidate);

    static KeyMatch of(Element key, Dataset keys) {
        VR vr = key.vr() == VR.UN ? Dictionary.standard().vrOf(key.tag()) : key.vr();
        if (key.isSequence()) {
            return sequence(key, keys);
        }
        List<String> wanted = key.strings();
        if (key.isEmpty() || wanted.stream().allMatch(String::isEmpty)) {
            return candidate -> true;
        }
        return candidate -> {
            Element element = find(candidate, key.tag(), keys);
            List<String> values = element == null ? List.of() : element.strings();
            return wanted.stream().anyMatch(w -> matches(vr, w, values));
        };
    }

    /** Each item of the key must match some item of the candidate (PS3.4 C.2.2.2.6). */
    private static KeyMatch sequence(Element key, Dataset keys) {
        List<Matcher> items = key.items().stream().map(Matcher::of).toList();
        return candidate -> {
            Element element = find(candidate, key.tag(), keys);
            List<Dataset> found =
                    element == null || element.items().isEmpty() ? List.of(Dataset.empty()) : element.items();
            return items.stream().allMatch(m -> found.stream().anyMatch(m::matches));
        };
    }

    /** The candidate's element, private ones by their creator whatever block they stand in. */
    static @Nullable Element find(Dataset candidate, int tag, Dataset keys) {
        String creator = keys.privateCreator(tag);
        return creator == null ? candidate.get(tag) : candidate.get(creator, tag >>> 16, tag & 0xFF);
    }

    private static boolean matches(VR vr, String wanted, List<String> values) {
        if (vr == VR.DA || vr == VR.TM || vr == VR.DT) {
            DateTimeRange range = DateTimeRange.parse(vr, wanted);
            return values.stream().anyMatch(range::contains);
        }
        boolean number = !vr.isString() || vr == VR.IS || vr == VR.DS;
        if (number) {
            return values.stream().anyMatch(v -> sameNumber(wanted, v));
        }
        boolean exactCase = vr != VR.PN;
        if (vr != VR.UI && (wanted.indexOf('*') >= 0 || wanted.indexOf('?') >= 0)) {
            if (wanted.chars().allMatch(c -> c == '*')) {
                return true; // matches entities without a value too (PS3.4 C.2.2.2.4)
            }
            Wildcard wildcard = new Wildcard(normal(vr, wanted, exactCase));
            return values.stream().anyMatch(v -> wildcard.matches(normal(vr, v, exactCase)));
        }
        String exact = normal(vr, wanted, exactCase);
        return values.stream().anyMatch(v -> exact.equals(normal(vr, v, exactCase)));
    }

    /** Names are compared without regard to letter case and to delimiters at the end of a group (PS3.4 C.2.2.2.1). */
    private static String normal(VR vr, String value, boolean exactCase) {
        String text = vr == VR.PN ? withoutTrailingDelimiters(value) : value;
        return exactCase ? text : text.toLowerCase(Locale.ROOT);
    }

    private static String withoutTrailingDelimiters(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '^' || name.charAt(end - 1) == '=' || name.charAt(end - 1) == ' ')) {
            end--;
        }
        return name.substring(0, end);
    }

    private static boolean sameNumber(String wanted, String value) {
        try {
            return wanted.equals(value)
                    || !value.isEmpty()
                            && new java.math.BigDecimal(wanted.trim()).compareTo(new java.math.BigDecimal(value.trim()))
                                    == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
