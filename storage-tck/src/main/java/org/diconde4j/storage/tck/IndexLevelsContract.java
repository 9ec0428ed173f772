package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.storage.Identity;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexContract} that is about components, studies and series, which come of what instances say. */
abstract class IndexLevelsContract extends IndexMatchingContract {
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
}
