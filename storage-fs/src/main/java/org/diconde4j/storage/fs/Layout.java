package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.diconde4j.storage.ObjectNames;

/**
 * Where things are in the folder of a store, see {@code FORMAT.md}.
 *
 * @param root the folder
 */
record Layout(Path root) {
    static final int VERSION = 5;

    private static final Set<String> OBJECTS = Set.of("studies", "quarantine");

    Path incoming() {
        return root.resolve("incoming");
    }

    Path receipts() {
        return root.resolve("receipts");
    }

    Path journal() {
        return root.resolve("journal");
    }

    Path orphans() {
        return root.resolve("orphans");
    }

    Path object(String name) {
        ObjectNames.require(name);
        if (!OBJECTS.contains(name.substring(0, name.indexOf('/')))) {
            throw new IllegalArgumentException("objects in " + root + " have names below "
                    + OBJECTS.stream().sorted().toList() + ", found " + name);
        }
        return root.resolve(name);
    }

    /** A free name for something that is kept although it has no place. */
    Path aside(Disk disk, String name) throws IOException {
        disk.makeFolders("orphan", root, orphans());
        return free(orphans().resolve(name));
    }

    static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** The name itself if it is free, or else with a number behind it. */
    static Path free(Path file) {
        Path place = file;
        for (int i = 1; Files.exists(place); i++) {
            place = file.resolveSibling(file.getFileName() + "." + i);
        }
        return place;
    }
}
