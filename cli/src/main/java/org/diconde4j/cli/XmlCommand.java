package org.diconde4j.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.data.Dataset;
import org.diconde4j.io.BulkFolder;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomXml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A file as XML. */
@Command(
        name = "xml",
        header = "Print a file in the Native DICOM Model, which is XML (PS3.19 A.1).",
        description = {
            "",
            "The document is the data set; the File Meta Information is not part of the model. The text is UTF-8. compose is"
                    + " the way back.",
            "",
            "Where the file breaks the rules but can be read, standard error says so."
        },
        footer = {"  diconde4j xml weld-17.dcm", "  diconde4j xml --bulk-to pixels weld-17.dcm > weld-17.xml"})
@SuppressWarnings("NullAway.Init")
final class XmlCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private BulkOption bulk;

    @Parameters(paramLabel = "FILE", description = "A DICOM file.")
    private Path file;

    XmlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Dataset dataset = DicomFile.read(file, DicomReader.lenient().withDeviations(new Deviations(terminal)))
                .dataset();
        BulkFolder folder = bulk.folder();
        OutputStream out = new BufferedOutputStream(terminal.out(), 1 << 16);
        (folder == null ? DicomXml.inline() : DicomXml.inline().withBulkUris(folder)).write(dataset, out);
        out.flush();
        return 0;
    }
}
