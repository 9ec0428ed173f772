package org.diconde4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.storage.keys.StoreKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A copy of the keys. */
@Command(
        name = "export",
        header = "Copy the file of store keys and its key ring into a folder, as a backup of them.",
        description = {
            "",
            "The copy opens by itself, with the passphrase if there is one. Keep it apart from backups of the objects: who has both can"
                    + " read them. A key service of another kind may keep its master keys; it is told then."
        },
        footer = "  diconde4j keys export secure/archive.keys --to /mnt/safe/keys-2026")
@SuppressWarnings("NullAway.Init")
final class KeysExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file of store keys.")
    private Path file;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "A folder, made if it is not there.")
    private Path folder;

    KeysExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        try (StoreKeys keys = StoreKeys.open(file)) {
            boolean all = keys.export(folder);
            terminal.out()
                    .println("copied "
                            + (all
                                    ? "store keys and key ring"
                                    : "the store keys, but not the master keys of " + keys.service())
                            + " to " + folder);
        }
        return 0;
    }
}
