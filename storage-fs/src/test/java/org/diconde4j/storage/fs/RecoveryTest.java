package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.UnsupportedFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves in the folder at each step of a commit, and what opening makes of it; see FORMAT.md. */
class RecoveryTest {
    @TempDir
    Path root;

    private ObjectStore open() {
        return FsObjectStore.open(root.toUri(), root);
    }

    private static Receipt put(ObjectStore store, int instance) {
        String name = ObjectNames.instance("1.2", "1.2.3", "1.2.3." + instance);
        try (ObjectWriter writer = store.begin()) {
            writer.write(new byte[] {1, 2, 3});
            return writer.commit(ReceiptDraft.builder(Receipt.Kind.STORED, Instant.EPOCH, Source.api(), name)
                    .build());
        }
    }

    private List<String> in(String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private Path staged(long sequence) {
        return root.resolve("incoming").resolve(String.format("%019d.dcm", sequence));
    }

    @Test
    void removes_what_was_being_received() throws IOException {
        open().close();
        Files.write(root.resolve("incoming/1a.part"), new byte[100]);
        try (ObjectStore store = open()) {
            assertThat(in("incoming")).isEmpty();
            assertThat(store.lastSequence()).isZero();
            assertThat(store.findings()).isEmpty();
        }
    }

    @Test
    void removes_an_object_whose_receipt_was_not_written() throws IOException {
        try (ObjectStore store = open()) {
            put(store, 1);
        }
        Files.write(staged(2), new byte[100]);
        try (ObjectStore store = open()) {
            assertThat(in("incoming")).isEmpty();
            assertThat(in("orphans")).isEmpty();
            assertThat(put(store, 2).sequence()).as("can be sent again").isEqualTo(2);
        }
    }

    @Test
    void puts_an_object_to_its_name_when_its_receipt_was_written() throws IOException {
        Receipt receipt;
        try (ObjectStore store = open()) {
            receipt = put(store, 1);
            put(store, 2);
        }
        Files.move(root.resolve(receipt.name()), staged(1));
        try (ObjectStore store = open()) {
            assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
            assertThat(in("incoming")).isEmpty();
        }
    }

    @Test
    void tidies_up_links_to_objects_that_have_their_name() throws IOException {
        Receipt receipt;
        try (ObjectStore store = open()) {
            receipt = put(store, 1);
            assertThat(in("incoming")).hasSize(1);
        }
        assertThat(in("incoming")).isEmpty();
        Files.createLink(staged(1), root.resolve(receipt.name()));
        try (ObjectStore store = open()) {
            assertThat(in("incoming")).isEmpty();
            assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
            for (int i = 2; i <= 300; i++) {
                put(store, i);
            }
            assertThat(in("incoming")).hasSizeLessThan(300);
        }
        assertThat(in("incoming")).isEmpty();
    }

    @Test
    void keeps_an_object_whose_receipt_may_have_been_cut_off() throws IOException {
        try (ObjectStore store = open()) {
            put(store, 1);
            put(store, 2);
        }
        Path log = root.resolve("receipts/0000000000000000001.jsonl");
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, java.util.Arrays.copyOf(whole, whole.length - 5));
        Files.write(staged(2), new byte[] {9});
        try (ObjectStore store = open()) {
            assertThat(in("orphans")).containsExactly(staged(2).getFileName().toString());
            assertThat(in("receipts")).hasSize(2).anyMatch(f -> f.contains(".torn-"));
            assertThat(store.findings()).hasSize(2);
            assertThat(put(store, 3).sequence()).isEqualTo(3);
        }
    }

    @Test
    void refuses_a_newer_format_in_words_and_changes_nothing() throws IOException {
        open().close();
        Files.writeString(root.resolve("format"), "diconde4j object store, format 2\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("format 2, which a newer diconde4j wrote");
        Files.writeString(root.resolve("format"), "diconde4j object store, format 1\nand more text");
        open().close();
    }

    @Test
    void refuses_a_folder_that_holds_something_else() throws IOException {
        Files.writeString(root.resolve("thesis.tex"), "");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("thesis.tex");
        assertThat(in(".")).doesNotContain("receipts");
    }

    @Test
    void lays_its_description_into_the_store() throws IOException {
        open().close();
        assertThat(Files.readString(root.resolve("FORMAT.md"))).startsWith("# The folder of a diconde4j object store");
    }

    @Test
    void leaves_no_lock_and_no_open_file_behind() throws IOException {
        try (ObjectStore store = open()) {
            put(store, 1);
            assertThat(in(".")).contains("lock.holder");
        }
        assertThat(in(".")).doesNotContain("lock.holder");
        Path fds = Path.of("/proc/self/fd");
        if (Files.isDirectory(fds)) {
            try (Stream<Path> files = Files.list(fds)) {
                assertThat(files.map(RecoveryTest::target)).noneMatch(t -> t.startsWith(root.toString()));
            }
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
