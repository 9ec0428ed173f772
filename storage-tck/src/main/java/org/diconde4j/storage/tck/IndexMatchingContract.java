package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.BulkData;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;
import org.diconde4j.storage.Cursor;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexCounts;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexContract} that is about what is found, and in which order and pages. */
abstract class IndexMatchingContract extends IndexAttributesContract {
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
    void a_modality_in_a_study_need_not_be_that_of_the_series_which_other_keys_are_about() {
        Index index = index();
        index.apply(List.of(
                Samples.entry(
                        1,
                        Samples.attributes(1, 1, 1, 1)
                                .set(Tag.StationName, "DR-LINE")
                                .build()),
                Samples.entry(
                        2,
                        Samples.attributes(1, 1, 2, 1)
                                .set(Tag.StationName, "CT-450")
                                .build())));
        Dataset.Builder station = Dataset.builder().set(Tag.StationName, "CT-450");
        assertThat(find(
                        index,
                        Level.STUDY,
                        Tag.StudyInstanceUID,
                        station.set(Tag.ModalitiesInStudy, "DX").build()))
                .containsExactly("1.2.1");
        assertThat(find(
                        index,
                        Level.STUDY,
                        Tag.StudyInstanceUID,
                        station.remove(Tag.ModalitiesInStudy)
                                .set(Tag.Modality, "DX")
                                .build()))
                .isEmpty();
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
}
