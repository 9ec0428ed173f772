package org.diconde4j.storage.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Random;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;

/** Small made-up objects. */
final class Objects {
    private Objects() {}

    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static ReceiptDraft draft(int instance) {
        String name = ObjectNames.instance("1.2.3", "1.2.3.4", "1.2.3.4." + instance);
        return ReceiptDraft.builder(
                        Receipt.Kind.STORED, Instant.parse("2026-11-25T12:00:00Z"), Source.file("weld.dcm"), name)
                .uids("1.2", "1.2.3.4." + instance, "1.2.3", "1.2.3.4")
                .build();
    }

    static Receipt put(ObjectStore store, int instance, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes);
            return writer.commit(draft(instance));
        }
    }

    static byte[] get(ObjectStore store, String name) throws IOException {
        try (InputStream in = store.open(name)) {
            return in.readAllBytes();
        }
    }
}
