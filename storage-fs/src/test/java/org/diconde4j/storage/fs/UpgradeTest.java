package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening makes of a folder of format 1 and of what a crash left in it at each step of a commit; see FORMAT.md. */
class UpgradeTest {
    @TempDir
    Path root;

    private ObjectStore open() {
        return FsObjectStore.open(root.toUri(), root);
    }

    private List<String> in(String folder) throws IOException {
        return StoreFolder.in(root, folder);
    }

    private Path staged(long sequence) {
        return root.resolve("incoming").resolve(String.format("%019d.dcm", sequence));
    }

    private void becomeFormat1() throws IOException {
        Files.writeString(
                root.resolve("format"), "diconde4j object store, format 1\nFORMAT.md beside this file describes it.\n");
        Files.deleteIfExists(root.resolve("journal"));
        Files.writeString(root.resolve("FORMAT.md"), "# The folder of a diconde4j object store, format 1\n");
    }

    @Test
    void becomes_the_newest_format_and_says_so() throws IOException {
        Receipt receipt;
        try (ObjectStore store = open()) {
            receipt = StoreFolder.put(store, 1);
        }
        becomeFormat1();
        try (ObjectStore store = open()) {
            assertThat(store.receipts(0).toList()).containsExactly(receipt);
            assertThat(store.findings()).isEmpty();
            assertThat(Files.readString(root.resolve("format"))).startsWith("diconde4j object store, format 5\n");
            assertThat(Files.readString(root.resolve("FORMAT.md"))).contains("object store, format 5");
            assertThat(StoreFolder.put(store, 2).sequence()).isEqualTo(2);
        }
    }

    @Test
    void leads_from_format_2_with_what_a_crash_left_in_its_journal() throws IOException {
        String name = ObjectNames.instance("1.2", "1.2.3", "1.2.3.2");
        Receipt receipt;
        byte[] journal;
        Path log = root.resolve("journal/0000000000000000001.journal");
        try (ObjectStore store = open()) {
            receipt = StoreFolder.put(store, name, new byte[100_000]);
            journal = StoreFolder.written(log); // without zeros, as it was until format 4
        }
        String part = new String(journal, StandardCharsets.ISO_8859_1).replaceAll("(?s).* (\\S+\\.part) .*", "$1");
        Files.move(root.resolve(name), root.resolve("incoming").resolve(part));
        Files.write(log, journal);
        Files.writeString(root.resolve("format"), "diconde4j object store, format 2\n");
        try (ObjectStore store = open()) {
            assertThat(store.receipts(0).toList()).containsExactly(receipt);
            assertThat(store.digest(name)).isEqualTo(receipt.file());
            assertThat(store.findings()).isEmpty();
            assertThat(Files.readString(root.resolve("format"))).startsWith("diconde4j object store, format 5\n");
        }
    }

    @Test
    void removes_an_object_whose_receipt_was_not_written() throws IOException {
        try (ObjectStore store = open()) {
            StoreFolder.put(store, 1);
        }
        Files.write(staged(2), new byte[100]);
        becomeFormat1();
        try (ObjectStore store = open()) {
            assertThat(in("incoming")).isEmpty();
            assertThat(in("orphans")).isEmpty();
            assertThat(StoreFolder.put(store, 2).sequence())
                    .as("can be sent again")
                    .isEqualTo(2);
        }
    }

    @Test
    void puts_an_object_to_its_name_when_its_receipt_was_written() throws IOException {
        Receipt receipt;
        try (ObjectStore store = open()) {
            receipt = StoreFolder.put(store, 1);
            StoreFolder.put(store, 2);
        }
        Files.move(root.resolve(receipt.name()), staged(1));
        becomeFormat1();
        try (ObjectStore store = open()) {
            assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
            assertThat(in("incoming")).isEmpty();
        }
    }

    @Test
    void tidies_up_links_to_objects_that_have_their_name() throws IOException {
        Receipt receipt;
        try (ObjectStore store = open()) {
            receipt = StoreFolder.put(store, 1);
        }
        Files.createLink(staged(1), root.resolve(receipt.name()));
        becomeFormat1();
        try (ObjectStore store = open()) {
            assertThat(in("incoming")).isEmpty();
            assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
        }
    }

    @Test
    void keeps_an_object_whose_receipt_may_have_been_cut_off() throws IOException {
        try (ObjectStore store = open()) {
            StoreFolder.put(store, 1);
            StoreFolder.put(store, 2);
        }
        Path log = root.resolve("receipts/0000000000000000001.jsonl");
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, java.util.Arrays.copyOf(whole, whole.length - 5));
        Files.write(staged(2), new byte[] {9});
        becomeFormat1();
        try (ObjectStore store = open()) {
            assertThat(in("orphans")).containsExactly(staged(2).getFileName().toString());
            assertThat(in("receipts")).hasSize(3).anyMatch(f -> f.contains(".torn-"));
            assertThat(store.findings()).hasSize(2);
            assertThat(StoreFolder.put(store, 3).sequence()).isEqualTo(3);
        }
    }
}
