package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.BulkPlace;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Digest;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.IndexStatistics;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.KindCount;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.QuarantineEntry;
import org.diconde4j.storage.Receipt;
import org.diconde4j.storage.ReceiptDraft;
import org.diconde4j.storage.Selection;
import org.diconde4j.storage.Source;
import org.diconde4j.storage.StorageException;
import org.diconde4j.storage.StoreLockedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link Index} promises. A provider subclasses this and says how its index is opened. */
public abstract class IndexContract extends IndexAttributesContract {
    private final List<Index> opened = new ArrayList<>();

    /** For subclasses. */
    protected IndexContract() {}

    /**
     * Opens the index under test.
     *
     * @param folder where an index with files may put them; the same folder means the same index
     * @param options how to open it
     * @return an open index
     */
    @Override
    protected abstract Index open(Path folder, OpenOptions options);

    /**
     * Tells whether the index outlives its closing.
     *
     * @return false for an index in memory, which is then excused from opening again
     */
    @Override
    protected boolean isDurable() {
        return true;
    }

    private Index index() {
        return index(OpenOptions.defaults());
    }

    private Index index(OpenOptions options) {
        Index index = open(directory, options);
        opened.add(index);
        return index;
    }

    private Index filled() {
        Index index = index();
        index.apply(Samples.archive());
        return index;
    }

    @AfterEach
    void close() {
        opened.forEach(Index::close);
    }

    private static List<String> find(Index index, Level level, int tag, Dataset keys) {
        return strings(index, IndexQuery.of(level, keys), tag);
    }

    private static List<String> strings(Index index, IndexQuery query, int tag) {
        return index.find(query).toList().stream().map(d -> d.string(tag, "")).toList();
    }

    private static Dataset key(int tag, String... values) {
        return Dataset.builder().set(tag, values).build();
    }

    /** All that an index says, in words that can be compared. */
    static String everything(Index index) {
        StringBuilder all = new StringBuilder();
        Dataset keys = Dataset.builder()
                .setEmpty(Tag.NumberOfPatientRelatedStudies)
                .setEmpty(Tag.NumberOfPatientRelatedSeries)
                .setEmpty(Tag.NumberOfPatientRelatedInstances)
                .setEmpty(Tag.NumberOfStudyRelatedSeries)
                .setEmpty(Tag.NumberOfStudyRelatedInstances)
                .setEmpty(Tag.ModalitiesInStudy)
                .setEmpty(Tag.SOPClassesInStudy)
                .setEmpty(Tag.NumberOfSeriesRelatedInstances)
                .build();
        for (Level level : Level.values()) {
            for (Order order : Order.values()) {
                index.find(IndexQuery.of(level, keys).in(order))
                        .toList()
                        .forEach(d ->
                                all.append(level).append(' ').append(text(d)).append('\n'));
            }
        }
        index.instances(Selection.all()).toList().forEach(r -> all.append(r).append('\n'));
        index.quarantined().toList().forEach(q -> all.append(q).append('\n'));
        IndexStatistics statistics = index.statistics();
        all.append(statistics.counts())
                .append(statistics.superseded())
                .append(' ')
                .append(statistics.deleted());
        statistics.kinds().stream()
                .map(KindCount::toString)
                .sorted()
                .forEach(kind -> all.append('\n').append(kind));
        return all.append('\n').append(index.counts()).toString();
    }

    private static String text(Dataset dataset) {
        StringBuilder b = new StringBuilder();
        dataset.forEach(e -> b.append(String.format(" %08X=", e.tag()))
                .append(
                        e.isSequence()
                                ? e.items().stream().map(IndexContract::text).toList()
                                : e.strings()));
        return b.toString();
    }

    @Test
    void has_a_new_epoch_when_it_is_made_and_when_it_is_emptied_and_only_then() {
        Index index = index();
        String made = index.epoch();
        assertThat(made).matches("[A-Za-z0-9-]{1,64}");
        index.apply(Samples.archive());
        index.replayedTo(1000);
        assertThat(index.epoch()).isEqualTo(made);
        index.clear();
        String emptied = index.epoch();
        assertThat(emptied).matches("[A-Za-z0-9-]{1,64}").isNotEqualTo(made);
        index.clear();
        assertThat(index.epoch()).isNotIn(made, emptied);
        String last = index.epoch();
        index.close();
        if (isDurable()) {
            assertThat(index().epoch()).isEqualTo(last);
        }
    }

    // ---- finding ----

    @Test
    void finds_entities_of_each_level() {
        Index index = filled();
        assertThat(find(index, Level.COMPONENT, Tag.PatientID, Dataset.empty()))
                .containsExactly("SN-0001", "SN-0002", "SN-0000");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, Dataset.empty()))
                .containsExactly("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.2.6");
        assertThat(find(index, Level.SERIES, Tag.SeriesInstanceUID, key(Tag.StudyInstanceUID, "1.2.4")))
                .containsExactly("1.2.4.1", "1.2.4.2");
        assertThat(find(index, Level.INSTANCE, Tag.SOPInstanceUID, key(Tag.SeriesInstanceUID, "1.2.4.2")))
                .containsExactly("1.2.4.2.1", "1.2.4.2.2", "1.2.4.2.3");
    }

    @Test
    void answers_with_the_attributes_of_the_levels_above() {
        Index index = filled();
        Dataset series = index.find(IndexQuery.of(Level.SERIES, key(Tag.SeriesInstanceUID, "1.2.5.2")))
                .toList()
                .get(0);
        assertThat(series.string(Tag.PatientID)).isEqualTo("SN-0002");
        assertThat(series.string(Tag.EthnicGroup)).isEqualTo("AlSi10Mg");
        assertThat(series.string(Tag.StudyDescription)).isEqualTo("Casting inspection 5");
        assertThat(series.string(Tag.Modality)).isEqualTo("CT");
        assertThat(series.contains(Tag.InstanceNumber)).isFalse();
    }

    @Test
    void answers_with_all_elements_of_an_instance_but_bulk_values() {
        Index index = index();
        Dataset item = Dataset.builder()
                .set(Tag.IndicationLabel, "Pore 1")
                .set(Tag.IndicationType, "VOID")
                .build();
        Dataset a = Samples.attributes(1, 1, 1, 1)
                .setItems(Tag.IndicationSequence, item)
                .setDoubles(Tag.SliceThickness, 0.25)
                .setBytes(0x00091001, VR.UN, new byte[] {1, 2, 3, 4})
                .set(0x00090010, VR.LO, "ACME")
                .build();
        index.apply(List.of(Samples.entry(1, a)));
        Dataset found =
                index.find(IndexQuery.of(Level.INSTANCE, Dataset.empty())).next();
        assertThat(found.sameContent(a)).as(found + " is " + a).isTrue();
    }

    @Test
    void matches_by_single_values_lists_wildcards_and_ranges() {
        Index index = filled();
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "SN-0002")))
                .containsExactly("1.2.2", "1.2.5");
        assertThat(find(index, Level.COMPONENT, Tag.PatientID, key(Tag.PatientID, "SN-000?")))
                .hasSize(3);
        assertThat(find(index, Level.COMPONENT, Tag.PatientID, key(Tag.PatientID, "*2")))
                .containsExactly("SN-0002");
        assertThat(find(index, Level.COMPONENT, Tag.PatientID, key(Tag.PatientID, "sn-0002")))
                .isEmpty();
        assertThat(find(index, Level.COMPONENT, Tag.PatientID, key(Tag.PatientName, "housing^2")))
                .containsExactly("SN-0002");
        assertThat(find(index, Level.COMPONENT, Tag.PatientID, key(Tag.EthnicGroup, "AlSi*")))
                .hasSize(3);
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.StudyInstanceUID, "1.2.3", "1.2.6", "1.9")))
                .containsExactly("1.2.3", "1.2.6");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.StudyDate, "20261103-20261105")))
                .containsExactly("1.2.2", "1.2.3", "1.2.4");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.StudyDate, "-20261102")))
                .containsExactly("1.2.1");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.AccessionNumber, "ORDER-4")))
                .containsExactly("1.2.4");
        assertThat(find(index, Level.SERIES, Tag.SeriesInstanceUID, key(Tag.Modality, "CT")))
                .hasSize(6);
        assertThat(find(index, Level.INSTANCE, Tag.SOPInstanceUID, key(Tag.SOPClassUID, UID.MRImageStorage)))
                .isEmpty();
    }

    @Test
    void matches_any_attribute_of_the_level() {
        Index index = filled();
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.StudyDescription, "*inspection 6")))
                .containsExactly("1.2.6");
        assertThat(find(index, Level.SERIES, Tag.SeriesInstanceUID, key(Tag.SeriesNumber, "2")))
                .hasSize(6);
        assertThat(find(index, Level.INSTANCE, Tag.SOPInstanceUID, key(Tag.InstanceNumber, "3")))
                .hasSize(12);
    }

    @Test
    void finds_what_contains_a_match_below() {
        Index index = filled();
        Dataset special = Samples.attributes(2, 5, 1, 9)
                .set(Tag.IndicationLabel, "Pore 17")
                .build();
        index.apply(List.of(Samples.entry(100, special)));
        assertThat(find(index, Level.COMPONENT, Tag.PatientID, key(Tag.IndicationLabel, "Pore*")))
                .containsExactly("SN-0002");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.IndicationLabel, "Pore 17")))
                .containsExactly("1.2.5");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.Modality, "US")))
                .isEmpty();
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.Modality, "CT")))
                .hasSize(6);
    }

    @Test
    void matches_odd_values_as_the_matcher_does() {
        Index index = index();
        List<String> ids = List.of("A", "a", "A\\B", "A B", "100%", "100_", "x".repeat(700), "Größe", "");
        for (int i = 0; i < ids.size(); i++) {
            Dataset a = Samples.attributes(1, i + 1, 1, 1)
                    .set(Tag.PatientID, VR.LO, ids.get(i))
                    .set(Tag.StudyDate, i == 0 ? "2026" : i == 1 ? "2026.11.03" : "")
                    .set(Tag.PatientName, VR.PN, i == 0 ? "Valve^A^" : i == 1 ? "VALVE^a^^=x" : "B=C\\D")
                    .build();
            index.apply(List.of(Samples.entry(i + 1, a)));
        }
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "A")))
                .containsExactly("1.2.1", "1.2.3");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "B")))
                .containsExactly("1.2.3");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "B*")))
                .containsExactly("1.2.3");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "100%")))
                .containsExactly("1.2.5");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "100_*")))
                .containsExactly("1.2.6");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "x".repeat(700))))
                .containsExactly("1.2.7");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "xx*")))
                .containsExactly("1.2.7");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "Gr??e")))
                .containsExactly("1.2.8");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientID, "*")))
                .hasSize(9);
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.StudyDate, "20260101-20261231")))
                .containsExactly("1.2.1", "1.2.2");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.StudyDate, "20260301-")))
                .containsExactly("1.2.1", "1.2.2");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientName, "valve^a")))
                .containsExactly("1.2.1", "1.2.2");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.PatientName, "d")))
                .hasSize(7);
        assertThat(index.instances(Selection.components("x".repeat(700))).toList())
                .hasSize(1);
    }

    @Test
    void finds_legacy_private_attributes_by_their_public_tags() {
        Index index = index();
        Dataset legacy = Samples.attributes(1, 1, 1, 1)
                .set(0x00110010, VR.LO, "astm.org/diconde/iod/Component")
                .set(0x00111042, VR.ST, "EN AC-43000")
                .build();
        Dataset modern = Samples.attributes(2, 2, 1, 1)
                .set(Tag.MaterialGrade, "EN AC-43000")
                .build();
        index.apply(List.of(Samples.entry(1, legacy), Samples.entry(2, modern)));
        for (Level level : Level.values()) {
            assertThat(find(index, level, Tag.PatientID, key(Tag.MaterialGrade, "EN AC*")))
                    .containsExactly("SN-0001", "SN-0002");
        }
    }

    @Test
    void leaves_bulk_values_out() {
        Index index = index();
        BulkData passedOver = new BulkData(null, 1000, 5_000_000_000L, false);
        Element pixels = Element.of(Tag.PixelData, VR.OW, passedOver);
        Dataset a = Samples.attributes(1, 1, 1, 1)
                .set(pixels)
                .setItems(
                        Tag.IndicationSequence,
                        Dataset.builder()
                                .set(Tag.IndicationLabel, "Pore")
                                .set(pixels)
                                .build())
                .build();
        index.apply(List.of(Samples.entry(1, a)));
        Dataset found =
                index.find(IndexQuery.of(Level.INSTANCE, Dataset.empty())).next();
        assertThat(found.contains(Tag.PixelData)).isFalse();
        Dataset item = found.items(Tag.IndicationSequence).get(0);
        assertThat(item.contains(Tag.PixelData)).isFalse();
        assertThat(item.string(Tag.IndicationLabel)).isEqualTo("Pore");
    }

    @Test
    void gives_an_order_a_page_and_a_limit() {
        Index index = filled();
        IndexQuery studies = IndexQuery.of(Level.STUDY, Dataset.empty());
        assertThat(strings(index, studies.in(Order.NEWEST_FIRST), Tag.StudyInstanceUID))
                .containsExactly("1.2.6", "1.2.5", "1.2.4", "1.2.3", "1.2.2", "1.2.1");
        assertThat(strings(index, studies.page(1, 2), Tag.StudyInstanceUID)).containsExactly("1.2.2", "1.2.3");
        assertThat(strings(index, studies.page(5, 10), Tag.StudyInstanceUID)).containsExactly("1.2.6");
        assertThat(strings(index, studies.page(0, 0), Tag.StudyInstanceUID)).isEmpty();
        assertThat(strings(
                        index, IndexQuery.of(Level.COMPONENT, Dataset.empty()).in(Order.BY_KEY), Tag.PatientID))
                .containsExactly("SN-0000", "SN-0001", "SN-0002");
        assertThat(index.count(studies.page(2, 2))).isEqualTo(6);
        assertThat(index.count(IndexQuery.of(Level.INSTANCE, key(Tag.PatientID, "SN-0001"))))
                .isEqualTo(12);
    }

    @Test
    void streams_more_answers_than_a_page_holds() {
        Index index = index();
        List<IndexEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 1200; i++) {
            entries.add(Samples.entry(i, Samples.attributes(1, 1, 1, i).build()));
        }
        index.apply(entries);
        for (Order order : Order.values()) {
            List<String> found = strings(
                    index, IndexQuery.of(Level.INSTANCE, Dataset.empty()).in(order), Tag.SOPInstanceUID);
            assertThat(found).hasSize(1200).doesNotHaveDuplicates();
        }
        assertThat(index.instances(Selection.all()).toList())
                .extracting(InstanceRef::sequence)
                .isSorted()
                .hasSize(1200);
        try (Cursor<Dataset> answers = index.find(IndexQuery.of(Level.INSTANCE, Dataset.empty()))) {
            answers.next();
            answers.close();
            assertThat(answers.hasNext()).isFalse();
        }
    }

    @Test
    void counts_what_is_below() {
        Index index = filled();
        Dataset keys = Dataset.builder()
                .set(Tag.StudyInstanceUID, "1.2.4")
                .setEmpty(Tag.ModalitiesInStudy)
                .setEmpty(Tag.SOPClassesInStudy)
                .setEmpty(Tag.NumberOfStudyRelatedSeries)
                .setEmpty(Tag.NumberOfStudyRelatedInstances)
                .build();
        Dataset study = index.find(IndexQuery.of(Level.STUDY, keys)).toList().get(0);
        assertThat(study.strings(Tag.ModalitiesInStudy)).containsExactly("CT", "DX");
        assertThat(study.strings(Tag.SOPClassesInStudy)).containsExactly(UID.CTImageStorage);
        assertThat(study.string(Tag.NumberOfStudyRelatedSeries)).isEqualTo("2");
        assertThat(study.string(Tag.NumberOfStudyRelatedInstances)).isEqualTo("6");
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.ModalitiesInStudy, "DX")))
                .hasSize(6);
        assertThat(find(index, Level.STUDY, Tag.StudyInstanceUID, key(Tag.ModalitiesInStudy, "US")))
                .isEmpty();
        assertThat(find(
                        index,
                        Level.COMPONENT,
                        Tag.NumberOfPatientRelatedInstances,
                        Dataset.builder()
                                .setEmpty(Tag.NumberOfPatientRelatedInstances)
                                .build()))
                .containsExactly("12", "12", "12");
        assertThat(index.counts()).isEqualTo(new IndexCounts(3, 6, 12, 36, 0, 36 * 1000 + 36 * 37 / 2));
    }

    // ---- identity ----

    @Test
    void keeps_components_of_different_issuers_apart() {
        Index index = index();
        index.apply(List.of(
                Samples.entry(1, Samples.attributes(1, 1, 1, 1).build()),
                Samples.entry(
                        2,
                        Samples.attributes(1, 2, 1, 1)
                                .set(Tag.IssuerOfPatientID, "FORGE")
                                .build())));
        assertThat(find(index, Level.COMPONENT, Tag.IssuerOfPatientID, key(Tag.PatientID, "SN-0001")))
                .containsExactly("FOUNDRY", "FORGE");
        assertThat(index.instances(Selection.components("SN-0001")).toList()).hasSize(2);
        assertThat(index.instances(new Selection(List.of("SN-0001"), "FORGE", List.of(), List.of(), List.of()))
                        .toList())
                .extracting(InstanceRef::studyUid)
                .containsExactly("1.2.2");
    }

    @Test
    void takes_the_identity_that_its_owner_wants() {
        Index index = index(new OpenOptions(Identity.of(Tag.PatientID)));
        index.apply(List.of(
                Samples.entry(1, Samples.attributes(1, 1, 1, 1).build()),
                Samples.entry(
                        2,
                        Samples.attributes(1, 2, 1, 1)
                                .set(Tag.IssuerOfPatientID, "FORGE")
                                .build())));
        assertThat(index.counts().components()).isEqualTo(1);
    }

    @Test
    void never_merges_components_without_an_identity() {
        Index index = index();
        index.apply(List.of(
                Samples.entry(
                        1, Samples.attributes(1, 1, 1, 1).remove(Tag.PatientID).build()),
                Samples.entry(
                        2,
                        Samples.attributes(1, 1, 1, 2).setEmpty(Tag.PatientID).build()),
                Samples.entry(
                        3, Samples.attributes(1, 2, 1, 1).remove(Tag.PatientID).build())));
        assertThat(index.counts().components()).isEqualTo(2);
        assertThat(index.counts().studies()).isEqualTo(2);
    }

    @Test
    void keeps_one_study_uid_under_two_components_apart() {
        Index index = index();
        index.apply(List.of(
                Samples.entry(1, Samples.attributes(1, 1, 1, 1).build()),
                Samples.entry(2, Samples.attributes(2, 1, 1, 2).build())));
        assertThat(find(index, Level.STUDY, Tag.PatientID, key(Tag.StudyInstanceUID, "1.2.1")))
                .containsExactly("SN-0001", "SN-0002");
        assertThat(index.instances(Selection.studies("1.2.1")).toList()).hasSize(2);
    }

    @Test
    void keeps_objects_without_study_or_series_uid_by_themselves() {
        Index index = index();
        for (int i = 1; i <= 2; i++) {
            Dataset a = Samples.attributes(1, 1, 1, i)
                    .remove(Tag.StudyInstanceUID)
                    .remove(Tag.SeriesInstanceUID)
                    .build();
            index.apply(List.of(Samples.entry(i, a)));
        }
        List<String> studies = find(index, Level.STUDY, Tag.StudyInstanceUID, Dataset.empty());
        assertThat(studies)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.matches("2\\.25\\.[1-9][0-9]{30,38}"));
        assertThat(index.instances(Selection.studies(studies.get(1))).toList())
                .extracting(InstanceRef::sopInstanceUid)
                .containsExactly("1.2.1.1.2");
        assertThat(find(index, Level.INSTANCE, Tag.SOPInstanceUID, key(Tag.StudyInstanceUID, studies.get(0))))
                .containsExactly("1.2.1.1.1");
        assertThat(index.counts().series()).isEqualTo(2);
    }

    @Test
    void takes_the_first_value_that_any_object_gives() {
        Index index = index();
        index.apply(List.of(
                Samples.entry(
                        1,
                        Samples.attributes(1, 1, 1, 1).setEmpty(Tag.PatientName).build()),
                Samples.entry(
                        2,
                        Samples.attributes(1, 1, 1, 2)
                                .set(Tag.PatientName, "First")
                                .build()),
                Samples.entry(
                        3,
                        Samples.attributes(1, 1, 1, 3)
                                .set(Tag.PatientName, "Second")
                                .build())));
        assertThat(find(index, Level.COMPONENT, Tag.PatientName, key(Tag.PatientID, "SN-0001")))
                .containsExactly("First");
        assertThat(find(index, Level.COMPONENT, Tag.PatientName, key(Tag.PatientName, "first")))
                .containsExactly("First");
        assertThat(find(index, Level.COMPONENT, Tag.PatientName, key(Tag.PatientName, "second")))
                .isEmpty();
    }

    @Test
    void joins_text_of_different_character_sets() {
        Index index = index();
        Dataset latin = Samples.attributes(1, 1, 1, 1)
                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                .set(Tag.PatientName, "Gehäuse")
                .setItems(
                        Tag.ProcedureCodeSequence,
                        Dataset.builder()
                                .set(Tag.SpecificCharacterSet, "ISO_IR 100")
                                .set(Tag.CodeMeaning, "Prüfung")
                                .build())
                .build();
        Dataset greek = Samples.attributes(1, 1, 1, 2)
                .set(Tag.SpecificCharacterSet, "ISO_IR 126")
                .set(Tag.PatientComments, "ρωγμή")
                .build();
        index.apply(List.of(Samples.entry(1, latin), Samples.entry(2, greek)));
        Dataset study = index.find(IndexQuery.of(Level.STUDY, key(Tag.PatientName, "gehäuse")))
                .next();
        assertThat(study.string(Tag.PatientName)).isEqualTo("Gehäuse");
        assertThat(study.string(Tag.PatientComments)).isEqualTo("ρωγμή");
        assertThat(study.items(Tag.ProcedureCodeSequence).get(0).string(Tag.CodeMeaning))
                .isEqualTo("Prüfung");
    }

    // ---- retrieving ----

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
                            .map(IndexContract::text)
                            .toList())
                    .isEqualTo(index
                            .find(IndexQuery.of(Level.INSTANCE, key(Tag.SOPInstanceUID, uids.toArray(String[]::new))))
                            .toList()
                            .stream()
                            .map(IndexContract::text)
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

    // ---- applying ----

    @Test
    void knows_how_far_it_has_come() {
        Index index = index();
        List<IndexEntry> all = Samples.archive();
        assertThat(index.appliedSequence()).isZero();
        index.apply(all.subList(0, 2));
        assertThat(index.appliedSequence()).isEqualTo(2);
        index.apply(all.subList(4, 6));
        assertThat(index.appliedSequence()).as("3 and 4 are missing").isEqualTo(2);
        index.apply(all.subList(2, 4));
        assertThat(index.appliedSequence()).isEqualTo(6);
        index.replayedTo(10);
        assertThat(index.appliedSequence()).isEqualTo(10);
        index.replayedTo(7);
        assertThat(index.appliedSequence()).isEqualTo(10);
        index.apply(List.of());
    }

    @Test
    void changes_nothing_when_entries_are_applied_again() {
        Index index = filled();
        String before = everything(index);
        index.apply(Samples.archive());
        index.apply(Samples.archive().subList(7, 9));
        assertThat(everything(index)).isEqualTo(before);
    }

    @Test
    void gives_the_same_answers_whatever_the_order_and_grouping() {
        List<IndexEntry> entries = contradicting();
        Index index = index();
        index.apply(entries);
        String expected = everything(index);
        for (int seed = 0; seed < 5; seed++) {
            index.clear();
            assertThat(index.appliedSequence()).isZero();
            Random random = new Random(seed);
            List<IndexEntry> shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, random);
            for (int i = 0; i < shuffled.size(); ) {
                int n = Math.min(shuffled.size(), i + 1 + random.nextInt(5));
                index.apply(shuffled.subList(i, n));
                i = n;
            }
            assertThat(everything(index)).as("seed %s", seed).isEqualTo(expected);
            assertThat(index.appliedSequence()).isEqualTo(entries.size());
        }
    }

    /** Objects of a few studies that disagree about all levels, with gaps, duplicates and quarantine among them. */
    private static List<IndexEntry> contradicting() {
        Random random = new Random(42);
        List<IndexEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            Dataset.Builder a = Samples.attributes(
                            random.nextInt(3), random.nextInt(3), random.nextInt(2), random.nextInt(12))
                    .set(Tag.PatientName, "Name " + random.nextInt(3))
                    .set(Tag.Modality, List.of("CT", "DX", "").get(random.nextInt(3)))
                    .set(Tag.StudyDescription, random.nextInt(3) == 0 ? "" : "Text " + random.nextInt(3));
            if (random.nextInt(3) == 0) {
                a.set(Tag.StationName, "CT-" + random.nextInt(2));
            }
            entries.add(Samples.entry(i, a.build()));
        }
        Receipt set = Samples.quarantined("a", "why").seal(61, 5, Digest.of(new byte[5]));
        Receipt kept = Samples.quarantined("b", "why").seal(62, 5, Digest.of(new byte[5]));
        Receipt gone = ReceiptDraft.about(set, Receipt.Kind.DISCARDED, Samples.NOON, Source.api(), null)
                .seal(63);
        entries.addAll(List.of(Samples.event(set), Samples.event(kept), Samples.event(gone)));
        return entries;
    }

    @Test
    void keeps_the_first_of_two_instances_with_one_uid() {
        Index index = index();
        IndexEntry first = Samples.entry(1, Samples.attributes(1, 1, 1, 1).build());
        IndexEntry second = Samples.entry(
                2,
                Samples.attributes(2, 2, 1, 1)
                        .set(Tag.SOPInstanceUID, "1.2.1.1.1")
                        .build());
        index.apply(List.of(second));
        index.apply(List.of(first));
        assertThat(index.counts()).isEqualTo(new IndexCounts(1, 1, 1, 1, 0, 1001));
        index.apply(List.of(second));
        InstanceRef ref = index.instance("1.2.1.1.1");
        assertThat(ref)
                .isNotNull()
                .extracting(r -> r == null ? 0 : r.sequence())
                .isEqualTo(1L);
    }

    @Test
    void takes_entries_of_the_same_study_from_many_threads() throws Exception {
        Index index = index();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        int sequence = 1 + thread + 8 * i;
                        Dataset a = Samples.attributes(1, 1, i % 3, sequence).build();
                        index.apply(List.of(Samples.entry(sequence, a)));
                        assertThat(index.instance(a.string(Tag.SOPInstanceUID, "")))
                                .isNotNull();
                    }
                }));
            }
            for (Future<?> f : done) {
                f.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(index.counts().components()).isEqualTo(1);
        assertThat(index.counts().studies()).isEqualTo(1);
        assertThat(index.counts().series()).isEqualTo(3);
        assertThat(index.counts().instances()).isEqualTo(200);
        assertThat(index.appliedSequence()).isEqualTo(200);
    }

    @Test
    void is_one_index_for_all_who_share_it() throws Exception {
        Index first = index();
        assumeTrue(first.shared(), "does not apply: one process at a time has the index open");
        Index second = index();
        List<IndexEntry> entries = contradicting();
        first.apply(entries);
        String expected = everything(first);
        assertThat(everything(second)).isEqualTo(expected);
        for (int seed = 0; seed < 3; seed++) {
            second.clear();
            List<IndexEntry> shuffled = new ArrayList<>(entries);
            shuffled.add(entries.get(7)); // as a replay of one does while another one applies it
            Random random = new Random(seed);
            for (int i = 0; i < shuffled.size(); i++) {
                Collections.swap(shuffled, i, Math.min(shuffled.size() - 1, i + random.nextInt(12)));
            }
            ExecutorService threads = Executors.newFixedThreadPool(6);
            try {
                List<Future<?>> done = new ArrayList<>();
                for (int i = 0; i < shuffled.size(); ) {
                    int n = Math.min(shuffled.size(), i + 1 + random.nextInt(4));
                    List<IndexEntry> some = shuffled.subList(i, n);
                    Index index = random.nextBoolean() ? first : second;
                    done.add(threads.submit(() -> {
                        index.apply(some);
                        some.forEach(e -> assertThat(index.appliedSequence()).isLessThanOrEqualTo(entries.size()));
                    }));
                    i = n;
                }
                for (Future<?> f : done) {
                    f.get();
                }
            } finally {
                threads.shutdown();
            }
            for (Index index : List.of(first, second)) {
                assertThat(everything(index)).as("seed %s", seed).isEqualTo(expected);
                assertThat(index.appliedSequence()).as("seed %s", seed).isEqualTo(entries.size());
            }
        }
    }

    @Test
    void waits_for_what_a_dead_process_left_behind() {
        Index living = index();
        assumeTrue(living.shared(), "does not apply: one process at a time has the index open");
        Index dying = index();
        List<IndexEntry> all = Samples.archive();
        dying.apply(all.subList(0, 3));
        dying.close(); // it had a receipt for the fourth
        living.apply(all.subList(4, 9));
        assertThat(living.appliedSequence()).isEqualTo(3);
        living.apply(all.subList(3, 9)); // a replay
        assertThat(living.appliedSequence()).isEqualTo(9);
        assertThat(living.counts().instances()).isEqualTo(9);
    }

    // ---- quarantine ----

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

    // ---- opening and closing ----

    @Test
    void has_everything_after_opening_again() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = index();
        index.apply(contradicting());
        String before = everything(index);
        index.close();
        index = index();
        assertThat(index.appliedSequence()).isEqualTo(63);
        assertThat(everything(index)).isEqualTo(before);
    }

    @Test
    void takes_a_replay_of_what_it_knows_after_opening_again() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = index();
        List<IndexEntry> all = Samples.archive();
        index.apply(all.subList(0, 10));
        index.apply(all.subList(15, 20));
        index.close();
        index = index();
        assertThat(index.appliedSequence()).isEqualTo(10);
        index.apply(all.subList(10, 36));
        assertThat(index.appliedSequence()).isEqualTo(36);
        String replayed = everything(index);
        index.clear();
        index.apply(all);
        assertThat(everything(index)).isEqualTo(replayed);
    }

    @Test
    void starts_anew_when_the_identity_is_another_one() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = filled();
        index.close();
        index = index(new OpenOptions(Identity.of(Tag.PatientID)));
        assertThat(index.appliedSequence()).isZero();
        assertThat(index.counts()).isEqualTo(new IndexCounts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void refuses_to_be_opened_twice_and_names_the_holder() {
        assumeTrue(isDurable(), "does not apply: the provider forgets when it is closed");
        Index index = filled();
        assumeTrue(!index.shared(), "does not apply: the index is shared");
        assertThatThrownBy(() -> open(directory, OpenOptions.defaults()))
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining("pid=" + ProcessHandle.current().pid());
        assertThat(index.counts().instances()).isEqualTo(36);
    }

    @Test
    void leaves_no_thread_behind_and_may_be_closed_again() throws InterruptedException {
        Index index = filled();
        index.find(IndexQuery.of(Level.STUDY, Dataset.empty())).toList();
        index.close();
        index.close();
        assertThatThrownBy(index::appliedSequence)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
        List<String> threads = List.of();
        for (int i = 0; i < 100; i++) {
            threads = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(n -> n.matches("(?i).*(diconde|hikari|h2 |mvstore|index).*"))
                    .collect(Collectors.toList());
            if (threads.isEmpty()) {
                return;
            }
            Thread.sleep(20);
        }
        assertThat(threads).isEmpty();
    }
}
