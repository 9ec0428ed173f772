package org.diconde4j.iod;

import java.util.List;
import java.util.Locale;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** The rules that hold for every element, whatever the class: dictionary, representation, multiplicity (PS3.5, PS3.6). */
final class ValueCheck {
    /** Texts beyond this are not looked at character by character, so that a report never takes long. */
    private static final int LONGEST = 1 << 20;
    /** Dates before this are hardly meant, though a component may be a century old. */
    private static final int OLD = 1800;

    private static final int NEW = 2200;

    private static final int PIXEL_DATA = 0x7FE00010;

    private final Findings findings;
    private final Facts.Cache dictionary;
    private boolean retiredGroupLength;

    ValueCheck(Findings findings, Facts.Cache dictionary) {
        this.findings = findings;
        this.dictionary = dictionary;
    }

    void check(Dataset dataset) {
        for (Element element : dataset) {
            int tag = element.tag();
            if ((tag & 0xFFFF) == 0) {
                groupLength(element);
            } else if ((tag >>> 16 & 1) != 0) {
                privateElement(dataset, element);
            } else {
                standardElement(element);
            }
            length(element);
            items(element);
        }
    }

    private void items(Element element) {
        if (!element.isSequence()) {
            return;
        }
        List<Dataset> items = element.items();
        if (findings.path.depth() == Path.DEEPEST && !items.isEmpty()) {
            String text = "items nested deeper than " + Path.DEEPEST + " were not looked at";
            findings.add(Severity.WARNING, Rule.LIMIT, element.tag(), text, "PS3.5 7.5");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            findings.path.enter(element.tag(), i + 1);
            check(items.get(i));
            findings.path.leave();
        }
    }

    private void groupLength(Element element) {
        int group = element.tag() >>> 16;
        if (group != 2 && group != 4 && !retiredGroupLength) {
            retiredGroupLength = true; // old writers have one in each group
            String text = "group lengths are retired, except in groups 0002 and 0004";
            findings.add(Severity.INFO, Rule.RETIRED, element.tag(), text, "PS3.5 7.2");
        }
    }

    private void privateElement(Dataset dataset, Element element) {
        int tag = element.tag();
        int group = tag >>> 16;
        int number = tag & 0xFFFF;
        if (group < 8 || group == 0xFFFF) {
            problem(Rule.PRIVATE, tag, "group " + hex(group) + " is not for private elements", "PS3.5 7.8");
        } else if (number < 0x10 || number > 0xFF && number < 0x1000) {
            problem(
                    Rule.PRIVATE,
                    tag,
                    "expected a creator from 0010 to 00FF, or an element of a block from 1000 on",
                    "PS3.5 7.8.1");
        } else if (number <= 0xFF) {
            creator(element);
        } else if (!hasValue(dataset.get(group << 16 | number >>> 8))) {
            String expected =
                    "expected the creator of its block in " + Text.tag(group << 16 | number >>> 8) + ", found none";
            problem(Rule.PRIVATE, tag, expected, "PS3.5 7.8.1");
        } else {
            values(element, Integer.MAX_VALUE);
        }
    }

    private static boolean hasValue(@Nullable Element element) {
        return element != null && !element.isEmpty();
    }

    private void creator(Element element) {
        if (element.vr() != VR.LO) {
            problem(
                    Rule.REPRESENTATION,
                    element.tag(),
                    "expected LO for a private creator, found " + element.vr(),
                    "PS3.5 7.8.1");
        } else if (element.isEmpty()) {
            problem(
                    Rule.PRIVATE,
                    element.tag(),
                    "expected the name of a private creator, found no value",
                    "PS3.5 7.8.1");
        }
        values(element, Integer.MAX_VALUE);
    }

    private void standardElement(Element element) {
        int tag = element.tag();
        Facts facts = dictionary.of(tag);
        if (!facts.known()) {
            if (tag != 0xFFFCFFFC) {
                findings.add(
                        Severity.WARNING,
                        Rule.UNKNOWN,
                        tag,
                        "a standard element that edition 2026b of the dictionary does not have",
                        "PS3.6");
            }
            values(element, Integer.MAX_VALUE);
            return;
        }
        if (facts.retired()) {
            findings.add(Severity.INFO, Rule.RETIRED, tag, "a retired attribute", "PS3.6");
        }
        representation(element, facts);
        multiplicity(element, facts);
        values(element, facts.most());
    }

    private void representation(Element element, Facts facts) {
        VR vr = element.vr();
        if (element.isEncodedAsUN() || vr == VR.UN) {
            findings.add(
                    Severity.WARNING,
                    Rule.REPRESENTATION,
                    element.tag(),
                    "expected " + facts.vr() + ", found UN, which hides the value from others",
                    "PS3.5 6.2.2");
        } else if (!facts.representations().isEmpty()
                && !facts.representations().contains(vr)
                && !(element.tag() == PIXEL_DATA && (vr == VR.OB || vr == VR.OW))) {
            problem(Rule.REPRESENTATION, element.tag(), "expected " + facts.vr() + ", found " + vr, "PS3.6");
        }
    }

    private void multiplicity(Element element, Facts facts) {
        if (element.isEmpty()
                || element.vr() == VR.UN
                || !facts.representations().contains(element.vr())) {
            return;
        }
        int values = count(element);
        if (!facts.allows(values)) {
            problem(
                    Rule.MULTIPLICITY,
                    element.tag(),
                    "expected a value multiplicity of " + facts.multiplicity() + ", found " + values + " values",
                    "PS3.6");
        }
    }

    /** How many values an element has that is not empty. */
    private static int count(Element element) {
        VR vr = element.vr();
        if (vr.isMultiValuedString()) {
            return element.bulkData() != null
                    ? 1
                    : Math.max(1, element.strings().size());
        }
        return switch (vr) {
            case AT, FL, SL, UL -> (int) Math.min(Integer.MAX_VALUE, Math.max(1, element.length() / 4));
            case SS, US -> (int) Math.min(Integer.MAX_VALUE, Math.max(1, element.length() / 2));
            case FD, SV, UV -> (int) Math.min(Integer.MAX_VALUE, Math.max(1, element.length() / 8));
            default -> 1;
        };
    }

    private void length(Element element) {
        long length = element.length();
        if (length <= 0) {
            return;
        }
        if (length % 2 != 0) {
            problem(Rule.LENGTH, element.tag(), "expected an even length, found " + length + " bytes", "PS3.5 7.1.1");
            return;
        }
        int unit = element.vr() == VR.AT ? 4 : element.vr().unit();
        if (length % unit != 0) {
            String expected = "expected a multiple of " + unit + " bytes for " + element.vr();
            problem(Rule.LENGTH, element.tag(), expected + ", found " + length, "PS3.5 6.2");
        }
    }

    private void values(Element element, int most) {
        VR vr = element.vr();
        if (!vr.isString() || element.bulkData() != null || element.length() > LONGEST) {
            return;
        }
        List<String> values = element.strings();
        if (values.size() > most) {
            values = values.subList(0, most); // that there are too many has been said
        }
        boolean declared = !element.characterSet().terms().isEmpty();
        for (String value : values) {
            if (value.isEmpty()) {
                continue;
            }
            if (vr.isText() && characterProblem(element, value, declared)) {
                return;
            }
            Representation.Problem problem = Representation.problem(vr, value);
            if (problem != null) {
                String text = problem.expected() + ", found " + Text.quote(value);
                findings.add(problem.severity(), Rule.VALUE, element.tag(), text, "PS3.5 6.2");
                return;
            }
            if (vr == VR.DA) {
                date(element, value);
            }
        }
    }

    private boolean characterProblem(Element element, String value, boolean declared) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\uFFFD' || !declared && c >= 0x80) {
                String set = declared ? element.characterSet().toString() : "the default repertoire";
                problem(
                        Rule.CHARACTER_SET,
                        element.tag(),
                        "expected characters of " + Text.quote(set) + " (Specific Character Set), found "
                                + Text.quote(value),
                        "PS3.5 6.1");
                return true;
            }
        }
        return false;
    }

    private void date(Element element, String value) {
        int year = Integer.parseInt(value.substring(0, 4));
        if (year < OLD || year >= NEW) {
            findings.add(
                    Severity.WARNING,
                    Rule.DATE,
                    element.tag(),
                    "expected a year from " + OLD + " to " + (NEW - 1) + ", found " + Text.quote(value),
                    "PS3.5 6.2");
        }
    }

    private void problem(Rule rule, int tag, String text, String paragraph) {
        findings.add(Severity.ERROR, rule, tag, text, paragraph);
    }

    private static String hex(int group) {
        return String.format(Locale.ROOT, "%04X", group);
    }
}
