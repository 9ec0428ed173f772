package org.diconde4j.match;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** One key of a query against one attribute of a candidate. */
interface KeyMatch {
    /** Longer texts are no numbers of any device, and slow to make one of. */
    int MAX_NUMBER = 256;

    /** What asks for attributes without a value, where that was agreed (PS3.4 C.2.2.2.7). */
    List<String> NO_VALUE = List.of("\"\"");

    /** Representations that multiple value matching is for. */
    Set<VR> SEVERAL = EnumSet.of(VR.AE, VR.AS, VR.AT, VR.CS, VR.LO, VR.PN, VR.SH, VR.UC);

    boolean test(Dataset candidate);

    static KeyMatch of(Element key, Dataset keys, MatchRules rules) {
        if (key.isSequence()) {
            return sequence(key, keys, rules);
        }
        VR vr = key.vr() == VR.UN ? Dictionary.standard().vrOf(key.tag()) : key.vr();
        if (vr == VR.UN) {
            return unknown(key, keys);
        }
        List<String> wanted = strings(key, vr);
        if (isUniversal(key, wanted)) {
            return candidate -> true;
        }
        if (rules.emptyValues() && wanted.equals(NO_VALUE)) {
            return candidate -> strings(candidate, key.tag(), vr, keys).stream().allMatch(String::isEmpty);
        }
        if (vr == VR.DA || vr == VR.TM || vr == VR.DT) {
            return dateTime(key.tag(), vr, wanted, keys);
        }
        List<Predicate<List<String>>> tests =
                wanted.stream().map(w -> test(vr, w, rules)).toList();
        boolean all = rules.multipleValues() && wanted.size() > 1 && holdsSeveral(key.tag(), vr);
        return candidate -> {
            List<String> values = strings(candidate, key.tag(), vr, keys);
            return all
                    ? tests.stream().allMatch(test -> test.test(values))
                    : tests.stream().anyMatch(test -> test.test(values));
        };
    }

    private static Predicate<List<String>> test(VR vr, String wanted, MatchRules rules) {
        if (vr == VR.PN && rules.fuzzyNames()) {
            FuzzyName fuzzy = new FuzzyName(wanted);
            return values -> matches(vr, wanted, values) || values.stream().anyMatch(fuzzy::matches);
        }
        return values -> matches(vr, wanted, values);
    }

    /** Whether several values of a key may be meant to be there all (PS3.4 C.2.2.2.8). */
    private static boolean holdsSeveral(int tag, VR vr) {
        Dictionary.Entry entry = Dictionary.standard().entry(tag);
        return SEVERAL.contains(vr) && entry != null && !entry.vm().equals("1");
    }

    /** Days and times are those of the calendar and clock, wherever that was; only DT is a moment. */
    private static KeyMatch dateTime(int tag, VR vr, List<String> wanted, Dataset keys) {
        List<DateTimeKey> moments = wanted.stream()
                .map(text -> new DateTimeKey(vr, text, vr == VR.DT ? keys.timezone() : null))
                .toList();
        return candidate -> {
            List<String> values = strings(candidate, tag, vr, keys);
            return moments.stream()
                    .anyMatch(key -> values.stream()
                            .anyMatch(value -> key.matches(value, vr == VR.DT ? candidate.timezone() : null)));
        };
    }

    private static List<String> strings(Dataset candidate, int tag, VR vr, Dataset keys) {
        Element element = find(candidate, tag, keys);
        return element == null ? List.of() : strings(element, vr);
    }

    /** No value, or {@code *} alone, which some send for representations without wild cards as well. */
    private static boolean isUniversal(Element key, List<String> wanted) {
        return key.isEmpty()
                || wanted.stream().allMatch(String::isEmpty)
                || wanted.stream().anyMatch(KeyMatch::isStars); // matches entities without a value (PS3.4 C.2.2.2.4)
    }

    private static boolean isStars(String wanted) {
        return !wanted.isEmpty() && wanted.chars().allMatch(c -> c == '*');
    }

    /** A private key of which nobody knows the representation goes by that of the candidate. */
    private static KeyMatch unknown(Element key, Dataset keys) {
        if (key.isEmpty()) {
            return candidate -> true;
        }
        return candidate -> {
            Element element = find(candidate, key.tag(), keys);
            if (element == null || element.isSequence() || element.length() > 1 << 16) {
                return false;
            }
            if (isPassedOver(key) || isPassedOver(element)) {
                return false; // nobody knows
            }
            if (element.vr() == VR.UN) {
                return Arrays.equals(key.bytes(), element.bytes());
            }
            return of(retyped(key, element.vr()), keys, MatchRules.NONE).test(candidate);
        };
    }

    /** Whether the value was left behind on a stream. */
    private static boolean isPassedOver(Element element) {
        BulkData bulk = element.bulkData();
        return bulk != null && bulk.source() == null;
    }

    /** The values of an element as those of a representation, if its own is not known. */
    private static List<String> strings(Element element, VR vr) {
        if (element.vr() != VR.UN || vr == VR.UN || element.bulkData() != null) {
            return element.strings();
        }
        return retyped(element, vr).strings();
    }

    private static Element retyped(Element element, VR vr) {
        Dataset retyped =
                Dataset.builder().setBytes(element.tag(), vr, element.bytes()).build();
        return Objects.requireNonNull(retyped.get(element.tag()));
    }

    /** Each item of the key must match some item of the candidate (PS3.4 C.2.2.2.6). */
    private static KeyMatch sequence(Element key, Dataset keys, MatchRules rules) {
        List<Matcher> items =
                key.items().stream().map(item -> Matcher.of(item, rules)).toList();
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
        if (vr == VR.PN) {
            return values.stream().anyMatch(value -> matchesName(wanted, value));
        }
        boolean number = !vr.isString() || vr == VR.IS || vr == VR.DS;
        if (number) {
            return values.stream().anyMatch(value -> sameNumber(wanted, value));
        }
        return values.stream().anyMatch(value -> matchesText(vr, wanted, value));
    }

    private static boolean matchesText(VR vr, String wanted, String value) {
        boolean wild = vr != VR.UI && (wanted.indexOf('*') >= 0 || wanted.indexOf('?') >= 0);
        return wild ? new Wildcard(wanted).matches(value) : wanted.equals(value);
    }

    /**
     * Names are compared without regard to letter case and to delimiters at the end (PS3.4 C.2.2.2.1). A key of one
     * component group is looked for in each group; one of several must match group by group.
     */
    private static boolean matchesName(String wanted, String name) {
        String key = wanted.toLowerCase(Locale.ROOT);
        String value = name.toLowerCase(Locale.ROOT);
        String[] groups = value.split("=", -1);
        if (matchesText(VR.PN, trimmed(key), trimmed(value))) {
            return true;
        }
        if (key.indexOf('=') < 0) {
            return Arrays.stream(groups).anyMatch(group -> matchesGroup(key, group));
        }
        String[] keys = key.split("=", -1);
        for (int i = 0; i < keys.length; i++) {
            if (!keys[i].isEmpty() && !isStars(keys[i]) && !matchesGroup(keys[i], i < groups.length ? groups[i] : "")) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesGroup(String key, String group) {
        return !group.isEmpty() && matchesText(VR.PN, trimmed(key), trimmed(group));
    }

    private static String trimmed(String name) {
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
                            && wanted.length() <= MAX_NUMBER
                            && value.length() <= MAX_NUMBER
                            && new BigDecimal(wanted.trim()).compareTo(new BigDecimal(value.trim())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
