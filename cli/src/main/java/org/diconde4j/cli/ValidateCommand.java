package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.diconde4j.io.DicomReader;
import org.diconde4j.iod.IodReport;
import org.diconde4j.iod.IodValidator;
import org.diconde4j.iod.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Compares files with the standard. */
@Command(
        name = "validate",
        header = "Compare files with the standard: modules, attribute types, values, pixel data.",
        description = {
            "",
            "Each file gets a report: what is wrong or doubtful, in which module, what was expected and found, and where the"
                    + " standard says so. Nothing is changed, and no archive asks for it.",
            "Where a file breaks the rules of encoding but can be read, standard error says so, unless only errors are"
                    + " wanted; a second object in one file is among these, and gets no report.",
            "The last line is files=N valid=N errors=N warnings=N. If there are errors, or files that cannot be read, the"
                    + " exit code is 1."
        },
        footer = {
            "  diconde4j validate weld-17.dcm",
            "  diconde4j validate --severity error /mnt/ct-scanner/export",
            "  diconde4j validate --json weld-17.dcm | jq '.findings[].text'"
        })
@SuppressWarnings("NullAway.Init")
final class ValidateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private long files;
    private long valid;
    private long errors;
    private long warnings;
    private long failed;

    @Option(
            names = "--severity",
            paramLabel = "LEAST",
            defaultValue = "info",
            converter = SeverityName.class,
            description = "What to show at least: error, warning or info; default: ${DEFAULT-VALUE}.")
    private Severity least;

    @Option(names = "--json", description = "Print one JSON object a line for each file, and no last line.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths;

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** {@code error}, {@code warning} or {@code info}. */
    static final class SeverityName implements ITypeConverter<Severity> {
        @Override
        public Severity convert(String text) {
            for (Severity severity : Severity.values()) {
                if (severity.name().equalsIgnoreCase(text)) {
                    return severity;
                }
            }
            throw new TypeConversionException("expected error, warning or info, found '" + text + "'");
        }
    }

    @Override
    public Integer call() {
        try (Progress progress =
                new Progress(terminal, "validating", "files", FileWalk.count(terminal, paths, Set.of()))) {
            FileWalk walk =
                    new FileWalk(paths, Set.of(), progress::skipped, (path, reason) -> fail(progress, path, reason));
            while (walk.hasNext()) {
                validate(progress, walk.next());
                progress.step();
            }
        }
        if (!json) {
            terminal.out()
                    .println("files=" + files + " valid=" + valid + " errors=" + errors + " warnings=" + warnings);
        }
        return errors == 0 && failed == 0 ? 0 : 1;
    }

    private void validate(Progress progress, Path file) {
        IodReport report;
        DicomReader reader = least == Severity.ERROR
                ? DicomReader.lenient()
                : DicomReader.lenient()
                        .withDeviations(d -> progress.say("deviation in " + file + ": " + Deviations.text(d)));
        try {
            report = IodValidator.standard().validate(reader.read(file));
        } catch (Exception e) { // whatever is wrong with one file, the others have their turn
            fail(progress, file, e);
            return;
        }
        files++;
        valid += report.isValid() ? 1 : 0;
        errors += report.count(Severity.ERROR);
        warnings += report.count(Severity.WARNING);
        IodReport shown = report.atLeast(least);
        if (json) {
            terminal.out().println(shown.toJson(file.toString()));
        } else if (!shown.findings().isEmpty()) {
            terminal.out().print(Terminal.clean(file.toString()) + ": " + shown + "\n");
        }
    }

    private void fail(Progress progress, Path file, Exception reason) {
        failed++;
        progress.say("failed " + file + ": " + Failures.sentence(reason));
    }
}
