package org.diconde4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Items by their ids. */
@Command(
        name = "remove",
        header = "Remove items from the worklist of an archive.",
        description = {
            "",
            "The ids are those that list shows. An item that is not there is named, and the exit code is 1."
        },
        footer = "  diconde4j worklist remove --data inspections ID")
@SuppressWarnings("NullAway.Init")
final class WorklistRemoveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Which items.")
    private List<String> ids;

    WorklistRemoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        long removed = 0;
        try (Archive archive = at.openExisting()) {
            for (String id : ids) {
                if (archive.worklist().remove(id)) {
                    removed++;
                } else {
                    terminal.complain("no item " + id + " is on the worklist");
                }
            }
        }
        terminal.out().println("removed=" + removed);
        return removed == ids.size() ? 0 : 1;
    }
}
