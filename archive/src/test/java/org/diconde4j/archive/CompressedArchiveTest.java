package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that keeps objects compressed, and whoever uses it does not see it. */
class CompressedArchiveTest {
    private static final TransferSyntax JPEG_LS = TransferSyntax.of(UID.JPEGLSLossless);

    @TempDir
    Path folder;

    private Archive archive;
    private final Map<String, byte[]> received = new TreeMap<>();

    @BeforeEach
    void fill() throws IOException {
        archive = builder(folder).compress(JPEG_LS).open();
        for (int i = 1; i <= 3; i++) {
            store(smooth(i)); // small ones, that go through the journal
        }
        store(large(4));
        store(Objects.object(Objects.image(1, 1, 5).build())); // noise, of which nothing smaller is made
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private ArchiveBuilder builder(Path place) {
        return Archive.builder()
                .objects(Kept.fs(place.resolve("objects")))
                .index(URI.create("memory:kept"))
                .records(Kept.fs(place.resolve("records")));
    }

    private StoreResult store(org.diconde4j.io.DicomObject object) throws IOException {
        byte[] bytes = Objects.bytes(object);
        received.put(object.dataset().string(Tag.SOPInstanceUID, ""), bytes);
        return archive.store(Objects.stream(bytes), Source.api());
    }

    private static org.diconde4j.io.DicomObject smooth(int instance) {
        return image(instance, 64);
    }

    private static org.diconde4j.io.DicomObject large(int instance) {
        return image(instance, 250);
    }

    private static org.diconde4j.io.DicomObject image(int instance, int side) {
        byte[] pixels = new byte[2 * side * side];
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] = (byte) (i / 40 + instance);
        }
        Dataset image = Objects.image(1, 1, instance)
                .set(Tag.SamplesPerPixel, 1)
                .set(Tag.PhotometricInterpretation, "MONOCHROME2")
                .set(Tag.Rows, side)
                .set(Tag.Columns, side)
                .set(Tag.BitsStored, 12)
                .set(Tag.HighBit, 11)
                .set(Tag.PixelRepresentation, 0)
                .setBytes(Tag.PixelData, VR.OW, pixels)
                .build();
        return Objects.object(image);
    }

    private static List<InstanceRef> instances(Archive from) throws IOException {
        List<InstanceRef> all = new ArrayList<>();
        from.retrieve(Selection.all()).forEach((instance, in) -> all.add(instance));
        return all;
    }

    private void givesAllAsReceived(Archive from) throws IOException {
        Map<String, byte[]> given = new TreeMap<>();
        from.retrieve(Selection.all())
                .forEach((instance, in) -> given.put(instance.sopInstanceUid(), in.readAllBytes()));
        assertThat(given.keySet()).isEqualTo(received.keySet());
        given.forEach((uid, bytes) -> assertThat(bytes).as(uid).isEqualTo(received.get(uid)));
        Verification.Report report = from.verify().run(finding -> {
            throw new AssertionError(finding.problem());
        });
        assertThat(report.verified()).isEqualTo(received.size());
    }

    private Path file(int instance) {
        return folder.resolve("objects").resolve(name(instance));
    }

    @Test
    void gives_what_was_received_and_keeps_less() throws IOException {
        assertThat(instances(archive))
                .extracting(InstanceRef::name)
                .filteredOn(ObjectNames::isCompressed)
                .hasSize(4);
        assertThat(instances(archive))
                .allSatisfy(instance -> assertThat(instance.transferSyntaxUid()).isEqualTo(UID.ExplicitVRLittleEndian))
                .allSatisfy(instance ->
                        assertThat(instance.length()).isEqualTo(received.get(instance.sopInstanceUid()).length));
        givesAllAsReceived(archive);
        assertThat(store(large(4)).outcome()).isEqualTo(StoreResult.Outcome.DUPLICATE);
        archive.close();
        assertThat(Files.size(file(4))).isLessThan(received.get("1.2.3.1.1.4").length / 3);
    }

    @Test
    void an_archive_that_is_opened_without_compression_reads_what_is_compressed_and_makes_no_more() throws IOException {
        archive.close();
        archive = builder(folder).open();
        givesAllAsReceived(archive);
        assertThat(archive.store(Objects.stream(received.get("1.2.3.1.1.2")), Source.api())
                        .outcome())
                .isEqualTo(StoreResult.Outcome.DUPLICATE);
        StoreResult more = store(smooth(6));
        assertThat(more.instance().name()).doesNotContain(".z.");
        assertThat(archive.reindex()).isEqualTo(6);
        givesAllAsReceived(archive);
    }

    @Test
    void verifying_finds_a_bit_that_flipped_anywhere_in_a_compressed_file_and_a_replica_repairs_it()
            throws IOException {
        URI replica = Kept.fs(folder.resolve("replica"));
        assertThat(archive.replicate().to(replica).run().objects()).isEqualTo(5);
        archive.close();
        byte[] whole = Files.readAllBytes(file(2));
        for (int at : List.of(5, 140, whole.length / 3, whole.length - 20)) { // of no use, head, data set, pixels
            byte[] broken = whole.clone();
            broken[at] ^= 1;
            Files.delete(file(2));
            Files.write(file(2), broken);
            archive = builder(folder).open();
            List<String> damaged = new ArrayList<>();
            archive.verify().run(finding -> damaged.add(finding.receipt().name()));
            assertThat(damaged).as("byte " + at).singleElement().asString().endsWith("2.z.dcm");
            assertThat(archive.repair().from(replica).run().repaired()).hasSize(1);
            givesAllAsReceived(archive);
            archive.close();
            assertThat(Files.readAllBytes(file(2))).isEqualTo(whole);
        }
    }

    @Test
    void copies_are_as_small_and_archives_of_their_own() throws IOException {
        archive.replicate().to(Kept.fs(folder.resolve("replica/objects"))).run();
        archive.backup(folder.resolve("backup")).run();
        assertThat(org.diconde4j.archive.keep.Backup.verify(folder.resolve("backup"), n -> {})
                        .problems())
                .isEmpty();
        builder(folder.resolve("restored")).restore(folder.resolve("backup"), n -> {});
        archive.migrate().to(Kept.fs(folder.resolve("migrated/objects"))).run();
        store(smooth(7));
        givesAllAsReceived(archive);
        assertThat(instances(archive))
                .last()
                .extracting(InstanceRef::name)
                .satisfies(name -> assertThat(ObjectNames.isCompressed(name)).isTrue());
        archive.close();
        received.remove("1.2.3.1.1.7");
        for (String place : List.of("replica", "restored")) {
            archive = builder(folder.resolve(place)).open();
            givesAllAsReceived(archive);
            archive.close();
        }
        try (ObjectStore one = Kept.store(folder.resolve("objects"));
                ObjectStore other = Kept.store(folder.resolve("replica/objects"))) {
            assertThat(Kept.receipts(other)).isEqualTo(Kept.receipts(one));
            for (Receipt receipt : Kept.receipts(one)) {
                assertThat(other.digest(receipt.name())).isEqualTo(one.digest(receipt.name()));
                assertThat(other.digest(receipt.name())).isEqualTo(receipt.storedFile());
            }
        }
    }

    @Test
    void corrected_versions_are_compressed_too_and_quarantined_objects_are_not() throws IOException {
        InstanceRef first = instances(archive).get(0);
        archive.amendments()
                .correct(
                        first.sopInstanceUid(),
                        Dataset.builder().set(Tag.PatientName, "Weld^18").build(),
                        new Grounds("J. Doe", "wrong name"));
        InstanceRef corrected = instances(archive).stream()
                .filter(instance -> instance.sopInstanceUid().equals(first.sopInstanceUid()))
                .findFirst()
                .orElseThrow();
        assertThat(corrected.name()).matches(".*\\.v[0-9]+\\.z\\.dcm");

        Dataset other =
                smooth(2).dataset().toBuilder().set(Tag.PatientName, "Another").build();
        StoreResult aside = archive.store(Objects.object(other));
        assertThat(aside.outcome()).isEqualTo(StoreResult.Outcome.QUARANTINED);
        assertThat(aside.quarantined().receipt().compressed()).isNull();
        assertThat(archive.verify().run(finding -> {}).damaged()).isZero();
    }

    @Test
    void an_encrypted_archive_is_compressed_and_copied_in_the_same_way() throws IOException {
        Path keys = folder.resolve("archive.keys");
        URI ring = URI.create("keyring:archive.ring");
        KeyServices.create(ring, folder).close();
        StoreKeys.create(keys, ring).close();
        archive.close();
        received.clear();
        Path place = folder.resolve("encrypted");
        archive = builder(place).encryption(keys).compress(JPEG_LS).open();
        store(smooth(1));
        store(large(2));
        givesAllAsReceived(archive);
        archive.replicate().to(Kept.fs(folder.resolve("copy/objects"))).run();
        archive.close();

        Files.delete(place.resolve("objects").resolve(name(2)));
        archive = builder(place).encryption(keys).open();
        assertThat(archive.repair()
                        .from(Kept.fs(folder.resolve("copy/objects")))
                        .run()
                        .repaired())
                .hasSize(1);
        givesAllAsReceived(archive);
        archive.close();
        archive = builder(folder.resolve("copy")).encryption(keys).open();
        givesAllAsReceived(archive);
        try (InputStream in =
                Files.newInputStream(folder.resolve("copy/objects").resolve(name(2)))) {
            assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("SN-0001");
        }
    }

    private static String name(int instance) {
        return ObjectNames.compressed(ObjectNames.instance("1.2.3.1", "1.2.3.1.1", "1.2.3.1.1." + instance));
    }

    @Test
    void refuses_an_encoding_that_loses_something() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Archive.builder().compress(TransferSyntax.of(UID.JPEGBaseline8Bit)))
                .withMessageContaining("loses information");
    }
}
