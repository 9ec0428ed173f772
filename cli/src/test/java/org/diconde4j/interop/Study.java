package org.diconde4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.diconde4j.archive.Archive;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.testkit.samples.NdeSamples;

/**
 * A study that nobody has seen yet: a radiograph, a C-scan and a report of one component.
 *
 * @param uid its Study Instance UID
 * @param objects what it consists of
 * @param files the same as files
 */
record Study(String uid, List<DicomObject> objects, List<Path> files) {
    /** The classes of the three objects. */
    static final List<String> SOP_CLASSES = List.of(
            UID.DigitalXRayImageStorageForPresentation,
            UID.UltrasoundMultiFrameImageStorage,
            UID.EncapsulatedPDFStorage);

    private static final AtomicLong SEEDS = new AtomicLong(4000);

    static Study fresh(Path folder) throws IOException {
        long seed = SEEDS.incrementAndGet();
        NdeSamples samples = NdeSamples.seeded(seed);
        List<DicomObject> objects = List.of(samples.weldRadiograph(), samples.cScan(), samples.report());
        List<Path> files = new ArrayList<>();
        Path own = Files.createDirectory(folder.resolve("study-" + seed));
        for (DicomObject object : objects) {
            Path file = own.resolve(files.size() + ".dcm");
            DicomWriter.write(object, file);
            files.add(file);
        }
        return new Study(samples.studyInstanceUid(), objects, files);
    }

    /** A study that an archive has. */
    static Study in(Archive archive, Path folder) throws IOException {
        Study study = fresh(folder);
        for (DicomObject object : study.objects) {
            archive.store(object);
        }
        return study;
    }

    String componentId() {
        return objects.get(0).dataset().string(Tag.PatientID, "");
    }

    List<String> instanceUids() {
        return objects.stream()
                .map(o -> o.dataset().string(Tag.SOPInstanceUID, ""))
                .toList();
    }

    Dataset studyKeys() {
        return Dataset.builder()
                .set(Tag.QueryRetrieveLevel, "STUDY")
                .set(Tag.StudyInstanceUID, uid)
                .build();
    }

    /** That an archive has it all, equal element by element. */
    void assertIn(Archive archive) throws IOException {
        assertSame(archive.retrieve(uid).objects().stream()
                .map(DicomObject::dataset)
                .toList());
    }

    /** That a folder of files has it all and nothing else, equal element by element. */
    void assertIn(Path folder) throws IOException {
        List<Dataset> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                found.add(DicomReader.lenient().read(file).dataset());
            }
        }
        assertSame(found);
    }

    void assertSame(List<Dataset> found) {
        Map<String, Dataset> byUid = new HashMap<>();
        found.forEach(dataset -> byUid.put(dataset.string(Tag.SOPInstanceUID, ""), dataset));
        assertThat(byUid.keySet()).containsExactlyInAnyOrderElementsOf(instanceUids());
        for (DicomObject object : objects) {
            Dataset dataset = byUid.get(object.dataset().string(Tag.SOPInstanceUID, ""));
            assertThat(dataset.sameContent(object.dataset()) || dataset.sameContent(unicode(object.dataset())))
                    .as("%s is what was sent", object.dataset().string(Tag.SOPInstanceUID))
                    .isTrue();
        }
    }

    /** The same with its text in UTF-8, which dcmjs makes of every other character set. */
    private static Dataset unicode(Dataset dataset) {
        return DicomJson.inline().read(DicomJson.inline().toString(dataset));
    }
}
