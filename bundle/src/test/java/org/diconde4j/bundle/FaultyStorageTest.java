package org.diconde4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.diconde4j.archive.Archive;
import org.diconde4j.archive.ArchiveBuilder;
import org.diconde4j.archive.StoreResult;
import org.diconde4j.archive.Verification;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.FileMeta;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.tck.faults.Faults;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An archive on plain files and an embedded database that fail now and then, by a seed: whatever was answered is true, nothing is
 * lost that was acknowledged, and what failed can be sent again. How many seeds is the system property
 * {@code diconde4j.faultSeeds}, a few if not set.
 */
class FaultyStorageTest {
    private static final int THREADS = 4;
    private static final int OBJECTS = 40;

    @TempDir
    Path directory;

    private final Set<String> kept = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> firstContent = new ConcurrentHashMap<>();
    private final Set<String> setAside = ConcurrentHashMap.newKeySet();
    private final List<DicomObject> failed = new CopyOnWriteArrayList<>();

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= Integer.getInteger("diconde4j.faultSeeds", 2); seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_was_answered_is_true_whatever_failed(long seed) throws Exception {
        Faults faults = Faults.seeded(seed)
                .fail("objects.begin", 0.02)
                .fail("objects.write", 0.01)
                .cutWrites(0.02)
                .fail("objects.commit", 0.05)
                .loseAnswer("objects.commit", 0.05)
                .fail("objects.exists", 0.02)
                .fail("objects.open", 0.05)
                .fail("objects.receipts", 0.05)
                .fail("index.apply", 0.05)
                .loseAnswer("index.apply", 0.05)
                .fail("index.instance", 0.02)
                .delay("objects.commit", 0.1, Duration.ofMillis(2))
                .delay("index.apply", 0.1, Duration.ofMillis(3))
                .build();
        ArchiveBuilder builder = Archive.builder();
        if (seed % 2 == 0) {
            builder.compress(TransferSyntax.of(UID.JPEGLSLossless));
        }
        try (Archive archive = builder.objects(
                        faults.around(StorageProviders.openObjects(uri("fs", "objects"), OpenOptions.defaults())))
                .index(faults.around(StorageProviders.openIndex(uri("h2", "index"), OpenOptions.defaults())))
                .records(faults.around(StorageProviders.openRecords(uri("fs", "records"))))
                .open()
                .awaitReady()) {
            faults.on();
            storeFromManyThreads(archive, seed);
            faults.off();
        }
        assertThat(faults.injected()).as("faults of seed %d", seed).isGreaterThan(3);

        try (Archive archive = Archive.open(directory).awaitReady()) {
            for (DicomObject object : failed) {
                StoreResult again = archive.store(object);
                note(object, again);
            }
            checkAll(archive, seed);
            archive.reindex();
            checkAll(archive, seed);
            assertThat(archive.retrieve(Selection.all()).instances().toList())
                    .as("kept compressed, seed %d", seed)
                    .anyMatch(instance -> ObjectNames.isCompressed(instance.name()) == (seed % 2 == 0));
        }
    }

    private URI uri(String scheme, String folder) {
        return StorageProviders.uri(scheme, directory.resolve(folder));
    }

    private void storeFromManyThreads(Archive archive, long seed) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(seed * 100 + t);
                all.add(senders.submit(() -> {
                    for (int i = 0; i < OBJECTS; i++) {
                        // From a small set of UIDs with two contents each, so that there are duplicates and conflicts.
                        DicomObject object = object(1 + random.nextInt(OBJECTS * 2), random.nextInt(8) == 0 ? 2 : 1);
                        try {
                            note(object, archive.store(object));
                        } catch (StorageException e) {
                            failed.add(object);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(120, TimeUnit.SECONDS);
            }
        } finally {
            senders.shutdownNow();
        }
    }

    private void note(DicomObject object, StoreResult result) {
        String uid = object.dataset().string(Tag.SOPInstanceUID, "");
        int content = object.dataset().integer(Tag.InstanceNumber, 0);
        switch (result.outcome()) {
            case STORED, DUPLICATE -> {
                kept.add(uid);
                Integer first = firstContent.putIfAbsent(uid, content);
                assertThat(first == null ? content : first)
                        .as("content of %s, answered with %s", uid, result.outcome())
                        .isEqualTo(content);
            }
            case QUARANTINED ->
                setAside.add(String.valueOf(
                        result.quarantined() == null
                                ? null
                                : result.quarantined().id()));
        }
    }

    private void checkAll(Archive archive, long seed) throws IOException {
        for (String uid : kept) {
            assertThat(archive.find().instances().where(Tag.SOPInstanceUID, uid).count())
                    .as("object %s of seed %d is found", uid, seed)
                    .isOne();
        }
        int[] read = new int[1];
        archive.retrieve(Selection.all()).forEach((instance, file) -> {
            DicomObject object = parse(file.readAllBytes());
            Integer content = firstContent.get(instance.sopInstanceUid());
            assertThat(object.dataset().integer(Tag.InstanceNumber, 0))
                    .as("content of %s, seed %d", instance.sopInstanceUid(), seed)
                    .isEqualTo(content);
            read[0]++;
        });
        assertThat(read[0]).isEqualTo(kept.size());
        assertThat(archive.counts().instances()).isEqualTo(kept.size());
        Set<String> quarantined = new HashSet<>();
        archive.quarantine().list().forEach(entry -> quarantined.add(entry.id()));
        assertThat(quarantined).as("quarantine of seed %d", seed).containsAll(setAside);
        Verification.Report report =
                archive.verify().run(finding -> assertThat(finding).isNull());
        assertThat(report.damaged() + report.missing()).isZero();
    }

    private static DicomObject parse(byte[] file) throws IOException {
        try (InputStream in = new ByteArrayInputStream(file)) {
            return DicomReader.lenient().read(in);
        }
    }

    private static DicomObject object(int number, int content) {
        String uid = "1.2.3." + number % 5 + "." + number;
        byte[] pixels = new byte[4096];
        new Random(number * 10L + content).nextBytes(pixels);
        for (int i = 1; number % 2 == 0 && i < pixels.length; i += 2) {
            pixels[i] = 3; // so that it becomes smaller when it is compressed
        }
        Dataset dataset = Dataset.builder()
                .set(Tag.SOPClassUID, UID.DigitalXRayImageStorageForPresentation)
                .set(Tag.SOPInstanceUID, uid)
                .set(Tag.StudyInstanceUID, "1.2.3." + number % 5)
                .set(Tag.SeriesInstanceUID, "1.2.3." + number % 5 + ".0")
                .set(Tag.PatientID, "SN-" + number % 5)
                .set(Tag.Modality, "DX")
                .set(Tag.InstanceNumber, Integer.toString(content))
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, 32)
                .set(Tag.Columns, 64)
                .set(Tag.BitsAllocated, 16)
                .set(Tag.BitsStored, 16)
                .set(Tag.HighBit, 15)
                .set(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        return new DicomObject(
                FileMeta.of(UID.DigitalXRayImageStorageForPresentation, uid, UID.ExplicitVRLittleEndian),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                0,
                dataset);
    }
}
