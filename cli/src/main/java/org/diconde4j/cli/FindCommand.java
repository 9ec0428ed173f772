package org.diconde4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Query;
import org.diconde4j.data.Dataset;
import org.diconde4j.match.MatchRules;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the index. */
@Command(
        name = "find",
        header = "Find components, studies, series or instances.",
        description = {
            "",
            "A key is a DICOM keyword, a DICONDE name or a tag: PatientID, ComponentIDNumber and 00100020 are the same."
                    + " In values, * stands for any characters and ? for one; dates and times can be ranges, such as"
                    + " 20260101-20260331 or 20260101-; several values are written a\\b. What is in a sequence is asked"
                    + " with a dot. A key without a value matches everything, and becomes a column.",
            "Answers come in the order of arrival."
        },
        footer = {
            "  diconde4j find --data inspections",
            "  diconde4j find --data inspections ComponentIDNumber='SN-17*' StudyDate=20260101-",
            "  diconde4j find --data inspections --level series Modality='DX\\CT' --newest-first --limit 20",
            "  diconde4j find --data inspections --level instance --json \\",
            "      EvaluatorSequence.IndicationSequence.IndicationType=CRACK"
        })
@SuppressWarnings("NullAway.Init")
final class FindCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "study",
            converter = LevelName.class,
            completionCandidates = LevelName.class,
            description = "What to find: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Level level;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many answers.")
    private @Nullable Long limit;

    @Option(names = "--page", paramLabel = "N", description = "With --limit: which page of answers, from 1.")
    private @Nullable Long page;

    @Option(names = "--newest-first", description = "The latest arrivals first.")
    private boolean newestFirst;

    @Option(names = "--fuzzy", description = "Names match by their words, in any order, without accents, and by sound.")
    private boolean fuzzy;

    @Option(
            names = "--json",
            description =
                    "One array of DICOM JSON Model objects (PS3.18 F) instead of a table, with all attributes that"
                            + " the index has.")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "key=value", description = "What shall match.")
    private List<String> words = List.of();

    FindCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        checkPage();
        Dataset keys = Keys.parse(words, level);
        List<Integer> columns = Columns.of(level, keys);
        Dataset.Builder wanted = Dataset.builder();
        columns.forEach(wanted::setEmpty);
        Columns.summaries(level).forEach(wanted::setEmpty);
        wanted.setAll(keys);
        try (Archive archive = at.openExisting();
                Cursor<Dataset> answers = ask(archive, wanted.build()).cursor()) {
            long rows = 0;
            try (Answers shown = json ? Answers.json(terminal.out()) : Answers.table(terminal.out(), columns)) {
                while (answers.hasNext()) {
                    shown.add(answers.next());
                    rows++;
                    if (shown.unread()) {
                        return 0;
                    }
                }
            }
            if (!json) {
                terminal.out().println(Answers.count(rows, level));
            }
        }
        return 0;
    }

    private void checkPage() {
        if (limit != null && limit < 1) {
            throw new WrongUsage("--limit " + limit + ", expected at least 1");
        }
        if (page != null && (page < 1 || limit == null)) {
            throw new WrongUsage(
                    "--page " + page + ", expected at least 1" + (limit == null ? " and --limit with it" : ""));
        }
    }

    private Query ask(Archive archive, Dataset keys) {
        Query query = archive.find().level(level).where(keys);
        if (fuzzy) {
            query = query.by(MatchRules.NONE.withFuzzyNames(true));
        }
        if (newestFirst) {
            query = query.newestFirst();
        }
        if (limit != null) {
            query = query.limit(limit).offset(page == null ? 0 : Math.multiplyExact(page - 1, limit));
        }
        return query;
    }
}
