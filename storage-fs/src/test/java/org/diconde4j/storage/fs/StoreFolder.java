package org.diconde4j.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;

/** What tests of the folder of a store put into it and look at. */
final class StoreFolder {
    private StoreFolder() {}

    /** Stores three bytes as instance 1.2.3.N of series 1.2.3. */
    static Receipt put(ObjectStore store, int instance) {
        return put(store, ObjectNames.instance("1.2", "1.2.3", "1.2.3." + instance), new byte[] {1, 2, 3});
    }

    static Receipt put(ObjectStore store, String name, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes);
            return writer.commit(ReceiptDraft.builder(Receipt.Kind.STORED, Instant.EPOCH, Source.api(), name)
                    .build());
        }
    }

    /** A file of the journal without the zeros at its end. */
    static byte[] written(Path journal) throws IOException {
        byte[] bytes = Files.readAllBytes(journal);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** The names in one of its folders, none if there is no such folder. */
    static List<String> in(Path root, String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
