package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Retrieval;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.media.FileSetWriter;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives files back. */
@Command(
        name = "export",
        header = "Write stored files into a folder, byte for byte, as STUDY/SERIES/INSTANCE.dcm or as DICOM media.",
        description = {
            "",
            "What was reassigned to another component comes with its attributes, unless --as-received is given.",
            "Keys choose the instances, as with find --level instance; without keys, all. Every file is checked against"
                    + " its digest as it is written. A file that is there already is left if it is the same.",
            "With --media, files get names that every system can read, and OUT a DICOMDIR that names them (PS3.10 8). A"
                    + " DICOMDIR that is there keeps its records. What a record must say and an object does not is made up"
                    + " and noted.",
            "The last line is exported=N failed=N. If any failed, the exit code is 1."
        },
        footer = {
            "  diconde4j export --data inspections --to out ComponentIDNumber=SN-17",
            "  diconde4j export --data inspections --to out Modality=CT StudyDate=20260101-",
            "  diconde4j export --data inspections --to everything",
            "  diconde4j export --data inspections --to /media/usb --media --file-set-id WELDS StudyDate=20260101-"
        })
@SuppressWarnings("NullAway.Init")
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long exported;
    private long failed;

    @Mixin
    private ArchiveOption at;

    @Option(names = "--to", paramLabel = "OUT", required = true, description = "The folder, made if missing.")
    private Path to;

    @Option(names = "--media", description = "Make OUT a DICOM File-set, with a DICOMDIR.")
    private boolean media;

    @Option(
            names = "--file-set-id",
            paramLabel = "ID",
            description = "With --media: its label, up to 16 characters A-Z, 0-9, space and _.")
    private @Nullable String fileSetId;

    @Option(
            names = "--as-received",
            description = "Also what was reassigned to another component since exactly as it came.")
    private boolean asReceived;

    @Parameters(arity = "0..*", paramLabel = "key=value", description = "What to export; see find.")
    private List<String> words = List.of();

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Dataset keys = Keys.parse(words, Level.INSTANCE);
        if (fileSetId != null && !media) {
            throw new WrongUsage("--file-set-id " + fileSetId + " needs --media");
        }
        FileSetWriter.Builder fileSet = media ? FileSetOption.builder(to, fileSetId, terminal) : null;
        try (Archive archive = at.openExisting()) {
            refuseOwnFolders();
            Files.createDirectories(to);
            FileSetWriter medium =
                    media ? FileSetOption.builder(to, fileSetId, terminal).update() : null;
            long total = archive.find().level(Level.INSTANCE).where(keys).count();
            try (Progress progress = new Progress(terminal, "exporting", "files", total)) {
                if (words.isEmpty()) {
                    exportAll(archive, medium, progress);
                } else {
                    exportFound(archive, keys, medium, progress);
                }
            }
            if (medium != null) {
                medium.write();
            }
        }
        terminal.out().println("exported=" + exported + " failed=" + failed);
        return failed == 0 ? 0 : 1;
    }

    private void refuseOwnFolders() throws IOException {
        Path target = to.toAbsolutePath().normalize();
        for (Path own : at.ownFolders()) {
            if (target.startsWith(own.toAbsolutePath().normalize())
                    || Files.exists(to) && to.toRealPath().startsWith(own.toRealPath())) {
                throw new WrongUsage(to + " lies in the archive itself; export to a folder elsewhere");
            }
        }
    }

    private void exportAll(Archive archive, @Nullable FileSetWriter medium, Progress progress) {
        try (Cursor<InstanceRef> instances = archive.retrieve(Selection.all()).instances()) {
            instances.forEachRemaining(instance -> export(archive, instance.sopInstanceUid(), medium, progress));
        }
    }

    private void exportFound(Archive archive, Dataset keys, @Nullable FileSetWriter medium, Progress progress) {
        try (Cursor<Dataset> found =
                archive.find().level(Level.INSTANCE).where(keys).cursor()) {
            found.forEachRemaining(
                    instance -> export(archive, instance.string(Tag.SOPInstanceUID, ""), medium, progress));
        }
    }

    private void export(Archive archive, String instanceUid, @Nullable FileSetWriter medium, Progress progress) {
        try {
            Retrieval chosen = archive.retrieve(Selection.instances(instanceUid));
            Retrieval retrieval = asReceived ? chosen.asReceived() : chosen;
            List<Path> files = medium == null ? retrieval.to(to) : retrieval.to(medium);
            if (files.isEmpty()) {
                throw new IOException("the index has an answer, but no place for it; run reindex");
            }
            exported++;
        } catch (Exception e) { // whatever is wrong with one object, the others have their turn
            failed++;
            progress.say("failed " + instanceUid + ": " + Failures.sentence(e));
        }
        progress.step();
    }
}
