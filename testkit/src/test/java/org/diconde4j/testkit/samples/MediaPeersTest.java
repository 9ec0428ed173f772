package org.diconde4j.testkit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.media.DicomDirectory;
import org.diconde4j.media.DirectoryReader;
import org.diconde4j.media.DirectoryRecord;
import org.diconde4j.media.FileSet;
import org.diconde4j.media.FileSetWriter;
import org.diconde4j.net.tck.PeerRun;
import org.diconde4j.net.tck.Peers;
import org.diconde4j.storage.Selection;
import org.diconde4j.testkit.TestArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs make of a medium that the archive exports, and the archive of theirs. */
class MediaPeersTest {
    private static final Duration TIME = Duration.ofSeconds(60);

    @TempDir
    private static Path exported;

    /** A copy that a test may change. */
    @TempDir
    private Path medium;

    @BeforeAll
    static void export_an_object_of_each_kind() throws IOException {
        try (TestArchive running = TestArchive.start()) {
            for (DicomObject object : EveryKind.objects().values()) {
                running.archive().store(object);
            }
            running.archive().retrieve(Selection.all()).toMedia(exported);
        }
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> all = Files.walk(exported)) {
            for (Path from : (Iterable<Path>) all::iterator) {
                Files.copy(from, medium.resolve(exported.relativize(from)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static DicomDirectory strictly(Path folder) throws IOException {
        return DirectoryReader.strict().read(folder.resolve("DICOMDIR"));
    }

    private static List<String> fileIds(DicomDirectory directory) {
        return directory
                .all()
                .filter(record -> record.fileId() != null)
                .map(record -> record.fileId().toString())
                .toList();
    }

    private List<String> findings() throws IOException {
        List<String> findings = new ArrayList<>();
        FileSet.open(medium).check(finding -> findings.add(finding.toString()));
        return findings;
    }

    @Test
    void it_has_a_file_for_each_object_and_nothing_is_wrong_with_it() throws IOException {
        assertThat(fileIds(strictly(medium)))
                .hasSize(EveryKind.objects().size())
                .doesNotHaveDuplicates();
        assertThat(findings()).isEmpty();
    }

    @Test
    void dcdirdmp_finds_each_file() throws IOException {
        PeerRun run = Peers.run(TIME, Peers.command("dcdirdmp", "dicom3tools"), medium.resolve("DICOMDIR"))
                .succeeded();

        List<String> found = run.output()
                .lines()
                .filter(line -> line.contains(" -> "))
                .map(line -> line.replaceFirst(".* -> ", "").strip().replace('\\', '/'))
                .toList();
        assertThat(found).containsExactlyElementsOf(fileIds(strictly(medium)));
        assertThat(run.output().lines().filter(line -> line.startsWith("PATIENT")))
                .hasSameSizeAs(strictly(medium).records());
    }

    @Test
    void pydicom_loads_each_file_and_copies_the_whole() throws IOException {
        String script = """
                import sys
                from pydicom.fileset import FileSet
                medium = FileSet(sys.argv[1])
                for instance in medium:
                    assert instance.load().SOPInstanceUID == instance.SOPInstanceUID
                    assert instance.StudyInstanceUID and instance.SeriesInstanceUID and instance.PatientID
                medium.copy(sys.argv[2])
                print(len(medium))
                """;
        Path copy = Files.createDirectory(medium.resolve("COPY"));

        PeerRun run = Peers.run(TIME, Peers.pydicom(), "-W", "ignore", "-c", script, exported.resolve("DICOMDIR"), copy)
                .succeeded();

        assertThat(run.output().strip())
                .isEqualTo(String.valueOf(EveryKind.objects().size()));
        DicomDirectory theirs = DirectoryReader.lenient().read(copy.resolve("DICOMDIR"));
        assertThat(theirs.all().map(DirectoryRecord::sopInstanceUid).filter(uid -> uid != null))
                .containsExactlyInAnyOrderElementsOf(strictly(exported)
                        .all()
                        .map(DirectoryRecord::sopInstanceUid)
                        .filter(uid -> uid != null)
                        .toList());
    }

    @Test
    void dciodvfy_finds_no_error_in_the_directory() {
        PeerRun run = Peers.run(TIME, Peers.command("dciodvfy", "dicom3tools"), medium.resolve("DICOMDIR"));

        assertThat(run.output()).contains("BasicDirectory");
        assertThat(run.output().lines().filter(line -> line.startsWith("Error")))
                .isEmpty();
    }

    @Test
    void dcmgpdir_adds_a_file_to_it_and_leaves_the_rest_as_it_was() throws IOException {
        Path dcmgpdir = Peers.dcmtk("dcmgpdir");
        DicomDirectory before = strictly(medium);
        Files.createDirectory(medium.resolve("NEW"));
        Files.copy(
                Peers.pydicomData().resolve("test_files/dicomdirtests/77654033/CR1/6154"), medium.resolve("NEW/6154"));

        Peers.run(TIME, dcmgpdir, "+id", medium, "+D", medium.resolve("DICOMDIR"), "+A", "+I", "NEW/6154")
                .succeeded();

        DicomDirectory after = strictly(medium);
        assertThat(after.records()).hasSize(before.records().size() + 1);
        assertThat(fileIds(after)).containsAll(fileIds(before)).contains("NEW/6154");
        assertThat(findings()).isEmpty();
    }

    @Test
    void dcmdump_follows_every_offset_of_it() {
        PeerRun run = Peers.run(TIME, Peers.dcmtk("dcmdump"), "-q", medium.resolve("DICOMDIR"))
                .succeeded();

        assertThat(run.output()).contains("\"Directory Record\" PATIENT").doesNotContain("W:", "E:");
    }

    @Test
    void a_medium_that_dcmgpdir_made_is_read_and_added_to() throws IOException {
        Path dcmgpdir = Peers.dcmtk("dcmgpdir");
        Path theirs = Files.createDirectory(medium.resolve("THEIRS"));
        for (String name : Set.of("77654033", "98892001", "98892003")) {
            copyTree(Peers.pydicomData().resolve("test_files/dicomdirtests").resolve(name), theirs.resolve(name));
        }
        Peers.run(TIME, dcmgpdir, "+id", theirs, "+D", theirs.resolve("DICOMDIR"), "+F", "THEIRS", "+r", "+I", "-Nxc")
                .succeeded();
        DicomDirectory before = strictly(theirs);
        assertThat(fileIds(before)).hasSize(31);

        FileSetWriter writer = FileSetWriter.in(theirs).update();
        Files.copy(exported.resolve(fileIds(strictly(exported)).get(0)), theirs.resolve("OURS"));
        writer.add(theirs.resolve("OURS"));
        writer.write();

        DicomDirectory after = strictly(theirs);
        assertThat(after.fileSetId()).isEqualTo("THEIRS");
        assertThat(fileIds(after)).hasSize(32).containsAll(fileIds(before));
        assertThat(after.all().limit(before.all().count()).map(MediaPeersTest::keys))
                .containsExactlyElementsOf(
                        before.all().map(MediaPeersTest::keys).toList());
        assertThat(Peers.run(TIME, Peers.command("dcdirdmp", "dicom3tools"), theirs.resolve("DICOMDIR"))
                        .succeeded()
                        .output())
                .contains("-> OURS");
    }

    /** What a record says, without where it stands. */
    private static String keys(DirectoryRecord record) {
        StringBuilder keys = new StringBuilder();
        record.attributes().forEach(element -> {
            if (element.tag() != Tag.OffsetOfTheNextDirectoryRecord
                    && element.tag() != Tag.OffsetOfReferencedLowerLevelDirectoryEntity) {
                keys.append(element.tag()).append('=').append(element.strings()).append(' ');
            }
        });
        return keys.toString();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
