package org.diconde4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.workflow.WorklistItem;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One line for each item. */
@Command(
        name = "list",
        header = "List the worklist of an archive.",
        footer = {
            "  diconde4j worklist list --data inspections",
            "  diconde4j worklist list --data inspections ScheduledProcedureStepSequence.Modality=DX"
        })
@SuppressWarnings("NullAway.Init")
final class WorklistListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ArchiveOption at;

    @Parameters(arity = "0..*", paramLabel = "key=value", description = "What shall match, as in worklist query.")
    private List<String> words = List.of();

    WorklistListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> titles = WorklistRows.titles();
        titles.addAll(List.of("Status", "ID"));
        try (Archive archive = at.openExisting();
                Cursor<WorklistItem> items = archive.worklist().find(Keys.parse(words, Level.STUDY));
                Table table = new Table(terminal.out(), titles)) {
            while (items.hasNext()) {
                WorklistItem item = items.next();
                List<String> values = new ArrayList<>(WorklistRows.values(item.dataset()));
                values.add(item.step().string(Tag.ScheduledProcedureStepStatus, ""));
                values.add(item.id());
                table.row(values);
            }
            if (table.rows() == 0) {
                terminal.out().println("Nothing is on the worklist.");
            }
        }
        return 0;
    }
}
