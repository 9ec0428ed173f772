package org.diconde4j.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.keep.Replica;
import org.diconde4j.archive.keep.Replication;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps a second copy. */
@Command(
        name = "replicate",
        header = "Copy objects, receipts and records into a second place.",
        description = {
            "",
            "Goes on where it stopped the last time. Every digest is checked on the way; what is damaged here is named and left"
                    + " out. If the objects are encrypted, they are so in the replica, with the same keys.",
            "Records, such as worklists, procedure steps and what is to be sent, go to the folder records of the second store, or"
                    + " where --records-to says; those of the second place become the same, and must be written to by nothing"
                    + " else.",
            "The last line is receipts=N objects=N records=N damaged=N. If any are damaged, the exit code is 1."
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

    @Option(
            names = "--records-to",
            paramLabel = "URI",
            converter = StoreUri.class,
            description = "The second records; needed if the second store is no folder, or else its records are not"
                    + " replicated.")
    private @Nullable URI recordsTo;

    @Mixin
    private RateOption rate;

    @Option(
            names = "--follow",
            description = "Go on until interrupted, for what other nodes write to a shared store; else see serve"
                    + " --replicate-to.")
    private boolean follow;

    ReplicateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Replication.Report report;
        try (Archive archive = at.openExisting();
                Progress progress = new Progress(terminal, "replicating", "receipts", Progress.UNKNOWN)) {
            Replication replication = archive.replicate().to(to).rate(rate.bytes());
            replication = recordsTo == null ? replication : replication.records(recordsTo);
            report = replication.run(progress::to);
            report.damaged().forEach(d -> progress.say("damaged " + d.receipt().name() + ": " + d.problem()));
            report.unreadable().forEach(receipt -> progress.say("damaged " + receipt));
            if (follow) {
                follow(replication, progress);
            }
        }
        int damaged = report.damaged().size() + report.unreadable().size();
        terminal.out()
                .println("receipts=" + report.receipts() + " objects=" + report.objects() + " records="
                        + report.records() + " damaged=" + damaged);
        return damaged == 0 ? 0 : 1;
    }

    private static void follow(Replication replication, Progress progress) throws InterruptedException {
        String told = "";
        try (Interruption interruption = new Interruption();
                Replica replica = replication.start()) {
            while (!interruption.wanted()) {
                String finding = String.valueOf(replica.status().finding());
                if (!finding.equals(told) && !finding.equals("null")) {
                    progress.say(finding);
                }
                told = finding;
                Thread.sleep(200);
            }
        }
    }
}
