package org.diconde4j.archive.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.compress.Radiographs.colour;
import static org.diconde4j.archive.compress.Radiographs.draft;
import static org.diconde4j.archive.compress.Radiographs.file;
import static org.diconde4j.archive.compress.Radiographs.grey;
import static org.diconde4j.archive.compress.Radiographs.image;
import static org.diconde4j.archive.compress.Radiographs.put;
import static org.diconde4j.archive.compress.Radiographs.signed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomReader;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.pixel.PixelDescription;
import org.diconde4j.pixel.Transcoded;
import org.diconde4j.pixel.Transcoder;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.NameTakenException;
import org.diconde4j.storage.ObjectNames;
import org.diconde4j.storage.ObjectStore;
import org.diconde4j.storage.ObjectWriter;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StorageProviders;
import org.diconde4j.storage.keys.KeyServices;
import org.diconde4j.storage.keys.StoreKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedStoreTest {
    private static final TransferSyntax JPEG_LS = TransferSyntax.of(UID.JPEGLSLossless);

    private final ObjectStore inner = memory();
    private final ObjectStore store = CompressedStore.writing(inner, JPEG_LS);

    private static ObjectStore memory() {
        return StorageProviders.openObjects(URI.create("memory:inner"), OpenOptions.defaults());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static byte[] get(ObjectStore from, String name) throws IOException {
        try (InputStream in = from.open(name)) {
            return in.readAllBytes();
        }
    }

    private void isCompressed(int instance, byte[] file) throws IOException {
        isCompressed(store, instance, file);
    }

    private static void isCompressed(ObjectStore store, int instance, byte[] file) throws IOException {
        Receipt receipt = put(store, draft(instance), file);
        assertThat(receipt.name()).endsWith("." + instance + ".z.dcm");
        assertThat(receipt.length()).isEqualTo(file.length);
        assertThat(receipt.file()).isEqualTo(Digest.of(file));
        assertThat(receipt.compressed()).isNotNull();
        assertThat(receipt.compressed().length()).isLessThan(file.length);
        assertThat(get(store, receipt.name())).isEqualTo(file);
        assertThat(store.length(receipt.name())).isEqualTo(file.length);
        assertThat(store.digest(receipt.name())).isEqualTo(receipt.file());
    }

    private void isKeptAsReceived(int instance, byte[] file) throws IOException {
        Receipt receipt = put(store, draft(instance), file);
        assertThat(receipt.name()).endsWith("." + instance + ".dcm").doesNotContain(".z.");
        assertThat(receipt.compressed()).isNull();
        assertThat(get(inner, receipt.name())).isEqualTo(file);
        assertThat(get(store, receipt.name())).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.JPEGLSLossless,
                UID.JPEGLosslessSV1,
                UID.JPEGLossless,
                UID.RLELossless,
                UID.JPEG2000Lossless,
                UID.HTJ2KLossless,
                UID.HTJ2KLosslessRPCL,
                UID.DeflatedImageFrameCompression
            })
    void gives_every_layout_back_byte_for_byte(String syntax) throws IOException {
        ObjectStore compressing = CompressedStore.writing(memory(), TransferSyntax.of(syntax));
        int instance = 0;
        List<PixelDescription> layouts = List.of(
                grey(8, 8),
                grey(16, 16),
                grey(16, 12),
                grey(16, 12).withBits(16, 12, 15),
                grey(16, 10).withFrames(5),
                signed(16, 16),
                signed(16, 12),
                colour(false),
                colour(true),
                colour(true).withFrames(3));
        for (PixelDescription layout : layouts) {
            isCompressed(compressing, ++instance, file(instance, layout));
        }
        Dataset image = image(++instance, grey(16, 12)).build();
        isCompressed(compressing, instance, file(image, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        isCompressed(compressing, ++instance, file(image, TransferSyntax.of(UID.ExplicitVRBigEndian)));
        compressing.close();
    }

    @Test
    void keeps_what_stands_around_the_pixels_as_it_was_and_not_as_it_would_be_written_again() throws IOException {
        byte[] file = file(1, grey(16, 12));
        byte[] odd = file.clone();
        odd[3] = 7; // the preamble
        odd[132 + 8] = 0; // a wrong group length of the File Meta Information would be put right
        odd[132 + 8 + 1] = 0;
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.write(file);
        more.write(new byte[] {
            (byte) 0xFC, (byte) 0xFF, (byte) 0xFC, (byte) 0xFF, 'O', 'B', 0, 0, 6, 0, 0, 0, 1, 2, 3, 4, 5, 6
        });
        isCompressed(1, file);
        isCompressed(2, odd);
        isCompressed(3, more.toByteArray());

        ByteArrayOutputStream grouped = new ByteArrayOutputStream(); // an implicit data set with group lengths
        byte[] implicit = file(image(4, grey(16, 12)).build(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        int at = (int) DicomReader.lenient()
                .readFileMeta(new ByteArrayInputStream(implicit))
                .datasetOffset();
        grouped.write(implicit, 0, at);
        grouped.write(new byte[] {8, 0, 0, 0, 4, 0, 0, 0, 99, 99, 0, 0});
        grouped.write(implicit, at, implicit.length - at);
        isCompressed(4, grouped.toByteArray());
    }

    @Test
    void keeps_as_received_what_would_not_come_back_as_it_was() throws IOException {
        byte[] overlay = Radiographs.pixels(1, grey(16, 12));
        overlay[1001] |= (byte) 0x80; // a bit above Bits Stored
        isKeptAsReceived(
                1,
                file(
                        image(1, grey(16, 12))
                                .setBytes(Tag.PixelData, VR.OW, overlay)
                                .build(),
                        explicit()));

        byte[] noise = new byte[31 * 43 * 2];
        new Random(2).nextBytes(noise);
        isKeptAsReceived(
                2,
                file(
                        image(2, grey(16, 16))
                                .setBytes(Tag.PixelData, VR.OW, noise)
                                .build(),
                        explicit()));

        byte[] file = file(3, grey(16, 16));
        isKeptAsReceived(3, Arrays.copyOf(file, file.length - 1000));
        isKeptAsReceived(4, "no DICOM".repeat(1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        isKeptAsReceived(5, file(image(5, grey(16, 16)).remove(Tag.Rows).build(), explicit()));
        isKeptAsReceived(6, file(image(6, grey(16, 16)).remove(Tag.PixelData).build(), explicit()));
        isKeptAsReceived(7, new byte[0]);
        isKeptAsReceived(
                8, file(image(8, grey(16, 16)).build(), TransferSyntax.of(UID.DeflatedExplicitVRLittleEndian)));
    }

    private static TransferSyntax explicit() {
        return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }

    @Test
    void leaves_alone_what_comes_compressed_be_it_its_own_compressed_file() throws IOException {
        byte[] file = file(1, grey(16, 12));
        ByteArrayOutputStream rle = new ByteArrayOutputStream();
        Transcoder.to(TransferSyntax.of(UID.RLELossless)).transcode(new ByteArrayInputStream(file), rle);
        isKeptAsReceived(1, rle.toByteArray());

        Receipt receipt = put(store, draft(2), file(2, grey(16, 12)));
        isKeptAsReceived(3, get(inner, receipt.name()));

        // a native file that claims to be one of ours: nobody must take it for one, wherever it is copied to
        DicomObject object = DicomReader.lenient().read(new ByteArrayInputStream(file));
        Dataset claim = object.fileMeta().toBuilder()
                .set(Tag.PrivateInformationCreatorUID, Remainder.CREATOR)
                .setBytes(Tag.PrivateInformation, VR.OB, new byte[40])
                .build();
        ByteArrayOutputStream claiming = new ByteArrayOutputStream();
        org.diconde4j.io.DicomWriter.write(
                new DicomObject(claim, object.transferSyntax(), 0, object.dataset()), claiming);
        isKeptAsReceived(4, claiming.toByteArray());
    }

    @Test
    void keeps_a_dicom_file_of_the_same_instance_that_anybody_can_read() throws IOException {
        byte[] file = file(1, colour(true));
        Receipt receipt = put(store, draft(1), file);

        DicomObject received = DicomReader.strict().read(new ByteArrayInputStream(file));
        DicomObject kept = DicomReader.strict().read(new ByteArrayInputStream(get(inner, receipt.name())));
        assertThat(kept.transferSyntax()).isEqualTo(JPEG_LS);
        assertThat(kept.fileMeta().string(Tag.MediaStorageSOPInstanceUID)).isEqualTo("1.2.7.1.1");
        assertThat(kept.dataset().string(Tag.SOPInstanceUID)).isEqualTo("1.2.7.1.1");
        assertThat(kept.dataset().contains(Tag.LossyImageCompression)).isFalse();
        try (Transcoded again = Transcoder.to(explicit()).transcode(kept)) {
            byte[] pixels = again.object().dataset().get(Tag.PixelData).open().readAllBytes();
            byte[] planes = received.dataset().get(Tag.PixelData).bytes();
            int pixel = 31 * 43;
            for (int i = 0; i < pixel; i += 100) {
                assertThat(pixels[3 * i + 2]).isEqualTo(planes[2 * pixel + i]);
            }
        }
        assertThat(inner.digest(receipt.name())).isEqualTo(receipt.compressed().file());
        assertThat(receipt.isWhole(inner.digest(receipt.name()))).isTrue();
    }

    @Test
    void gives_any_part_of_the_file_as_received() throws IOException {
        byte[] file = file(1, grey(16, 12).withFrames(4));
        Receipt receipt = put(store, draft(1), file);
        Random random = new Random(5);
        try (SeekableByteChannel channel = store.channel(receipt.name())) {
            assertThat(channel.size()).isEqualTo(file.length);
            for (int i = 0; i < 60; i++) {
                int from = random.nextInt(file.length + 1);
                int length = random.nextInt(file.length - from + 1);
                byte[] expected = Arrays.copyOfRange(file, from, from + length);
                try (InputStream in = store.open(receipt.name(), from, length)) {
                    assertThat(in.readAllBytes())
                            .as("%d bytes from %d", length, from)
                            .isEqualTo(expected);
                }
                ByteBuffer found = ByteBuffer.allocate(length);
                channel.position(from);
                while (found.hasRemaining() && channel.read(found) >= 0) {
                    // as many as it gives
                }
                assertThat(found.array()).isEqualTo(expected);
            }
            assertThat(channel.position(file.length).read(ByteBuffer.allocate(1)))
                    .isEqualTo(-1);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.open(receipt.name(), file.length + 1, 1).close());
    }

    @Test
    void decodes_only_what_is_read_and_tells_damage_in_that() throws IOException {
        byte[] file = file(1, grey(16, 12).withFrames(3));
        Receipt receipt = put(store, draft(1), file);
        byte[] broken = get(inner, receipt.name());
        Arrays.fill(broken, broken.length - 200, broken.length - 100, (byte) 0xFF);
        ObjectStore other = memory();
        put(other, draft(Receipt.Kind.STORED, receipt.name()), broken);

        ObjectStore reading = CompressedStore.reading(other);
        try (InputStream in = reading.open(receipt.name(), 0, 400)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOf(file, 400));
        }
        try (InputStream in = reading.open(receipt.name())) { // as an index is made anew, which passes over frames
            Dataset header = DicomReader.lenient()
                    .withoutBulk()
                    .withBulkFrom(1024)
                    .read(in)
                    .dataset();
            assertThat(header.string(Tag.PatientID)).isEqualTo("WELD-7");
            assertThat(header.contains(Tag.PixelData)).isTrue();
        }
        assertThat(reading.length(receipt.name())).isEqualTo(file.length);
        assertThatThrownBy(() -> get(reading, receipt.name()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(receipt.name())
                .hasMessageContaining("frame 2");
        other.close();
    }

    @Test
    void never_gives_other_bytes_for_a_damaged_rest_of_the_file() throws IOException {
        byte[] file = file(1, grey(16, 12));
        Receipt receipt = put(store, draft(1), file);
        byte[] whole = get(inner, receipt.name());
        int value = (int) DicomReader.lenient()
                .readFileMeta(new ByteArrayInputStream(whole))
                .datasetOffset();
        for (int at = 132; at < value; at += 2) {
            byte[] broken = whole.clone();
            broken[at] ^= (byte) (1 << at % 8);
            ObjectStore other = memory();
            put(other, draft(Receipt.Kind.STORED, receipt.name()), broken);
            byte[] found;
            try {
                found = get(CompressedStore.reading(other), receipt.name());
            } catch (StorageException e) {
                continue; // told
            }
            // or the bit meant nothing, or the file does not look like one of ours: then its own digest is wrong
            assertThat(Arrays.equals(found, file) || Arrays.equals(found, broken))
                    .as("bit %d of byte %d", at % 8, at)
                    .isTrue();
        }
    }

    @Test
    void takes_copies_and_objects_for_quarantine_as_they_come() throws IOException {
        byte[] file = file(1, grey(16, 12));
        Receipt aside = put(store, draft(Receipt.Kind.QUARANTINED, "quarantine/2026/11/a.dcm"), file);
        assertThat(get(inner, aside.name())).isEqualTo(file);

        Receipt compressed = put(CompressedStore.writing(memory(), JPEG_LS), draft(1), file);
        Receipt late = new ReceiptCopy(compressed).at(100);
        Receipt copy = put(store, ReceiptDraft.copyOf(late), file);
        assertThat(copy).as("it lies there as received").isEqualTo(late.withCompressed(null));
        assertThat(get(inner, copy.name())).isEqualTo(file);
        assertThat(get(store, copy.name())).isEqualTo(file);
        assertThat(store.length(copy.name())).isEqualTo(file.length);
    }

    /** The same receipt under another sequence. */
    private record ReceiptCopy(Receipt r) {
        Receipt at(long sequence) {
            return org.diconde4j.storage.ReceiptText.parse(org.diconde4j.storage.ReceiptText.format(new Receipt(
                    sequence,
                    r.kind(),
                    r.arrival(),
                    r.source(),
                    r.name(),
                    r.sopClassUid(),
                    r.sopInstanceUid(),
                    r.studyInstanceUid(),
                    r.seriesInstanceUid(),
                    r.transferSyntaxUid(),
                    r.length(),
                    r.datasetOffset(),
                    r.file(),
                    r.dataset(),
                    r.flags(),
                    r.reason(),
                    r.refersTo(),
                    r.compressed(),
                    r.stored(),
                    r.attributes())));
        }
    }

    @Test
    void a_name_is_taken_in_either_form_and_what_was_written_can_be_read_back_then() throws IOException {
        byte[] smooth = file(1, grey(16, 12));
        byte[] rough = new byte[3000];
        put(store, draft(1), smooth);
        for (byte[] second : List.of(smooth, rough)) {
            try (ObjectWriter writer = store.begin()) {
                writer.write(second);
                assertThatThrownBy(() -> writer.commit(draft(1))).isInstanceOf(NameTakenException.class);
                assertThat(writer.readBack(0, Long.MAX_VALUE).readAllBytes()).isEqualTo(second);
                assertThatIllegalStateException().isThrownBy(() -> writer.write(1));
                assertThatIllegalStateException().isThrownBy(() -> writer.commit(draft(2)));
            }
        }
        put(store, draft(3), rough);
        assertThatThrownBy(() -> put(store, draft(3), smooth)).isInstanceOf(NameTakenException.class);
        assertThat(store.receipts(0).toList()).hasSize(2);
    }

    @Test
    void of_many_that_commit_one_name_at_once_one_succeeds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] bytes = i % 2 == 0 ? file(i, grey(16, 12)) : new byte[2000 + i];
                tasks.add(() -> {
                    try {
                        put(store, draft(1), bytes);
                        return true;
                    } catch (NameTakenException e) {
                        return false;
                    }
                });
            }
            int succeeded = 0;
            for (Future<Boolean> one : threads.invokeAll(tasks)) {
                succeeded += one.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void puts_a_lost_object_back_as_it_was_received() throws IOException {
        byte[] file = file(1, grey(16, 12));
        Receipt receipt = put(store, draft(1), file);
        assertThat(store.restore(receipt, new ByteArrayInputStream(file)))
                .as("it is whole")
                .isFalse();
        Receipt gone = inner.append(ReceiptDraft.about(
                receipt, Receipt.Kind.DELETED, receipt.arrival(), receipt.source(), "to see it come back"));
        inner.remove(gone);
        assertThatThrownBy(() -> store.restore(receipt, new ByteArrayInputStream(new byte[9])))
                .isInstanceOf(StorageException.class);
        assertThat(store.restore(receipt, new ByteArrayInputStream(file))).isTrue();
        assertThat(get(store, receipt.name())).isEqualTo(file);
        assertThat(receipt.isWhole(inner.digest(receipt.name()))).isTrue();
    }

    @Test
    void compresses_before_it_is_encrypted(@TempDir Path folder) throws IOException {
        Path keys = folder.resolve("archive.keys");
        URI ring = URI.create("keyring:archive.ring");
        KeyServices.create(ring, folder).close();
        StoreKeys.create(keys, ring).close();
        URI plain = StorageProviders.uri("fs", folder.resolve("objects"));
        byte[] file = file(1, grey(16, 12).withFrames(40));
        Receipt receipt;
        try (ObjectStore encrypted = CompressedStore.writing(
                StorageProviders.openObjects(StorageProviders.encrypted(keys, plain), OpenOptions.defaults()),
                JPEG_LS)) {
            receipt = put(encrypted, draft(1), file);
            assertThat(receipt.name()).isEqualTo(ObjectNames.compressed(draft(1).name()));
            assertThat(receipt.file()).isEqualTo(Digest.of(file));
            assertThat(receipt.stored().length())
                    .isGreaterThan(receipt.compressed().length())
                    .isLessThan(file.length);
            assertThat(get(encrypted, receipt.name())).isEqualTo(file);
            assertThat(encrypted.restore(receipt, new ByteArrayInputStream(file)))
                    .isFalse();
        }
        try (ObjectStore raw = StorageProviders.openObjects(plain, OpenOptions.defaults())) {
            assertThat(raw.receipts(0).toList()).containsExactly(receipt);
            assertThat(raw.digest(receipt.name())).isEqualTo(receipt.storedFile());
        }
    }

    @Test
    void refuses_in_words_what_does_not_compress_or_loses_something() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedStore.requireLossless(explicit()))
                .withMessageContaining("no compression");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedStore.requireLossless(TransferSyntax.of(UID.JPEGBaseline8Bit)))
                .withMessageContaining("loses information");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedStore.requireLossless(TransferSyntax.of(UID.JPEGLSNearLossless)))
                .withMessageContaining("loses information, or may");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompressedStore.requireLossless(TransferSyntax.of(UID.MPEG2MPML)))
                .withMessageContaining("no codec");
    }
}
