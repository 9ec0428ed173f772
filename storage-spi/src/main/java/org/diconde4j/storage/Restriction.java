package org.diconde4j.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.match.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Which part of an archive somebody may know of: the studies of some components or of some projects. An index holds it beside the keys of
 * a question, so that nothing that is outside is found, counted or chosen.
 *
 * <p>It is judged by what holds for a study and its component as a whole, never by the header of one instance: of a study either all
 * instances are inside, or none. Immutable.
 */
public final class Restriction {
    /** All of the archive. */
    public static final Restriction NONE = new Restriction(null);

    /** Nothing at all. */
    public static final Restriction TO_NOTHING = new Restriction(List.of());

    private final @Nullable List<Alternative> alternatives;

    /** Keys that a study matches as a whole. */
    private record Alternative(Dataset keys, Matcher matcher) {}

    private Restriction(@Nullable List<Alternative> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * Restricts to what matches keys as PS3.4 C.2.2.2 says, wildcards included.
     *
     * @param alternatives data sets of keys; a study is inside if it matches all keys of one of them. No data set at all restricts to
     *     nothing.
     * @return the restriction
     * @throws IllegalArgumentException if a data set has no key, or a key without a value, of a sequence or not of component or study
     */
    public static Restriction to(List<Dataset> alternatives) {
        List<Alternative> all = new ArrayList<>();
        for (Dataset keys : alternatives) {
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("keys of a restriction say something, found a data set without any");
            }
            for (Element key : keys) {
                require(key);
            }
            all.add(new Alternative(keys, Matcher.of(keys)));
        }
        return new Restriction(List.copyOf(all));
    }

    /**
     * Reads a restriction.
     *
     * @param alternatives texts such as {@code ComponentIDNumber=TURBINE-*} or {@code IssuerOfPatientID=ACME;StudyID=P-17}: attributes by
     *     keyword, DICONDE name or tag, all of which must match
     * @return the restriction
     * @throws IllegalArgumentException if one is none
     */
    public static Restriction parse(List<String> alternatives) {
        List<Dataset> all = new ArrayList<>();
        for (String text : alternatives) {
            Dataset.Builder keys = Dataset.builder();
            for (String condition : text.split(";")) {
                int equals = condition.indexOf('=');
                String name = condition.substring(0, Math.max(0, equals)).trim();
                OptionalInt tag = Dictionary.standard().tag(name);
                if (tag.isEmpty()) {
                    throw new IllegalArgumentException(
                            "expected a restriction such as ComponentIDNumber=TURBINE-* or StudyID=P-17, found \""
                                    + text + "\"");
                }
                keys.set(tag.getAsInt(), condition.substring(equals + 1).trim());
            }
            all.add(keys.build());
        }
        return to(all);
    }

    private static void require(Element key) {
        boolean below = Projection.levelOf(key.tag()).compareTo(Level.STUDY) > 0;
        if (below || key.isSequence() || key.strings().stream().allMatch(String::isEmpty)) {
            throw new IllegalArgumentException(
                    "a restriction is by values of attributes of component and study, such as ComponentIDNumber=TURBINE-*;"
                            + " found " + key);
        }
    }

    /**
     * Tells whether all is inside.
     *
     * @return true if it restricts nothing
     */
    public boolean isNone() {
        return alternatives == null;
    }

    /**
     * Tells whether of one component some studies may be inside and others not.
     *
     * @return true if there is a key that is not of the component
     */
    public boolean dividesComponents() {
        return alternatives().stream().anyMatch(keys -> {
            for (Element key : keys) {
                if (Projection.levelOf(key.tag()) != Level.COMPONENT) {
                    return true;
                }
            }
            return false;
        });
    }

    /**
     * Returns the keys.
     *
     * @return what a study must match one of; empty if it {@link #isNone()}, too
     */
    public List<Dataset> alternatives() {
        return alternatives == null
                ? List.of()
                : alternatives.stream().map(Alternative::keys).toList();
    }

    /**
     * Judges a study.
     *
     * @param study the attributes of the study and of its component
     * @return whether it is inside
     */
    public boolean allows(Dataset study) {
        return alternatives == null
                || alternatives.stream().anyMatch(a -> a.matcher().matches(study));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Restriction that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** In the form that {@link #parse} reads, alternatives with commas between them. */
    @Override
    public String toString() {
        return alternatives == null
                ? "none"
                : alternatives().stream().map(Restriction::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(Dataset keys) {
        List<String> all = new ArrayList<>();
        for (Element key : keys) {
            all.add(Dictionary.standard().keyword(key.tag()) + "=" + String.join("\\", key.strings()));
        }
        return String.join(";", all);
    }
}
