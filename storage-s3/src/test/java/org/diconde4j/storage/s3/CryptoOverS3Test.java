package org.diconde4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;
import org.diconde4j.storage.tck.ObjectStoreContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted objects in a bucket: the whole contract, ranges through both, and what a dead node left. */
class CryptoOverS3Test extends ObjectStoreContract {
    private static final URI RING = URI.create("keyring:secret.ring");

    @Override
    protected ObjectStore open(Path folder) {
        Path keys = folder.resolve("archive.keys");
        if (!Files.exists(keys)) {
            KeyServices.create(RING, folder).close();
            StoreKeys.create(keys, RING).close();
        }
        return StorageProviders.openObjects(
                StorageProviders.encrypted(keys, Server.uri(folder.getFileName().toString())), OpenOptions.defaults());
    }

    @Override
    protected boolean isEncrypted() {
        return true;
    }

    private static ReceiptDraft draft(int instance) {
        return ReceiptDraft.builder(
                        Receipt.Kind.STORED,
                        Instant.EPOCH,
                        Source.api(),
                        ObjectNames.instance("1.2", "1.2.3", "1.2.3." + instance))
                .build();
    }

    private static Receipt put(ObjectStore store, int instance, byte[] bytes) {
        try (ObjectWriter writer = store.begin()) {
            writer.write(bytes);
            return writer.commit(draft(instance));
        }
    }

    @Test
    void ranges_and_places_of_an_object_in_several_parts_are_decrypted_alone(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[(16 << 20) + 70_001];
        new Random(7).nextBytes(bytes);
        try (ObjectStore store = open(folder)) {
            String name = put(store, 1, bytes).name();
            assertThat(store.length(name)).isEqualTo(bytes.length);
            for (int at : new int[] {0, 65_000, (1 << 20) - 1, (16 << 20) - 10, bytes.length - 100}) {
                try (InputStream in = store.open(name, at, 100)) {
                    assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, at, at + 100));
                }
            }
            try (SeekableByteChannel channel = store.channel(name)) {
                ByteBuffer read = ByteBuffer.allocate(300_000);
                channel.position(bytes.length - 300_000);
                while (read.hasRemaining()) {
                    assertThat(channel.read(read)).isPositive();
                }
                assertThat(read.array()).isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 300_000, bytes.length));
            }
        }
    }

    @Test
    void what_a_dead_node_left_is_taken_if_it_is_the_same_object(@TempDir Path folder) throws IOException {
        byte[] seam = new byte[100_000];
        try (ObjectStore store = open(folder);
                Service raw =
                        new Service(Place.of(Server.uri(folder.getFileName().toString())))) {
            Receipt first = put(store, 1, seam);
            // All is as if the node had died before its receipt, once that is gone.
            raw.delete(Batch.after(0));
            try (ObjectStore again = open(folder)) {
                assertThatThrownBy(() -> put(again, 1, new byte[5])).isInstanceOf(NameTakenException.class);
                assertThat(put(again, 1, seam).file()).isEqualTo(first.file());
                assertThat(again.digest(first.name())).isEqualTo(Digest.of(seam));
            }
        }
    }
}
