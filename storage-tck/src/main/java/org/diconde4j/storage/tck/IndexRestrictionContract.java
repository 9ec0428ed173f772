package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.match.Matcher;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexEntry;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.InstanceRef;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.diconde4j.storage.Order;
import org.diconde4j.storage.Restriction;
import org.diconde4j.storage.Selection;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexContract} that is about those who may not know of all. */
abstract class IndexRestrictionContract extends IndexUnderTest {
    private static final Dataset AGGREGATES = Dataset.builder()
            .setEmpty(Tag.NumberOfPatientRelatedStudies)
            .setEmpty(Tag.NumberOfPatientRelatedSeries)
            .setEmpty(Tag.NumberOfPatientRelatedInstances)
            .setEmpty(Tag.NumberOfStudyRelatedSeries)
            .setEmpty(Tag.NumberOfStudyRelatedInstances)
            .setEmpty(Tag.ModalitiesInStudy)
            .setEmpty(Tag.NumberOfSeriesRelatedInstances)
            .build();

    /** The samples, and a study that stands under another component as well. */
    private static List<IndexEntry> entries() {
        List<IndexEntry> all = new ArrayList<>(Samples.archive());
        all.add(Samples.entry(
                50, Samples.attributes(7, 1, 1, 99).set(Tag.StudyID, "P-1").build()));
        return all;
    }

    private static Restriction to(String... alternatives) {
        return Restriction.parse(List.of(alternatives));
    }

    /** All answers of an index to somebody, and how many it counts. */
    private static String answers(Index index, Restriction restriction, Dataset keys, boolean components) {
        StringBuilder all = new StringBuilder();
        for (Level level : Level.values()) {
            boolean told = level != Level.COMPONENT || components;
            Dataset asked = told ? keys.toBuilder().setAll(AGGREGATES).build() : keys;
            IndexQuery query = IndexQuery.of(level, asked)
                    .in(level == Level.STUDY ? Order.NEWEST_FIRST : Order.OLDEST_FIRST)
                    .within(restriction);
            List<Dataset> found = index.find(query).toList();
            assertThat(index.count(query)).isEqualTo(found.size());
            found.forEach(answer -> all.append(level).append(answer).append('\n'));
        }
        Selection selection = Selection.all().within(restriction);
        index.instances(selection).toList().stream()
                .map(InstanceRef::sopInstanceUid)
                .forEach(all::append);
        index.metadata(selection).toList().forEach(all::append);
        return all.toString();
    }

    @Test
    void answers_somebody_who_is_restricted_as_if_it_held_nothing_else() {
        List<Restriction> restrictions = List.of(
                to("PatientID=SN-0001"),
                to("ComponentIDNumber=SN-000?;IssuerOfPatientID=FOUNDRY"),
                to("PatientID=SN-0002", "AccessionNumber=ORDER-3;PatientID=SN-*"),
                to("StudyID=P-1"),
                to("PatientName=housing^1"),
                to("PatientID=sn-0001"),
                Restriction.TO_NOTHING,
                Restriction.NONE);
        List<Dataset> questions = List.of(
                Dataset.empty(),
                Dataset.builder().set(Tag.Modality, "CT").build(),
                Dataset.builder()
                        .set(Tag.PatientID, "*")
                        .set(Tag.InstanceNumber, "1")
                        .build());
        try (Index index = open(directory.resolve("whole"), OpenOptions.defaults());
                Index part = open(directory.resolve("part"), OpenOptions.defaults())) {
            index.apply(entries());
            for (Restriction restriction : restrictions) {
                List<IndexEntry> inside = entries().stream()
                        .filter(entry -> restriction.isNone()
                                || restriction.alternatives().stream()
                                        .anyMatch(keys -> Matcher.of(keys).matches(entry.attributes())))
                        .toList();
                part.clear();
                part.apply(inside);
                for (Dataset keys : questions) {
                    boolean components = !restriction.dividesComponents();
                    assertThat(answers(index, restriction, keys, components))
                            .as("%s asked %s", restriction, keys)
                            .isEqualTo(answers(part, Restriction.NONE, keys, components));
                }
            }
        }
    }

    @Test
    void tells_no_aggregates_of_components_of_which_only_some_studies_may_be_known() {
        try (Index index = open(directory.resolve("whole"), OpenOptions.defaults())) {
            index.apply(entries());
            Dataset keys = Dataset.builder()
                    .setEmpty(Tag.PatientID)
                    .set(Tag.NumberOfPatientRelatedStudies, "17")
                    .build();
            List<Dataset> found = index.find(
                            IndexQuery.of(Level.COMPONENT, keys).within(to("AccessionNumber=ORDER-1")))
                    .toList();
            assertThat(found).extracting(d -> d.string(Tag.PatientID)).containsExactly("SN-0001", "SN-0007");
            assertThat(found).noneMatch(d -> d.contains(Tag.NumberOfPatientRelatedStudies));
        }
    }

    @Test
    void judges_a_study_as_a_whole_and_not_by_what_one_of_its_instances_says() {
        try (Index index = open(directory.resolve("whole"), OpenOptions.defaults())) {
            index.apply(List.of(
                    Samples.entry(
                            1,
                            Samples.attributes(1, 1, 1, 1)
                                    .set(Tag.StudyID, "P-1")
                                    .build()),
                    Samples.entry(
                            2,
                            Samples.attributes(1, 1, 1, 2)
                                    .set(Tag.StudyID, "P-2")
                                    .build())));
            for (Level level : Level.values()) {
                assertThat(index.count(IndexQuery.of(level, Dataset.empty()).within(to("StudyID=P-2"))))
                        .isZero();
            }
            assertThat(index.instances(Selection.studies("1.2.1").within(to("StudyID=P-1")))
                            .toList())
                    .hasSize(2);
        }
    }
}
