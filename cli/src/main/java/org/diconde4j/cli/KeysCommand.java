package org.diconde4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The keys of encrypted objects. */
@Command(
        name = "keys",
        header = "The keys of encrypted objects: create, list, rotate, export.",
        description = {
            "",
            "A file of store keys encrypts the objects of an archive (--keys FILE of the other commands), and a key ring encrypts"
                    + " that file. Without either of them the objects are lost."
        },
        footer = {
            "  diconde4j keys create secure/archive.keys",
            "  diconde4j serve --data inspections --keys secure/archive.keys",
            "  diconde4j keys rotate secure/archive.keys",
            "  diconde4j keys export secure/archive.keys --to backup/keys"
        })
final class KeysCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new WrongUsage("say what to do: keys create, list, rotate or export");
    }
}
