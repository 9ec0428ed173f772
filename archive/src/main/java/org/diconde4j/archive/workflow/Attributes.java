package org.diconde4j.archive.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.net.service.NormalizedOutcome;
import org.diconde4j.net.service.Status;
import org.jspecify.annotations.Nullable;

/** What a data set must have, what an N-SET makes of one, and what an N-GET wants of one. */
final class Attributes {
    private Attributes() {}

    /** Those of some tags that have no value. */
    static List<Integer> withoutValue(Dataset dataset, int... tags) {
        List<Integer> missing = new ArrayList<>();
        for (int tag : tags) {
            if (!hasValue(dataset, tag)) {
                missing.add(tag);
            }
        }
        return missing;
    }

    static boolean hasValue(Dataset dataset, int tag) {
        Element element = dataset.get(tag);
        if (element == null) {
            return false;
        }
        return element.isSequence()
                ? !element.items().isEmpty()
                : !dataset.string(tag, "").isEmpty();
    }

    /** 0120 or 0121 (PS3.7 C.5.8, C.5.9) if attributes of type 1 are missing or empty; null if all are there. */
    static @Nullable NormalizedOutcome refusal(Dataset dataset, int... tags) {
        List<Integer> absent = Arrays.stream(tags)
                .filter(tag -> !dataset.contains(tag))
                .boxed()
                .toList();
        if (!absent.isEmpty()) {
            return refusal(Status.MISSING_ATTRIBUTE, absent, " is missing");
        }
        List<Integer> empty = withoutValue(dataset, tags);
        return empty.isEmpty() ? null : refusal(Status.MISSING_ATTRIBUTE_VALUE, empty, " has no value");
    }

    private static NormalizedOutcome refusal(int status, List<Integer> tags, String what) {
        return NormalizedOutcome.of(
                status, Dictionary.standard().keyword(tags.get(0)) + what, tags.toArray(Integer[]::new));
    }

    /** What belongs into a data set: not command and file meta elements, which some clients of PS3.18 send along. */
    static Dataset ofDataSet(Dataset given) {
        Dataset.Builder without = given.toBuilder();
        for (Element element : given) {
            if (element.tag() >>> 16 < 0x0008) {
                without.remove(element.tag());
            }
        }
        return without.build();
    }

    /** What becomes of a data set by an N-SET, which leaves some attributes as they are. */
    static Dataset.Builder changed(Dataset dataset, Dataset changes, List<Integer> fixed) {
        Dataset.Builder changed = dataset.toBuilder();
        changes.forEach(element -> {
            if (!fixed.contains(element.tag())) {
                changed.set(element);
            }
        });
        return changed;
    }

    /** The attributes that an N-GET asks for; all if it names none. Those that are not there are left out. */
    static Dataset selected(Dataset dataset, List<Integer> tags) {
        if (tags.isEmpty()) {
            return dataset;
        }
        Dataset.Builder answer = Dataset.builder().setAll(dataset);
        dataset.forEach(element -> {
            if (!tags.contains(element.tag()) && element.tag() != Tag.SpecificCharacterSet) {
                answer.remove(element.tag());
            }
        });
        return answer.build();
    }
}
