package org.diconde4j.storage.jdbc;

import java.nio.file.Path;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestTest {
    private static final long SEED = Long.getLong("diconde4j.seed", 20261126);

    @TempDir
    Path folder;

    @Test
    void first_pages_on_h2_are_the_newest_of_all_that_match() {
        try (Index index = StorageProviders.openIndex(StorageProviders.uri("h2", folder), OpenOptions.defaults())) {
            new NewestFirst(index, SEED).check();
        }
    }

    @Test
    void first_pages_on_postgresql_are_the_newest_of_all_that_match() {
        try (Index index = StorageProviders.openIndex(Server.uri(folder), OpenOptions.defaults())) {
            new NewestFirst(index, SEED).check();
        }
    }
}
