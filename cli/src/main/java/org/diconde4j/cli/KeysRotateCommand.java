package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.storage.keys.StoreKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** New keys for what comes. */
@Command(
        name = "rotate",
        header = "Make a new master key and a new store key the current ones.",
        description = {
            "",
            "No object is written anew, and all stay readable: the new master key wraps the store keys, the new store key serves for"
                    + " objects that come from now on; an archive that is open takes it when it is opened again."
        },
        footer = {
            "  diconde4j keys rotate secure/archive.keys",
            "  diconde4j keys rotate secure/archive.keys --master --forget"
        })
@SuppressWarnings("NullAway.Init")
final class KeysRotateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file of store keys.")
    private Path file;

    @Option(names = "--master", description = "Only a new master key.")
    private boolean master;

    @Option(names = "--store", description = "Only a new store key.")
    private boolean store;

    @Option(
            names = "--forget",
            description =
                    "Destroy the master keys that the file does not need any more; its older copies can't be read then.")
    private boolean forget;

    KeysRotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (master && store) {
            throw new WrongUsage("--master and --store together are what happens without them; leave both out");
        }
        try (StoreKeys keys = StoreKeys.open(file)) {
            if (!store) {
                terminal.out().println("the current master key is " + keys.rotateMasterKey());
            }
            if (!master) {
                terminal.out().println("the current store key is " + keys.rotateStoreKey());
            }
            if (forget) {
                keys.forgetUnusedMasterKeys().forEach(id -> terminal.out().println("destroyed the master key " + id));
            }
        }
        return 0;
    }
}
