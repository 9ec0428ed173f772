package org.diconde4j.cli;

import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.storage.QuarantineEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Away for good. */
@Command(
        name = "discard",
        header = "Delete objects from quarantine for good.",
        description = {"", "Their bytes are deleted; the receipts of their arrival and of this stay."},
        footer = "  diconde4j quarantine discard --data inspections 17 --reason 'test shot'")
@SuppressWarnings("NullAway.Init")
final class QuarantineDiscardCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private QuarantineIds ids;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the receipt.")
    private String reason = "discarded by command";

    QuarantineDiscardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Archive archive = at.openExisting()) {
            for (QuarantineEntry entry : ids.in(archive)) {
                archive.quarantine().discard(entry, reason);
                terminal.out()
                        .println("discarded " + entry.id() + ", "
                                + Terminal.clean(QuarantineListCommand.from(
                                        entry.receipt().source())));
            }
        }
        return 0;
    }
}
