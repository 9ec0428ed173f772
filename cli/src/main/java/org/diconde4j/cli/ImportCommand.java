package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.storage.QuarantineEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes files in. */
@Command(
        name = "import",
        header = "Store files in an archive; of folders, all files in them.",
        description = {
            "",
            "Bytes are kept as they are. The same object again is kept once. What cannot be part of the archive, such as a"
                    + " file that is no DICOM, or another object under a known UID, is set aside in quarantine with its"
                    + " reason. A DICOMDIR, the index of a medium, is skipped. Makes the archive if there is none.",
            "The last line is stored=N duplicate=N quarantined=N failed=N. Files that could not be read count as failed;"
                    + " then the exit code is 1."
        },
        footer = {
            "  diconde4j import --data inspections weld-17.dcm",
            "  diconde4j import --data inspections /media/usb /mnt/ct-scanner/export"
        })
@SuppressWarnings("NullAway.Init")
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private int stored;
    private int duplicate;
    private int quarantined;
    private int failed;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private CompressOption compress;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (Archive archive = compress.apply(at.builder()).open();
                Progress progress = new Progress(
                        terminal, "importing", "files", FileWalk.count(terminal, paths, at.ownFolders()))) {
            FileWalk files = new FileWalk(
                    paths, at.ownFolders(), progress::skipped, (path, reason) -> fail(progress, path, reason));
            while (files.hasNext()) {
                store(archive, progress, files.next());
                progress.step();
            }
        }
        terminal.out()
                .println("stored=" + stored + " duplicate=" + duplicate + " quarantined=" + quarantined + " failed="
                        + failed);
        return failed == 0 ? 0 : 1;
    }

    private void store(Archive archive, Progress progress, Path file) {
        StoreResult result;
        try {
            if (DicomFile.isMediaDirectory(file)) {
                progress.skipped(file, DicomFile.MEDIA_DIRECTORY);
                return;
            }
            result = archive.store(file);
        } catch (Exception e) { // whatever is wrong with one file, the others have their turn
            fail(progress, file, e);
            return;
        }
        switch (result.outcome()) {
            case STORED -> stored++;
            case DUPLICATE -> duplicate++;
            case REFUSED -> throw new IllegalStateException("the owner was refused: " + result.reason());
            case QUARANTINED -> {
                quarantined++;
                QuarantineEntry entry = result.quarantined();
                String id = entry == null ? "" : " as " + entry.id();
                progress.say("quarantined " + file + id + ": " + result.reason());
            }
        }
    }

    private void fail(Progress progress, Path file, Exception reason) {
        failed++;
        progress.say("failed " + file + ": " + Failures.sentence(reason));
    }
}
