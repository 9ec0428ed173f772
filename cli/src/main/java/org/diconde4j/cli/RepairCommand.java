package org.diconde4j.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.keep.Repair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts damaged objects back. */
@Command(
        name = "repair",
        header = "Put damaged and missing objects back from a replica or a backup.",
        description = {
            "",
            "Reads every object, or with --remembered those that verify found damaged. What takes its place must have the digest in"
                    + " the receipt; the damaged bytes are kept aside.",
            "The last line is checked=N repaired=N irreparable=N. If any are irreparable, the exit code is 1."
        },
        footer = "  diconde4j repair --data inspections --from /mnt/second/inspections")
@SuppressWarnings("NullAway.Init")
final class RepairCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Option(
            names = "--from",
            paramLabel = "STORE",
            required = true,
            converter = StoreUri.class,
            description = "The replica: a folder or a URI; of a backup it is the folder objects in it.")
    private URI from;

    @Option(names = "--remembered", description = "Only what earlier verifications found damaged.")
    private boolean remembered;

    RepairCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Repair.Report report;
        try (Archive archive = at.openExisting();
                Progress progress = new Progress(terminal, "repairing", "objects", Progress.UNKNOWN)) {
            Repair repair = archive.repair().from(from);
            report = (remembered ? repair.onlyRemembered() : repair).run(progress::to);
            report.repaired().forEach(receipt -> progress.say("repaired " + receipt.name()));
            report.irreparable()
                    .forEach(d -> progress.say("irreparable " + d.receipt().name() + ": " + d.problem()));
        }
        terminal.out()
                .println("checked=" + report.checked() + " repaired="
                        + report.repaired().size() + " irreparable="
                        + report.irreparable().size());
        return report.irreparable().isEmpty() ? 0 : 1;
    }
}
