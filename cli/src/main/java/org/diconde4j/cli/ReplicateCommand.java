package org.diconde4j.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.keep.Replication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps a second copy. */
@Command(
        name = "replicate",
        header = "Copy objects and receipts into a second store.",
        description = {
            "",
            "Goes on where it stopped the last time. Every digest is checked on the way; what is damaged here is named and left"
                    + " out. If the objects are encrypted, a replica is so only if its own URI says so: crypto:KEYS!URI.",
            "The last line is receipts=N objects=N damaged=N. If any are damaged, the exit code is 1."
        },
        footer = "  diconde4j replicate --data inspections --to /mnt/second/inspections")
@SuppressWarnings("NullAway.Init")
final class ReplicateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Option(
            names = "--to",
            paramLabel = "STORE",
            required = true,
            converter = StoreUri.class,
            description = "The second store: a folder or a URI; empty, or an earlier replica of this archive.")
    private URI to;

    @Mixin
    private RateOption rate;

    ReplicateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Replication.Report report;
        try (Archive archive = at.openExisting();
                Progress progress = new Progress(terminal, "replicating", "receipts", Progress.UNKNOWN)) {
            report = archive.replicate().to(to).rate(rate.bytes()).run(progress::to);
            report.damaged().forEach(d -> progress.say("damaged " + d.receipt().name() + ": " + d.problem()));
        }
        int damaged = report.damaged().size();
        terminal.out()
                .println("receipts=" + report.receipts() + " objects=" + report.objects() + " damaged=" + damaged);
        return damaged == 0 ? 0 : 1;
    }
}
