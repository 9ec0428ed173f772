package org.diconde4j.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.outbox.Dispatch;
import org.diconde4j.archive.outbox.OutboxEntry;
import org.diconde4j.archive.outbox.OutboxEvent;
import org.diconde4j.net.AssociationOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Empties the outbox. */
@Command(
        name = "run",
        header = "Send what is in the outbox until nothing is left.",
        description = {
            "",
            "It may be stopped and started at any time, and waits for destinations that can't be reached. Results of storage"
                    + " commitment that a destination sends on an association of its own need serve --outbox instead.",
            "The last line is released=N failed=N. If any failed, or time was up, the exit code is 1."
        },
        footer = "  diconde4j outbox run --data station --wait 3600")
@SuppressWarnings("NullAway.Init")
final class OutboxRunCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final AtomicLong released = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    @Mixin
    private ArchiveOption at;

    @Mixin
    private TlsOption tls;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to go on at most; default: ${DEFAULT-VALUE}.")
    private long wait;

    OutboxRunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (wait < 0 || wait > Integer.MAX_VALUE) {
            throw new WrongUsage("--wait " + wait + ", expected 0 to " + Integer.MAX_VALUE);
        }
        AssociationOptions options = AssociationOptions.DEFAULT.withTls(tls.open());
        boolean empty;
        try (Archive archive = at.openExisting();
                Dispatch dispatch = archive.outbox()
                        .dispatch()
                        .options(options)
                        .onEvent(this::tell)
                        .start()) {
            empty = dispatch.awaitEmpty(Duration.ofSeconds(wait));
        }
        if (!empty) {
            terminal.complain("objects are left in the outbox after " + wait + " s; run again to go on");
        }
        terminal.out().println("released=" + released + " failed=" + failed);
        return empty && failed.get() == 0 ? 0 : 1;
    }

    private void tell(OutboxEvent event) {
        OutboxEntry entry = event.entry();
        if (entry == null) {
            terminal.complain(event.destination() + ": " + event.problem());
            return;
        }
        switch (entry.state()) {
            case RELEASED -> released.incrementAndGet();
            case FAILED -> {
                failed.incrementAndGet();
                terminal.complain("failed " + entry.object().sopInstanceUid() + " for " + event.destination() + ": "
                        + event.problem());
            }
            default -> {
                // on its way
            }
        }
    }
}
