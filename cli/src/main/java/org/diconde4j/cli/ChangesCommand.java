package org.diconde4j.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ChangeFeed;
import org.diconde4j.storage.Receipt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The change feed, one line for each event. */
@Command(
        name = "changes",
        header = "Tell what happened in an archive, in order and without a gap.",
        description = {
            "",
            "One line for each event: sequence, kind, time, SOP Instance UID, reason. The last line is next=TOKEN; given"
                    + " to --after, it goes on from there. If the index was rebuilt since the token was given, the command says so,"
                    + " prints the token of the beginning, and ends with 1."
        },
        footer = {
            "  diconde4j changes --data inspections",
            "  diconde4j changes --data inspections --after 6f0c8a52-9c1e-4f0e-8f4b-0d9a3c1b7e21:118 --follow"
        })
@SuppressWarnings("NullAway.Init")
final class ChangesCommand implements Callable<Integer> {
    private static final int PAGE = 1000;

    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Option(names = "--after", paramLabel = "TOKEN", description = "Where to go on; the beginning if not given.")
    private @Nullable String after;

    @Option(
            names = "--follow",
            description = "Wait for more, which others may write to a shared archive, until interrupted.")
    private boolean follow;

    ChangesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Archive archive = at.openExisting()) {
            ChangeFeed feed = archive.changes();
            String next = after == null ? feed.beginning() : after;
            while (true) {
                ChangeFeed.Page page = page(feed, next);
                page.events().forEach(event -> terminal.out().println(line(event)));
                boolean more = !page.events().isEmpty();
                if (page.startAnew()) {
                    terminal.complain("the index was rebuilt since " + next + " was given: start anew");
                }
                next = page.next();
                if (page.startAnew() || !more && !follow) {
                    terminal.out().println("next=" + next);
                    return page.startAnew() ? 1 : 0;
                }
                if (more && follow) {
                    terminal.out().println("next=" + next);
                    terminal.out().flush();
                }
            }
        }
    }

    private ChangeFeed.Page page(ChangeFeed feed, String next) throws InterruptedException {
        try {
            return follow ? feed.await(next, PAGE, Duration.ofMinutes(1)) : feed.after(next, PAGE);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private static String line(Receipt event) {
        return event.sequence() + " " + event.kind() + " "
                + event.arrival().truncatedTo(ChronoUnit.MILLIS) + " "
                + (event.sopInstanceUid() == null ? "-" : event.sopInstanceUid())
                + (event.reason() == null ? "" : " " + event.reason());
    }
}
