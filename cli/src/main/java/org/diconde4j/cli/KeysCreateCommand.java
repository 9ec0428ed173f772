package org.diconde4j.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** New keys. */
@Command(
        name = "create",
        header = "Make a file of store keys, and a key ring if there is none.",
        description = {
            "",
            "Give the file to --keys when the archive is made. The ring is a file beside it if nothing else is said; better is"
                    + " another place, and a passphrase. A ring may serve several files of store keys."
        },
        footer = {
            "  diconde4j keys create secure/archive.keys",
            "  diconde4j keys create data/archive.keys --ring /secure/master.ring --passphrase-file /run/secrets/ring"
        })
@SuppressWarnings("NullAway.Init")
final class KeysCreateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file of store keys to make.")
    private Path file;

    @Option(names = "--ring", paramLabel = "FILE", description = "The key ring; beside FILE if not given.")
    private @Nullable Path ring;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Protect the ring by a passphrase, the first line of FILE, which is read at each opening.")
    private @Nullable Path passphrase;

    @Option(
            names = "--service",
            paramLabel = "URI",
            description = "Instead of a key ring: the key service of another provider, which must be there.")
    private @Nullable URI service;

    KeysCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (service != null && (ring != null || passphrase != null)) {
            throw new WrongUsage(
                    "--service says where the master keys are, so --ring and --passphrase-file don't go with it");
        }
        URI uri = service == null ? ring() : service;
        try (StoreKeys keys = StoreKeys.create(file, uri)) {
            terminal.out().println("made " + keys.path() + " with the store key " + keys.currentId());
        }
        terminal.out().println("Without these files the objects are lost: keep copies, apart from the archive.");
        return 0;
    }

    private URI ring() {
        Path folder = KeysListCommand.folder(file);
        Path place =
                ring == null ? folder.resolve(name()) : ring.toAbsolutePath().normalize();
        URI uri = URI.create("keyring:" + text(place, folder)
                + (passphrase == null
                        ? ""
                        : "?passphrase-file=" + text(passphrase.toAbsolutePath().normalize(), folder)));
        if (!Files.exists(place)) {
            KeyServices.create(uri, folder).close();
            terminal.out().println("made the key ring " + place);
        }
        return uri;
    }

    private String name() {
        return String.valueOf(file.getFileName()).replaceFirst("\\.keys$", "") + ".ring";
    }

    /** Relative where both are in one folder, so that they can move together. */
    private static String text(Path place, Path folder) {
        try {
            return folder.equals(place.getParent())
                    ? new URI(null, null, String.valueOf(place.getFileName()), null).getRawPath()
                    : place.toUri().getRawPath();
        } catch (URISyntaxException e) {
            throw new WrongUsage("the name of " + place + " can't stand in a URI");
        }
    }
}
