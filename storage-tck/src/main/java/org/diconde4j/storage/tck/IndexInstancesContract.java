package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.BulkPlace;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexContract} that is about single instances, where they are, their metadata, and the quarantine. */
abstract class IndexInstancesContract extends IndexLevelsContract {
    @Test
    void knows_where_an_instance_is() {
        Index index = filled();
        IndexEntry sixth = Samples.archive().get(5);
        InstanceRef ref = index.instance("1.2.6.1.1");
        assertThat(ref).isNotNull();
        Receipt r = sixth.receipt();
        assertThat(ref)
                .isEqualTo(new InstanceRef(
                        6,
                        r.arrival(),
                        r.name(),
                        UID.CTImageStorage,
                        "1.2.6.1.1",
                        "1.2.6",
                        "1.2.6.1",
                        UID.ExplicitVRLittleEndian,
                        1006,
                        340,
                        r.file(),
                        r.dataset(),
                        r.flags()));
        assertThat(index.instance("1.2.6.1.9")).isNull();
    }

    @Test
    void selects_instances_by_unique_keys() {
        Index index = filled();
        assertThat(index.instances(Selection.all()).toList()).hasSize(36);
        assertThat(index.instances(Selection.components("SN-0001", "SN-0002")).toList())
                .hasSize(24);
        assertThat(index.instances(Selection.studies("1.2.1", "1.2.2")).toList())
                .hasSize(12);
        assertThat(index.instances(Selection.series("1.2.1.2")).toList())
                .extracting(InstanceRef::sopInstanceUid)
                .containsExactly("1.2.1.2.1", "1.2.1.2.2", "1.2.1.2.3");
        assertThat(index.instances(Selection.instances("1.2.1.2.3", "1.2.1.2.1", "1.9"))
                        .toList())
                .extracting(InstanceRef::sequence)
                .containsExactly(7L, 31L);
        assertThat(index.instances(new Selection(List.of("SN-0001"), null, List.of("1.2.2"), List.of(), List.of()))
                        .toList())
                .isEmpty();
    }

    @Test
    void tells_the_metadata_of_the_instances_that_it_selects_as_it_finds_them() {
        Index index = filled();
        for (Selection selection : List.of(
                Selection.all(),
                Selection.studies("1.2.1", "1.2.2"),
                Selection.series("1.2.1.2"),
                Selection.instances("1.2.1.2.3", "1.2.1.2.1", "1.9"))) {
            List<String> uids = index.instances(selection).toList().stream()
                    .map(InstanceRef::sopInstanceUid)
                    .toList();
            assertThat(index.metadata(selection).toList().stream()
                            .map(Everything::text)
                            .toList())
                    .isEqualTo(index
                            .find(IndexQuery.of(Level.INSTANCE, key(Tag.SOPInstanceUID, uids.toArray(String[]::new))))
                            .toList()
                            .stream()
                            .map(Everything::text)
                            .toList())
                    .hasSize(uids.size());
        }
        try (Cursor<Dataset> some = index.metadata(Selection.all())) {
            assertThat(some.next().string(Tag.SOPInstanceUID)).isEqualTo("1.2.1.1.1");
        }
    }

    @Test
    void tells_in_the_metadata_where_bulk_values_are_and_does_not_find_them() {
        Index index = index();
        Element pixels = bulk(Tag.PixelData, VR.OW);
        Dataset icon = Dataset.builder().set(Tag.Rows, 64).set(pixels).build();
        Dataset inner = Dataset.builder()
                .setItems(Tag.IconImageSequence, List.of(icon))
                .set(bulk(Tag.EncapsulatedDocument, VR.OB))
                .build();
        Dataset.Builder attributes = Samples.attributes(1, 1, 1, 1);
        Dataset lean = attributes.build();
        Dataset whole = attributes
                .setItems(Tag.ReferencedSeriesSequence, List.of(lean, inner))
                .set(pixels)
                .build();
        index.apply(List.of(
                Samples.entry(1, whole),
                Samples.entry(2, Samples.attributes(1, 1, 1, 2).build())));
        try (Cursor<Dataset> all = index.metadata(Selection.all())) {
            Dataset told = all.next();
            assertThat(BulkPlace.all(told))
                    .containsExactly(
                            new BulkPlace(List.of(Tag.ReferencedSeriesSequence, 1), Tag.EncapsulatedDocument, VR.OB),
                            new BulkPlace(
                                    List.of(Tag.ReferencedSeriesSequence, 1, Tag.IconImageSequence, 0),
                                    Tag.PixelData,
                                    VR.OW),
                            new BulkPlace(List.of(), Tag.PixelData, VR.OW));
            assertThat(told.items(Tag.ReferencedSeriesSequence)).hasSize(2);
            assertThat(BulkPlace.all(all.next())).isEmpty();
        }
        Dataset found = index.find(IndexQuery.of(Level.INSTANCE, key(Tag.SOPInstanceUID, "1.2.1.1.1")))
                .toList()
                .get(0);
        assertThat(BulkPlace.all(found)).isEmpty();
        assertThat(found.items(Tag.ReferencedSeriesSequence)).hasSize(2);
    }

    private static Element bulk(int tag, VR vr) {
        return Element.of(tag, vr, new BulkData(null, 132, 1 << 20, false));
    }

    @Test
    void lists_the_quarantine_until_its_objects_are_released_or_discarded() {
        Index index = index();
        Receipt one = Samples.quarantined("a", "it cannot be parsed").seal(1, 5, Digest.of(new byte[5]));
        Receipt two = Samples.receipt(2, Samples.attributes(1, 1, 1, 1).build());
        two = ReceiptDraft.about(two, Receipt.Kind.QUARANTINED, Samples.NOON, Source.api(), "another one has this UID")
                .seal(2);
        index.apply(List.of(Samples.event(one), Samples.event(two)));
        assertThat(index.quarantined().toList()).containsExactly(new QuarantineEntry(one), new QuarantineEntry(two));
        assertThat(index.quarantined("1")).isEqualTo(new QuarantineEntry(one));
        assertThat(index.quarantined("7")).isNull();
        assertThat(index.quarantined("no number")).isNull();
        assertThat(index.counts()).isEqualTo(new IndexCounts(0, 0, 0, 0, 2, 0));

        Receipt gone = ReceiptDraft.about(one, Receipt.Kind.DISCARDED, Samples.NOON, Source.api(), "noise")
                .seal(3);
        Receipt back = ReceiptDraft.about(two, Receipt.Kind.RELEASED, Samples.NOON, Source.api(), "checked")
                .seal(4);
        Dataset attributes = Samples.attributes(1, 1, 1, 1).build();
        index.apply(List.of(Samples.event(gone), new IndexEntry(back, attributes)));
        assertThat(index.quarantined().toList()).isEmpty();
        assertThat(index.quarantined("1")).isNull();
        InstanceRef ref = index.instance("1.2.1.1.1");
        assertThat(ref).isNotNull().extracting(r -> r == null ? "" : r.name()).isEqualTo(two.name());
        index.apply(List.of(Samples.event(one), Samples.event(two)));
        assertThat(index.quarantined().toList()).as("replayed").isEmpty();
    }
}
