package org.diconde4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.outbox.Destination;
import org.diconde4j.archive.outbox.Outbox;
import org.diconde4j.archive.outbox.OutboxEntry;
import org.diconde4j.archive.outbox.OutboxEntry.State;
import org.diconde4j.storage.Cursor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How much there is for each destination, and what failed. */
@Command(
        name = "list",
        header = "Show how much waits for each destination, and what failed and why.",
        footer = "  diconde4j outbox list --data station")
@SuppressWarnings("NullAway.Init")
final class OutboxListCommand implements Callable<Integer> {
    private static final List<String> TITLES =
            List.of("Destination", "From", "Commitment", "Queued", "Sent, not committed", "Failed");

    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    OutboxListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Archive archive = at.openExisting()) {
            Outbox outbox = archive.outbox();
            List<Destination> destinations = outbox.destinations();
            if (destinations.isEmpty()) {
                terminal.out().println("The outbox has no destination.");
            }
            try (Table table = new Table(terminal.out(), TITLES)) {
                for (Destination destination : destinations) {
                    String title = destination.title();
                    table.row(List.of(
                            destination.peer().toString(),
                            destination.callingAeTitle(),
                            destination.commitment() ? "yes" : "no",
                            String.valueOf(outbox.count(title, State.QUEUED)),
                            String.valueOf(outbox.count(title, State.SENT)),
                            String.valueOf(outbox.count(title, State.FAILED))));
                }
            }
            for (Destination destination : destinations) {
                listFailed(outbox, destination.title());
            }
        }
        return 0;
    }

    private void listFailed(Outbox outbox, String title) {
        try (Cursor<OutboxEntry> failed = outbox.entries(title, State.FAILED)) {
            if (!failed.hasNext()) {
                return;
            }
            terminal.out().println();
            terminal.out().println("Failed for " + title + ":");
            try (Table table = new Table(terminal.out(), List.of("ID", "Instance UID", "Why"))) {
                failed.forEachRemaining(entry -> table.row(
                        List.of(entry.id(), entry.object().sopInstanceUid(), String.valueOf(entry.problem()))));
            }
        }
    }
}
