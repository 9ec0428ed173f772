package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;
import static org.diconde4j.archive.Objects.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.archive.micrometer.ArchiveMeters;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.storage.IndexStatistics;
import org.diconde4j.storage.KindCount;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much an archive holds, and how it is. */
class StatisticsTest {
    @TempDir
    Path folder;

    private Archive open() {
        return Archive.builder()
                .objects(StorageProviders.uri("fs", folder))
                .index(URI.create("memory:statistics"))
                .allowDeletion()
                .open();
    }

    private static final String DX = UID.DigitalXRayImageStorageForPresentation;

    @Test
    void count_what_was_stored_set_aside_corrected_and_deleted() throws IOException {
        try (Archive archive = open()) {
            long bytes = 0;
            for (int instance = 1; instance <= 3; instance++) {
                byte[] file = Objects.bytes(object(image(1, 1, instance).build()));
                assertThat(archive.store(stream(file), Source.api()).outcome()).isEqualTo(Outcome.STORED);
                bytes += file.length;
            }
            assertThat(archive.statistics().holdings().kinds()).containsExactly(new KindCount("DX", DX, 3, bytes));
            assertThat(archive.store(object(image(2, 1, 1)
                                    .set(Tag.SOPInstanceUID, "1.2.3.1.1.1")
                                    .build()))
                            .outcome())
                    .isEqualTo(Outcome.QUARANTINED);
            Grounds why = new Grounds("inspector", "test");
            archive.amendments()
                    .correct(
                            "1.2.3.1.1.1",
                            Dataset.builder()
                                    .set(Tag.ImageComments, "root pass")
                                    .build(),
                            why);
            archive.amendments().delete(Selection.instances("1.2.3.1.1.3"), why);

            ArchiveStatistics statistics = archive.statistics();
            IndexStatistics holdings = statistics.holdings();
            assertThat(holdings.counts()).isEqualTo(archive.counts());
            assertThat(holdings.counts().instances()).isEqualTo(2);
            assertThat(holdings.counts().quarantined()).isEqualTo(1);
            assertThat(holdings.superseded()).isEqualTo(1);
            assertThat(holdings.deleted()).isEqualTo(1);
            assertThat(holdings.kinds())
                    .containsExactly(
                            new KindCount("DX", DX, 2, holdings.counts().bytes()));
            assertThat(statistics.vitals().events()).isEqualTo(6);
            assertThat(statistics.vitals().full()).isFalse();
        }
    }

    @Test
    void meters_tell_room_and_lag_while_the_archive_is_open() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Archive archive = open();
        ArchiveMeters meters = new ArchiveMeters(archive, registry, "archive", "castings");
        try (archive) {
            archive.store(object(image(1, 1, 1).build()));
            assertThat(archive.counts().instances()).isOne();
            assertThat(gauge(registry, "index.lag")).isZero();
            assertThat(gauge(registry, "space.usable"))
                    .isPositive()
                    .isLessThanOrEqualTo(gauge(registry, "space.total"));
            assertThat(gauge(registry, "space.kept")).isPositive();
            assertThat(counter(registry, "events")).isEqualTo(1);
            assertThat(counter(registry, "refused")).isZero();
        }
        assertThat(gauge(registry, "space.usable")).isNaN();
        assertThat(gauge(registry, "index.lag")).isNaN();
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    private static double gauge(SimpleMeterRegistry registry, String name) {
        return registry.get("diconde4j.archive." + name)
                .tags(List.of(io.micrometer.core.instrument.Tag.of("archive", "castings")))
                .gauge()
                .value();
    }

    private static double counter(SimpleMeterRegistry registry, String name) {
        return registry.get("diconde4j.archive." + name).functionCounter().count();
    }
}
