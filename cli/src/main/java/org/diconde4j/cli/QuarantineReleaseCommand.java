package org.diconde4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.QuarantineEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Back into the archive. */
@Command(
        name = "release",
        header = "Make objects part of the archive after all.",
        description = {
            "",
            "Only what can be read, and whose SOP Instance UID is free, can become part of the archive; what cannot stays"
                    + " in quarantine, and the exit code is 1."
        },
        footer = "  diconde4j quarantine release --data inspections 17 --reason 'checked against the film'")
@SuppressWarnings("NullAway.Init")
final class QuarantineReleaseCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private QuarantineIds ids;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the receipt.")
    private String reason = "released by command";

    QuarantineReleaseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        int code = 0;
        try (Archive archive = at.openExisting()) {
            for (QuarantineEntry entry : ids.in(archive)) {
                StoreResult result = archive.quarantine().release(entry, reason);
                InstanceRef instance = result.instance();
                if (instance == null) {
                    boolean gone = result.outcome() == StoreResult.Outcome.GONE;
                    terminal.complain(
                            entry.id() + (gone ? " is not released: " : " stays in quarantine: ") + result.reason());
                    code = 1;
                } else {
                    boolean known = result.outcome() == StoreResult.Outcome.DUPLICATE;
                    terminal.out()
                            .println("released " + entry.id() + ": "
                                    + (known ? "the archive has the same object, " : "it is now instance ")
                                    + Terminal.clean(instance.sopInstanceUid()));
                }
            }
        }
        return code;
    }
}
