package org.diconde4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.diconde4j.net.RetrieveOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** C-MOVE as SCU. */
@Command(
        name = "move",
        header = "Let an archive or station send objects to a third one, by C-MOVE.",
        description = {
            "",
            "Chosen are objects by unique keys: PatientID, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID. Several values are"
                    + " written a\\b. The peer must know the receiver by its AE title.",
            "The last line is moved=N failed=N. If any failed, or Ctrl-C cancelled, the exit code is 1."
        },
        footer = {
            "  diconde4j move PACS@archive.example.com:104 --to STATION StudyInstanceUID=1.2.3",
            "  diconde4j move PACS@archive.example.com:104 --to STATION --level component PatientID=SN-17"
        })
@SuppressWarnings("NullAway.Init")
final class MoveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--to", paramLabel = "AET", required = true, description = "The AE title of the receiver.")
    private String to;

    @Mixin
    private RemoteKeys keys;

    @Mixin
    private Caller caller;

    MoveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        RetrieveOutcome outcome;
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(terminal, "moving", "objects", Progress.UNKNOWN)) {
            outcome = caller.client(keys.options(keys.model().moveUid()))
                    .move(keys.peer(), keys.model(), keys.retrieval(), to, now -> {
                        progress.to((long) now.completed() + now.failed() + now.warning());
                        return !interruption.wanted();
                    });
        }
        boolean complete = Retrieved.tell(terminal, outcome);
        terminal.out()
                .println("moved="
                        + (outcome.progress().completed() + outcome.progress().warning()) + " failed="
                        + outcome.progress().failed());
        return complete ? 0 : 1;
    }
}
