package org.diconde4j.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/**
 * Where in a data set an attribute is: through which sequences, and whose it is if it is private. Written as keywords or tags with
 * dots between them, a private one as its creator and a tag whose block is left open: {@code
 * EvaluatorSequence.IndicationSequence.IndicationType}, {@code [ACME INSPECT]0031xx01}.
 *
 * @param steps from the outermost sequence to the attribute itself
 */
public record AttributePath(List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("\\G(?:\\[([^\\]]+)\\]([0-9A-Fa-f]{4})xx([0-9A-Fa-f]{2})|([^.\\[\\]]+))(?:\\.(?=.)|$)");

    /**
     * One step.
     *
     * @param creator the private creator (PS3.5 7.8.1), or null for an attribute of the standard
     * @param tag group and element number; of a private one the low byte of the element number counts
     */
    public record Step(@Nullable String creator, int tag) {
        /**
         * Finds the element of this step.
         *
         * @param attributes a data set or an item
         * @return the element, or null if it has none
         */
        public @Nullable Element in(Dataset attributes) {
            return creator == null ? attributes.get(tag) : attributes.get(creator, tag >>> 16, tag & 0xFF);
        }

        @Override
        public String toString() {
            return creator == null
                    ? String.format("%08X", tag)
                    : String.format("[%s]%04Xxx%02X", creator, tag >>> 16, tag & 0xFF);
        }
    }

    /**
     * Makes the list immutable.
     *
     * @param steps from the outermost sequence to the attribute itself
     * @throws IllegalArgumentException if there are none, if an outer step is no sequence, or if the last one is one
     */
    public AttributePath {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a path to an attribute needs at least one step, found none");
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            VR vr = vrOf(step);
            boolean last = i == steps.size() - 1;
            if (last ? vr == VR.SQ : vr != VR.SQ && vr != VR.UN) {
                throw new IllegalArgumentException(step + " is of representation " + vr + "; expected "
                        + (last ? "an attribute with values at the end of a path" : "a sequence before its end"));
            }
        }
    }

    /**
     * A path of attributes of the standard.
     *
     * @param tags from the outermost sequence to the attribute itself
     * @return the path
     */
    public static AttributePath of(int... tags) {
        List<Step> steps = new ArrayList<>();
        for (int tag : tags) {
            steps.add(new Step(null, tag));
        }
        return new AttributePath(steps);
    }

    /**
     * A private attribute outside of all sequences.
     *
     * @param creator its private creator
     * @param group the group
     * @param element the low byte of the element number
     * @return the path
     */
    public static AttributePath ofPrivate(String creator, int group, int element) {
        return new AttributePath(List.of(new Step(creator, group << 16 | element & 0xFF)));
    }

    /**
     * Reads a path.
     *
     * @param text keywords, DICONDE names or tags with dots between them, see above
     * @return the path
     * @throws IllegalArgumentException if it is none, with what was expected
     */
    public static AttributePath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find()) {
            end = matcher.end();
            String name = matcher.group(4);
            steps.add(
                    name != null
                            ? new Step(null, tag(name))
                            : new Step(
                                    matcher.group(1),
                                    Integer.parseInt(matcher.group(2), 16) << 16
                                            | Integer.parseInt(matcher.group(3), 16)));
        }
        if (end < text.length() || steps.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no path to an attribute; expected keywords or tags with"
                            + " dots between them, such as EvaluatorSequence.IndicationSequence.IndicationType, or a private one"
                            + " such as [ACME INSPECT]0031xx01");
        }
        return new AttributePath(steps);
    }

    private static int tag(String name) {
        OptionalInt tag = Dictionary.standard().tag(name);
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no keyword, DICONDE name or tag; expected one such as MaterialThickness or 00140030");
        }
        return tag.getAsInt();
    }

    private static VR vrOf(Step step) {
        return step.creator() == null ? Dictionary.standard().vrOf(step.tag()) : VR.UN;
    }

    /**
     * Returns the level whose entities have the attribute, which is that of the outermost step.
     *
     * @return the level
     */
    public Level level() {
        Step first = steps.get(0);
        return first.creator() == null ? Projection.levelOf(first.tag()) : Level.INSTANCE;
    }

    /**
     * Returns the representation that the dictionary has for the attribute.
     *
     * @return the representation, UN for a private attribute
     */
    public VR vr() {
        return vrOf(steps.get(steps.size() - 1));
    }

    /**
     * Finds the elements of this path.
     *
     * @param attributes of an entity
     * @return one from each innermost item that has it
     */
    public List<Element> in(Dataset attributes) {
        List<Dataset> items = List.of(attributes);
        for (Step step : steps.subList(0, steps.size() - 1)) {
            List<Dataset> inner = new ArrayList<>();
            for (Dataset item : items) {
                Element sequence = step.in(item);
                if (sequence != null && sequence.isSequence()) {
                    inner.addAll(sequence.items());
                }
            }
            items = inner;
        }
        Step last = steps.get(steps.size() - 1);
        List<Element> found = new ArrayList<>();
        for (Dataset item : items) {
            Element element = last.in(item);
            if (element != null && !element.isSequence()) {
                found.add(element);
            }
        }
        return found;
    }

    /**
     * Finds the key of a query that is about this attribute.
     *
     * @param keys the keys of a level
     * @return the key, or null if there is none or more than one
     */
    public @Nullable Element keyIn(Dataset keys) {
        Dataset item = keys;
        for (Step step : steps.subList(0, steps.size() - 1)) {
            Element sequence = step.in(item);
            if (sequence == null || !sequence.isSequence() || sequence.items().size() != 1) {
                return null;
            }
            item = sequence.items().get(0);
        }
        Element key = steps.get(steps.size() - 1).in(item);
        return key == null || key.isSequence() ? null : key;
    }

    /** The form that {@link #parse} reads, with tags. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining("."));
    }
}
