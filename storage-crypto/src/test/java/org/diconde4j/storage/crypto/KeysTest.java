package org.diconde4j.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.UnsupportedFormatException;
import org.diconde4j.storage.keys.KeyException;
import org.diconde4j.storage.keys.KeyFile;
import org.diconde4j.storage.keys.KeyInfo;
import org.diconde4j.storage.keys.KeyService;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making, rotating, losing and copying keys. */
class KeysTest {
    @TempDir
    Path folder;

    private URI inner() {
        return StorageProviders.uri("fs", folder.resolve("objects"));
    }

    private ObjectStore store() {
        return TestKeys.open(folder, inner());
    }

    private Path ring() {
        return folder.resolve("keys!/secret.ring");
    }

    @Test
    void rotating_writes_no_object_anew_and_all_stay_readable() throws IOException {
        List<Receipt> receipts = new ArrayList<>();
        List<String> storeKeys = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            try (ObjectStore store = store()) {
                receipts.add(Objects.put(store, round, Objects.bytes(1000, round)));
            }
            try (StoreKeys keys = StoreKeys.open(TestKeys.file(folder))) {
                storeKeys.add(keys.currentId());
                keys.rotateMasterKey();
                assertThat(keys.rotateStoreKey()).isEqualTo(keys.currentId());
            }
        }
        assertThat(storeKeys).doesNotHaveDuplicates();
        try (StoreKeys keys = StoreKeys.open(TestKeys.file(folder))) {
            assertThat(keys.list()).filteredOn(k -> k.wrappedBy() == null).hasSize(4);
            String master = keys.list().stream()
                    .filter(k -> k.wrappedBy() == null && k.current())
                    .map(KeyInfo::id)
                    .findFirst()
                    .orElseThrow();
            assertThat(keys.rotateMasterKey()).isNotEqualTo(master);
            assertThat(keys.forgetUnusedMasterKeys()).hasSize(4).contains(master);
            assertThat(keys.forgetUnusedMasterKeys()).isEmpty();
            assertThat(keys.list()).filteredOn(k -> k.wrappedBy() == null).hasSize(1);
        }
        try (ObjectStore store = store()) {
            for (int round = 1; round <= 3; round++) {
                assertThat(Objects.get(store, receipts.get(round - 1).name())).isEqualTo(Objects.bytes(1000, round));
            }
        }
        try (ObjectStore plain = StorageProviders.openObjects(inner(), OpenOptions.defaults())) {
            for (Receipt receipt : receipts) {
                assertThat(plain.digest(receipt.name())).isEqualTo(receipt.storedFile());
            }
        }
    }

    @Test
    void an_open_store_finds_a_key_that_another_process_made() throws IOException {
        Tampered shared = new Tampered(folder);
        Path file = TestKeys.file(folder);
        URI uri = URI.create("crypto:test");
        try (ObjectStore one = new CryptoObjectStore(uri, shared.seen(), StoreKeys.open(file), 1024)) {
            Objects.put(one, 1, Objects.bytes(1000, 1));
            try (StoreKeys keys = StoreKeys.open(file)) {
                keys.rotateMasterKey();
                keys.rotateStoreKey();
            }
            ObjectStore two = new CryptoObjectStore(uri, shared.seen(), StoreKeys.open(file), 1024);
            Receipt receipt = Objects.put(two, 2, Objects.bytes(1000, 2));
            assertThat(Objects.get(one, receipt.name())).isEqualTo(Objects.bytes(1000, 2));
        }
    }

    @Test
    void a_lost_store_key_is_named() throws IOException {
        Receipt receipt;
        String lost;
        try (ObjectStore store = store()) {
            receipt = Objects.put(store, 1, new byte[100]);
        }
        try (StoreKeys keys = StoreKeys.open(TestKeys.file(folder))) {
            lost = keys.currentId();
        }
        Files.delete(TestKeys.file(folder));
        StoreKeys.create(folder.resolve("keys!/archive.keys"), TestKeys.RING).close();
        try (ObjectStore store = store()) {
            assertThatThrownBy(() -> store.open(receipt.name()))
                    .isInstanceOfSatisfying(
                            KeyException.class, e -> assertThat(e.keyId()).isEqualTo(lost))
                    .hasMessageContaining("the store key " + lost + " is not in");
            assertThat(store.restore(receipt, new java.io.ByteArrayInputStream(new byte[100])))
                    .as("a replica helps")
                    .isTrue();
            assertThat(Objects.get(store, receipt.name())).isEqualTo(new byte[100]);
        }
    }

    @Test
    void a_lost_or_wrong_master_key_is_named_when_the_store_is_opened() throws IOException {
        store().close();
        String master = master();
        Path copy = folder.resolve("ring.copy");
        Files.move(ring(), copy);
        assertThatThrownBy(this::store)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("there is no file " + ring());
        KeyServices.create(TestKeys.RING, ring().getParent()).close();
        assertThatThrownBy(this::store)
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("the master key " + master + " is not in the key ring");
        List<String> lines = new ArrayList<>(Files.readAllLines(ring()));
        Files.delete(ring());
        String other = lines.stream()
                .filter(l -> l.startsWith("current "))
                .findFirst()
                .orElseThrow()
                .substring(8);
        new KeyFile(ring(), "key ring", List.of())
                .create(lines.subList(1, lines.size() - 1).stream()
                        .filter(l -> !l.startsWith("#"))
                        .map(l -> l.replace(other, master))
                        .toList());
        assertThatThrownBy(this::store)
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("can't be unwrapped with the master key " + master);
        assertThat(Files.isDirectory(folder.resolve("objects"))).isTrue();
    }

    private String master() {
        try (KeyService service = KeyServices.open(TestKeys.RING, ring().getParent())) {
            return service.currentKeyId();
        }
    }

    @Test
    void a_passphrase_protects_the_ring() throws IOException {
        Path pass = Files.writeString(folder.resolve("pass phrase"), "Schweißnaht 17\nsecond line\n");
        URI uri = URI.create("keyring:ring?passphrase-file="
                + StorageProviders.uri("x", pass).getRawSchemeSpecificPart());
        KeyServices.create(uri, folder).close();
        assertThat(Files.readString(folder.resolve("ring")))
                .contains("protection pbkdf2-hmac-sha256 iterations=600000 salt=")
                .contains(" sealed=")
                .doesNotContain("clear=");
        Files.delete(folder.resolve("ring"));
        quickRing(new Passphrase(pass));
        StoreKeys.create(folder.resolve("a.keys"), uri).close();
        try (StoreKeys keys = StoreKeys.open(folder.resolve("a.keys"))) {
            keys.rotateMasterKey();
        }
        assertThat(Files.readString(folder.resolve("ring"))).doesNotContain("clear=");
        assertThatThrownBy(() -> KeyServices.open(URI.create("keyring:ring"), folder))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("?passphrase-file=FILE");
        Files.writeString(pass, "Schweissnaht 17\n");
        assertThatThrownBy(() -> StoreKeys.open(folder.resolve("a.keys")))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("the passphrase does not open the master key m-");
    }

    /** As one with few iterations that somebody made elsewhere, so that the test does not take long. */
    private void quickRing(Passphrase passphrase) {
        Path ring = folder.resolve("ring");
        String line = "protection pbkdf2-hmac-sha256 iterations=1000 salt=00112233445566778899aabbccddeeff";
        Protection protection = Protection.parse(line, ring, passphrase);
        new KeyFile(ring, "key ring", List.of())
                .create(List.of(
                        line,
                        "key m-1 created=2026-11-25T12:00:00Z "
                                + protection.protect("m-1", new byte[StoreKeys.KEY_BYTES]),
                        "current m-1"));
    }

    @Test
    void only_the_owner_may_read_the_files_of_keys() throws IOException {
        Path file = TestKeys.file(folder);
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"), "does not apply: Windows");
        for (Path path : List.of(file, ring())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
            assertThatThrownBy(this::store).hasMessageContaining("chmod 600");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
        store().close();
    }

    @Test
    void a_damaged_or_newer_file_of_keys_is_told_in_words() throws IOException {
        Path file = TestKeys.file(folder);
        String text = Files.readString(file);
        Files.writeString(file, text.replace("created=2", "created=3"));
        assertThatThrownBy(this::store).isInstanceOf(StorageException.class).hasMessageContaining("are damaged");
        Files.writeString(file, text.replace("format 1", "format 2"));
        assertThatThrownBy(this::store)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("newer diconde4j");
        Files.writeString(file, "no keys");
        assertThatThrownBy(this::store)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("it holds no store keys");
        for (int length = text.length() - 1; length > 0; length -= 37) {
            Files.writeString(file, text.substring(0, length));
            assertThatThrownBy(this::store).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void keys_are_never_written_over() {
        Path file = TestKeys.file(folder);
        assertThatThrownBy(() -> StoreKeys.create(file, TestKeys.RING)).hasMessageContaining("is there already");
        assertThatThrownBy(() -> KeyServices.create(TestKeys.RING, file.getParent()))
                .hasMessageContaining("is there already");
    }

    @Test
    void several_that_make_keys_at_once_lose_none() throws Exception {
        Path file = TestKeys.file(folder);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> made = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                made.add(threads.submit(() -> {
                    try (StoreKeys keys = StoreKeys.open(file)) {
                        return keys.rotateStoreKey();
                    }
                }));
            }
            try (StoreKeys keys = StoreKeys.open(file)) {
                for (Future<String> id : made) {
                    assertThat(keys.key(id.get())).hasSize(StoreKeys.KEY_BYTES);
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void an_export_of_the_keys_opens_the_objects_elsewhere() throws IOException {
        Receipt receipt;
        try (ObjectStore store = store()) {
            receipt = Objects.put(store, 1, Objects.bytes(1000, 1));
        }
        Path backup = Files.createDirectories(folder.resolve("backup"));
        try (StoreKeys keys = StoreKeys.open(TestKeys.file(folder))) {
            assertThat(keys.export(backup)).isTrue();
            assertThatThrownBy(() -> keys.export(backup)).hasMessageContaining("is there already");
        }
        Files.delete(ring());
        Files.delete(TestKeys.file(folder).getParent().resolve("archive.keys"));
        URI uri = StorageProviders.encrypted(backup.resolve("archive.keys"), inner());
        try (ObjectStore store = StorageProviders.openObjects(uri, OpenOptions.defaults())) {
            assertThat(store.uri()).isEqualTo(uri);
            assertThat(Objects.get(store, receipt.name())).isEqualTo(Objects.bytes(1000, 1));
        }
    }

    @Test
    void a_uri_without_its_parts_is_refused_in_words() {
        Path file = TestKeys.file(folder);
        String path = file.toUri().getRawPath().replace("!", "%21");
        assertThatThrownBy(() -> StorageProviders.openObjects(URI.create("crypto:" + path), OpenOptions.defaults()))
                .hasMessageContaining("crypto:/data/archive.keys!fs:/data/objects");
        assertThatThrownBy(() ->
                        StorageProviders.openObjects(URI.create("crypto:" + path + "!ftp:x"), OpenOptions.defaults()))
                .hasMessageContaining("ftp:x");
        assertThatThrownBy(() -> KeyServices.open(URI.create("keyring:a?b=c"), folder))
                .hasMessageContaining("expected one such as keyring:/secure/archive.ring");
        assertThatThrownBy(() -> KeyServices.open(URI.create("kms:a"), folder)).hasMessageContaining("kms:a");
    }
}
