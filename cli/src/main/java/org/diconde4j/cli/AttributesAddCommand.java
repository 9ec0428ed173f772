package org.diconde4j.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.IndexedAttributes;
import org.diconde4j.storage.AttributePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Begins to keep the values of an attribute. */
@Command(
        name = "add",
        header = "Keep the values of attributes.",
        description = {
            "",
            "Waits until what is stored already has been taken in, in one pass for all of them. If it is broken off, whoever opens the"
                    + " archive next goes on."
        },
        footer = {
            "  diconde4j attributes add --data inspections EvaluatorSequence.EvaluatorName",
            "  diconde4j attributes add --data inspections --rate 1000 StationName DetectorID"
        })
@SuppressWarnings("NullAway.Init")
final class AttributesAddCommand implements Callable<Integer> {
    /** No archive takes as long. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Take in no more than so many instances (or series, studies, components) a second.")
    private long rate = Long.MAX_VALUE;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = AttributesCommand.PATH)
    private List<String> paths;

    AttributesAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (rate < 1) {
            throw new WrongUsage("--rate " + rate + ", expected at least 1 a second");
        }
        List<AttributePath> wanted = paths.stream().map(AttributesCommand::path).toList();
        List<String> outcomes = new ArrayList<>();
        boolean ready = true;
        try (Archive archive = at.openExisting()) {
            IndexedAttributes attributes = archive.indexedAttributes();
            attributes.rate(rate);
            attributes.add(wanted);
            try (Progress progress = new Progress(terminal, "taking in", "receipts", Progress.UNKNOWN)) {
                for (AttributePath attribute : wanted) {
                    boolean one = attributes.await(attribute, LONGEST, a -> progress.to(a.done()));
                    outcomes.add(attribute + (one ? " is ready" : " is not ready yet"));
                    ready &= one;
                }
            }
        }
        outcomes.forEach(terminal.out()::println);
        return ready ? 0 : 1;
    }
}
