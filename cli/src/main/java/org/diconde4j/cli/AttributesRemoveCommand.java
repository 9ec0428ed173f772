package org.diconde4j.cli;

import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.storage.AttributePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops keeping the values of an attribute. */
@Command(
        name = "remove",
        header = "Keep the values of an attribute no longer.",
        footer = "  diconde4j attributes remove --data inspections EvaluatorSequence.EvaluatorName")
@SuppressWarnings("NullAway.Init")
final class AttributesRemoveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(paramLabel = "PATH", description = AttributesCommand.PATH)
    private String path;

    AttributesRemoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        AttributePath attribute = AttributesCommand.path(path);
        boolean removed;
        try (Archive archive = at.openExisting()) {
            removed = archive.indexedAttributes().remove(attribute);
        }
        terminal.out().println(attribute + (removed ? " is removed" : " is not among the attributes with an index"));
        return removed ? 0 : 1;
    }
}
