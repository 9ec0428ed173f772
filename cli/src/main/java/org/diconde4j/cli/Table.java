package org.diconde4j.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A table for people. The first rows decide how wide its columns are, so that a long one can be printed as it comes.
 */
final class Table implements AutoCloseable {
    private static final int ROWS_THAT_DECIDE = 200;

    private final PrintStream out;
    private final String indent;
    private final List<List<String>> waiting = new ArrayList<>();
    private int[] widths = {};
    private long rows;

    Table(PrintStream out, List<String> titles) {
        this(out, titles, "");
    }

    Table(PrintStream out, List<String> titles, String indent) {
        this.out = out;
        this.indent = indent;
        waiting.add(titles);
    }

    void row(List<String> values) {
        rows++;
        List<String> clean = values.stream().map(Terminal::clean).toList();
        if (widths.length > 0) {
            print(clean);
            return;
        }
        waiting.add(clean);
        if (waiting.size() > ROWS_THAT_DECIDE) {
            printWaiting();
        }
    }

    /** How many rows it has, without the titles. */
    long rows() {
        return rows;
    }

    @Override
    public void close() {
        if (widths.length == 0 && rows > 0) {
            printWaiting();
        }
    }

    private void printWaiting() {
        widths = new int[waiting.get(0).size()];
        for (List<String> row : waiting) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        print(waiting.get(0));
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        print(rules);
        waiting.subList(1, waiting.size()).forEach(this::print);
        waiting.clear();
    }

    private void print(List<String> row) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).append(" ".repeat(Math.max(0, widths[i] - width(row.get(i))) + 2));
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
