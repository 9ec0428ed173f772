package org.diconde4j.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.KeyException;
import org.diconde4j.storage.keys.KeyFile;
import org.diconde4j.storage.keys.KeyService;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files of store keys on one ring: neither loses its master key by what is done with the other. */
class SharedRingTest {
    private static final URI RING = URI.create("keyring:shared.ring");

    @TempDir
    Path folder;

    private String first;

    @BeforeEach
    void make_two_files_on_one_ring() {
        KeyServices.create(RING, folder).close();
        StoreKeys.create(file("a"), RING).close();
        StoreKeys.create(file("b"), RING).close();
        first = masters().get(0);
    }

    private Path file(String name) {
        return folder.resolve(name + ".keys");
    }

    private ObjectStore store(String name) {
        URI inner = StorageProviders.uri("fs", folder.resolve(name));
        return StorageProviders.openObjects(StorageProviders.encrypted(file(name), inner), OpenOptions.defaults());
    }

    private List<String> masters() {
        try (KeyService ring = KeyServices.open(RING, folder)) {
            return ring.keys().stream().map(k -> k.id()).toList();
        }
    }

    private List<String> rotate(String name) {
        try (StoreKeys keys = StoreKeys.open(file(name))) {
            keys.rotateMasterKey();
            return keys.forgetUnusedMasterKeys();
        }
    }

    private String storeKey(String name) {
        try (StoreKeys keys = StoreKeys.open(file(name))) {
            return keys.currentId();
        }
    }

    @Test
    void a_master_key_stays_until_the_last_file_that_needs_it_was_rotated() throws IOException {
        Receipt receipt;
        try (ObjectStore store = store("b")) {
            receipt = Objects.put(store, 1, Objects.bytes(1000, 1));
        }
        assertThat(rotate("a")).as("b needs the only earlier one").isEmpty();
        try (StoreKeys keys = StoreKeys.open(file("a"))) {
            assertThat(keys.neededByOthers()).hasSize(1).containsEntry(first, Set.of("store key " + storeKey("b")));
        }
        try (ObjectStore store = store("b")) {
            assertThat(Objects.get(store, receipt.name())).isEqualTo(Objects.bytes(1000, 1));
        }
        assertThat(rotate("b")).as("and not the one of a").containsExactly(first);
        store("a").close();
        try (ObjectStore store = store("b")) {
            assertThat(Objects.get(store, receipt.name())).isEqualTo(Objects.bytes(1000, 1));
        }
        assertThat(masters()).hasSize(2);
    }

    @Test
    void rotating_without_forgetting_lets_go_of_it_too() {
        try (StoreKeys keys = StoreKeys.open(file("a"))) {
            keys.rotateMasterKey();
            keys.rotateStoreKey();
        }
        assertThat(rotate("b")).containsExactly(first);
    }

    @Test
    void the_ring_itself_refuses_to_forget_what_is_needed() {
        rotate("a");
        try (KeyService ring = KeyServices.open(RING, folder)) {
            assertThatThrownBy(() -> ring.forget(first))
                    .isInstanceOf(KeyException.class)
                    .hasMessageContaining(first)
                    .hasMessageContaining("it wraps store key " + storeKey("b"))
                    .hasMessageContaining("rotate the file");
        }
        store("b").close();
    }

    @Test
    void a_new_store_key_is_wrapped_by_the_master_key_that_is_current_on_the_disk() {
        try (StoreKeys open = StoreKeys.open(file("b"))) {
            rotate("a");
            open.rotateStoreKey();
            assertThat(open.list())
                    .filteredOn(k -> k.id().equals(open.currentId()))
                    .allSatisfy(
                            k -> assertThat(k.wrappedBy()).isEqualTo(masters().get(1)));
        }
        assertThat(rotate("b")).containsExactly(first);
    }

    /** As if the process ended between wrapping with a new master key and writing the file. */
    @Test
    void a_rotation_that_was_not_finished_lets_go_of_nothing() throws IOException {
        byte[] before = Files.readAllBytes(file("a"));
        try (StoreKeys keys = StoreKeys.open(file("a"));
                KeyService ring = KeyServices.open(RING, folder)) {
            ring.rotate();
            ring.wrap(keys.key(keys.currentId()), "store key " + keys.currentId());
        }
        assertThat(rotate("b")).isEmpty();
        assertThat(Files.readAllBytes(file("a"))).isEqualTo(before);
        store("a").close();
        assertThat(rotate("a")).as("what was begun goes too").hasSize(2).contains(first);
        store("b").close();
    }

    @Test
    void a_file_that_is_gone_for_good_holds_nothing_when_its_owner_says_so() throws IOException {
        String lost = storeKey("b");
        Files.delete(file("b"));
        try (StoreKeys keys = StoreKeys.open(file("a"))) {
            keys.rotateMasterKey();
            assertThatThrownBy(() -> keys.abandon(Set.of(lost, keys.currentId())))
                    .hasMessageContaining("so it is not gone");
            assertThatThrownBy(() -> keys.abandon(Set.of(lost, "typo"))).hasMessageContaining("the store key typo is");
            assertThat(keys.forgetUnusedMasterKeys(true))
                    .as("known to be needed")
                    .isEmpty();
            keys.abandon(Set.of(lost));
            assertThat(keys.forgetUnusedMasterKeys()).containsExactly(first);
        }
    }

    @Test
    void a_file_that_could_not_be_made_holds_nothing() {
        assertThatThrownBy(() -> StoreKeys.create(file("a"), RING)).isInstanceOf(StorageException.class);
        rotate("a");
        assertThat(rotate("b")).containsExactly(first);
    }

    /** Brings the ring back to what the first version wrote. */
    private void firstFormat() throws IOException {
        Path ring = folder.resolve("shared.ring");
        List<String> lines = Files.readAllLines(ring).stream()
                .filter(l -> l.matches("(protection|key|current) .*"))
                .map(l -> l.replace(" users=listed", ""))
                .toList();
        Files.delete(ring);
        new KeyFile(ring, "key ring", List.of()).create(lines);
        assertThat(Files.readString(ring)).startsWith("diconde4j key ring, format 1\n");
    }

    @Test
    void of_a_ring_of_format_1_nothing_is_forgotten_unless_the_owner_says_that_it_is_not_needed() throws IOException {
        firstFormat();
        try (StoreKeys keys = StoreKeys.open(file("a"))) {
            keys.rotateMasterKey();
            assertThat(Files.readString(folder.resolve("shared.ring"))).startsWith("diconde4j key ring, format 2\n");
            assertThatThrownBy(keys::forgetUnusedMasterKeys)
                    .isInstanceOfSatisfying(
                            KeyException.class, e -> assertThat(e.keyId()).isEqualTo(first))
                    .hasMessageContaining("is not known")
                    .hasMessageContaining("no master key was destroyed")
                    .hasMessageContaining("--no-other-file-needs-them");
            store("b").close();
            try (StoreKeys other = StoreKeys.open(file("b"))) {
                other.rotateMasterKey();
            }
        }
        try (StoreKeys keys = StoreKeys.open(file("a"))) {
            assertThat(keys.forgetUnusedMasterKeys(true)).containsExactly(first);
        }
        store("a").close();
        store("b").close();
    }

    @Test
    void what_a_ring_of_format_1_has_learned_stands_against_its_owner() throws IOException {
        firstFormat();
        StoreKeys.create(file("c"), RING).close();
        try (StoreKeys keys = StoreKeys.open(file("a"))) {
            keys.rotateMasterKey();
            assertThat(keys.forgetUnusedMasterKeys(true)).isEmpty();
        }
        store("c").close();
    }

    @Test
    void a_copy_of_a_ring_does_not_know_what_its_current_key_wraps_later() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        try (StoreKeys keys = StoreKeys.open(file("a"))) {
            keys.export(copy);
        }
        StoreKeys.create(file("c"), RING).close();
        Files.delete(folder.resolve("shared.ring"));
        Files.move(copy.resolve("shared.ring"), folder.resolve("shared.ring"));
        store("c").close();
        assertThatThrownBy(() -> rotate("a")).isInstanceOf(KeyException.class).hasMessageContaining("is not known");
        store("c").close();
    }

    @Test
    void a_context_of_several_lines_is_refused() {
        try (KeyService ring = KeyServices.open(RING, folder)) {
            assertThatThrownBy(() -> ring.wrap(new byte[32], "a\n")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
