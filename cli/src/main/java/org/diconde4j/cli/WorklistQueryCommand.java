package org.diconde4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.net.FindMatches;
import org.diconde4j.net.Peer;
import org.diconde4j.storage.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** C-FIND of Modality Worklist as SCU. */
@Command(
        name = "query",
        header = "Ask a peer for its modality worklist.",
        description = {
            "",
            "Keys are written as for find; those of the scheduled step stand in its sequence, such as"
                    + " ScheduledProcedureStepSequence.Modality=DX. Dates and times can be ranges, which together are one"
                    + " range of moments."
        },
        footer = {
            "  diconde4j worklist query DICONDE4J@127.0.0.1:11112 --station XRAY1 --date 2026-03-01",
            "  diconde4j worklist query --json ERP@10.0.0.7:104 ComponentIDNumber='SN-*'"
        })
@SuppressWarnings("NullAway.Init")
final class WorklistQueryCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Caller caller;

    @Option(names = "--station", paramLabel = "TITLE", description = "Steps that are scheduled for this station.")
    private @Nullable String station;

    @Option(
            names = "--date",
            paramLabel = "DATE",
            description = "Steps that begin on this day, or in this range of days.")
    private @Nullable String date;

    @Option(names = "--modality", paramLabel = "CODE", description = "Steps of this modality, such as DX, CT or US.")
    private @Nullable String modality;

    @Option(names = "--json", description = "One array of DICOM JSON Model objects (PS3.18 F) instead of a table.")
    private boolean json;

    @Parameters(
            index = "0",
            paramLabel = "AET@HOST:PORT",
            converter = PeerText.AtHost.class,
            description = "Whom to ask: AE title, host and port.")
    private Peer peer;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "key=value", description = "What shall match.")
    private List<String> words = List.of();

    WorklistQueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Dataset.Builder step = Dataset.builder();
        put(step, Tag.ScheduledStationAETitle, station);
        put(step, Tag.ScheduledProcedureStepStartDate, date == null ? null : Keys.dates("--date", date));
        put(step, Tag.Modality, modality);
        Dataset keys = WorklistRows.keys(Keys.parse(words, Level.STUDY), step.build());
        long rows = 0;
        try (FindMatches items = caller.client().find(peer, UID.ModalityWorklistInformationModelFind, keys);
                Answers answers = json
                        ? Answers.json(terminal.out())
                        : Answers.table(terminal.out(), WorklistRows.titles(), WorklistRows::values)) {
            while (items.hasNext()) {
                answers.add(items.next());
                rows++;
                if (answers.unread()) {
                    return 0;
                }
            }
        }
        if (!json) {
            terminal.out().println(rows == 0 ? "Nothing matches." : rows + (rows == 1 ? " item" : " items"));
        }
        return 0;
    }

    private static void put(Dataset.Builder step, int tag, @Nullable String value) {
        if (value != null) {
            step.set(tag, value);
        }
    }
}
