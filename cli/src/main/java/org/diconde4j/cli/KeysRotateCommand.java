package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.Set;
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
                    "Destroy the master keys that no file of store keys needs any more; older copies of FILE can't be read"
                            + " then. Those that other files need are kept, and told.")
    private boolean forget;

    @Option(
            names = "--no-other-file-needs-them",
            description =
                    "With --forget: destroy also old master keys of which the key ring does not know who needs them. Say this"
                            + " if the ring serves FILE only, or if all other files were rotated since; what other files encrypt is"
                            + " lost otherwise.")
    private boolean noOtherFileNeedsThem;

    @Option(
            names = "--gone",
            paramLabel = "ID",
            description =
                    "With --forget: keep no master key for this store key, whose file is gone for good; may be repeated.")
    private Set<String> gone = Set.of();

    KeysRotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (master && store) {
            throw new WrongUsage("--master and --store together are what happens without them; leave both out");
        }
        if (!forget && (noOtherFileNeedsThem || !gone.isEmpty())) {
            throw new WrongUsage("--no-other-file-needs-them and --gone say what --forget may destroy; add that");
        }
        try (StoreKeys keys = StoreKeys.open(file)) {
            if (!gone.isEmpty()) {
                keys.abandon(gone);
            }
            if (!store) {
                terminal.out().println("the current master key is " + keys.rotateMasterKey());
            }
            if (!master) {
                terminal.out().println("the current store key is " + keys.rotateStoreKey());
            }
            if (forget) {
                forget(keys);
            }
        }
        return 0;
    }

    private void forget(StoreKeys keys) {
        keys.forgetUnusedMasterKeys(noOtherFileNeedsThem)
                .forEach(id -> terminal.out().println("destroyed the master key " + id));
        keys.neededByOthers()
                .forEach((id, needed) -> terminal.err()
                        .println("kept the master key " + id + ": another file of store keys needs it for "
                                + String.join(", ", needed)
                                + "; rotate that file with --forget (keys list shows which has it), or say --gone ID if"
                                + " it is gone for good"));
    }
}
