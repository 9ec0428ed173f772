package org.diconde4j.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.BulkFolder;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A file as JSON. */
@Command(
        name = "json",
        header = "Print a file in the DICOM JSON Model (PS3.18 F).",
        description = {
            "",
            "The object is the data set; the File Meta Information is not part of the model (PS3.18 F.2). The text is UTF-8."
                    + " compose is the way back.",
            "",
            "Where the file breaks the rules but can be read, standard error says so."
        },
        footer = {"  diconde4j json weld-17.dcm", "  diconde4j json weld-17.dcm | jq '.\"00100020\".Value[0]'"})
@SuppressWarnings("NullAway.Init")
final class JsonCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private BulkOption bulk;

    @Parameters(paramLabel = "FILE", description = "A DICOM file.")
    private Path file;

    JsonCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DicomObject object = DicomFile.read(file, DicomReader.lenient().withDeviations(new Deviations(terminal)));
        Dataset dataset = object.dataset();
        OutputStream out = new BufferedOutputStream(terminal.out(), 1 << 16);
        BulkFolder folder = bulk.folder();
        (folder == null ? DicomJson.inline() : DicomJson.inline().withBulkUris(folder)).write(dataset, out);
        out.flush();
        terminal.out().println();
        return 0;
    }
}
