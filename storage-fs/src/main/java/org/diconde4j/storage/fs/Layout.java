package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.StorageException;

/**
 * Where things are in the folder of a store, see {@code FORMAT.md}.
 *
 * @param root the folder
 */
record Layout(Path root) {
    static final int VERSION = 1;

    private static final Set<String> OBJECTS = Set.of("studies", "quarantine");

    Path incoming() {
        return root.resolve("incoming");
    }

    Path receipts() {
        return root.resolve("receipts");
    }

    Path orphans() {
        return root.resolve("orphans");
    }

    /** An object on its way whose receipt is being written, or was written just before a crash. */
    Path staged(long sequence) {
        return incoming().resolve(String.format("%019d.dcm", sequence));
    }

    Path object(String name) {
        ObjectNames.require(name);
        if (!OBJECTS.contains(name.substring(0, name.indexOf('/')))) {
            throw new IllegalArgumentException("objects in " + root + " have names below "
                    + OBJECTS.stream().sorted().toList() + ", found " + name);
        }
        return root.resolve(name);
    }

    /** Checks the version of a store, or makes a new one. */
    void prepare() {
        try {
            FormatFile.require(root, "object store", VERSION);
            for (Path directory : List.of(incoming(), receipts())) {
                Disk.makeDirectories(root, directory);
            }
        } catch (IOException e) {
            throw new StorageException("the store in " + root + " can't be opened: " + e, e);
        }
    }
}
