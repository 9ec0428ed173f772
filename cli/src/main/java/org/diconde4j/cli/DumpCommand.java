package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.io.DicomDump;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A file for people. */
@Command(
        name = "dump",
        header = "Print a file element by element, with DICOM keywords and DICONDE names.",
        description = {"", "Where the file breaks the rules but can be read, standard error says so."},
        footer = {"  diconde4j dump weld-17.dcm", "  diconde4j dump --width 500 weld-17.dcm | grep Indication"})
@SuppressWarnings("NullAway.Init")
final class DumpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many characters of a value to show, at least 8; default: ${DEFAULT-VALUE}.")
    private int width;

    @Parameters(paramLabel = "FILE", description = "A DICOM file.")
    private Path file;

    DumpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (width < 8) {
            throw new WrongUsage("--width " + width + ", expected at least 8");
        }
        DicomObject object = DicomFile.read(file, DicomReader.lenient().withDeviations(new Deviations(terminal)));
        StringBuilder dump = new StringBuilder();
        DicomDump.standard().withValuesUpTo(width).write(object, dump);
        terminal.out().print(dump);
        return 0;
    }
}
