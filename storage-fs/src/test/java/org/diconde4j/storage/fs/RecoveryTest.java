package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.diconde4j.storage.UnsupportedFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves in the folder at each step of a commit, and what opening makes of it; see FORMAT.md. */
class RecoveryTest {
    @TempDir
    Path root;

    @TempDir
    Path copies;

    private ObjectStore open() {
        return FsObjectStore.open(root.toUri(), root);
    }

    private List<String> in(String folder) throws IOException {
        return StoreFolder.in(root, folder);
    }

    /** The folder as it is now, as if the process had been killed. */
    private Path killed() throws IOException {
        Path copy = Files.createTempDirectory(copies, "killed");
        try (Stream<Path> all = Files.walk(root)) {
            for (Path from : all.filter(f -> !f.getFileName().toString().startsWith("lock"))
                    .toList()) {
                Path to = copy.resolve(root.relativize(from).toString());
                if (!Files.isDirectory(to)) {
                    Files.copy(from, to);
                }
            }
        }
        return copy;
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
    void refuses_a_newer_format_in_words_and_changes_nothing() throws IOException {
        open().close();
        Files.writeString(root.resolve("format"), "diconde4j object store, format 6\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("format 6, which a newer diconde4j wrote");
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
            StoreFolder.put(store, 1);
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

    private static ObjectStore open(Path folder) {
        return FsObjectStore.open(folder.toUri(), folder);
    }

    @Test
    void does_again_what_the_journal_says_when_files_and_receipts_were_not_synced() throws IOException {
        String large = ObjectNames.instance("1.2", "1.2.3", "1.2.3.2");
        try (ObjectStore store = open()) {
            Receipt one = StoreFolder.put(store, 1);
            Receipt two = StoreFolder.put(store, large, new byte[100_000]);
            Path copy = killed();
            Files.writeString(copy.resolve(one.name()), "torn");
            Files.deleteIfExists(copy.resolve(two.name()));
            Files.write(copy.resolve("receipts/0000000000000000001.jsonl"), new byte[777]);
            try (ObjectStore again = open(copy)) {
                assertThat(again.receipts(0).toList()).containsExactly(one, two);
                assertThat(again.digest(one.name())).isEqualTo(one.file());
                assertThat(again.digest(two.name())).isEqualTo(two.file());
                assertThat(again.findings()).isEmpty();
                assertThat(copy.resolve("journal")).isEmptyDirectory();
                assertThat(copy.resolve("incoming")).isEmptyDirectory();
                assertThat(StoreFolder.put(again, 3).sequence()).isEqualTo(3);
            }
        }
    }

    @Test
    void cuts_off_a_record_that_was_not_whole() throws IOException {
        try (ObjectStore store = open()) {
            Receipt one = StoreFolder.put(store, 1);
            Path journal = root.resolve("journal/0000000000000000001.journal");
            int whole = StoreFolder.written(journal).length;
            StoreFolder.put(store, 2);
            byte[] both = Files.readAllBytes(journal);
            int end = StoreFolder.written(journal).length;
            assertThat(whole).isLessThan(end - 300);
            for (int length = whole; length < end; length += 17) {
                for (boolean zeros : new boolean[] {false, true}) {
                    byte[] left = Arrays.copyOf(Arrays.copyOf(both, length), zeros ? both.length : length);
                    Path copy = killed();
                    Files.write(copy.resolve("receipts/0000000000000000001.jsonl"), new byte[0]);
                    Files.write(copy.resolve("journal/0000000000000000001.journal"), left);
                    try (ObjectStore again = open(copy)) {
                        assertThat(again.receipts(0).toList())
                                .as("cut at byte %s, zeros behind it: %s", length, zeros)
                                .containsExactly(one);
                        assertThat(again.findings()).hasSize(length == whole ? 0 : 1);
                    }
                }
            }
        }
    }

    @Test
    void never_gives_a_number_that_a_torn_record_may_have_had() throws IOException {
        try (ObjectStore store = open()) {
            StoreFolder.put(store, 1);
            Path journal = root.resolve("journal/0000000000000000001.journal");
            int whole = StoreFolder.written(journal).length;
            StoreFolder.put(store, 2);
            Path copy = killed();
            Files.write(copy.resolve("receipts/0000000000000000001.jsonl"), new byte[0]);
            Files.write(
                    copy.resolve("journal/0000000000000000001.journal"),
                    Arrays.copyOf(Files.readAllBytes(journal), whole + 100));
            for (int opening = 1; opening <= 3; opening++) {
                try (ObjectStore again = open(copy)) {
                    assertThat(again.lastSequence()).as("opening %s", opening).isEqualTo(2);
                    assertThat(again.receipts(0).toList()).hasSize(1);
                }
            }
            try (ObjectStore again = open(copy)) {
                assertThat(StoreFolder.put(again, 3).sequence()).isEqualTo(3);
            }
            try (ObjectStore again = open(copy)) {
                assertThat(again.receipts(0).toList())
                        .extracting(Receipt::sequence)
                        .containsExactly(1L, 3L);
                assertThat(again.receipts(1).toList()).hasSize(1);
            }
        }
    }

    @Test
    void finds_nothing_wrong_where_an_opening_wrote_the_receipts_to_other_segments() throws IOException {
        try (ObjectStore store = open()) {
            Receipt one = StoreFolder.put(store, 1);
            Receipt two = StoreFolder.put(store, 2);
            for (int last : new int[] {1, 2, 3}) {
                Path copy = killed();
                Path journal = copy.resolve("journal/0000000000000000001.journal");
                String text = new String(StoreFolder.written(journal), StandardCharsets.ISO_8859_1);
                Files.writeString(
                        journal,
                        text.replaceFirst(
                                " 0 receipts/\\d+\\.jsonl 0\n",
                                " " + last + " receipts/0000000000000000002.jsonl 743\n"),
                        StandardCharsets.ISO_8859_1);
                try (ObjectStore again = open(copy)) {
                    assertThat(again.receipts(0).toList()).containsExactly(one, two);
                    assertThat(again.findings())
                            .as("receipts up to %s were synced", last)
                            .hasSize(last > 2 ? 1 : 0);
                }
            }
        }
    }

    @Test
    void takes_zeros_at_the_end_of_older_files_of_the_journal_for_no_damage() throws IOException {
        try (ObjectStore store = open()) {
            Receipt one = StoreFolder.put(store, 1);
            Receipt two = StoreFolder.put(store, 2);
            Path copy = killed();
            byte[] both = Files.readAllBytes(copy.resolve("journal/0000000000000000001.journal"));
            assertThat(both).hasSizeGreaterThan(1 << 20).endsWith(new byte[1000]);
            Files.writeString(copy.resolve("journal/0000000000000000003.journal"), "diconde4j journal, form");
            try (ObjectStore again = open(copy)) {
                assertThat(again.receipts(0).toList()).containsExactly(one, two);
                assertThat(again.findings()).isEmpty();
                assertThat(copy.resolve("orphans")).doesNotExist();
            }
        }
    }

    @Test
    void keeps_a_large_object_of_the_last_batch_only_if_it_is_whole() throws IOException {
        String large = ObjectNames.instance("1.2", "1.2.3", "1.2.3.2");
        try (ObjectStore store = open()) {
            Receipt one = StoreFolder.put(store, 1);
            Receipt two = StoreFolder.put(store, large, new byte[100_000]);
            String part = in("incoming").get(0);
            for (int length : new int[] {-1, 0, 99_999, 100_000}) {
                Path copy = killed();
                Files.deleteIfExists(copy.resolve(two.name())); // it gets its name in the background
                Files.delete(copy.resolve("incoming").resolve(part));
                Files.write(copy.resolve("receipts/0000000000000000001.jsonl"), new byte[0]);
                if (length >= 0) {
                    Files.write(copy.resolve("incoming").resolve(part), new byte[length]);
                }
                try (ObjectStore again = open(copy)) {
                    boolean whole = length == 100_000;
                    assertThat(again.receipts(0).toList())
                            .as("with %s bytes", length)
                            .isEqualTo(whole ? List.of(one, two) : List.of(one));
                    assertThat(again.exists(large)).isEqualTo(whole);
                    assertThat(again.findings()).hasSize(whole ? 0 : 1);
                    assertThat(copy.resolve("incoming")).isEmptyDirectory();
                    assertThat(StoreFolder.put(again, 3).sequence()).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void refuses_a_journal_of_a_newer_format_and_keeps_it() throws IOException {
        open().close();
        Path journal = root.resolve("journal/0000000000000000001.journal");
        Files.writeString(journal, "diconde4j journal, format 2: more to come\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("newer diconde4j");
        assertThat(journal).exists();
    }

    @Test
    void passes_over_a_damaged_record_and_keeps_the_journal() throws IOException {
        try (ObjectStore store = open()) {
            Receipt one = StoreFolder.put(store, 1);
            Receipt two = StoreFolder.put(store, 2);
            Receipt three = StoreFolder.put(store, 3);
            Path copy = killed();
            Path journal = copy.resolve("journal/0000000000000000001.journal");
            byte[] bytes = Files.readAllBytes(journal);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"sequence\":2");
            bytes[at] ^= 1;
            Files.write(journal, bytes);
            Files.write(copy.resolve("incoming/7-1.part"), new byte[9]);
            try (ObjectStore again = open(copy)) {
                assertThat(again.receipts(0).toList())
                        .as("the receipt of the damaged record was written already")
                        .containsExactly(one, two, three);
                assertThat(again.digest(three.name())).isEqualTo(three.file());
                assertThat(again.findings()).hasSize(2);
                assertThat(copy.resolve("orphans")).isDirectoryContaining(f -> f.endsWith("7-1.part"));
                assertThat(copy.resolve("orphans")).isDirectoryContaining(f -> f.endsWith(journal.getFileName()));
            }
        }
    }

    @Test
    void takes_no_record_from_within_an_object() throws IOException {
        Path journal = root.resolve("journal/0000000000000000001.journal");
        String name = ObjectNames.instance("1.2", "1.2.3", "1.2.3.9");
        byte[] forged;
        try (ObjectStore store = open()) {
            StoreFolder.put(store, 1);
            forged = Files.readAllBytes(journal);
        }
        try (ObjectStore store = open()) {
            Receipt nine = StoreFolder.put(store, name, forged);
            Path copy = killed();
            Path left = copy.resolve("journal/0000000000000000002.journal");
            byte[] bytes = Files.readAllBytes(left);
            bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("record ")] ^= 1;
            Files.write(left, bytes);
            try (ObjectStore again = open(copy)) {
                assertThat(again.receipts(1).toList()).containsExactly(nine);
            }
        }
    }

    @Test
    void does_not_bring_back_what_was_removed() throws IOException {
        String name = ObjectNames.quarantined(Instant.EPOCH, "q");
        try (ObjectStore store = open()) {
            Receipt receipt;
            try (ObjectWriter writer = store.begin()) {
                writer.write(1);
                receipt =
                        writer.commit(ReceiptDraft.builder(Receipt.Kind.QUARANTINED, Instant.EPOCH, Source.api(), name)
                                .build());
            }
            Path before = killed();
            store.remove(store.append(
                    ReceiptDraft.about(receipt, Receipt.Kind.DISCARDED, Instant.EPOCH, Source.api(), "noise")));
            Path after = killed();
            Files.createDirectories(Layout.parent(after.resolve(name)));
            Files.write(after.resolve(name), new byte[1]);
            try (ObjectStore again = open(before)) {
                assertThat(again.exists(name)).isTrue();
            }
            try (ObjectStore again = open(after)) {
                assertThat(again.exists(name)).isFalse();
                assertThat(again.lastSequence()).isEqualTo(2);
            }
        }
    }
}
