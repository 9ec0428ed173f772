package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.diconde4j.archive.keep.Backup;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.AttributePath;
import org.diconde4j.storage.IndexedAttribute;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;

    private Path backup() {
        return folder.resolve("backup");
    }

    private static ArchiveBuilder at(Path place) {
        return Archive.builder()
                .objects(Kept.fs(place.resolve("objects")))
                .index(URI.create("memory:restored"))
                .records(Kept.fs(place.resolve("records")));
    }

    private Backup.Verified verified() {
        return Backup.verify(backup(), objects -> {});
    }

    private static void order(Archive archive, String id) {
        archive.worklist()
                .add(Dataset.builder()
                        .set(Tag.StudyInstanceUID, "1.2.9." + id)
                        .set(Tag.PatientID, "SN-" + id)
                        .set(Tag.PatientName, "Weld^" + id)
                        .set(Tag.RequestedProcedureID, "RP-" + id)
                        .setItems(
                                Tag.ScheduledProcedureStepSequence,
                                List.of(Dataset.builder()
                                        .set(Tag.ScheduledProcedureStepID, id)
                                        .set(Tag.ScheduledStationAETitle, "XRAY1")
                                        .set(Tag.ScheduledProcedureStepStartDate, "20261126")
                                        .set(Tag.ScheduledProcedureStepStartTime, "0800")
                                        .set(Tag.Modality, "DX")
                                        .build()))
                        .build());
    }

    @Test
    void indexed_attributes_come_back_with_a_backup_and_with_a_new_index() throws Exception {
        AttributePath station = AttributePath.of(Tag.StationName);
        AttributePath detector = AttributePath.of(Tag.DetectorID);
        Path first = folder.resolve("first");
        try (Archive archive = at(first).open()) {
            Kept.fill(archive, 2);
            IndexedAttributes attributes = archive.indexedAttributes();
            attributes.add(List.of(station, detector, AttributePath.of(Tag.Rows)));
            assertThat(attributes.remove(AttributePath.of(Tag.Rows))).isTrue();
            archive.backup(backup()).run();
        }
        at(folder.resolve("second")).restore(backup(), receipts -> {});
        for (String place : List.of("first", "second")) {
            try (Archive archive = at(folder.resolve(place)).open()) { // whose index is in memory, and so a new one
                assertThat(archive.indexedAttributes().list())
                        .as(place)
                        .extracting(IndexedAttribute::path)
                        .containsExactly(station, detector);
            }
        }
    }

    @Test
    void a_backup_is_made_of_an_archive_at_work_and_restored_with_the_same_answers() throws Exception {
        Map<String, Object> answers;
        try (Archive archive = Kept.open(folder)) {
            Kept.fill(archive, 10);
            order(archive, "7");
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<Integer> storing = CompletableFuture.supplyAsync(() -> {
                int stored = 0;
                try {
                    for (; !ended.get(); stored++) {
                        Kept.put(archive, 50, 1000 + stored);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                return stored;
            });
            Backup.Report first = archive.backup(backup()).run();
            assertThat(first.objects()).isGreaterThanOrEqualTo(11);
            assertThat(first.damaged()).isEmpty();
            assertThat(verified().problems()).isEmpty();
            ended.set(true);
            int stored = storing.get(20, TimeUnit.SECONDS);
            order(archive, "8");

            Backup.Report second = archive.backup(backup()).run();
            assertThat(first.objects() + second.objects())
                    .as("the second takes what is new")
                    .isEqualTo(11 + stored);
            assertThat(second.records()).isEqualTo(2);
            answers = Kept.answers(archive);
        }
        Backup.Verified verified = verified();
        assertThat(verified.problems()).isEmpty();
        assertThat(verified.records()).isEqualTo(2);

        Path place = folder.resolve("restored");
        Backup.Restored restored = at(place).restore(backup(), receipts -> {});
        assertThat(restored.problems()).isEmpty();
        assertThat(restored.records()).isEqualTo(2);
        assertThat(restored.objects()).isEqualTo(verified.objects());
        try (Archive archive = at(place).open()) {
            assertThat(Kept.answers(archive)).isEqualTo(answers);
            assertThat(archive.worklist().items().toList()).hasSize(2);
            assertThat(archive.verify().run(finding -> {}).damaged()).isZero();
        }
        try (Archive plain = Archive.builder()
                .objects(Kept.fs(backup().resolve("objects")))
                .index(URI.create("memory:plain"))
                .open()) {
            assertThat(Kept.answers(plain)).as("its objects are an archive").isEqualTo(answers);
        }
    }

    @Test
    void damage_in_a_backup_is_found_and_left_out_of_what_is_restored() throws IOException {
        InstanceRef damaged;
        try (Archive archive = Kept.open(folder)) {
            damaged = Kept.put(archive, 1, 1);
            Kept.put(archive, 1, 2);
            order(archive, "7");
            archive.backup(backup()).run();
        }
        Kept.damage(backup().resolve("objects").resolve(damaged.name()));
        Path records;
        try (Stream<Path> files = Files.list(backup())) {
            records = files.filter(file -> file.getFileName().toString().startsWith("records-"))
                    .findFirst()
                    .orElseThrow();
        }
        Kept.damage(records);
        Backup.Verified verified = verified();
        assertThat(verified.objects()).isEqualTo(1);
        assertThat(verified.problems())
                .hasSize(3)
                .anySatisfy(p -> assertThat(p).contains("damaged " + damaged.name()))
                .anySatisfy(p -> assertThat(p).contains("the record is damaged"))
                .anySatisfy(p -> assertThat(p).contains("are not those that were written"));

        Backup.Restored restored = at(folder.resolve("restored")).restore(backup(), receipts -> {});
        assertThat(restored.objects()).isEqualTo(1);
        assertThat(restored.records()).isZero();
        assertThat(restored.problems()).hasSize(3);
        try (Archive archive = at(folder.resolve("restored")).open()) {
            assertThat(archive.verify().run(finding -> {})).isEqualTo(new Verification.Report(1, 0, 1));
        }
    }

    @Test
    void receipts_that_were_lost_from_a_backup_are_found() throws IOException {
        try (Archive archive = Kept.open(folder)) {
            Kept.fill(archive, 3);
            archive.backup(backup()).run();
        }
        Path log = backup().resolve("objects/receipts/0000000000000000001.jsonl");
        String lines = Files.readString(log);
        Files.writeString(log, lines.substring(lines.indexOf('\n') + 1));
        assertThat(verified().problems()).anySatisfy(BackupTest::tellsOtherReceipts);
        Backup.Restored restored = at(folder.resolve("restored")).restore(backup(), receipts -> {});
        assertThat(restored.objects()).isEqualTo(3);
        assertThat(restored.problems()).singleElement().satisfies(BackupTest::tellsOtherReceipts);

        try (Archive archive = Kept.open(folder)) {
            Kept.put(archive, 1, 9);
            assertThatThrownBy(() -> archive.backup(backup()).run())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is damaged and can't be brought up to date")
                    .hasMessageContaining("an empty folder");
        }
        assertThat(verified().problems())
                .as("it is not hidden by a new manifest")
                .isNotEmpty();
    }

    private static void tellsOtherReceipts(String problem) {
        assertThat(problem).contains("are not those that were written: expected digest sha256:");
    }

    @Test
    void a_backup_whose_last_receipts_are_lost_is_restored_as_far_as_it_goes() throws IOException {
        try (Archive archive = Kept.open(folder)) {
            Kept.put(archive, 1, 1);
            Kept.put(archive, 1, 2);
            archive.backup(backup()).run();
        }
        Path log = backup().resolve("objects/receipts/0000000000000000001.jsonl");
        String lines = Files.readString(log);
        Files.writeString(log, lines.substring(0, lines.indexOf('\n') + 1));
        Backup.Restored restored = at(folder.resolve("restored")).restore(backup(), receipts -> {});
        assertThat(restored.objects()).isEqualTo(1);
        assertThat(restored.problems())
                .singleElement()
                .asString()
                .contains("are not those that were written: expected them up to 2, found them up to 1");
    }

    @Test
    void only_an_empty_place_is_restored_into_and_only_a_backup_is_updated() throws IOException {
        try (Archive archive = Kept.open(folder)) {
            Kept.put(archive, 1, 1);
            archive.backup(backup()).run();
            assertThatThrownBy(() -> archive.backup(folder).run())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is no backup");
        }
        Path other = folder.resolve("other");
        try (Archive archive = Kept.open(other)) {
            Kept.put(archive, 2, 2);
            assertThatThrownBy(() -> archive.backup(backup()).run())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is no replica");
        }
        assertThatThrownBy(() -> at(other).restore(backup(), receipts -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is no replica");
        assertThatThrownBy(() -> at(folder.resolve("x")).restore(other, receipts -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is no backup");
        assertThat(verified().problems()).isEmpty();
    }
}
