package org.diconde4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveStatistics;
import org.diconde4j.archive.Vitals;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.KindCount;
import org.diconde4j.storage.Space;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** An archive in numbers. */
@Command(
        name = "stats",
        header = "Show how much an archive holds, of what kinds, and how it is.",
        description = {
            "",
            "First the instances by modality and SOP class, then one value a line, name=value, for programs: sizes in bytes; superseded"
                    + " counts versions that others took the place of; lag counts receipts that the index has not seen; full"
                    + " says whether new objects are refused because there is less room than is to be kept free. What is not known"
                    + " has no line.",
            "The numbers are kept along: a large archive does not take longer."
        },
        footer = "  diconde4j stats --data inspections")
@SuppressWarnings("NullAway.Init")
final class StatsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    StatsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ArchiveStatistics statistics;
        try (Archive archive = at.openExisting()) {
            statistics = archive.statistics();
        }
        try (Table table = new Table(terminal.out(), List.of("Modality", "SOP Class", "Instances", "Size"))) {
            for (KindCount kind : statistics.holdings().kinds()) {
                table.row(List.of(
                        kind.modality() == null ? "" : kind.modality(),
                        name(kind.sopClassUid()),
                        Long.toString(kind.instances()),
                        size(kind.bytes())));
            }
        }
        IndexCounts counts = statistics.holdings().counts();
        say("components", counts.components());
        say("studies", counts.studies());
        say("series", counts.series());
        say("instances", counts.instances());
        say("bytes", counts.bytes());
        say("quarantined", counts.quarantined());
        say("superseded", statistics.holdings().superseded());
        say("deleted", statistics.holdings().deleted());
        vitals(statistics.vitals());
        return 0;
    }

    private void vitals(Vitals vitals) {
        say("receipts", vitals.events());
        OptionalLong lag = vitals.lag();
        if (lag.isPresent()) {
            say("lag", lag.getAsLong());
        }
        Space space = vitals.space();
        if (space != null) {
            say("usable", space.usable());
            say("total", space.total());
            say("kept", vitals.keptFree());
            terminal.out().println("full=" + (vitals.full() ? "yes" : "no"));
        }
    }

    private void say(String name, long value) {
        terminal.out().println(name + "=" + value);
    }

    private static String name(@Nullable String sopClassUid) {
        if (sopClassUid == null) {
            return "";
        }
        Dictionary.UidEntry known = Dictionary.standard().uid(sopClassUid);
        return known == null ? sopClassUid : known.name();
    }

    /** For people, in the units that {@link ByteSize} reads. */
    private static String size(long bytes) {
        int power = 0;
        double shown = bytes;
        while (shown >= 1024 && power < 4) {
            shown /= 1024;
            power++;
        }
        return power == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %siB", shown, "KMGT".charAt(power - 1));
    }
}
