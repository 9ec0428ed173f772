package org.diconde4j.iod;

import java.util.List;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;

/** A condition of the standard that can be decided from the data set alone. Its text is for people. */
sealed interface Condition {
    boolean holds(Scope scope);

    /**
     * An attribute beside the conditional one, or in the data set as a whole.
     *
     * @param tag which
     * @param ofRoot whether it is looked for in the data set as a whole
     */
    record Place(int tag, boolean ofRoot) {
        Dataset in(Scope scope) {
            return ofRoot ? scope.root() : scope.item();
        }

        @Override
        public String toString() {
            return Dictionary.standard().keyword(tag);
        }
    }

    /** The attribute is there, be it empty. */
    record Present(Place place) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            return place.in(scope).contains(place.tag);
        }

        @Override
        public String toString() {
            return place + " is present";
        }
    }

    /** The attribute is there and has a value. */
    record Filled(Place place) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            Element element = place.in(scope).get(place.tag);
            return element != null && !element.isEmpty();
        }

        @Override
        public String toString() {
            return place + " has a value";
        }
    }

    /** One of its values, or the one with that number, is one of these. */
    record Equal(Place place, int number, List<String> values) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            List<String> found = Scope.strings(place.in(scope), place.tag);
            if (number > 0) {
                return found.size() >= number && values.contains(found.get(number - 1));
            }
            for (String value : found) {
                if (values.contains(value)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return (number > 0 ? "value " + number + " of " : "") + place + " is " + String.join(" or ", values);
        }
    }

    /** Its first value is greater. */
    record Above(Place place, double limit) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            return Scope.number(place.in(scope), place.tag) > limit;
        }

        @Override
        public String toString() {
            return place + " is greater than " + (limit == Math.rint(limit) ? String.valueOf((long) limit) : limit);
        }
    }

    /** The object is of one of these classes. */
    record OfClass(List<String> uids) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            return uids.contains(scope.sopClass());
        }

        @Override
        public String toString() {
            return "the class is "
                    + uids.stream()
                            .map(uid -> Dictionary.standard().nameOfUid(uid))
                            .collect(Collectors.joining(" or "));
        }
    }

    /** It does not hold. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            return !condition.holds(scope);
        }

        @Override
        public String toString() {
            if (condition instanceof Present present) {
                return present.place + " is absent";
            }
            if (condition instanceof Any any) {
                return joined(
                        any.conditions.stream().map(c -> (Condition) new Not(c)).toList(), " and ");
            }
            String text = condition.toString();
            int is = text.indexOf(" is ");
            return condition instanceof Equal || condition instanceof OfClass
                    ? text.substring(0, is) + " is not" + text.substring(is + 3)
                    : "not (" + text + ")";
        }
    }

    /** All hold. */
    record All(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            for (Condition condition : conditions) {
                if (!condition.holds(scope)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return joined(conditions, " and ");
        }
    }

    /** At least one holds. */
    record Any(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(Scope scope) {
            for (Condition condition : conditions) {
                if (condition.holds(scope)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return joined(conditions, " or ");
        }
    }

    private static String joined(List<Condition> conditions, String word) {
        return conditions.stream()
                .map(c -> c instanceof All || c instanceof Any ? "(" + c + ")" : c.toString())
                .collect(Collectors.joining(word));
    }
}
