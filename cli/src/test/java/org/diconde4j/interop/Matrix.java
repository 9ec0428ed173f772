package org.diconde4j.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of what passed, as Markdown and as it stands in docs/conformance.md. */
final class Matrix {
    private static final String HEAD = "| service | we are | peer | shown | plain | TLS |";
    private static final String RULE = "| --- | --- | --- | --- | --- | --- |";

    private final Map<Row, Set<Link>> passed = new LinkedHashMap<>();

    Matrix(List<Row> rows) {
        rows.forEach(row -> passed.put(row, EnumSet.noneOf(Link.class)));
    }

    void passed(Row row, Link link) {
        passed.get(row).add(link);
    }

    /** Whether nothing was left out. */
    boolean complete() {
        return passed.entrySet().stream()
                .allMatch(
                        entry -> entry.getValue().equals(entry.getKey().cases().keySet()));
    }

    /** A line for each row of which all cases passed, or which is run by hand. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(HEAD, RULE));
        passed.forEach((row, links) -> {
            if (links.equals(row.cases().keySet())) {
                lines.add("| " + row.service() + " | " + row.weAre() + " | " + row.peer() + " | " + row.shown() + " | "
                        + cell(row, Link.PLAIN) + " | " + cell(row, Link.TLS) + " |");
            }
        });
        return lines;
    }

    private static String cell(Row row, Link link) {
        if (link == Link.PLAIN && !row.byHand().isEmpty()) {
            return "by hand, " + row.byHand();
        }
        return row.cases().containsKey(link) ? "passed" : "–";
    }

    /** The table that the page has. */
    static List<String> published() throws IOException {
        List<String> page = Files.readAllLines(page());
        int from = page.indexOf(HEAD);
        return from < 0 ? List.of() : page.subList(from, end(page, from));
    }

    /** Puts this table in its place. */
    void publish() throws IOException {
        List<String> page = new ArrayList<>(Files.readAllLines(page()));
        int from = page.indexOf(HEAD);
        page.subList(from, end(page, from)).clear();
        page.addAll(from, lines());
        Files.writeString(page(), String.join("\n", page) + "\n");
    }

    private static int end(List<String> page, int from) {
        int end = from;
        while (end < page.size() && page.get(end).startsWith("|")) {
            end++;
        }
        return end;
    }

    private static Path page() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(root.resolve("docs/conformance.md"))) {
            root = root.getParent();
        }
        return root.resolve("docs/conformance.md");
    }
}
