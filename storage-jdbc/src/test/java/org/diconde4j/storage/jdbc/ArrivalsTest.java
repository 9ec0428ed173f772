package org.diconde4j.storage.jdbc;

import java.nio.file.Path;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalsTest {
    private static final long SEED = Long.getLong("diconde4j.seed", 20261126);

    @TempDir
    Path folder;

    @Test
    void answers_on_h2_come_in_the_order_of_arrival() {
        try (Index index = StorageProviders.openIndex(StorageProviders.uri("h2", folder), OpenOptions.defaults())) {
            check(index);
        }
    }

    @Test
    void answers_on_postgresql_come_in_the_order_of_arrival() {
        try (Index index = StorageProviders.openIndex(Server.uri(folder), OpenOptions.defaults())) {
            check(index);
        }
    }

    private static void check(Index index) {
        Arrivals arrivals = new Arrivals(index, Arrivals.MANY, SEED);
        arrivals.tell();
        arrivals.compare("told", index);
    }
}
