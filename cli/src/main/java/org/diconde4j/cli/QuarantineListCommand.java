package org.diconde4j.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One line for each entry. */
@Command(name = "list", header = "List what was set aside.", footer = "  diconde4j quarantine list --data inspections")
@SuppressWarnings("NullAway.Init")
final class QuarantineListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    QuarantineListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Archive archive = at.openExisting();
                Table table = new Table(terminal.out(), List.of("ID", "Arrived", "From", "Instance UID", "Reason"))) {
            for (QuarantineEntry entry : archive.quarantine().list()) {
                Receipt receipt = entry.receipt();
                table.row(List.of(
                        entry.id(),
                        receipt.arrival().truncatedTo(ChronoUnit.SECONDS).toString(),
                        from(receipt.source()),
                        receipt.sopInstanceUid() == null ? "" : receipt.sopInstanceUid(),
                        receipt.reason() == null ? "" : receipt.reason()));
            }
            if (table.rows() == 0) {
                terminal.out().println("Nothing is in quarantine.");
            }
        }
        return 0;
    }

    /** Where an object came from, in a word. */
    static String from(Source source) {
        if (source.path() != null) {
            return source.path();
        }
        if (source.callingAeTitle() != null) {
            return source.callingAeTitle() + (source.address() == null ? "" : "@" + source.address());
        }
        return source.kind();
    }
}
