package org.diconde4j.cli;

import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.storage.IndexCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the index anew. */
@Command(
        name = "reindex",
        header = "Rebuild the index from objects and receipts alone.",
        description = {
            "",
            "Afterwards every question has the same answers as before, arrival times and order included. To be used when"
                    + " the index was lost or is damaged; if it cannot even be opened, delete the folder index first.",
            "The last line is components=N studies=N series=N instances=N quarantined=N."
        },
        footer = "  diconde4j reindex --data inspections")
@SuppressWarnings("NullAway.Init")
final class ReindexCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    ReindexCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        IndexCounts counts;
        try (Archive archive = at.openExisting()) {
            try (Progress progress = new Progress(terminal, "indexing", "receipts", Progress.UNKNOWN)) {
                archive.reindex(progress::to);
            }
            counts = archive.counts();
        }
        terminal.out()
                .println("components=" + counts.components() + " studies=" + counts.studies() + " series="
                        + counts.series() + " instances=" + counts.instances() + " quarantined="
                        + counts.quarantined());
        return 0;
    }
}
