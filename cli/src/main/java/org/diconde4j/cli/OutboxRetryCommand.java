package org.diconde4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.outbox.Destination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Queues again what failed. */
@Command(
        name = "retry",
        header = "Queue again what failed for good.",
        footer = {"  diconde4j outbox retry --data station", "  diconde4j outbox retry --data station PACS"})
@SuppressWarnings("NullAway.Init")
final class OutboxRetryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(arity = "0..*", paramLabel = "TITLE", description = "AE titles of destinations; all if none is given.")
    private List<String> titles = List.of();

    OutboxRetryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        long count = 0;
        try (Archive archive = at.openExisting()) {
            List<String> all = titles.isEmpty()
                    ? archive.outbox().destinations().stream()
                            .map(Destination::title)
                            .toList()
                    : titles;
            for (String title : all) {
                count += archive.outbox().retry(title);
            }
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
        terminal.out().println("queued=" + count);
        return 0;
    }
}
