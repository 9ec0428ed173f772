package org.diconde4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diconde4j.storage.RecordContent;
import org.diconde4j.storage.Records;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.UnsupportedFormatException;
import org.diconde4j.storage.tck.RecordsContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsRecordsTest extends RecordsContract {
    @TempDir
    Path root;

    @Override
    protected Records open(Path folder) {
        return StorageProviders.openRecords(StorageProviders.uri("fs", folder.resolve("records with space")));
    }

    @Override
    protected @Nullable Path file(Path folder, String kind, String id) {
        return folder.resolve("records with space").resolve(kind).resolve(id + ".json");
    }

    private Records open() {
        return StorageProviders.openRecords(StorageProviders.uri("fs", root));
    }

    @Test
    void removes_what_was_being_written_when_the_process_died() throws IOException {
        try (Records records = open()) {
            records.put("worklist", "1", Records.NEW, RecordContent.EMPTY.with("was", "there"));
        }
        byte[] whole = Files.readAllBytes(root.resolve("worklist/1.json"));
        Files.write(root.resolve("_incoming/1.part"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Files.write(root.resolve("_incoming/2.part"), whole);
        try (Records records = open()) {
            assertThat(records.list("worklist").toList()).hasSize(1);
            assertThat(records.findings()).isEmpty();
            try (Stream<Path> left = Files.list(root.resolve("_incoming"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    /** Somebody else may have opened the folder by then. */
    @Test
    void deletes_nothing_more_once_it_is_closed() throws IOException {
        Records records = open();
        Map<String, Long> versions = new LinkedHashMap<>();
        for (String id : List.of("1", "2", "3")) {
            records.put("worklist", id, Records.NEW, RecordContent.EMPTY);
            versions.put(id, 1L);
        }
        Map<String, Long> closing = new AbstractMap<>() {
            @Override
            public Set<Map.Entry<String, Long>> entrySet() {
                return versions.entrySet().stream()
                        .peek(one -> {
                            if (one.getKey().equals("2")) {
                                records.close();
                            }
                        })
                        .collect(Collectors.toCollection(LinkedHashSet::new));
            }
        };
        assertThatThrownBy(() -> records.delete("worklist", closing)).hasMessageContaining("closed");
        assertThat(root.resolve("worklist/2.json")).exists();
        assertThat(root.resolve("worklist/3.json")).exists();
    }

    @Test
    void writes_a_line_that_people_can_read() throws IOException {
        try (Records records = open()) {
            records.put("worklist", "1", Records.NEW, RecordContent.EMPTY.with("state", "QUEUED"));
        }
        assertThat(Files.readString(root.resolve("worklist/1.json")))
                .matches("\\{\"kind\":\"worklist\",\"id\":\"1\",\"version\":1,\"modified\":\"[^\"]*Z\","
                        + "\"notes\":\\{\"state\":\"QUEUED\"\\},\"crc32c\":\"[0-9a-f]{8}\"\\}\n");
    }

    @Test
    void leaves_files_alone_that_are_no_records() throws IOException {
        try (Records records = open()) {
            records.put("worklist", "1", Records.NEW, RecordContent.EMPTY);
            Path note = Files.writeString(root.resolve("worklist/READ ME.txt"), "by hand");
            assertThat(records.list("worklist").toList()).hasSize(1);
            assertThat(records.findings()).hasSize(1).first().asString().contains("READ ME.txt");
            assertThat(note).exists();
        }
    }

    @Test
    void refuses_a_newer_format_and_a_folder_that_is_something_else() throws IOException {
        open().close();
        Files.writeString(root.resolve("format"), "diconde4j records, format 2\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("format 2, which a newer diconde4j wrote");
        Files.writeString(root.resolve("format"), "diconde4j object store, format 1\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("expected \"diconde4j records, format N\"");
        Files.delete(root.resolve("format"));
        assertThatThrownBy(this::open)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("no file named format");
    }
}
