package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Source;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what happened to something. */
@Command(
        name = "history",
        header = "Tell what happened to an instance or a study: when, what, who and why.",
        description = {
            "",
            "Deleted ones have a history as well, by their UID; keys find what is there. Versions of an instance are"
                    + " numbered from 1; the last one holds."
        },
        footer = {
            "  diconde4j history --data inspections 1.2.3",
            "  diconde4j history --data inspections ComponentIDNumber=SN-17",
            "  diconde4j history --data inspections --version 1 --to before.dcm 1.2.3.4.5"
        })
@SuppressWarnings("NullAway.Init")
final class HistoryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Option(names = "--version", paramLabel = "N", description = "With --to: which version of the instance.")
    private @Nullable Integer version;

    @Option(names = "--to", paramLabel = "FILE", description = "Write that version into a new file.")
    private @Nullable Path to;

    @Parameters(arity = "1..*", paramLabel = "UID|key=value", description = "Which; keys as with find.")
    private List<String> words;

    HistoryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if ((version == null) != (to == null)) {
            throw new WrongUsage("--version and --to go together");
        }
        try (Archive archive = at.openExisting()) {
            Set<String> uids = uids(archive);
            if (version != null && to != null) {
                write(archive, uids, version, to);
                return 0;
            }
            long events = 0;
            try (Table table =
                    new Table(terminal.out(), List.of("Event", "When", "What", "Who", "Why", "Instance UID"))) {
                for (String uid : uids) {
                    for (Receipt receipt : archive.amendments().history(uid)) {
                        table.row(row(receipt));
                        events++;
                    }
                }
            }
            if (events == 0) {
                terminal.complain("there was never anything with " + String.join(" ", words)
                        + "; expected a SOP Instance UID or a Study Instance UID");
                return 1;
            }
        }
        return 0;
    }

    /** The UIDs that were given, and those of the studies that the keys find. */
    private Set<String> uids(Archive archive) {
        Set<String> uids = new LinkedHashSet<>();
        List<String> keys = new ArrayList<>();
        words.forEach(word -> (word.contains("=") ? keys : uids).add(word));
        if (!keys.isEmpty()) {
            Dataset found = Keys.parse(keys, Level.STUDY);
            try (Cursor<Dataset> studies =
                    archive.find().level(Level.STUDY).where(found).cursor()) {
                studies.forEachRemaining(study -> uids.add(study.string(Tag.StudyInstanceUID, "")));
            }
        }
        return uids;
    }

    private static List<String> row(Receipt receipt) {
        return List.of(
                String.valueOf(receipt.sequence()),
                receipt.arrival().truncatedTo(ChronoUnit.SECONDS).toString(),
                what(receipt),
                who(receipt.source()),
                receipt.reason() == null ? "" : receipt.reason(),
                receipt.sopInstanceUid() == null ? "" : receipt.sopInstanceUid());
    }

    private static String what(Receipt receipt) {
        return switch (receipt.kind()) {
            case STORED -> "stored";
            case QUARANTINED -> "set aside in quarantine";
            case RELEASED -> "released from quarantine";
            case DISCARDED -> "discarded from quarantine";
            case CORRECTED -> "corrected";
            case MOVED -> "moved to " + component(receipt.attributes());
            case DELETED -> "deleted";
        };
    }

    private static String component(@Nullable String attributes) {
        Dataset now = attributes == null ? Dataset.empty() : DicomJson.inline().read(attributes);
        String issuer = now.string(Tag.IssuerOfPatientID, "");
        return now.string(Tag.PatientID, "?") + (issuer.isEmpty() ? "" : " of " + issuer);
    }

    private static String who(Source source) {
        return source.person() != null ? source.person() : QuarantineListCommand.from(source);
    }

    private static void write(Archive archive, Set<String> uids, int version, Path to) throws IOException {
        if (uids.size() != 1) {
            throw new WrongUsage("--version needs the SOP Instance UID of one instance");
        }
        String uid = uids.iterator().next();
        List<InstanceRef> versions = archive.amendments().versions(uid);
        if (version < 1 || version > versions.size()) {
            throw new IOException(
                    "instance " + uid + " has " + versions.size() + " versions, none with number " + version);
        }
        DicomObject object = archive.amendments().read(versions.get(version - 1));
        NewFile.write(to, out -> DicomWriter.write(object, out));
    }
}
