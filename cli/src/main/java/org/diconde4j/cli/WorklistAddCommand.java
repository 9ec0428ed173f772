package org.diconde4j.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.workflow.Worklist;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicondeException;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Items from files. */
@Command(
        name = "add",
        header = "Add items to the worklist of an archive.",
        description = {
            "",
            "An item is a data set with one item of ScheduledProcedureStepSequence, in a DICOM file or as DICOM JSON Model, of"
                    + " which a file may hold many. One of the same study and step is replaced. The archive is made if there"
                    + " is none.",
            "The last line is added=N failed=N. If any failed, the exit code is 1."
        },
        footer = {"  diconde4j worklist add --data inspections orders.json"})
@SuppressWarnings("NullAway.Init")
final class WorklistAddCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long added;
    private long failed;

    @Mixin
    private ArchiveOption at;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "DICOM or JSON files.")
    private List<Path> files;

    WorklistAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Archive archive = at.open()) {
            for (Path file : files) {
                add(archive.worklist(), file);
            }
        }
        terminal.out().println("added=" + added + " failed=" + failed);
        return failed == 0 ? 0 : 1;
    }

    private void add(Worklist worklist, Path file) {
        try {
            for (Dataset item : items(file)) {
                try {
                    worklist.add(item);
                    added++;
                } catch (DicondeException e) {
                    fail(file, e);
                }
            }
        } catch (IOException | DicondeException e) {
            fail(file, e);
        }
    }

    private void fail(Path file, Exception e) {
        failed++;
        terminal.complain("failed " + file + ": " + Failures.sentence(e));
    }

    private static List<Dataset> items(Path file) throws IOException {
        DicomFile.refuseFolder(file);
        if (DicomFile.isPartTen(file)) {
            return List.of(DicomReader.lenient().read(file).dataset());
        }
        List<Dataset> items = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            DicomJson.inline().readArray(in, items::add);
        }
        return items;
    }
}
