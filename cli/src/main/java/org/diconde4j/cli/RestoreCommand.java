package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.keep.Backup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a backup back, or looks whether it could be. */
@Command(
        name = "restore",
        header = "Bring a backup back into an empty place.",
        description = {
            "",
            "Every object of the backup is compared with its digest. What is damaged is named and left out. With --check nothing is"
                    + " brought back.",
            "The last line is restored=N records=N problems=N, with --check whole=N records=N problems=N. If there are problems,"
                    + " the exit code is 1."
        },
        footer = {
            "  diconde4j restore --data inspections /mnt/backup/inspections",
            "  diconde4j restore --data inspections --check /mnt/backup/inspections"
        })
@SuppressWarnings("NullAway.Init")
final class RestoreCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(paramLabel = "DIR", description = "The folder of the backup.")
    private Path folder;

    @Option(names = "--check", description = "Read the backup and compare it with its digests, and do nothing else.")
    private boolean check;

    RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String first;
        long records;
        List<String> problems;
        try (Progress progress = new Progress(terminal, "restoring", "objects", Progress.UNKNOWN)) {
            if (check) {
                Backup.Verified verified = Backup.verify(folder, progress::to);
                first = "whole=" + verified.objects();
                records = verified.records();
                problems = verified.problems();
            } else {
                Backup.Restored restored = at.builder().restore(folder, progress::to);
                try (Archive archive = at.open()) { // so that the index is made now, and not when somebody waits for it
                    archive.awaitReady();
                }
                first = "restored=" + restored.objects();
                records = restored.records();
                problems = restored.problems();
            }
            problems.forEach(progress::say);
        }
        terminal.out().println(first + " records=" + records + " problems=" + problems.size());
        return problems.isEmpty() ? 0 : 1;
    }
}
