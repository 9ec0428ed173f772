package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.Deviation;
import org.diconde4j.media.DirectoryReader;
import org.diconde4j.media.FileSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares a directory with its files. */
@Command(
        name = "check",
        header = "Compare a DICOMDIR with its files: each is there, opens, and is what its record says.",
        description = {
            "",
            "Names every file or record with which something is wrong, and what. The last line is files=N findings=N; if"
                    + " there are any, the exit code is 1. A directory whose names lead out of its folder is refused."
        },
        footer = "  diconde4j dicomdir check /media/usb")
@SuppressWarnings("NullAway.Init")
final class DicomdirCheckCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long findings;

    @Parameters(paramLabel = "PATH", description = "A folder with a DICOMDIR, or the DICOMDIR.")
    private Path path;

    DicomdirCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        FileSet fileSet = FileSet.open(path, DirectoryReader.lenient().withDeviations(this::report));
        long files = fileSet.check(finding -> report(finding.toString()));
        terminal.out().println("files=" + files + " findings=" + findings);
        return findings == 0 ? 0 : 1;
    }

    private void report(Deviation deviation) {
        if (deviation.tag() != Tag.ReferencedFileID) { // names are looked at with their files
            report("DICOMDIR: " + deviation);
        }
    }

    private void report(String finding) {
        findings++;
        terminal.out().println(Terminal.clean(finding));
    }
}
