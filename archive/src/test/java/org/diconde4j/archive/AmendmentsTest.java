package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.Objects.bytes;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.diconde4j.archive.dimse.StoredObject;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.net.DimseClient;
import org.diconde4j.net.Peer;
import org.diconde4j.net.service.OutgoingObject;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.StorageProviders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deletion, correction and reassignment: nothing in silence, nothing overwritten, and the same answers after a reindex. */
@Timeout(60)
class AmendmentsTest {
    private static final Grounds GROUNDS = new Grounds("J. Doe, level 3", "wrong part number on the tag");
    private static final String ONE = "1.2.3.1.1.1";

    @TempDir
    Path directory;

    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:amendments"))
            .index(URI.create("memory:amendments"))
            .allowDeletion()
            .open();

    @AfterEach
    void close() {
        archive.close();
    }

    private static List<String> components(Archive archive) {
        return archive.find().components().list().stream()
                .map(d -> d.string(Tag.PatientID, ""))
                .toList();
    }

    /** What is found and read, before and after the index is rebuilt. */
    private void sameAfterReindex() throws IOException {
        List<String> before = all();
        archive.reindex();
        assertThat(all()).isEqualTo(before);
        assertThat(archive.verify().run(finding -> assertThat(finding).isNull()).damaged())
                .isZero();
    }

    private List<String> all() throws IOException {
        List<String> all = new ArrayList<>(components(archive));
        archive.find().instances().list().forEach(d -> all.add(d.toString()));
        archive.retrieve(Selection.all()).forEach((instance, file) -> {
            all.add(instance.toString());
            all.add(org.diconde4j.storage.Digest.of(file).toString());
        });
        archive.amendments().versions(ONE).forEach(v -> all.add(v.toString()));
        return all;
    }

    @Test
    void deletes_nothing_unless_the_owner_allowed_it() throws IOException {
        try (Archive strict = Archive.builder()
                .objects(URI.create("memory:strict"))
                .index(URI.create("memory:strict"))
                .open()) {
            strict.store(object(image(1, 1, 1).build()));
            assertThatThrownBy(() -> strict.amendments().delete(Selection.all(), GROUNDS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ArchiveBuilder.allowDeletion()");
            assertThat(strict.counts().instances()).isOne();
        }
    }

    @Test
    void a_deleted_study_is_gone_from_every_answer_leaves_its_receipts_and_may_come_again() throws IOException {
        archive.store(object(image(1, 1, 1).build()));
        archive.store(object(image(1, 1, 2).build()));
        archive.store(object(image(2, 1, 1).build()));
        List<InstanceRef> deleted = archive.amendments().delete(Selection.studies("1.2.3.1"), GROUNDS);
        assertThat(deleted).extracting(InstanceRef::sopInstanceUid).containsExactly(ONE, "1.2.3.1.1.2");
        assertThat(archive.find().studies().list())
                .extracting(d -> d.string(Tag.StudyInstanceUID))
                .containsExactly("1.2.3.2");
        assertThat(archive.retrieve("1.2.3.1").objects()).isEmpty();
        assertThat(archive.amendments().history(ONE))
                .extracting(Receipt::kind)
                .containsExactly(Receipt.Kind.STORED, Receipt.Kind.DELETED);
        Receipt last = archive.amendments().history(ONE).get(1);
        assertThat(last.source().person()).isEqualTo("J. Doe, level 3");
        assertThat(last.reason()).isEqualTo("wrong part number on the tag");
        sameAfterReindex();

        DicomObject again =
                object(image(1, 1, 1).set(Tag.ImageComments, "new exposure").build());
        StoreResult result = archive.store(again);
        assertThat(result.outcome()).isEqualTo(StoreResult.Outcome.STORED);
        assertThat(result.instance()).isNotNull();
        assertThat(result.instance().name()).matches("studies/../1.2.3.1/1.2.3.1.1/1.2.3.1.1.1.v\\d+.dcm");
        assertThat(archive.amendments().delete(Selection.instances("1.2.3.9"), GROUNDS))
                .isEmpty();
        sameAfterReindex();
        archive.retrieve("1.2.3.1")
                .forEach((instance, file) -> assertThat(file.readAllBytes()).isEqualTo(bytes(again)));
    }

    @Test
    void a_correction_keeps_the_first_version_and_says_what_stood_there() throws IOException {
        DicomObject first = object(image(1, 1, 1).build());
        archive.store(first);
        Dataset change = Dataset.builder()
                .set(Tag.StudyDate, "20261124")
                .set(Tag.ImageComments, "heat 4711")
                .build();
        InstanceRef now = archive.amendments().correct(ONE, change, GROUNDS);
        assertThat(now).isNotNull();
        assertThat(archive.amendments().correct(ONE, change, GROUNDS))
                .as("it says so already")
                .isEqualTo(now);
        assertThat(archive.amendments().correct("1.2.3.9", change, GROUNDS)).isNull();

        DicomObject read = archive.retrieve("1.2.3.1").objects().get(0);
        assertThat(read.dataset().string(Tag.ImageComments)).isEqualTo("heat 4711");
        Dataset original = read.dataset().items(Tag.OriginalAttributesSequence).get(0);
        assertThat(original.string(Tag.ReasonForTheAttributeModification)).isEqualTo("CORRECT");
        assertThat(original.items(Tag.ModifiedAttributesSequence).get(0).string(Tag.StudyDate))
                .isEqualTo("20261121");
        assertThat(archive.find().studies().where(Tag.StudyDate, "20261124").count())
                .isOne();

        List<InstanceRef> versions = archive.amendments().versions(ONE);
        assertThat(versions).hasSize(2);
        assertThat(archive.amendments().read(versions.get(0)).dataset().sameContent(first.dataset()))
                .isTrue();
        assertThat(archive.counts().instances()).isOne();
        assertThat(archive.verify().run(finding -> assertThat(finding).isNull()).verified())
                .as("both versions are verified")
                .isEqualTo(2);
        sameAfterReindex();

        archive.amendments().delete(Selection.instances(ONE), GROUNDS);
        assertThat(archive.counts().instances()).isZero();
        assertThat(archive.verify().run(finding -> assertThat(finding).isNull()).verified())
                .as("all versions are gone")
                .isZero();
        sameAfterReindex();
    }

    @Test
    void a_correction_can_be_an_object_but_not_another_instance() throws IOException {
        archive.store(object(image(1, 1, 1).build()));
        archive.amendments()
                .correct(object(image(1, 1, 1).set(Tag.Modality, "CR").build()), GROUNDS);
        assertThat(archive.find().series().list())
                .extracting(d -> d.string(Tag.Modality))
                .containsExactly("CR");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> archive.amendments()
                        .correct(
                                object(image(1, 1, 1)
                                        .set(Tag.SeriesInstanceUID, "1.2")
                                        .build()),
                                GROUNDS))
                .withMessageContaining("expected SeriesInstanceUID 1.2.3.1.1, found 1.2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Grounds("J. Doe", " "));
        sameAfterReindex();
    }

    @Test
    void a_reassigned_study_belongs_to_the_other_component_in_answers_files_and_over_dimse() throws IOException {
        byte[] received = bytes(object(image(1, 1, 1).build()));
        archive.store(object(image(1, 1, 1).build()));
        archive.store(object(image(1, 1, 2).build()));
        archive.store(object(image(2, 1, 1)
                .set(Tag.PatientID, "SN-0002")
                .set(Tag.PatientName, "Flange^3")
                .set(Tag.EthnicGroup, "AlSi10Mg")
                .build()));
        Dataset right = Dataset.builder().set(Tag.PatientID, "SN-0002").build();
        List<InstanceRef> moved = archive.amendments().reassign(Selection.studies("1.2.3.1"), right, GROUNDS);
        assertThat(moved).hasSize(2);
        assertThat(components(archive)).containsExactly("SN-0002");
        assertThat(archive.find().studies().where(Tag.PatientID, "SN-0002").count())
                .isEqualTo(2);

        Dataset read = archive.retrieve("1.2.3.1").objects().get(0).dataset();
        assertThat(read.string(Tag.PatientID)).isEqualTo("SN-0002");
        assertThat(read.string(Tag.PatientName)).isEqualTo("Flange^3");
        assertThat(read.string(Tag.EthnicGroup)).isEqualTo("AlSi10Mg");
        assertThat(read.items(Tag.OriginalAttributesSequence)
                        .get(0)
                        .items(Tag.ModifiedAttributesSequence)
                        .get(0)
                        .string(Tag.PatientName))
                .isEqualTo("Weld^17");
        List<Path> files = archive.retrieve("1.2.3.1").to(directory);
        assertThat(archive.retrieve("1.2.3.1").to(directory)).isEqualTo(files);
        try (InputStream in = Files.newInputStream(files.get(0))) {
            assertThat(org.diconde4j.io.DicomReader.lenient().read(in).dataset().string(Tag.PatientID))
                    .isEqualTo("SN-0002");
        }
        List<byte[]> asReceived = new ArrayList<>();
        archive.retrieve("1.2.3.1").asReceived().forEach((instance, file) -> asReceived.add(file.readAllBytes()));
        assertThat(asReceived.get(0)).isEqualTo(received);

        List<Dataset> overDimse = new ArrayList<>();
        try (Receiver receiver = archive.receive().port(0).start();
                Archive other = Archive.builder()
                        .objects(URI.create("memory:other"))
                        .index(URI.create("memory:other"))
                        .open();
                Receiver destination = other.receive().aeTitle("OTHER").port(0).start()) {
            archive.retrieve("1.2.3.1").forEach((instance, file) -> {});
            DimseClient.as("CLIENT")
                    .store(
                            new Peer("OTHER", "127.0.0.1", destination.port()),
                            archive.retrieve("1.2.3.1").objects().stream()
                                    .map(OutgoingObject::of)
                                    .toList(),
                            result -> assertThat(result.stored()).isTrue());
            other.retrieve("1.2.3.1").objects().forEach(o -> overDimse.add(o.dataset()));
            assertThat(receiver.port()).isPositive();
        }
        assertThat(overDimse)
                .hasSize(2)
                .allSatisfy(d -> assertThat(d.string(Tag.PatientID)).isEqualTo("SN-0002"));
        sameAfterReindex();
    }

    @Test
    void a_reassignment_can_be_corrected_and_reassigned_again() throws IOException {
        archive.store(object(image(1, 1, 1).build()));
        archive.amendments()
                .reassign(
                        Selection.studies("1.2.3.1"),
                        Dataset.builder().set(Tag.PatientID, "SN-7").build(),
                        GROUNDS);
        archive.amendments()
                .correct(
                        ONE,
                        Dataset.builder().set(Tag.ImageComments, "cap pass").build(),
                        GROUNDS);
        assertThat(components(archive)).containsExactly("SN-7");
        archive.amendments()
                .reassign(
                        Selection.studies("1.2.3.1"),
                        Dataset.builder()
                                .set(Tag.PatientID, "SN-8")
                                .set(Tag.IssuerOfPatientID, "FOUNDRY")
                                .build(),
                        GROUNDS);
        archive.amendments()
                .reassign(
                        Selection.studies("1.2.3.1"),
                        Dataset.builder().set(Tag.PatientID, "SN-9").build(),
                        GROUNDS);
        assertThat(components(archive)).containsExactly("SN-9");
        assertThat(archive.amendments().versions(ONE)).hasSize(5);
        assertThat(archive.amendments().history("1.2.3.1"))
                .extracting(Receipt::kind)
                .containsExactly(
                        Receipt.Kind.STORED,
                        Receipt.Kind.MOVED,
                        Receipt.Kind.CORRECTED,
                        Receipt.Kind.MOVED,
                        Receipt.Kind.MOVED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> archive.amendments()
                        .reassign(
                                Selection.all(),
                                Dataset.builder()
                                        .set(Tag.PatientID, "SN-9")
                                        .set(Tag.Modality, "CT")
                                        .build(),
                                GROUNDS))
                .withMessageContaining("(0008,0060) is no attribute of a component");
        sameAfterReindex();
    }

    @Test
    void deleting_and_storing_the_same_objects_at_once_leaves_each_there_or_not() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                boolean deletes = t % 2 == 0;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        int instance = 1 + i % 5;
                        if (deletes) {
                            archive.amendments().delete(Selection.instances("1.2.3.1.1." + instance), GROUNDS);
                        } else {
                            archive.store(object(image(1, 1, instance).build()));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(50, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        long found = archive.find().instances().count();
        assertThat(archive.counts().instances()).isEqualTo(found);
        assertThat(archive.retrieve(Selection.all()).objects()).hasSize((int) found);
        sameAfterReindex();
    }

    @Test
    void a_moved_object_is_made_as_it_is_read_and_not_held() throws IOException {
        byte[] pixels = new byte[8 << 20];
        new java.util.Random(1).nextBytes(pixels);
        ObjectStore objects = StorageProviders.openObjects(URI.create("memory:made"), OpenOptions.defaults());
        AtomicLong read = new AtomicLong();
        try (Index index = StorageProviders.openIndex(URI.create("memory:made"), OpenOptions.defaults());
                Archive large = Archive.builder().objects(objects).index(index).open()) {
            large.store(
                    object(image(1, 1, 1).setBytes(Tag.PixelData, VR.OW, pixels).build()));
            large.amendments()
                    .reassign(
                            Selection.all(),
                            Dataset.builder().set(Tag.PatientID, "SN-2").build(),
                            GROUNDS);
            StoredObject moved = new StoredObject(
                    counted(objects, read), index, java.util.Objects.requireNonNull(index.instance(ONE)));
            try (InputStream in = moved.open()) {
                assertThat(in.readNBytes(1000)).hasSize(1000);
                assertThat(read.get()).as("of " + pixels.length).isLessThan(1 << 20);
                ByteArrayOutputStream encoded = new ByteArrayOutputStream();
                moved.encode(TransferSyntax.of(moved.transferSyntaxUid()), encoded);
                assertThat(in.readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(encoded.toByteArray(), 1000, encoded.size()));
            }
        }
    }

    /** Counts the bytes that are read of a store. */
    private static ObjectStore counted(ObjectStore objects, AtomicLong read) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (self, method, arguments) -> {
                    Object result = method.invoke(objects, arguments);
                    return result instanceof InputStream in
                            ? new FilterInputStream(in) {
                                @Override
                                public int read(byte[] b, int off, int len) throws IOException {
                                    int n = super.read(b, off, len);
                                    read.addAndGet(Math.max(0, n));
                                    return n;
                                }
                            }
                            : result;
                });
    }
}
