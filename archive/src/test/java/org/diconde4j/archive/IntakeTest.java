package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diconde4j.archive.Objects.bytes;
import static org.diconde4j.archive.Objects.image;
import static org.diconde4j.archive.Objects.object;
import static org.diconde4j.archive.Objects.stream;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.TransferSyntax;
import org.diconde4j.storage.Flag;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    private final Archive archive = Archive.builder()
            .objects(URI.create("memory:intake"))
            .index(URI.create("memory:intake"))
            .open();

    @AfterEach
    void close() {
        archive.close();
    }

    private StoreResult store(byte[] file) throws IOException {
        return archive.store(stream(file), Source.api());
    }

    private byte[] stored(StoreResult result) throws IOException {
        List<byte[]> files = new ArrayList<>();
        archive.retrieve(Selection.instances(result.instance().sopInstanceUid()))
                .forEach((instance, file) -> files.add(file.readAllBytes()));
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    @Test
    void keeps_a_new_file_byte_for_byte() throws IOException {
        byte[] file = bytes(object(image(1, 1, 1).build()));
        Arrays.fill(file, 0, 128, (byte) 'p'); // a preamble of its own

        StoreResult result = store(file);

        assertThat(result.outcome()).isEqualTo(Outcome.STORED);
        assertThat(result.flags()).isEmpty();
        assertThat(stored(result)).isEqualTo(file);
    }

    @Test
    void keeps_an_object_made_in_this_program() throws IOException {
        DicomObject made = object(image(1, 1, 1).build());

        StoreResult result = archive.store(made);

        assertThat(result.outcome()).isEqualTo(Outcome.STORED);
        assertThat(stored(result)).isEqualTo(bytes(made));
        assertThat(archive.find().instances().first().orElseThrow().contains(Tag.PixelData))
                .isFalse();
    }

    @Test
    void keeps_the_same_bytes_once() throws IOException {
        byte[] file = bytes(object(image(1, 1, 1).build()));

        assertThat(store(file).outcome()).isEqualTo(Outcome.STORED);
        assertThat(store(file).outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(archive.counts().instances()).isOne();
        assertThat(archive.counts().quarantined()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"})
    void takes_the_same_values_in_another_encoding_for_the_same_object(String syntax) throws IOException {
        Dataset dataset = image(1, 1, 1).build();
        store(bytes(object(dataset)));

        StoreResult again = store(bytes(object(dataset, TransferSyntax.of(syntax))));

        assertThat(again.outcome()).isEqualTo(Outcome.DUPLICATE);
        assertThat(archive.counts().instances()).isOne();
    }

    @Test
    void sets_a_different_data_set_under_a_known_uid_aside_and_leaves_the_first_alone() throws IOException {
        byte[] first = bytes(object(image(1, 1, 1).build()));
        byte[] other = bytes(object(image(1, 1, 1).set(Tag.PatientID, "SN-0002").build()));
        StoreResult stored = store(first);

        StoreResult result = store(other);

        assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
        assertThat(result.reason()).contains("different data set", "1.2.3.1.1.1");
        assertThat(stored(stored)).isEqualTo(first);
        try (InputStream kept = archive.quarantine().open(result.quarantined())) {
            assertThat(kept.readAllBytes()).isEqualTo(other);
        }
    }

    @Test
    void tells_objects_apart_that_differ_in_one_pixel_only() throws IOException {
        byte[] file = bytes(object(image(1, 1, 1).build()));
        store(file);
        file[file.length - 1] ^= 1;

        assertThat(store(file).outcome()).isEqualTo(Outcome.QUARANTINED);
    }

    @Test
    void sets_objects_without_class_or_instance_uid_aside() throws IOException {
        assertThat(store(bytes(object(image(1, 1, 1).remove(Tag.SOPClassUID).build())))
                        .reason())
                .contains("(0008,0016)");
        assertThat(store(bytes(object(
                                image(1, 1, 1).setEmpty(Tag.SOPInstanceUID).build())))
                        .reason())
                .contains("(0008,0018)");
        assertThat(archive.counts().instances()).isZero();
        assertThat(archive.quarantine().list()).hasSize(2);
    }

    @Test
    void keeps_objects_without_study_or_series_uid_under_keys_of_their_own() throws IOException {
        for (int i = 1; i <= 2; i++) {
            StoreResult result = store(bytes(object(image(1, 1, i)
                    .remove(Tag.StudyInstanceUID)
                    .remove(Tag.SeriesInstanceUID)
                    .build())));
            assertThat(result.outcome()).isEqualTo(Outcome.STORED);
            assertThat(result.flags()).containsExactlyInAnyOrder(Flag.NO_STUDY_UID, Flag.NO_SERIES_UID);
        }
        assertThat(archive.counts().studies()).isEqualTo(2);
        assertThat(archive.counts().components()).isOne();
    }

    @Test
    void keeps_uids_with_illegal_characters() throws IOException {
        StoreResult result = store(bytes(object(
                image(1, 1, 1).set(Tag.SOPInstanceUID, "../../etc/Passwd").build())));

        assertThat(result.outcome()).isEqualTo(Outcome.STORED);
        assertThat(result.flags()).contains(Flag.ESCAPED_NAME);
        assertThat(result.instance().sopInstanceUid()).isEqualTo("../../etc/Passwd");
        assertThat(result.instance().name()).doesNotContain("..");
    }

    @Test
    void sets_what_is_no_dicom_and_what_ends_early_aside_with_all_its_bytes() throws IOException {
        byte[] text = "This is a shopping list.".repeat(20).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = bytes(object(image(1, 1, 1).build()));
        byte[] cut = Arrays.copyOf(whole, whole.length - 100);

        for (byte[] bad : new byte[][] {text, cut, {}, {1}}) {
            StoreResult result = store(bad);
            assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
            assertThat(result.reason()).contains("offset");
            try (InputStream kept = archive.quarantine().open(result.quarantined())) {
                assertThat(kept.readAllBytes()).isEqualTo(bad);
            }
        }
        assertThat(archive.counts().instances()).isZero();
    }

    @Test
    void sets_an_object_aside_that_ends_before_its_last_delimiters_until_somebody_releases_it() throws IOException {
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(bytes(object(image(1, 1, 1).remove(Tag.PixelData).build())));
        cut.write(new byte[] {0x40, 0, 0x75, 2, 'S', 'Q', 0, 0, -1, -1, -1, -1}); // (0040,0275), undefined length
        cut.write(new byte[] {-2, -1, 0, -32, 0, 0, 0, 0}); // an empty item, but no sequence delimiter

        StoreResult result = store(cut.toByteArray());

        assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
        assertThat(result.reason()).contains("the input ends early", "(0040,0275)");
        assertThat(archive.counts().instances()).isZero();
        StoreResult released = archive.quarantine().release(result.quarantined(), "nothing was behind it");
        assertThat(released.outcome()).isEqualTo(Outcome.STORED);
        assertThat(stored(released)).isEqualTo(cut.toByteArray());
    }

    @Test
    void keeps_nothing_of_a_source_that_breaks_off() {
        byte[] file = bytes(object(image(1, 1, 1).build()));
        InputStream broken = new FilterInputStream(stream(file)) {
            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                int n = super.read(b, off, Math.min(len, 1000));
                if (n < 0) {
                    throw new IOException("the cable was pulled");
                }
                return n;
            }
        };

        assertThatThrownBy(() -> archive.store(broken, Source.api())).hasMessage("the cable was pulled");
        assertThat(archive.counts().instances()).isZero();
        assertThat(archive.counts().quarantined()).isZero();
    }

    @Test
    void stores_the_same_object_once_when_many_send_it_at_the_same_time() throws Exception {
        byte[] file = bytes(object(image(1, 1, 1).build()));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Outcome> send = () -> store(file).outcome();
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> result : threads.invokeAll(java.util.Collections.nCopies(32, send))) {
                outcomes.add(result.get());
            }
            assertThat(outcomes).containsOnlyOnce(Outcome.STORED);
            assertThat(outcomes).filteredOn(o -> o == Outcome.DUPLICATE).hasSize(31);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void releases_what_can_be_part_of_the_archive_and_says_why_it_does_not_release_the_rest() throws IOException {
        StoreResult noClass =
                store(bytes(object(image(1, 1, 1).remove(Tag.SOPClassUID).build())));
        StoreResult noDicom = store(new byte[] {1, 2, 3});

        assertThat(archive.quarantine()
                        .release(noClass.quarantined(), "checked")
                        .outcome())
                .isEqualTo(Outcome.STORED);
        assertThat(archive.quarantine()
                        .release(noDicom.quarantined(), "checked")
                        .reason())
                .contains("no DICOM");
        assertThat(archive.counts().instances()).isOne();
        assertThat(archive.quarantine().list()).hasSize(1);
        assertThat(archive.verify().run(finding -> {}).verified()).isEqualTo(2);
    }

    @Test
    void discards_what_its_owner_discards() throws IOException {
        StoreResult result = store(new byte[] {1, 2, 3});

        archive.quarantine().discard(result.quarantined(), "no use");

        assertThat(archive.quarantine().list()).isEmpty();
        assertThat(archive.verify().run(finding -> {})).isEqualTo(new Verification.Report(0, 0, 0));
    }

    @Test
    void gives_the_same_answers_after_a_rebuild_of_the_index() throws IOException {
        for (int study = 1; study <= 3; study++) {
            for (int instance = 1; instance <= 4; instance++) {
                store(bytes(object(image(study, 1, instance).build())));
            }
        }
        store(new byte[] {1});
        StoreResult released =
                store(bytes(object(image(9, 1, 1).remove(Tag.SOPClassUID).build())));
        archive.quarantine().release(released.quarantined(), "ok");
        List<String> before = answers();

        assertThat(archive.reindex()).isEqualTo(15);

        assertThat(answers()).isEqualTo(before).hasSizeGreaterThan(20);
    }

    private List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (org.diconde4j.storage.Level level : org.diconde4j.storage.Level.values()) {
            archive.find().level(level).newestFirst().forEach(found -> {
                StringBuilder text = new StringBuilder(level.name());
                found.forEach(
                        element -> text.append(' ').append(element).append('=').append(element.strings()));
                answers.add(text.toString());
            });
        }
        archive.quarantine().list().forEach(entry -> answers.add(entry.toString()));
        archive.retrieve(Selection.all()).instances().forEachRemaining(instance -> answers.add(instance.toString()));
        return answers;
    }
}
