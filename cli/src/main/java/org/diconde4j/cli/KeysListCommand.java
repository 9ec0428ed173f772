package org.diconde4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.diconde4j.storage.keys.KeyInfo;
import org.diconde4j.storage.keys.StoreKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Their ids, never the keys themselves. */
@Command(
        name = "list",
        header = "List the master keys and the store keys: ids, age, use.",
        footer = "  diconde4j keys list secure/archive.keys")
@SuppressWarnings("NullAway.Init")
final class KeysListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file of store keys.")
    private Path file;

    KeysListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StoreKeys keys = StoreKeys.open(file);
                Table table = new Table(terminal.out(), List.of("Key", "Kind", "Made", "Use", "Wrapped by"))) {
            for (KeyInfo key : keys.list()) {
                table.row(List.of(
                        key.id(),
                        key.wrappedBy() == null ? "master" : "store",
                        key.created().toString(),
                        key.current() ? "current" : "reading only",
                        Objects.requireNonNullElse(key.wrappedBy(), "")));
            }
        }
        return 0;
    }

    static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "a file stands in a folder");
    }
}
