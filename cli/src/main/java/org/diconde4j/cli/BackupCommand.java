package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.keep.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a backup. */
@Command(
        name = "backup",
        header = "Back objects, receipts and records up into a folder.",
        description = {
            "",
            "The first backup into a folder is whole, the next ones add what is new. The objects in it are plain files, as in an"
                    + " archive, encrypted if they are there. The index is made anew by restore; keys of encrypted objects are exported by keys export.",
            "The last line is receipts=N objects=N records=N damaged=N. If any are damaged, the exit code is 1."
        },
        footer = "  diconde4j backup --data inspections /mnt/backup/inspections")
@SuppressWarnings("NullAway.Init")
final class BackupCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(
            paramLabel = "DIR",
            description = "The folder: empty or not there, or an earlier backup of this archive.")
    private Path folder;

    @Mixin
    private RateOption rate;

    BackupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Backup.Report report;
        try (Archive archive = at.openExisting();
                Progress progress = new Progress(terminal, "backing up", "receipts", Progress.UNKNOWN)) {
            report = archive.backup(folder).rate(rate.bytes()).run(progress::to);
            report.damaged().forEach(d -> progress.say("damaged " + d.receipt().name() + ": " + d.problem()));
            report.unreadable().forEach(receipt -> progress.say("damaged " + receipt));
        }
        int damaged = report.damaged().size() + report.unreadable().size();
        terminal.out()
                .println("receipts=" + report.receipts() + " objects=" + report.objects() + " records="
                        + report.records() + " damaged=" + damaged);
        return damaged == 0 ? 0 : 1;
    }
}
