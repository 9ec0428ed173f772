package org.diconde4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.service.Negotiation;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** C-FIND as SCU. */
@Command(
        name = "query",
        header = "Ask an archive or station for components, studies, series or instances, by C-FIND.",
        description = {
            "",
            "Keys are those of find. A peer that knows no relational queries wants the unique keys of the levels above:"
                    + " StudyInstanceUID for series, SeriesInstanceUID too for instances.",
            "Ctrl-C cancels the query; what has come so far is printed."
        },
        footer = {
            "  diconde4j query DICONDE4J@127.0.0.1:11112 ComponentIDNumber='SN-17*' StudyDate=20260101-",
            "  diconde4j query PACS@archive.example.com:104 --level series StudyInstanceUID=1.2.3 Modality=",
            "  diconde4j query PACS@archive.example.com:104 --level component --json"
        })
@SuppressWarnings("NullAway.Init")
final class QueryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private RemoteKeys keys;

    @Mixin
    private Caller caller;

    @Option(names = "--limit", paramLabel = "N", description = "Cancel after so many answers.")
    private @Nullable Long limit;

    @Option(
            names = "--fuzzy",
            description = "Names match by what they mean, however the peer takes that. If it does not, that is said.")
    private boolean fuzzy;

    @Option(
            names = "--json",
            description = "One array of DICOM JSON Model objects (PS3.18 F) instead of a table, as the peer answers.")
    private boolean json;

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (limit != null && limit < 1) {
            throw new WrongUsage("--limit " + limit + ", expected at least 1");
        }
        Level level = keys.level();
        List<Integer> columns = keys.columns();
        QueryOptions wanted = QueryOptions.RELATIONAL.withFuzzyNames(fuzzy);
        Negotiation negotiation =
                Negotiation.NONE.withExtended(wanted.of(keys.model().findUid()));
        try (Interruption interruption = new Interruption();
                FindMatches matches = caller.client(negotiation).find(keys.peer(), keys.model(), keys.query())) {
            if (fuzzy && !matches.options().fuzzyNames()) {
                terminal.complain("the peer knows no fuzzy matching of names, so they match as written");
            }
            long rows = 0;
            try (Answers answers = json ? Answers.json(terminal.out()) : Answers.table(terminal.out(), columns)) {
                while (!interruption.wanted() && (limit == null || rows < limit) && matches.hasNext()) {
                    answers.add(matches.next());
                    rows++;
                    if (answers.unread()) {
                        return 0;
                    }
                }
            }
            if (!json) {
                terminal.out().println(Answers.count(rows, level));
            }
            if (interruption.wanted()) {
                terminal.complain("cancelled");
                return 1;
            }
        }
        return 0;
    }
}
