package org.diconde4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What was set aside. */
@Command(
        name = "quarantine",
        header = "What was set aside, and why: list, show, release, discard.",
        description = {"", "Objects in quarantine are kept with their reason, but are not part of the archive."},
        footer = {
            "  diconde4j quarantine list --data inspections",
            "  diconde4j quarantine show --data inspections 17",
            "  diconde4j quarantine release --data inspections 17 --reason 'checked against the film'",
            "  diconde4j quarantine discard --data inspections 17 --reason 'test shot'"
        })
final class QuarantineCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new WrongUsage("say what to do: quarantine list, show, release or discard");
    }
}
