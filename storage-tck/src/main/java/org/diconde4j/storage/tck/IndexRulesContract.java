package org.diconde4j.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.match.MatchRules;
import org.diconde4j.storage.Index;
import org.diconde4j.storage.IndexQuery;
import org.diconde4j.storage.Level;
import org.diconde4j.storage.OpenOptions;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexContract} that is about rules of matching which a query may ask for. */
abstract class IndexRulesContract extends IndexRestrictionContract {
    /** Studies 1.2.1 and so on, one for each data set, which says what is special about it. */
    private Index index(Dataset... special) {
        Index index = open(directory, OpenOptions.defaults());
        for (int i = 0; i < special.length; i++) {
            Dataset a =
                    Samples.attributes(i + 1, i + 1, 1, 1).setAll(special[i]).build();
            index.apply(List.of(Samples.entry(i + 1, a)));
        }
        return index;
    }

    private static List<String> studies(Index index, MatchRules rules, Dataset keys) {
        return index.find(IndexQuery.of(Level.STUDY, keys).by(rules)).toList().stream()
                .map(d -> d.string(Tag.StudyInstanceUID, ""))
                .toList();
    }

    private static Dataset text(int tag, String... values) {
        return Dataset.builder()
                .set(Tag.SpecificCharacterSet, "ISO_IR 192")
                .set(tag, values)
                .build();
    }

    private static Dataset at(String date, String time, String zone) {
        return Dataset.builder()
                .set(Tag.StudyDate, VR.DA, date)
                .set(Tag.StudyTime, VR.TM, time)
                .set(Tag.TimezoneOffsetFromUTC, VR.SH, zone)
                .build();
    }

    @Test
    void finds_names_by_their_words_and_sound_when_asked_to() {
        MatchRules fuzzy = MatchRules.NONE.withFuzzyNames(true);
        try (Index index = index(
                text(Tag.ReferringPhysicianName, "Müller^Anna"),
                text(Tag.ReferringPhysicianName, "Mueller^Anna"),
                text(Tag.ReferringPhysicianName, "Schmidt^Bert=Miller^Anna"),
                text(Tag.ReferringPhysicianName, ""))) {
            assertThat(studies(index, fuzzy, text(Tag.ReferringPhysicianName, "anna muller")))
                    .containsExactly("1.2.1", "1.2.2", "1.2.3");
            assertThat(studies(index, fuzzy, text(Tag.ReferringPhysicianName, "Schmitt")))
                    .containsExactly("1.2.3");
            assertThat(studies(index, fuzzy, text(Tag.PatientName, "2 housing")))
                    .containsExactly("1.2.2");
            assertThat(studies(index, MatchRules.NONE, text(Tag.ReferringPhysicianName, "anna muller")))
                    .isEmpty();
        }
    }

    @Test
    void finds_what_has_no_value_when_asked_to() {
        MatchRules empty = MatchRules.NONE.withEmptyValues(true);
        try (Index index = index(
                text(Tag.AccessionNumber, ""),
                text(Tag.AccessionNumber, "\"\""),
                Dataset.empty(),
                text(Tag.StudyDate, ""))) {
            assertThat(studies(index, empty, text(Tag.AccessionNumber, "\"\""))).containsExactly("1.2.1");
            assertThat(studies(
                            index,
                            empty,
                            Dataset.builder().set(Tag.StudyDate, VR.DA, "\"\"").build()))
                    .containsExactly("1.2.4");
            assertThat(studies(index, empty, text(Tag.StudyID, "\"\""))).hasSize(4);
            assertThat(studies(index, empty, text(Tag.StationName, "\"\"")))
                    .as("of a series below")
                    .hasSize(4);
            assertThat(studies(index, empty, text(Tag.Modality, "\"\""))).isEmpty();
            assertThat(studies(index, MatchRules.NONE, text(Tag.AccessionNumber, "\"\"")))
                    .containsExactly("1.2.2");
        }
    }

    @Test
    void finds_what_has_all_values_when_asked_to() {
        MatchRules all = MatchRules.NONE.withMultipleValues(true);
        try (Index index = index(Dataset.empty(), Dataset.empty())) {
            index.apply(List.of(Samples.entry(10, Samples.attributes(2, 2, 2, 1).build())));
            assertThat(studies(index, all, text(Tag.ModalitiesInStudy, "CT", "DX")))
                    .containsExactly("1.2.2");
            assertThat(studies(index, MatchRules.NONE, text(Tag.ModalitiesInStudy, "CT", "DX")))
                    .containsExactly("1.2.1", "1.2.2");
        }
    }

    @Test
    void takes_ranges_of_dates_and_times_together_when_asked_to() {
        try (Index index = index(
                at("20261101", "0900", "+0100"), at("20261102", "0300", "-0900"), at("20261103", "1900", "+0100"))) {
            Dataset keys = at("20261101-20261103", "1000-1800", "");
            assertThat(studies(index, MatchRules.NONE.withCombinedDateTime(true), keys))
                    .containsExactly("1.2.2");
            assertThat(studies(index, MatchRules.NONE, keys)).isEmpty();
        }
    }

    @Test
    void compares_dates_and_times_in_the_zone_of_the_query_when_asked_to() {
        MatchRules zoned = MatchRules.NONE.withTimezone(true);
        try (Index index = index(
                at("20261101", "2300", "-0500"), at("20261102", "1300", "+0900"), at("20261102", "0100", "+0900"))) {
            Dataset keys = at("20261102", "1200-1400", "+0900");
            assertThat(studies(index, zoned, keys)).containsExactly("1.2.1", "1.2.2");
            assertThat(studies(index, zoned.withCombinedDateTime(true), at("20261102-20261102", "1200-1400", "+0900")))
                    .containsExactly("1.2.1", "1.2.2");
            assertThat(studies(index, MatchRules.NONE, keys)).containsExactly("1.2.2");
            List<Dataset> series =
                    index.find(IndexQuery.of(Level.SERIES, keys).by(zoned)).toList();
            assertThat(series)
                    .hasSize(2)
                    .allSatisfy(s -> assertThat(s.timezone()).isNotNull());
        }
    }
}
