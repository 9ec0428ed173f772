package org.diconde4j.iod;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;

/** Compares a data set with the modules of its information object definition (PS3.3 annexes A and C). */
final class ModuleCheck {
    /**
     * Rules for one level, and who asks for them.
     *
     * @param module name of the module
     * @param rules its attributes on this level
     * @param needed those that may be missing, none if the module is not used
     * @param used whether values are judged
     */
    private record Source(String module, Rules rules, List<Attribute> needed, boolean used) {}

    private static final int SHARED = Tag.SharedFunctionalGroupsSequence;
    private static final int PER_FRAME = Tag.PerFrameFunctionalGroupsSequence;

    private final Plan plan;
    private final Findings findings;
    private final Facts.Cache dictionary;
    private final Severity worst;
    private boolean floating;

    ModuleCheck(Plan plan, Findings findings, Facts.Cache dictionary) {
        this.plan = plan;
        this.findings = findings;
        this.dictionary = dictionary;
        this.worst = plan.iod.secondHand() ? Severity.WARNING : Severity.ERROR;
    }

    void check(Scope scope) {
        floating = hasForeignFloats(scope.root());
        List<Integer> repeatingGroups = repeatingGroups(scope.root());
        List<Source> sources = new ArrayList<>();
        List<Iod.Use> modules = plan.iod.modules();
        for (int i = 0; i < modules.size(); i++) {
            Iod.Use module = modules.get(i);
            boolean used = plan.isUsed(i, scope, repeatingGroups);
            String title = module.definition().title();
            sources.add(new Source(title, module.rules(), used ? plan.needed(i) : List.of(), used));
        }
        level(scope, sources, repeatingGroups);
        if (!plan.iod.groups().isEmpty() && scope.root().contains(PER_FRAME)) {
            functionalGroups(scope);
        }
    }

    /**
     * Floating point pixels in a class that has none: the standard knows them in parametric maps only, DICONDE in any
     * image (second-hand). What describes integer pixels is not asked for then.
     */
    private boolean hasForeignFloats(Dataset dataset) {
        if (!dataset.contains(Tag.FloatPixelData) && !dataset.contains(Tag.DoubleFloatPixelData)) {
            return false;
        }
        for (Iod.Use module : plan.iod.modules()) {
            if (module.rules().get(Tag.FloatPixelData) != null) {
                return false;
            }
        }
        return true;
    }

    private boolean isOfIntegerPixels(int tag) {
        return tag == Tag.PixelData
                || tag == Tag.BitsAllocated
                || tag == Tag.BitsStored
                || tag == Tag.HighBit
                || tag == Tag.PixelRepresentation;
    }

    /** The groups 60xx that are there (PS3.5 7.6). */
    private static List<Integer> repeatingGroups(Dataset dataset) {
        List<Integer> groups = new ArrayList<>();
        for (Element element : dataset) {
            int group = element.tag() >>> 16;
            if (group >= 0x6000 && group <= 0x601E && group % 2 == 0 && !groups.contains(group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    private void level(Scope scope, List<Source> sources, List<Integer> repeatingGroups) {
        for (Source source : sources) {
            for (Attribute attribute : source.needed) {
                if (attribute.isRepeating()) {
                    for (int group : repeatingGroups) {
                        need(scope, source.module, attribute, group << 16 | attribute.tag() & 0xFFFF);
                    }
                } else {
                    need(scope, source.module, attribute, attribute.tag());
                }
            }
        }
        for (Element element : scope.item()) {
            known(scope, sources, element);
        }
    }

    private void need(Scope scope, String module, Attribute attribute, int tag) {
        Element element = scope.item().get(tag);
        Condition condition = attribute.condition();
        if (element == null && floating && findings.path.depth() == 0 && isOfIntegerPixels(tag)) {
            return;
        }
        if (element == null) {
            boolean conditional = attribute.type().isConditional();
            if (!conditional || condition != null && condition.holds(scope)) {
                String because = conditional ? ", since " + condition : "";
                add(worst, Rule.MISSING, module, attribute, tag, "expected it to be present" + because);
            }
        } else if (attribute.type().needsValue() && isBlank(element)) {
            add(worst, Rule.EMPTY, module, attribute, tag, "expected a value, found none");
        } else if (attribute.onlyThen() && condition != null && !condition.holds(scope)) {
            add(worst, Rule.UNEXPECTED, module, attribute, tag, "expected it to be absent unless " + condition);
        }
    }

    private static boolean isBlank(Element element) {
        return element.isEmpty()
                || element.bulkData() == null
                        && element.vr().isString()
                        && element.length() <= 64
                        && element.strings().isEmpty();
    }

    private void known(Scope scope, List<Source> sources, Element element) {
        boolean known = false;
        List<Source> inner = element.isSequence() ? new ArrayList<>() : List.of();
        for (Source source : sources) {
            known |= source.rules.anything();
            Attribute attribute = source.rules.get(element.tag());
            if (attribute == null) {
                continue;
            }
            known = true;
            if (source.used) {
                values(source.module, attribute, element);
            }
            Rules items = attribute.items();
            if (items != null && element.isSequence()) {
                inner.add(new Source(source.module, items, source.used ? items.needed() : List.of(), source.used));
            }
        }
        if (!known && !isWelcome(element.tag())) {
            boolean floats = element.tag() == Tag.FloatPixelData || element.tag() == Tag.DoubleFloatPixelData;
            String text = floats
                    ? "floating point pixels, which DICONDE has in any image but DICOM in parametric maps only"
                    : "an attribute that the " + plan.iod.title() + " does not have: an extended class";
            findings.add(
                    floats ? Severity.WARNING : Severity.INFO,
                    Rule.NOT_IN_IOD,
                    plan.iod.title(),
                    element.tag(),
                    "",
                    text,
                    plan.iod.reference());
        }
        if (!inner.isEmpty() && findings.path.depth() < Path.DEEPEST) {
            items(scope, element, inner);
        }
    }

    private void items(Scope scope, Element element, List<Source> inner) {
        int number = 0;
        for (Dataset item : element.items()) {
            findings.path.enter(element.tag(), ++number);
            level(scope.in(item), inner, List.of());
            findings.path.leave();
        }
    }

    /**
     * What any object may hold: private elements, group lengths, padding, signatures and character sets of items, and the
     * attributes of DICONDE.
     */
    private boolean isWelcome(int tag) {
        int group = tag >>> 16;
        return (group & 1) != 0
                || group == 0x0014
                || (tag & 0xFFFF) == 0
                || tag == 0xFFFCFFFC
                || tag == 0xFFFAFFFA
                || tag == 0x4FFE0001
                || tag == 0x00080005
                || tag == 0x300E0002
                || tag == 0x300E0004
                || tag == 0x300E0005
                || tag == 0x300E0008
                || !dictionary.of(tag).known()
                || dictionary.of(tag).retired();
    }

    private void values(String module, Attribute attribute, Element element) {
        if (attribute.single() && element.items().size() > 1) {
            int found = element.items().size();
            add(worst, Rule.ITEMS, module, attribute, element.tag(), "expected one item, found " + found);
        }
        boolean outside = element.bulkData() != null || element.length() > 1 << 16;
        boolean other = floating && findings.path.depth() == 0 && isOfIntegerPixels(element.tag());
        if (attribute.terms().isEmpty() || outside || other) {
            return;
        }
        List<String> values = element.strings();
        for (Terms terms : attribute.terms()) {
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i);
                boolean meant = terms.number() == 0 || terms.number() == i + 1;
                if (meant && !value.isEmpty() && !terms.allow(value)) {
                    term(module, attribute, element.tag(), terms, value);
                    break;
                }
            }
        }
    }

    private void term(String module, Attribute attribute, int tag, Terms terms, String value) {
        String which = terms.number() == 0 ? "" : " as value " + terms.number();
        String text = "expected " + (terms.enumerated() ? "" : "one of the Defined Terms ")
                + String.join(", ", terms.terms()) + which + ", found " + Text.quote(value);
        if (terms.enumerated()) {
            add(worst, Rule.ENUMERATED_VALUE, module, attribute, tag, text);
        } else {
            add(Severity.INFO, Rule.DEFINED_TERM, module, attribute, tag, text);
        }
    }

    /** Each functional group is either shared or given for every frame (PS3.3 C.7.6.16.1). */
    private void functionalGroups(Scope scope) {
        List<Dataset> shared = scope.root().items(SHARED);
        List<Dataset> perFrame = scope.root().items(PER_FRAME);
        List<Source> sources = new ArrayList<>();
        for (Iod.Use group : plan.iod.groups()) {
            Attribute sequence = group.rules().attributes().get(0);
            boolean isShared = !shared.isEmpty() && shared.get(0).contains(sequence.tag());
            int frames = 0;
            for (Dataset frame : perFrame) {
                frames += frame.contains(sequence.tag()) ? 1 : 0;
            }
            placed(scope, group, sequence, isShared, frames, perFrame.size());
            String title = group.definition().title() + " (functional group)";
            sources.add(new Source(title, group.rules(), List.of(), true));
        }
        int number = 0;
        for (Dataset item : shared) {
            findings.path.enter(SHARED, ++number);
            level(scope.in(item), sources, List.of());
            findings.path.leave();
        }
        number = 0;
        for (Dataset item : perFrame) {
            findings.path.enter(PER_FRAME, ++number);
            level(scope.in(item), sources, List.of());
            findings.path.leave();
        }
    }

    private void placed(Scope scope, Iod.Use group, Attribute sequence, boolean isShared, int frames, int of) {
        boolean needed = group.usage() == 'M'
                || group.condition() != null && group.condition().holds(scope);
        String name = Dictionary.standard().keyword(sequence.tag());
        String text = null;
        if (isShared && frames > 0) {
            text = "expected " + name + " either in the shared or in the per-frame functional groups, found in both";
        } else if (needed && !isShared && frames < of) {
            String because = group.usage() == 'M' ? "" : ", since " + group.condition();
            text = "expected " + name + " in the shared or in all per-frame functional groups" + because + ", found in "
                    + (frames == 0 ? "neither" : frames + " of " + of + " frames");
        }
        if (text != null) {
            String reference = group.definition().reference();
            String module = group.definition().title() + " (functional group)";
            findings.path.enter(PER_FRAME, 1);
            findings.add(
                    worst,
                    Rule.FUNCTIONAL_GROUP,
                    module,
                    sequence.tag(),
                    String.valueOf(group.usage()),
                    text,
                    reference);
            findings.path.leave();
        }
    }

    private void add(Severity severity, Rule rule, String module, Attribute attribute, int tag, String text) {
        findings.add(severity, rule, module, attribute, tag, text);
    }
}
