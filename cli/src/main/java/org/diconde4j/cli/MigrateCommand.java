package org.diconde4j.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.keep.Migration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves to another store. */
@Command(
        name = "migrate",
        header = "Copy an archive's objects into another store, to be opened from there.",
        description = {
            "",
            "Sequences, names and digests stay the same, so the index goes on fitting. The store that the objects come from is left as"
                    + " it is. Open the archive with the options that are printed from then on. If the objects are encrypted, they are so there,"
                    + " with the same keys; crypto:KEYS!URI encrypts those of a plain archive.",
            "The last line is receipts=N objects=N."
        },
        footer = "  diconde4j migrate --data inspections --to s3://inspections/archive?region=eu-central-1")
@SuppressWarnings("NullAway.Init")
final class MigrateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Option(
            names = "--to",
            paramLabel = "STORE",
            required = true,
            converter = StoreUri.class,
            description = "The other store: a folder or a URI; empty, or what an earlier try left.")
    private URI to;

    @Mixin
    private RateOption rate;

    MigrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Migration.Report report;
        try (Archive archive = at.openExisting();
                Progress progress = new Progress(terminal, "migrating", "receipts", Progress.UNKNOWN)) {
            report = archive.migrate().to(to).rate(rate.bytes()).run(progress::to);
        }
        terminal.out().println("From now on open it with " + at.withObjects(to));
        terminal.out().println("receipts=" + report.receipts() + " objects=" + report.objects());
        return 0;
    }
}
