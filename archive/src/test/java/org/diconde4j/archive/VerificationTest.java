package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.diconde4j.archive.Verification.KnownDamage;
import org.diconde4j.archive.Verification.Report;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    @TempDir
    Path folder;

    private String first;
    private String second;

    @BeforeEach
    void fill_and_damage() throws IOException {
        try (Archive archive = Kept.open(folder)) {
            Kept.fill(archive, 10);
            List<String> names = new ArrayList<>();
            archive.retrieve(Selection.all()).forEach((instance, in) -> names.add(instance.name()));
            first = names.get(0);
            second = names.get(1);
        }
        Kept.damage(folder.resolve("objects").resolve(first));
        Files.delete(folder.resolve("objects").resolve(second));
    }

    @Test
    void what_was_found_is_remembered_until_it_is_found_whole() throws IOException {
        byte[] missing;
        try (Archive archive = Kept.open(folder)) {
            assertThat(archive.verify().remembered().completed()).isNull();
            Instant before = Instant.now();
            assertThat(archive.verify().run(finding -> {})).isEqualTo(new Report(9, 1, 1));
            assertThat(archive.verify().remembered().completed()).isBetween(before, Instant.now());
            missing = Objects.bytes(Objects.object(Objects.image(2, 1, 1).build()));
        }
        try (Archive archive = Kept.open(folder)) {
            assertThat(archive.verify().remembered().damage())
                    .extracting(KnownDamage::name)
                    .containsExactly(first, second);
            assertThat(archive.verify().remembered().damage())
                    .extracting(KnownDamage::missing)
                    .containsExactly(false, true);
        }
        Files.write(folder.resolve("objects").resolve(first), missing);
        try (Archive archive = Kept.open(folder)) {
            assertThat(archive.verify().run(finding -> {})).isEqualTo(new Report(10, 0, 1));
            assertThat(archive.verify().remembered().damage())
                    .extracting(KnownDamage::name)
                    .containsExactly(second);
        }
    }

    @Test
    void a_broken_off_verification_goes_on_after_a_restart() {
        AtomicInteger read = new AtomicInteger();
        try (Archive archive = Kept.open(folder)) {
            Report part = archive.verify().run(finding -> {}, bytes -> read.incrementAndGet(), () -> read.get() >= 4);
            assertThat(part).isEqualTo(new Report(2, 1, 1));
            assertThat(archive.verify().remembered().unfinished()).isNotNull();
            assertThat(archive.verify().remembered().completed()).isNull();
        }
        try (Archive archive = Kept.open(folder)) {
            assertThat(archive.verify().resume().run(finding -> {})).isEqualTo(new Report(7, 0, 0));
            assertThat(archive.verify().remembered().unfinished()).isNull();
            assertThat(archive.verify().remembered().completed()).isNotNull();
            assertThat(archive.verify().resume().run(finding -> {}))
                    .as("there is nothing to resume")
                    .isEqualTo(new Report(9, 1, 1));
        }
    }

    @Test
    void objects_that_were_verified_lately_can_be_left_out() throws Exception {
        try (Archive archive = Kept.open(folder)) {
            Instant start = Instant.now();
            archive.verify().run(finding -> {});
            assertThat(archive.verify().notSince(start.minusMillis(1)).run(finding -> {}))
                    .isEqualTo(new Report(0, 0, 0));
            Kept.put(archive, 7, 70);
            assertThat(archive.verify().notSince(start.minusMillis(1)).run(finding -> {}))
                    .isEqualTo(new Report(1, 0, 0));
            Thread.sleep(5);
            assertThat(archive.verify().notSince(Instant.now()).run(finding -> {}))
                    .isEqualTo(new Report(10, 1, 1));
        }
    }

    @Test
    void some_instances_can_be_verified_alone() {
        try (Archive archive = Kept.open(folder)) {
            assertThat(archive.verify().only(Selection.studies("1.2.3.1")).run(finding -> {}))
                    .isEqualTo(new Report(3, 0, 0));
            assertThat(archive.verify().remembered().completed()).isNull();
        }
    }

    @Test
    void a_rate_is_kept() {
        try (Archive archive = Kept.open(folder)) {
            long begin = System.nanoTime();
            archive.verify().rate(200_000).run(finding -> {}); // some 77 kB
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(200));
        }
    }

    @Test
    void a_scrub_runs_beside_and_goes_on_where_the_one_before_was_ended() throws Exception {
        try (Archive archive = Kept.open(folder)) {
            archive.verify().rate(30_000).every(Duration.ofDays(7));
            for (int i = 0; i < 100 && archive.verify().remembered().unfinished() == null; i++) {
                Thread.sleep(20);
            }
            Kept.put(archive, 8, 80);
        }
        try (Archive archive = Kept.open(folder)) {
            assertThat(archive.verify().remembered().unfinished()).isNotNull();
            archive.verify().every(Duration.ofDays(7));
            for (int i = 0; i < 250 && archive.verify().remembered().completed() == null; i++) {
                Thread.sleep(20);
            }
            assertThat(archive.verify().remembered().completed()).isNotNull();
            assertThat(archive.verify().remembered().damage()).hasSize(2);
        }
    }
}
