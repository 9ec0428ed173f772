package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.Receiver;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.MissingProviderException;
import org.diconde4j.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host application relies on: an archive is a good guest in its JVM. */
class LifecycleTest {
    @TempDir
    Path directory;

    private static DicomObject object(String uid) {
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, "1.2.3")
                .set(Tag.SeriesInstanceUID, "1.2.3.4")
                .set(Tag.PatientID, "SN-1")
                .build();
        return new DicomObject(
                FileMeta.of(UID.DigitalXRayImageStorageForPresentation, uid, UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                dataset);
    }

    private static void work(Archive archive) throws IOException {
        Receiver receiver = archive.receive().aeTitle("GUEST").port(0).start();
        DimseClient.as("HOST")
                .store(
                        new Peer("GUEST", "127.0.0.1", receiver.port()),
                        List.of(OutgoingObject.of(object("1.2.3.4.5"))),
                        result -> assertThat(result.stored()).isTrue());
        archive.store(object("1.2.3.4.6"));
        assertThat(archive.find().instances().count()).isEqualTo(2);
        assertThat(archive.retrieve("1.2.3").objects()).hasSize(2);
    }

    @Test
    void closing_leaves_no_thread_no_open_file_and_no_lock_behind() throws Exception {
        try (Archive warm = Archive.open(directory.resolve("warm"))) {
            work(warm); // what a JVM keeps for good, such as its own service threads, is there from now on
        }
        Set<Long> threads = threads();
        Path data = directory.resolve("data");
        try (Archive archive = Archive.open(data)) {
            work(archive);
            assertThat(openFiles(data)).isNotEmpty();
        }

        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        while (!threads.containsAll(threads()) && Instant.now().isBefore(deadline)) {
            Thread.sleep(20);
        }
        assertThat(names(threads)).as("threads that were not there before").isEmpty();
        assertThat(openFiles(data)).isEmpty();
        try (Archive again = Archive.open(data)) {
            assertThat(again.counts().instances()).isEqualTo(2);
        }
    }

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().contains("Cleaner")
                        && !thread.getName().startsWith("ForkJoinPool"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    private static List<String> names(Set<Long> except) {
        Set<Long> now = threads();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> now.contains(thread.getId()) && !except.contains(thread.getId()))
                .map(Thread::getName)
                .toList();
    }

    /** The files below a directory that this process has open; Linux tells. */
    private static Set<String> openFiles(Path below) throws IOException {
        Set<String> open = new TreeSet<>();
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return open;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : (Iterable<Path>) all::iterator) {
                try {
                    Path file = Files.readSymbolicLink(descriptor);
                    if (file.startsWith(below.toRealPath())) {
                        open.add(file.toString());
                    }
                } catch (IOException e) {
                    // closed in between
                }
            }
        }
        return open;
    }

    @Test
    void several_archives_live_in_one_jvm() throws Exception {
        try (Archive one = Archive.open(directory.resolve("one"));
                Archive two = Archive.open(directory.resolve("two"))) {
            work(one);
            work(two);
            two.store(object("1.2.3.4.7"));
            assertThat(one.counts().instances()).isEqualTo(2);
            assertThat(two.counts().instances()).isEqualTo(3);
        }
    }

    @Test
    void a_directory_that_is_open_is_locked_and_the_error_names_the_holder() {
        try (Archive archive = Archive.open(directory)) {
            archive.awaitReady();
            assertThatThrownBy(() -> Archive.open(directory))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_missing_provider_names_the_artifact_to_add() {
        assertThatThrownBy(() -> Archive.builder()
                        .objects(URI.create("s3:bucket"))
                        .index(URI.create("h2:" + directory.resolve("index")))
                        .open())
                .isInstanceOf(MissingProviderException.class)
                .hasMessageContaining("diconde4j-storage-s3");
    }

    @Test
    void the_clock_of_the_host_tells_the_time_of_arrival() throws Exception {
        Instant then = Instant.parse("2066-05-04T03:02:01Z");
        try (Archive archive = Archive.builder()
                .directory(directory)
                .clock(Clock.fixed(then, ZoneOffset.UTC))
                .open()) {
            StoreResult result = archive.store(object("1.2.3.4.5"));
            assertThat(result.instance().arrival()).isEqualTo(then);
        }
    }

    @Test
    void what_the_index_has_not_seen_is_replayed_at_opening() throws Exception {
        try (Archive archive = Archive.open(directory)) {
            work(archive);
        }
        try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
            for (Path file : (Iterable<Path>) files.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
        try (Archive archive = Archive.open(directory)) {
            assertThat(archive.find().instances().count()).isEqualTo(2);
            assertThat(archive.store(object("1.2.3.4.5")).outcome()).isEqualTo(StoreResult.Outcome.DUPLICATE);
        }
    }
}
