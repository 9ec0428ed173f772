package org.diconde4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What other archives are to get. */
@Command(
        name = "outbox",
        header = "Store and forward: add, list, run, retry, discard.",
        description = {
            "",
            "Objects in the outbox are in the archive here, and are on stable storage as what another archive is to get. They are"
                    + " sent when that can be reached, by outbox run or serve --outbox."
        },
        footer = {
            "  diconde4j outbox add --data station --to PACS@archive.example.com:104 --commit /data/today",
            "  diconde4j outbox list --data station",
            "  diconde4j outbox run --data station",
            "  diconde4j outbox retry --data station",
            "  diconde4j outbox discard --data station PACS 0001795632000000000"
        })
final class OutboxCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new WrongUsage("say what to do: outbox add, list, run, retry or discard");
    }
}
