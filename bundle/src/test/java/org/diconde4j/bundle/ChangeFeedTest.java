package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ChangeFeed;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows an archive misses nothing: not while many store, not across a restart, not when the index is rebuilt. */
class ChangeFeedTest {
    private static final int THREADS = 4;
    private static final int OBJECTS = 50;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    static DicomObject object(int study, int number, String component) {
        String uid = "1.2.3." + study + "." + number;
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, "1.2.3." + study)
                .set(Tag.SeriesInstanceUID, "1.2.3." + study + ".9999")
                .set(Tag.PatientID, component)
                .build();
        TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        Dataset meta = FileMeta.of(UID.DigitalXRayImageStorageForPresentation, uid, syntax.uid());
        return new DicomObject(meta, syntax, 0, dataset);
    }

    /** Follows until so many events have come; each must be findable by then. */
    private static List<Receipt> follow(Archive archive, String from, int events) throws InterruptedException {
        List<Receipt> seen = new ArrayList<>();
        String position = from;
        while (seen.size() < events) {
            ChangeFeed.Page page = archive.changes().await(position, 7, LONG);
            assertThat(page.startAnew()).isFalse();
            assertThat(page.events()).as("after %s", position).isNotEmpty();
            for (Receipt event : page.events()) {
                assertThat(archive.retrieve(Selection.instances(String.valueOf(event.sopInstanceUid())))
                                .instances()
                                .toList())
                        .as("told before it can be found: %s", event.sopInstanceUid())
                        .hasSize(1);
            }
            seen.addAll(page.events());
            position = page.next();
        }
        return seen;
    }

    @Test
    void no_event_is_missed_while_many_store_and_across_a_restart() throws Exception {
        String position;
        try (Archive archive = Archive.open(directory)) {
            ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1);
            List<Future<Integer>> stores = new ArrayList<>();
            String beginning = archive.changes().beginning();
            Future<List<Receipt>> follower = executor.submit(() -> follow(archive, beginning, THREADS * OBJECTS));
            for (int thread = 1; thread <= THREADS; thread++) {
                int study = thread;
                Callable<Integer> work = () -> {
                    for (int i = 1; i <= OBJECTS; i++) {
                        archive.store(object(study, i, "SN-1"));
                    }
                    return study;
                };
                stores.add(executor.submit(work));
            }
            for (Future<Integer> store : stores) {
                store.get();
            }
            List<Receipt> seen = follower.get();
            executor.shutdown();

            assertThat(seen).extracting(Receipt::sequence).isSorted().doesNotHaveDuplicates();
            assertThat(seen).extracting(Receipt::sopInstanceUid).doesNotHaveDuplicates();
            assertThat(seen).extracting(Receipt::kind).containsOnly(Receipt.Kind.STORED);
            position = archive.changes().end();
        }
        try (Archive archive = Archive.open(directory)) {
            assertThat(archive.changes().after(position, 10).events()).isEmpty();
            assertThat(archive.changes().end()).isEqualTo(position);
            archive.store(object(9, 1, "SN-2"));
            assertThat(archive.changes().after(position, 10).events())
                    .extracting(Receipt::sopInstanceUid)
                    .containsExactly("1.2.3.9.1");
            assertThat(archive.changes()
                            .await(archive.changes().end(), 10, Duration.ofMillis(80))
                            .events())
                    .isEmpty();
        }
    }

    @Test
    void tells_of_quarantine_and_of_what_becomes_of_it() throws Exception {
        try (Archive archive = Archive.open(directory)) {
            String beginning = archive.changes().beginning();
            archive.store(object(1, 1, "SN-1"));
            QuarantineEntry entry = archive.store(object(1, 1, "SN-2")).quarantined();
            archive.quarantine().discard(entry, "not ours");

            assertThat(archive.changes().after(beginning, 10).events())
                    .extracting(Receipt::kind)
                    .containsExactly(Receipt.Kind.STORED, Receipt.Kind.QUARANTINED, Receipt.Kind.DISCARDED);
            assertThat(archive.changes().after(beginning, 2).events()).hasSize(2);
            assertThatThrownBy(() -> archive.changes().after("nonsense", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("EPOCH:SEQUENCE");
        }
    }

    @Test
    void says_so_when_the_index_was_rebuilt_and_tells_all_from_the_beginning() throws Exception {
        try (Archive archive = Archive.open(directory)) {
            for (int i = 1; i <= 20; i++) {
                archive.store(object(1, i, "SN-1"));
            }
            String before = archive.changes().end();
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService executor = Executors.newSingleThreadExecutor();
            Future<Integer> storing = executor.submit(() -> {
                int stored = 20;
                while (!done.get() && stored < 500) {
                    archive.store(object(1, ++stored, "SN-1"));
                }
                return stored;
            });

            archive.reindex();
            done.set(true);
            int stored = storing.get();
            executor.shutdown();

            ChangeFeed.Page page = archive.changes().after(before, 1000);
            assertThat(page.startAnew()).isTrue();
            assertThat(page.events()).isEmpty();
            assertThat(archive.changes().after(page.next(), 1000).events())
                    .extracting(Receipt::sopInstanceUid)
                    .hasSize(stored)
                    .doesNotHaveDuplicates();
        }
    }
}
