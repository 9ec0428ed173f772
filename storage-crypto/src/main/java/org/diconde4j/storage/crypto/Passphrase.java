package org.diconde4j.storage.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diconde4j.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Where a passphrase is read from.
 *
 * @param file the file whose first line it is, or null if there is none
 */
record Passphrase(@Nullable Path file) {
    private static final int LONGEST = 1 << 12;

    char[] read() {
        if (file == null) {
            throw new IllegalStateException("there is no passphrase");
        }
        try {
            if (Files.size(file) > LONGEST) {
                throw new StorageException("the file " + file + " with the passphrase is longer than " + LONGEST
                        + " bytes; the passphrase is to be its first line");
            }
            String line = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (line.isEmpty()) {
                throw new StorageException("the first line of " + file + " is empty; it is to be the passphrase");
            }
            return line.toCharArray();
        } catch (IOException e) {
            throw new StorageException("the passphrase can't be read from " + file + ": " + e, e);
        }
    }
}
