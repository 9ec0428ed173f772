package org.diconde4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads everything again. */
@Command(
        name = "verify",
        header = "Read every object again and compare it with its recorded digest.",
        description = {
            "",
            "Quarantine is included. Objects that are not as recorded are named with what was expected and found.",
            "The last line is verified=N damaged=N missing=N. If any are damaged or missing, the exit code is 1."
        },
        footer = "  diconde4j verify --data inspections")
@SuppressWarnings("NullAway.Init")
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Verification.Report report;
        try (Archive archive = at.openExisting();
                Progress progress = new Progress(terminal, "verifying", "objects", Progress.UNKNOWN)) {
            List<String> before = archive.findings();
            before.forEach(finding -> progress.say("found at opening: " + finding));
            report = archive.verify()
                    .run(
                            finding -> progress.say((finding.missing() ? "missing " : "damaged ")
                                    + finding.receipt().name() + ": " + finding.problem()),
                            bytes -> progress.step());
            List<String> after = archive.findings();
            after.subList(before.size(), after.size()).forEach(finding -> progress.say("damaged " + finding));
        }
        terminal.out()
                .println("verified=" + report.verified() + " damaged=" + report.damaged() + " missing="
                        + report.missing());
        return report.damaged() == 0 && report.missing() == 0 ? 0 : 1;
    }
}
