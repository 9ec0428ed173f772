package org.diconde4j.iod;

import java.util.List;
import java.util.Locale;

/** Reports as tables for people. */
final class ReportText {
    private static final int WIDEST = 60;

    private ReportText() {}

    static String of(IodReport report) {
        StringBuilder text = new StringBuilder(report.headline()).append('\n');
        int[] widths = new int[3];
        List<String[]> rows = report.findings().stream().map(ReportText::row).toList();
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                int width = row[i].codePointCount(0, row[i].length());
                widths[i] = Math.max(widths[i], Math.min(WIDEST, width));
            }
        }
        for (String[] row : rows) {
            text.append("  ");
            for (int i = 0; i < widths.length; i++) {
                int width = row[i].codePointCount(0, row[i].length());
                text.append(row[i]).append(" ".repeat(Math.max(0, widths[i] - width) + 2));
            }
            text.append(row[3]).append('\n');
        }
        return text.toString();
    }

    private static String[] row(Finding finding) {
        String where = finding.path().isEmpty() ? "the object" : finding.path() + ' ' + finding.name();
        String module = finding.type().isEmpty() ? finding.module() : finding.module() + ", " + finding.type();
        String often = finding.occurrences() > 1 ? " (" + finding.occurrences() + " times)" : "";
        return new String[] {
            finding.severity().name().toLowerCase(Locale.ROOT),
            where,
            module,
            finding.text() + often + " [" + finding.paragraph() + "]"
        };
    }
}
