package org.diconde4j.iod;

import java.util.List;
import org.diconde4j.dict.Dictionary;
import org.jspecify.annotations.Nullable;

/**
 * What was found in an object, the worst first. Immutable.
 *
 * @param sopClassUid the class of the object, empty if it names none
 * @param iod the information object definition that it was compared with, such as {@code CT Image}, or null if none is
 *     described for the class, so that only the general rules were applied
 * @param findings by severity, then in the order of the data set
 */
public record IodReport(String sopClassUid, @Nullable String iod, List<Finding> findings) {
    /**
     * Makes a report.
     *
     * @param sopClassUid the class of the object
     * @param iod the information object definition, or null
     * @param findings the worst first
     */
    public IodReport {
        findings = List.copyOf(findings);
    }

    /**
     * Whether no error was found. Warnings do not count.
     *
     * @return true if nothing breaks a rule of the standard
     */
    public boolean isValid() {
        return findings.isEmpty() || findings.get(0).severity() != Severity.ERROR;
    }

    /**
     * Counts findings of a severity, each once however often it occurs.
     *
     * @param severity which
     * @return at least 0
     */
    public long count(Severity severity) {
        return findings.stream().filter(f -> f.severity() == severity).count();
    }

    /**
     * Leaves out what matters less.
     *
     * @param least the least severity that is kept
     * @return this, or a shorter report
     */
    public IodReport atLeast(Severity least) {
        return new IodReport(
                sopClassUid,
                iod,
                findings.stream().filter(f -> f.severity().atLeast(least)).toList());
    }

    /**
     * A headline that says how many of each there are.
     *
     * @return one line without its end
     */
    public String headline() {
        String name = sopClassUid.isEmpty()
                ? "no SOP Class"
                : Text.quote(Dictionary.standard().nameOfUid(sopClassUid)).replace("'", "");
        return name
                + (iod == null ? " (not described, general rules only)" : "")
                + ": " + Text.count(count(Severity.ERROR), "error", "errors")
                + ", " + Text.count(count(Severity.WARNING), "warning", "warnings")
                + ", " + Text.count(count(Severity.INFO), "remark", "remarks");
    }

    /**
     * The report as an aligned table for people.
     *
     * @return the headline and one line for each finding
     */
    @Override
    public String toString() {
        return ReportText.of(this);
    }

    /**
     * The report for programs: one JSON object on one line.
     *
     * @param file what it is about, as the property {@code file}; left out if empty
     * @return {@code sopClassUid}, {@code iod}, {@code valid}, and {@code findings} with the names of {@link Finding}
     */
    public String toJson(String file) {
        return ReportJson.of(this, file);
    }
}
