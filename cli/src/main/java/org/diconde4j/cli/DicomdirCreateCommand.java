package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.media.FileId;
import org.diconde4j.media.FileSetWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a directory. */
@Command(
        name = "create",
        header = "Write a DICOMDIR for the DICOM files of a folder, which stay where they are.",
        description = {
            "",
            "Names of files must be such as every system can read: up to 8 folders and names of up to 8 characters A-Z, 0-9"
                    + " and _ (PS3.10 8.2). Files with other names are named and left out; export --media writes files"
                    + " under names that fit. What a record must say and a file does not, such as a Study ID, is made up"
                    + " and noted.",
            "The last line is indexed=N skipped=N failed=N. Files that are no DICOM are skipped. If any failed, the exit"
                    + " code is 1."
        },
        footer = {
            "  diconde4j dicomdir create /media/usb --file-set-id WELDS",
            "  diconde4j dicomdir create --update /media/usb"
        })
@SuppressWarnings("NullAway.Init")
final class DicomdirCreateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long indexed;
    private long skipped;
    private long failed;

    @Option(
            names = "--file-set-id",
            paramLabel = "ID",
            description = "The label of the File-set, up to 16 characters A-Z, 0-9, space and _.")
    private @Nullable String fileSetId;

    @Option(
            names = "--update",
            description = "Keep the records of the DICOMDIR that is there, and add those of other files.")
    private boolean update;

    @Parameters(paramLabel = "DIR", description = "The top folder of the File-set.")
    private Path folder;

    DicomdirCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        FileSetWriter.Builder builder = FileSetOption.builder(folder, fileSetId, terminal);
        FileSetWriter writer = update ? builder.update() : builder.create();
        try (Progress progress =
                new Progress(terminal, "indexing", "files", FileWalk.count(terminal, List.of(folder), List.of()))) {
            FileWalk files = new FileWalk(
                    List.of(folder),
                    List.of(),
                    (path, reason) -> skip(path, reason, progress),
                    (path, reason) -> fail(path, reason, progress));
            while (files.hasNext()) {
                add(writer, files.next(), progress);
                progress.step();
            }
        }
        writer.write();
        terminal.out().println("indexed=" + indexed + " skipped=" + skipped + " failed=" + failed);
        return failed == 0 ? 0 : 1;
    }

    private void add(FileSetWriter writer, Path file, Progress progress) {
        try {
            if (DicomFile.isMediaDirectory(file)) {
                return; // what is being made
            }
            if (!DicomFile.isPartTen(file)) {
                skip(file, "it is no DICOM file", progress);
                return;
            }
            FileId fileId = writer.add(file);
            if (Files.isSameFile(writer.path(fileId), file)) {
                indexed++;
            } else {
                skipped++; // the writer has noted why
            }
        } catch (Exception e) { // whatever is wrong with one file, the others have their turn
            fail(file, e, progress);
        }
    }

    private void skip(Path file, String reason, Progress progress) {
        skipped++;
        progress.skipped(file, reason);
    }

    private void fail(Path file, Exception reason, Progress progress) {
        failed++;
        progress.say("failed " + file + ": " + Failures.sentence(reason));
    }
}
