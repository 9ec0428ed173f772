package org.diconde4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.diconde4j.archive.StoreResult.Outcome;
import org.diconde4j.archive.access.DeniedException;
import org.diconde4j.archive.access.Role;
import org.diconde4j.archive.access.Subject;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.Restriction;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveViewTest {
    private static final Restriction TURBINES = Restriction.parse(List.of("ComponentIDNumber=TURBINE-*"));

    @TempDir
    private Path folder;

    private Archive archive;

    @BeforeEach
    void open() throws IOException {
        archive = Archive.builder()
                .objects(Kept.fs(folder.resolve("objects")))
                .index(java.net.URI.create("memory:views"))
                .records(Kept.fs(folder.resolve("records")))
                .allowDeletion()
                .open();
        archive.store(Objects.object(of("TURBINE-1", 1, 1)));
        archive.store(Objects.object(of("HOUSING-1", 2, 2)));
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private static Dataset of(String component, int study, int instance) {
        return Objects.image(study, 1, instance).set(Tag.PatientID, component).build();
    }

    private ArchiveView as(Restriction restriction, Set<Role> roles) {
        return archive.as(new Subject("anna", roles, restriction));
    }

    private static StoreResult store(ArchiveView view, Dataset dataset) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DicomWriter.write(Objects.object(dataset), file);
        try (InputStream in = Objects.stream(file.toByteArray())) {
            return view.store(in, Source.http("10.1.2.3"));
        }
    }

    @Test
    void hides_what_is_outside_from_queries_retrievals_and_the_change_feed() throws Exception {
        ArchiveView view = as(TURBINES, Set.of(Role.VIEW));
        assertThat(view.find().list()).extracting(d -> d.string(Tag.PatientID)).containsExactly("TURBINE-1");
        assertThat(view.find().where(Tag.PatientID, "HOUSING-1").count()).isZero();
        assertThat(view.retrieve(Selection.studies("1.2.3.2")).instances().toList())
                .isEmpty();
        assertThat(view.retrieve(Selection.instances("1.2.3.2.1.2")).metadata().toList())
                .isEmpty();
        assertThat(view.retrieve(Selection.all()).instances().toList()).hasSize(1);
        archive.store(Objects.object(of("HOUSING-2", 3, 3)));
        ChangeFeed feed = view.changes();
        ChangeFeed.Page page = feed.await(feed.beginning(), 1, Duration.ofSeconds(5));
        assertThat(page.events()).extracting(Receipt::sopInstanceUid).containsExactly("1.2.3.1.1.1");
        page = feed.after(page.next(), 10);
        assertThat(page.events()).isEmpty();
        assertThat(page.next()).isEqualTo(feed.end());
    }

    @Test
    void stores_for_ones_own_components_and_keeps_the_name_in_the_receipt() throws Exception {
        ArchiveView view = as(TURBINES, Set.of(Role.STORE));
        StoreResult result = store(view, of("TURBINE-2", 4, 4));
        assertThat(result.outcome()).isEqualTo(Outcome.STORED);
        List<Receipt> events =
                archive.changes().after(archive.changes().beginning(), 10).events();
        Source source = events.get(events.size() - 1).source();
        assertThat(source).isEqualTo(Source.http("10.1.2.3").by("anna"));
    }

    @Test
    void keeps_nothing_of_objects_for_somebody_elses_component() throws Exception {
        ArchiveView view = as(TURBINES, Set.of(Role.STORE));
        List<Dataset> foreign = List.of(
                of("HOUSING-3", 5, 5), // whose component is outside
                of("HOUSING-1", 2, 2), // which would come to light as a duplicate
                of("TURBINE-1", 2, 6), // which would add to a study that is outside
                of("TURBINE-1", 1, 2).toBuilder()
                        .set(Tag.SOPInstanceUID, "1.2.3.2.1.2")
                        .build());
        long before = archive.counts().instances();
        for (Dataset dataset : foreign) {
            StoreResult result = store(view, dataset);
            assertThat(result.outcome()).as(dataset.string(Tag.PatientID)).isEqualTo(Outcome.REFUSED);
            assertThat(result.reason()).isEqualTo("not authorized: the object is outside of what may be stored");
        }
        assertThat(archive.counts().instances()).isEqualTo(before);
        assertThat(archive.quarantine().list()).isEmpty();
        assertThat(archive.changes().after(archive.changes().beginning(), 10).events())
                .hasSize(2);
    }

    @Test
    void keeps_what_cannot_be_understood_whoever_brings_it() throws Exception {
        ArchiveView view = as(TURBINES, Set.of(Role.STORE));
        StoreResult result =
                view.store(Objects.stream("no DICOM".getBytes(StandardCharsets.US_ASCII)), Source.http("10.1.2.3"));
        assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
    }

    @Test
    void lets_annotators_store_evaluations_and_nothing_else() throws Exception {
        ArchiveView view = as(Restriction.NONE, Set.of(Role.ANNOTATE));
        Dataset report = of("TURBINE-1", 1, 9).toBuilder()
                .set(Tag.SOPClassUID, UID.ComprehensiveSRStorage)
                .remove(Tag.PixelData)
                .build();
        assertThat(store(view, report).outcome()).isEqualTo(Outcome.STORED);
        assertThat(store(view, of("TURBINE-1", 1, 10)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void deletes_only_what_is_inside() {
        ArchiveView view = as(TURBINES, Set.of(Role.DELETE));
        assertThat(view.delete(Selection.all(), "scrapped"))
                .extracting(InstanceRef::sopInstanceUid)
                .containsExactly("1.2.3.1.1.1");
        assertThat(archive.find().count()).isEqualTo(1);
    }

    @Test
    void refuses_what_no_role_allows() {
        ArchiveView nobody = as(Restriction.NONE, Set.of());
        assertThatThrownBy(nobody::find)
                .isInstanceOf(DeniedException.class)
                .hasMessageContaining("anna lacks the role view");
        assertThatThrownBy(nobody::changes).isInstanceOf(DeniedException.class);
        assertThatThrownBy(nobody::statistics).isInstanceOf(DeniedException.class);
        assertThatThrownBy(() -> nobody.retrieve(Selection.all())).isInstanceOf(DeniedException.class);
        assertThatThrownBy(() -> store(nobody, of("TURBINE-1", 1, 1))).isInstanceOf(DeniedException.class);
        Set<Role> others = EnumSet.complementOf(EnumSet.of(Role.DELETE));
        assertThatThrownBy(() -> as(Restriction.NONE, others).delete(Selection.all(), "x"))
                .isInstanceOf(DeniedException.class);
    }
}
