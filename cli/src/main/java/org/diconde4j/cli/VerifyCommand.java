package org.diconde4j.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Verification;
import org.diconde4j.storage.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads everything again. */
@Command(
        name = "verify",
        header = "Read every object again and compare it with its recorded digest.",
        description = {
            "",
            "Quarantine is included. Objects that are not as recorded are named with what was expected and found.",
            "What came out is remembered; --last shows it, and reads nothing.",
            "The last line is verified=N damaged=N missing=N. If any are damaged or missing, the exit code is 1."
        },
        footer = {"  diconde4j verify --data inspections", "  diconde4j verify --data inspections --rate 50m --resume"})
@SuppressWarnings("NullAway.Init")
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Mixin
    private RateOption rate;

    @Option(names = "--resume", description = "Go on where the last verification was broken off, if one was.")
    private boolean resume;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "Only what was not verified since this day, such as 2026-11-01, UTC.")
    private @Nullable LocalDate since;

    @Option(
            names = "--study",
            paramLabel = "UID",
            description = "Only instances of a study, by its Study Instance UID; may be given more than once.")
    private List<String> studies = List.of();

    @Option(names = "--last", description = "Show what is remembered of earlier verifications.")
    private boolean last;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (resume && (since != null || !studies.isEmpty())) {
            throw new WrongUsage("--resume goes on with a verification of everything, without --since and --study");
        }
        Verification.Report report;
        try (Archive archive = at.openExisting();
                Progress progress = new Progress(terminal, "verifying", "objects", Progress.UNKNOWN);
                Interruption interruption = new Interruption()) {
            if (last) {
                return show(archive.verify().remembered());
            }
            List<String> before = archive.findings();
            before.forEach(finding -> progress.say("found at opening: " + finding));
            report = asked(archive.verify())
                    .run(
                            finding -> progress.say((finding.missing() ? "missing " : "damaged ")
                                    + finding.receipt().name() + ": " + finding.problem()),
                            bytes -> progress.step(),
                            interruption::wanted);
            if (interruption.wanted()) {
                progress.say("broken off; --resume goes on from here");
            }
            List<String> after = archive.findings();
            after.subList(before.size(), after.size()).forEach(finding -> progress.say("damaged " + finding));
        }
        terminal.out()
                .println("verified=" + report.verified() + " damaged=" + report.damaged() + " missing="
                        + report.missing());
        return report.damaged() == 0 && report.missing() == 0 ? 0 : 1;
    }

    private int show(Verification.Remembered remembered) {
        long missing = 0;
        for (Verification.KnownDamage damage : remembered.damage()) {
            missing += damage.missing() ? 1 : 0;
            terminal.out()
                    .println(Terminal.clean((damage.missing() ? "missing " : "damaged ") + damage.name() + ", found "
                            + damage.found() + ": " + damage.problem()));
        }
        terminal.out()
                .println("completed=" + text(remembered.completed()) + " unfinished=" + text(remembered.unfinished())
                        + " damaged=" + (remembered.damage().size() - missing) + " missing=" + missing);
        return remembered.damage().isEmpty() ? 0 : 1;
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "never" : time.toString();
    }

    private Verification asked(Verification all) {
        Verification asked = all.rate(rate.bytes());
        if (!studies.isEmpty()) {
            asked = asked.only(Selection.studies(studies.toArray(String[]::new)));
        }
        if (resume) {
            asked = asked.resume();
        }
        return since == null
                ? asked
                : asked.notSince(since.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
