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
        description = {
            "",
            "Their bytes are deleted; the receipts of their arrival and of this stay. If somebody else releases or discards one at"
                    + " the same time, the first counts, and the exit code is 1."
        },
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
        int code = 0;
        try (Archive archive = at.openExisting()) {
            for (QuarantineEntry entry : ids.in(archive)) {
                if (!archive.quarantine().discard(entry, reason)) {
                    terminal.complain(entry.id() + " was released or discarded by somebody else at the same time");
                    code = 1;
                    continue;
                }
                terminal.out()
                        .println("discarded " + entry.id() + ", "
                                + Terminal.clean(QuarantineListCommand.from(
                                        entry.receipt().source())));
            }
        }
        return code;
    }
}
