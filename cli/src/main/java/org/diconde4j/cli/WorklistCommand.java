package org.diconde4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What is to be inspected. */
@Command(
        name = "worklist",
        header = "What is to be inspected: query, add, list, remove.",
        description = {
            "",
            "query asks a peer for its modality worklist (PS3.4 K). add, list and remove work on the worklist of an archive,"
                    + " which serve offers to inspection systems."
        },
        footer = {
            "  diconde4j worklist query DICONDE4J@127.0.0.1:11112 --station XRAY1 --date 2026-03-01",
            "  diconde4j worklist add --data inspections orders.json",
            "  diconde4j worklist list --data inspections",
            "  diconde4j worklist remove --data inspections ID"
        })
final class WorklistCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new WrongUsage("say what to do: worklist query, add, list or remove");
    }
}
