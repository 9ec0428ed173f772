package org.diconde4j.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.IndexedAttributes;
import org.diconde4j.storage.AttributePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Begins to keep the values of an attribute. */
@Command(
        name = "add",
        header = "Keep the values of an attribute.",
        description = {
            "",
            "Waits until what is stored already has been taken in. If it is broken off, whoever opens the archive next goes on."
        },
        footer = "  diconde4j attributes add --data inspections EvaluatorSequence.EvaluatorName")
@SuppressWarnings("NullAway.Init")
final class AttributesAddCommand implements Callable<Integer> {
    /** No archive takes as long. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(paramLabel = "PATH", description = AttributesCommand.PATH)
    private String path;

    AttributesAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        AttributePath attribute = AttributesCommand.path(path);
        boolean ready;
        try (Archive archive = at.openExisting()) {
            IndexedAttributes attributes = archive.indexedAttributes();
            attributes.add(attribute);
            try (Progress progress = new Progress(terminal, "taking in", "receipts", Progress.UNKNOWN)) {
                ready = attributes.await(attribute, LONGEST, a -> progress.to(a.done()));
            }
        }
        terminal.out().println(attribute + (ready ? " is ready" : " is not ready yet"));
        return ready ? 0 : 1;
    }
}
