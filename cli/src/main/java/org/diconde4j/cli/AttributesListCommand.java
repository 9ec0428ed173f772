package org.diconde4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.diconde4j.archive.Archive;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.IndexedAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which attributes the index keeps the values of. */
@Command(
        name = "list",
        header = "Show which attributes the index keeps the values of.",
        footer = "  diconde4j attributes list --data inspections")
@SuppressWarnings("NullAway.Init")
final class AttributesListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    AttributesListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Archive archive = at.openExisting();
                Table table = new Table(terminal.out(), List.of("Attribute", "Path", "Level", "State"))) {
            for (IndexedAttribute a : archive.indexedAttributes().list()) {
                String state = a.ready() ? "ready" : "at " + a.done() + " of " + a.total();
                table.row(List.of(
                        name(a.path()), a.path().toString(), Keys.name(a.path().level()), state));
            }
        }
        return 0;
    }

    private static String name(AttributePath path) {
        return path.steps().stream()
                .map(s -> s.creator() == null ? Dictionary.standard().keyword(s.tag()) : s.toString())
                .collect(Collectors.joining("."));
    }
}
