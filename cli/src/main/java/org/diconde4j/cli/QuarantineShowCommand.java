package org.diconde4j.cli;

import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All that is known of an entry. */
@Command(
        name = "show",
        header = "Show what is known of objects in quarantine.",
        footer = "  diconde4j quarantine show --data inspections 17")
@SuppressWarnings("NullAway.Init")
final class QuarantineShowCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private QuarantineIds ids;

    QuarantineShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Archive archive = at.openExisting()) {
            for (QuarantineEntry entry : ids.in(archive)) {
                show(entry.id(), entry.receipt());
            }
        }
        return 0;
    }

    private void show(String id, Receipt receipt) {
        line("ID", id);
        line("Reason", receipt.reason());
        line("Arrived", receipt.arrival().toString());
        line("From", QuarantineListCommand.from(receipt.source()));
        line("SOP Class", named(receipt.sopClassUid()));
        line("SOP Instance UID", receipt.sopInstanceUid());
        line("Study UID", receipt.studyInstanceUid());
        line("Series UID", receipt.seriesInstanceUid());
        line("Transfer Syntax", named(receipt.transferSyntaxUid()));
        line("Length", receipt.length() + " bytes");
        line("Digest", receipt.file().toString());
        line("Stored as", receipt.name());
    }

    private static @Nullable String named(@Nullable String uid) {
        return uid == null ? null : Dictionary.standard().nameOfUid(uid);
    }

    private void line(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            terminal.out().println(String.format("%-18s%s", name, Terminal.clean(value)));
        }
    }
}
