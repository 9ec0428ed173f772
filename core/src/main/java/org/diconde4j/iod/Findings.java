package org.diconde4j.iod;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diconde4j.dict.Dictionary;

/**
 * Collects findings at the place where a walk is. The same of other items is counted, not listed, and there are never
 * more than a thousand, so that a report stays readable and small whatever the object holds.
 */
final class Findings {
    private static final int MOST = 1000;
    private static final String DICTIONARY = "Data Dictionary";

    final Path path = new Path();

    private final Map<String, Collected> collected = new HashMap<>();
    private boolean more;

    private static final class Collected {
        Finding finding;
        int occurrences = 1;

        Collected(Finding finding) {
            this.finding = finding;
        }
    }

    /** Something about an element that no module is asked for. */
    void add(Severity severity, Rule rule, int tag, String text, String paragraph) {
        add(severity, rule, DICTIONARY, tag, "", text, paragraph);
    }

    /** Something that a module asks of an attribute. */
    void add(Severity severity, Rule rule, String module, Attribute attribute, int tag, String text) {
        add(
                severity,
                rule,
                module,
                tag,
                attribute.type().text,
                text,
                attribute.source().reference());
    }

    /**
     * Adds a finding.
     *
     * @param severity how much it matters
     * @param rule what it is about
     * @param module who asks for it
     * @param tag the element on the level of the path, 0 for the object as a whole
     * @param type the type of the attribute, or empty
     * @param text expected and found
     * @param paragraph where the standard says so
     */
    void add(Severity severity, Rule rule, String module, int tag, String type, String text, String paragraph) {
        String key = path.everyItem(tag) + rule;
        Collected known = collected.get(key);
        if (known != null) {
            if (severity.compareTo(known.finding.severity()) < 0) {
                known.finding = finding(severity, rule, module, tag, type, text, paragraph);
            } else if (known.finding.module().equals(module) && path.depth() > 0) {
                known.occurrences++;
            }
            return;
        }
        if (collected.size() >= MOST) {
            more = true;
            return;
        }
        collected.put(key, new Collected(finding(severity, rule, module, tag, type, text, paragraph)));
    }

    private Finding finding(
            Severity severity, Rule rule, String module, int tag, String type, String text, String paragraph) {
        Dictionary dictionary = Dictionary.standard();
        return new Finding(
                severity,
                rule,
                module,
                path.to(tag),
                tag,
                tag == 0 ? "" : dictionary.keyword(tag),
                dictionary.dicondeName(tag),
                type,
                text,
                paragraph,
                1);
    }

    List<Finding> sorted() {
        List<Finding> findings = new ArrayList<>();
        for (Collected one : collected.values()) {
            Finding f = one.finding;
            findings.add(
                    one.occurrences == 1
                            ? f
                            : new Finding(
                                    f.severity(),
                                    f.rule(),
                                    f.module(),
                                    f.path(),
                                    f.tag(),
                                    f.keyword(),
                                    f.dicondeName(),
                                    f.type(),
                                    f.text(),
                                    f.paragraph(),
                                    one.occurrences));
        }
        if (more) {
            String text = "there is more than these " + MOST + " findings; mend them and validate again";
            findings.add(new Finding(Severity.WARNING, Rule.LIMIT, "", "", 0, "", null, "", text, "-", 1));
        }
        findings.sort(Comparator.comparing(Finding::severity)
                .thenComparing(Finding::path)
                .thenComparing(Finding::rule));
        return findings;
    }
}
