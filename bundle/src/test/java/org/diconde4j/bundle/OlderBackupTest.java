package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects come back from an older backup, or a disk lost what it had said it had synced, and the index is ahead of them. */
class OlderBackupTest {
    @TempDir
    Path directory;

    private static void store(Archive archive, int from, int to) throws IOException {
        for (int i = from; i <= to; i++) {
            String uid = "1.2.3." + i;
            Dataset dataset = Dataset.builder()
                    .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                    .set(Tag.SOPInstanceUID, uid)
                    .set(Tag.StudyInstanceUID, "1.2")
                    .set(Tag.SeriesInstanceUID, "1.2.3")
                    .set(Tag.PatientID, "SN-1")
                    .build();
            StoreResult result = archive.store(new DicomObject(
                    FileMeta.of(UID.DigitalXRayImageStorageForPresentation, uid, UID.ExplicitVRLittleEndian),
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                    0,
                    dataset));
            assertThat(result.outcome()).isEqualTo(StoreResult.Outcome.STORED);
        }
    }

    private static List<String> found(Archive archive) {
        return archive.find().instances().list().stream()
                .map(d -> d.string(Tag.SOPInstanceUID, ""))
                .sorted()
                .toList();
    }

    @Test
    void an_index_that_is_ahead_of_the_objects_is_rebuilt_so_that_what_comes_next_is_found() throws IOException {
        Path objects = directory.resolve("objects");
        Path backup = directory.resolve("backup");
        try (Archive archive = Archive.open(directory)) {
            store(archive, 1, 3);
        }
        copy(objects, backup);
        try (Archive archive = Archive.open(directory)) {
            store(archive, 4, 9);
        }
        delete(objects);
        copy(backup, objects);

        try (Archive archive = Archive.open(directory).awaitReady()) {
            assertThat(found(archive)).containsExactly("1.2.3.1", "1.2.3.2", "1.2.3.3");
            store(archive, 5, 6);
            assertThat(found(archive)).containsExactly("1.2.3.1", "1.2.3.2", "1.2.3.3", "1.2.3.5", "1.2.3.6");
            assertThat(archive.counts().instances()).isEqualTo(5);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
