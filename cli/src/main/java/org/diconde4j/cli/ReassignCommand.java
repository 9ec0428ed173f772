package org.diconde4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Grounds;
import org.diconde4j.data.Dataset;
import org.diconde4j.storage.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives instances to another component. */
@Command(
        name = "reassign",
        header = "Let stored instances belong to another component, because their identity was wrong.",
        description = {
            "",
            "The objects stay as they came. Every answer, and every object that is given out, says the attributes of the"
                    + " right component, and names what was said before (Original Attributes Sequence, PS3.3"
                    + " C.12.1.1.9); export --as-received gives the bytes as they came. If the archive knows the right"
                    + " component already, its attributes hold for them, too.",
            "The last line is reassigned=N failed=N. If any failed, the exit code is 1."
        },
        footer = {
            "  diconde4j reassign --data inspections --reason 'label read wrong' --to ComponentIDNumber=SN-18 \\",
            "      ComponentIDNumber=SN-17 StudyInstanceUID=1.2.3"
        })
@SuppressWarnings("NullAway.Init")
final class ReassignCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private GroundsOption why;

    @Option(
            names = "--to",
            paramLabel = "key=value",
            required = true,
            description = "An attribute of the right component; its Component ID Number in any case. May be repeated.")
    private List<String> to = new ArrayList<>();

    @Mixin
    private ChosenOption chosen;

    ReassignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Dataset keys = chosen.keys();
        Dataset component = NewValues.parse(to);
        Grounds grounds = why.grounds();
        long moved = 0;
        long failed = 0;
        try (Archive archive = at.openExisting()) {
            List<String> uids = ChosenOption.in(archive, keys);
            try (Progress progress = new Progress(terminal, "reassigning", "instances", uids.size())) {
                for (String uid : uids) {
                    try {
                        moved += archive.amendments()
                                .reassign(Selection.instances(uid), component, grounds)
                                .size();
                    } catch (IllegalArgumentException e) {
                        throw new WrongUsage(String.valueOf(e.getMessage()));
                    } catch (IOException | RuntimeException e) { // the others have their turn
                        failed++;
                        progress.say("failed " + uid + ": " + Failures.sentence(e));
                    }
                    progress.step();
                }
            }
        }
        terminal.out().println("reassigned=" + moved + " failed=" + failed);
        return failed == 0 ? 0 : 1;
    }
}
