package org.diconde4j.cli;

import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a failed entry up. */
@Command(
        name = "discard",
        header = "Give up what failed. The object stays in the archive.",
        footer = "  diconde4j outbox discard --data station PACS 0001795632000000000")
@SuppressWarnings("NullAway.Init")
final class OutboxDiscardCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(index = "0", paramLabel = "TITLE", description = "AE title of the destination.")
    private String title;

    @Parameters(index = "1", paramLabel = "ID", description = "ID of the entry, as outbox list shows it.")
    private String id;

    OutboxDiscardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Archive archive = at.openExisting()) {
            if (!archive.outbox().discard(title, id)) {
                terminal.complain("nothing of ID " + id + " has failed for " + title);
                return 1;
            }
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
        terminal.out().println("discarded=1");
        return 0;
    }
}
