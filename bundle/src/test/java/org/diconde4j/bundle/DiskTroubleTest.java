package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.archive.Verification;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.net.service.Status;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk and a clock can do to an archive: a clear answer, no damage, and it goes on when the trouble is over. */
class DiskTroubleTest {
    @TempDir
    Path directory;

    private static DicomObject large(int number) {
        DicomObject small = ChangeFeedTest.object(1, number, "SN-1");
        return new DicomObject(
                small.fileMeta(),
                small.transferSyntax(),
                0,
                small.dataset().toBuilder()
                        .setBytes(Tag.PixelData, VR.OW, new byte[1 << 20])
                        .build());
    }

    private static int send(Receiver receiver, DicomObject object) throws IOException {
        AtomicReference<Integer> status = new AtomicReference<>();
        DimseClient.as("TEST")
                .store(
                        new Peer("DICONDE4J", "127.0.0.1", receiver.port()),
                        List.of(OutgoingObject.of(object)),
                        result -> status.set(result.status()));
        return status.get();
    }

    private static void isSound(Archive archive, long instances) {
        assertThat(archive.counts().instances()).isEqualTo(instances);
        Verification.Report report = archive.verify().run(finding -> {});
        assertThat(report.damaged() + report.missing()).isZero();
        assertThat(report.verified()).isEqualTo(instances);
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void a_full_disk_is_out_of_resources_and_harms_nothing() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=12m", "none", small.toString()),
                "does not apply: no right to mount a small file system");
        try (Archive archive = Archive.builder()
                        .directory(directory)
                        .objects(java.net.URI.create("fs:" + small))
                        .keepFree(0)
                        .open();
                Receiver receiver = archive.receive().port(0).start()) {
            int stored = 0;
            int status = Status.SUCCESS;
            while (status == Status.SUCCESS) {
                status = send(receiver, large(++stored));
            }
            assertThat(status).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(send(receiver, large(100))).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(stored).isGreaterThan(5);
            isSound(archive, stored - 1);

            assertThat(run("mount", "-o", "remount,size=40m", small.toString())).isTrue();

            assertThat(send(receiver, large(100))).isEqualTo(Status.SUCCESS);
            isSound(archive, stored);
        } finally {
            assertThat(run("umount", "-l", small.toString())).isTrue();
        }
    }

    @Test
    void a_file_system_that_becomes_read_only_is_out_of_resources_and_harms_nothing() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=32m", "none", small.toString()),
                "does not apply: no right to mount a small file system");
        try {
            Path held = Files.createDirectory(small.resolve("objects"));
            try (Archive archive = Archive.builder()
                    .directory(directory)
                    .objects(java.net.URI.create("fs:" + held))
                    .keepFree(0)
                    .open()) {
                archive.store(large(1));
            }
            // while a file is open for writing, a file system can't be made read-only; so the archive finds it so
            assertThat(run("mount", "-o", "remount,ro", small.toString())).isTrue();
            assertThatThrownBy(() -> Archive.builder()
                            .directory(directory)
                            .objects(java.net.URI.create("fs:" + held))
                            .open())
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(held.toString());
            assertThat(run("mount", "-o", "remount,rw", small.toString())).isTrue();
            try (Archive archive = Archive.builder()
                    .directory(directory)
                    .objects(java.net.URI.create("fs:" + held))
                    .open()) {
                assertThat(archive.store(large(2)).outcome()).isEqualTo(Outcome.STORED);
                isSound(archive, 2);
            }
        } finally {
            assertThat(run("umount", "-l", small.toString())).isTrue();
        }
    }

    @Test
    void a_folder_that_is_taken_away_is_out_of_resources_until_it_is_back() throws Exception {
        try (Archive archive = Archive.open(directory);
                Receiver receiver = archive.receive().port(0).start()) {
            assertThat(send(receiver, large(1))).isEqualTo(Status.SUCCESS);
            // what a lost permission does to everybody but the administrator, whom this test may run as
            Path incoming = directory.resolve("objects/incoming");
            Path away = directory.resolve("objects/away");
            Files.move(incoming, away);

            assertThat(send(receiver, large(2))).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThatThrownBy(() -> archive.store(large(3))).isInstanceOf(StorageException.class);

            Files.move(away, incoming);
            assertThat(send(receiver, large(2))).isEqualTo(Status.SUCCESS);
            isSound(archive, 2);
        }
    }

    @Test
    void a_clock_that_jumps_changes_no_order() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));
        InstantSource source = now::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        List<String> times =
                List.of("2026-11-25T12:00:01Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-25T12:00:02Z");
        try (Archive archive =
                Archive.builder().directory(directory).clock(clock).open()) {
            for (int i = 0; i < times.size(); i++) {
                now.set(Instant.parse(times.get(i)));
                assertThat(archive.store(ChangeFeedTest.object(1, i + 1, "SN-1"))
                                .outcome())
                        .isEqualTo(Outcome.STORED);
                assertThat(archive.store(ChangeFeedTest.object(1, i + 1, "SN-2"))
                                .outcome())
                        .isEqualTo(Outcome.QUARANTINED);
            }
        }
        try (Archive archive =
                Archive.builder().directory(directory).clock(clock).open()) {
            archive.reindex();
            assertThat(archive.retrieve("1.2.3.1").instances().toList())
                    .extracting(instance -> instance.sopInstanceUid())
                    .containsExactly("1.2.3.1.1", "1.2.3.1.2", "1.2.3.1.3", "1.2.3.1.4");
            assertThat(archive.quarantine().list()).hasSize(4);
            assertThat(archive.verify().run(finding -> {}).verified()).isEqualTo(8);
        }
    }

    @Test
    void many_studies_of_one_component_at_once_are_one_component() throws Exception {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (Archive archive = Archive.open(directory)) {
            List<Callable<Integer>> works = new ArrayList<>();
            for (int thread = 1; thread <= threads; thread++) {
                int study = thread;
                works.add(() -> {
                    int stored = 0;
                    for (int i = 1; i <= 20; i++) {
                        stored += archive.store(ChangeFeedTest.object(study, i, "SN-1"))
                                                .outcome()
                                        == Outcome.STORED
                                ? 1
                                : 0;
                        archive.store(ChangeFeedTest.object(
                                study % threads + 1, i, "SN-1")); // what another stores at the same time
                    }
                    return stored;
                });
            }
            for (Future<Integer> each : executor.invokeAll(works)) {
                each.get();
            }
            assertThat(archive.counts().components()).isOne();
            assertThat(archive.counts().studies()).isEqualTo(threads);
            assertThat(archive.counts().series()).isEqualTo(threads);
            isSound(archive, threads * 20L);
        } finally {
            executor.shutdownNow();
        }
    }
}
