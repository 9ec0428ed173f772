package org.diconde4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Grounds;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes what its owner no longer wants. */
@Command(
        name = "delete",
        header = "Delete stored instances for good, with all their versions.",
        description = {
            "",
            "Without --yes it only says what would be deleted. The receipts of what was deleted stay, with who did it and"
                    + " why; the same objects can be stored again.",
            "The last line is deleted=N failed=N, without --yes would-delete=N. If any failed, the exit code is 1."
        },
        footer = {
            "  diconde4j delete --data inspections --reason 'test shots' ComponentIDNumber=TEST-1",
            "  diconde4j delete --data inspections --reason 'test shots' --yes ComponentIDNumber=TEST-1"
        })
@SuppressWarnings("NullAway.Init")
final class DeleteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private GroundsOption why;

    @Option(names = "--yes", description = "Delete, instead of saying what would be deleted.")
    private boolean yes;

    @Mixin
    private ChosenOption chosen;

    DeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Dataset keys = chosen.keys();
        Grounds grounds = why.grounds();
        long deleted = 0;
        long failed = 0;
        try (Archive archive = at.openExistingForDeletion()) {
            List<String> uids = ChosenOption.in(archive, keys);
            if (!yes) {
                uids.forEach(uid -> terminal.out().println("would delete " + Terminal.clean(uid)));
                terminal.out().println("would-delete=" + uids.size());
                return 0;
            }
            try (Progress progress = new Progress(terminal, "deleting", "instances", uids.size())) {
                for (String uid : uids) {
                    try {
                        List<InstanceRef> gone = archive.amendments().delete(Selection.instances(uid), grounds);
                        deleted += gone.size();
                    } catch (RuntimeException e) { // whatever is wrong with one, the others have their turn
                        failed++;
                        progress.say("failed " + uid + ": " + Failures.sentence(e));
                    }
                    progress.step();
                }
            }
        }
        terminal.out().println("deleted=" + deleted + " failed=" + failed);
        return failed == 0 ? 0 : 1;
    }
}
