package org.diconde4j.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomJson;
import org.diconde4j.media.DicomDirectory;
import org.diconde4j.media.DirectoryReader;
import org.diconde4j.media.DirectoryRecord;
import org.diconde4j.media.FileSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A directory for people. */
@Command(
        name = "list",
        header = "Print what a DICOMDIR names, as a tree.",
        description = {"", "Where the directory breaks the rules but can be read, standard error says so."},
        footer = {
            "  diconde4j dicomdir list /media/cdrom",
            "  diconde4j dicomdir list --json DICOMDIR | jq '.[].\"00041500\".Value'"
        })
@SuppressWarnings("NullAway.Init")
final class DicomdirListCommand implements Callable<Integer> {
    private static final int[] KEYS = {
        Tag.PatientID,
        Tag.PatientName,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.StudyID,
        Tag.StudyDescription,
        Tag.SeriesNumber,
        Tag.Modality,
        Tag.SeriesDescription,
        Tag.InstanceNumber,
        Tag.ContentLabel,
        Tag.DocumentTitle,
    };

    private final Terminal terminal;

    @Option(
            names = "--json",
            description =
                    "Print an array with a DICOM JSON Model object for each file: its record, and the keys of those"
                            + " above it.")
    private boolean json;

    @Parameters(paramLabel = "PATH", description = "A folder with a DICOMDIR, or the DICOMDIR.")
    private Path path;

    DicomdirListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DirectoryReader reader = DirectoryReader.lenient()
                .withDeviations(
                        deviation -> terminal.err().println("deviation: " + Terminal.clean(deviation.toString())));
        DicomDirectory directory = FileSet.open(path, reader).directory();
        if (json) {
            OutputStream out = new BufferedOutputStream(terminal.out(), 1 << 16);
            try (DicomJson.Array array = DicomJson.inline().array(out)) {
                add(directory.records(), Dataset.empty(), array);
            }
            out.flush();
            terminal.out().println();
        } else {
            print(directory, terminal.out());
        }
        return 0;
    }

    private static void add(List<DirectoryRecord> records, Dataset above, DicomJson.Array array) throws IOException {
        for (DirectoryRecord record : records) {
            Dataset merged = above.toBuilder().setAll(record.attributes()).build();
            if (record.fileId() != null) {
                array.add(merged);
            }
            add(record.children(), merged, array);
        }
    }

    private static void print(DicomDirectory directory, PrintStream out) {
        long files = directory.all().filter(record -> record.fileId() != null).count();
        String id = directory.fileSetId();
        out.println(Terminal.clean("File-set " + (id == null ? "without an ID" : id) + ", " + files + " files"));
        print(directory.records(), "", out);
    }

    private static void print(List<DirectoryRecord> records, String indent, PrintStream out) {
        for (DirectoryRecord record : records) {
            StringBuilder line = new StringBuilder(indent).append(record.type());
            for (int key : KEYS) {
                String value = record.attributes().string(key);
                line.append(value == null ? "" : "  " + value);
            }
            line.append(record.fileId() == null ? "" : "  " + record.fileId());
            out.println(Terminal.clean(line.toString()));
            print(record.children(), indent + "  ", out);
        }
    }
}
